"""Renews the parts of a data set's page that are counted."""

import collections
import csv
import io
import re

from tables import Wrong

KINDS = ("cited", "derived", "partly_cited", "unverified", "assumption")


def renewed(path, blocks):
    """The page, with what stands between `<!-- made: NAME -->` and `<!-- end -->` made anew."""
    text = path.read_text(encoding="utf-8")
    for name in re.findall(r"<!-- made: ([a-z_]+) -->", text):
        if name not in blocks:
            raise Wrong(f"{path.name} asks for `{name}`, and no module makes it; there is {', '.join(sorted(blocks))}")
        block = re.compile(rf"(<!-- made: {name} -->\n).*?(<!-- end -->)", re.S)
        text = block.sub(lambda found, name=name: found[1] + blocks[name] + found[2], text, count=1)
    return text


def counts(folder, files):
    """A table of the rows of each table, by confidence."""
    lines = ["| table | rows | " + " | ".join(KINDS) + " |", "|---|" + "---:|" * (len(KINDS) + 1)]
    for path in sorted((folder / "tables").glob("*.csv")):
        if path.name == "confidence.csv":
            continue  # what a plan rests on, not a table of the set
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
        of = collections.Counter(row.get("confidence", "") for row in rows)
        cells = [f"`tables/{path.name}`", str(len(rows))] + [str(of[kind] or "") for kind in KINDS]
        lines.append("| " + " | ".join(cells).replace("|  |", "| |").replace("|  |", "| |") + " |")
    return "\n".join(lines) + "\n"
