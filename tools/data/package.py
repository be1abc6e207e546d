"""Describes a data set as a Data Package (https://datapackage.org), so that other tools can read it."""

import csv
import io
import json
import re

from tables import Wrong

TYPES = (
    ("integer", r"-?\d+"),
    ("number", r"-?\d+(\.\d+)?([eE][-+]?\d+)?"),
    ("date", r"\d{4}-\d{2}-\d{2}"),
)


def described(folder, files):
    """`datapackage.json` as text."""
    stated = json.loads((folder / "tables" / "package.json").read_text(encoding="utf-8"))
    words = stated.pop("columns", {})
    names = sorted({path.name for path in folder.glob("*.*")} | set(files))
    resources = []
    for name in names:
        if name.endswith(".csv"):
            text = files.get(name) or (folder / name).read_text(encoding="utf-8")
            resources.append(tabular(name, text, words))
        elif name.endswith((".yaml", ".yml")):
            stem = re.sub(r"[^a-z0-9._-]+", "-", name.rsplit(".", 1)[0].lower())
            resources.append({"name": stem, "path": name, "profile": "data-resource", "format": "yaml",
                              "mediatype": "application/yaml", "encoding": "utf-8"})
    sources = {}
    for path in sorted((folder / "tables").glob("*.csv")):
        text = path.read_text(encoding="utf-8")
        resources.append(tabular(f"tables/{path.name}", text, words))
        for row in csv.DictReader(io.StringIO(text)):
            if re.match(r"https?://", row.get("address") or ""):
                sources.setdefault(row["address"], row.get("source") or row["address"])
    stated["resources"] = resources
    stated["sources"] = stated.get("sources", []) + [
        {"title": title, "path": address} for address, title in sorted(sources.items())
    ]
    return json.dumps(stated, indent=2, ensure_ascii=False) + "\n"


def tabular(path, text, words):
    """A CSV file, with the type of each column as its cells show it."""
    rows = list(csv.reader(io.StringIO(text)))
    head, body = rows[0], rows[1:]
    fields = [{"name": name, "type": kind([row[at] for row in body])} for at, name in enumerate(head)]
    for field in fields:
        if about := words.get(path, {}).pop(field["name"], None):
            field["description"] = about
    if words.get(path):
        raise Wrong(f"tables/package.json describes columns that {path} has not: {', '.join(words[path])}")
    schema = {"fields": fields, "missingValues": [""]}
    first = [row[0] for row in body]
    if head[0] == "id" and len(set(first)) == len(first):
        schema["primaryKey"] = "id"
    stem = re.sub(r"[^a-z0-9._-]+", "-", path.rsplit(".", 1)[0].lower())
    return {"name": stem, "path": path, "profile": "tabular-data-resource", "format": "csv", "mediatype": "text/csv",
            "encoding": "utf-8", "schema": schema}


def kind(cells):
    """The narrowest type that all cells that are not empty have."""
    stated = [cell for cell in cells if cell != ""]
    for name, pattern in TYPES:
        if stated and all(re.fullmatch(pattern, cell) for cell in stated):
            return name
    return "string"
