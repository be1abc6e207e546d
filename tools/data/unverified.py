"""Refuses what is built where a figure that no source vouches for states no range."""

import csv
import io
import re

from tables import Wrong

DOUBTFUL = ("unverified", "assumption")
# Tables that are built, and the columns that hold figures of their own. Weights are preferences, and not among them.
COLUMNS = {
    "holdings.csv": ("quantity", "quality", "without_us"),
    "nations.csv": ("gdp", "budget", "committed"),
    "capabilities.csv": ("us_baseline", "us_provides", "needs", "targets", "used"),
}
# Documents that are built, and the fields that can hold a range. Shares that sum to a whole, and times written as text, cannot.
DOCUMENTS = ("offers.yaml", "lines.yaml", "programmes.yaml")
FIELDS = "price learning capacity backlog expansion support quality without_us at_least cost yearly".split()
VOUCHED = re.compile(r"confidence: (cited|derived|partly_cited)")


def refused(files):
    """Raises an error that names the first figure without a range."""
    for name, columns in COLUMNS.items():
        if name in files:
            for row in csv.DictReader(io.StringIO(files[name])):
                for column in columns:
                    if bare_cell(row, column):
                        raise lacking(name, f"{row['id']}.{column}")
    for name in DOCUMENTS:
        if name in files:
            entry = ""
            for line in files[name].splitlines():
                entry = found[1] if (found := re.match(r"(\w+):", line)) else entry
                field = re.match(r"  (?:  )?(\w+): (.+)$", line)
                if field and field[1] in FIELDS and bare(field[2].split("  #")[0]):
                    raise lacking(name, f"{entry}.{field[1]}")


def lacking(name, figure):
    """The error about a figure."""
    return Wrong(f"{name}: `{figure}` is not verified and states no range: state low and high in its table, or a range of its "
                 "kind in tables/ranges.csv")


def bare_cell(row, column):
    """Whether a figure of a row is in doubt and has no range."""
    confidence = row.get(f"{column}.confidence") or row.get("confidence", "")
    points = [name for name in row if re.fullmatch(rf"{column}(\.value|\.\d{{4}})?", name)]
    if confidence not in DOUBTFUL or not any(row[name] for name in points):
        return False
    if row.get(f"{column}.low") and row.get(f"{column}.high"):
        return False
    return any(bare(row[name]) for name in points if row[name])


def bare(text):
    """Whether a figure, or one of those that a map holds, has neither a range nor a source."""
    inner = re.findall(r"\{[^{}]*\}", text)
    if not inner:
        return bool(re.search(r"\d", text))
    outer = re.sub(r"\{[^{}]*\}", "", text) if len(inner) > 1 or text.strip() != inner[0] else ""
    loose = re.search(r"\b(?!lead_time)\w+: [\d.]+(?! years?)", outer)
    return bool(loose) or any(not ("low:" in part and "high:" in part) and not VOUCHED.search(part) for part in inner)
