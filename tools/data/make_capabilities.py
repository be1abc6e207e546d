"""Makes capabilities.csv: the capabilities, and the missions that were added to them."""

import needs
from tables import Wrong, read, written

ADDED = ["targets", "targets_are", "used"]


def files(folder):
    """The files of this module."""
    rows = read(folder, "capabilities.csv", ("id", "name", "unit"), "id")
    added = read(folder, "missions.csv", ("id", "name", "unit"), "id")
    if list(rows[0]) != list(added[0]):
        raise Wrong("tables/missions.csv:1: the columns must be those of tables/capabilities.csv")
    columns = list(rows[0]) + ADDED
    here = {row["id"] for row in rows}
    stated = needs.cells(folder)
    made = []
    for row in rows + [row for row in added if row["id"] not in here]:
        ends = {end: row.pop(f"us_baseline.{end}") for end in ("value", "low", "high")}
        row["us_baseline"] = "{ " + ", ".join(f"{end}: {cell}" for end, cell in ends.items() if cell) + " }"
        made.append({**dict.fromkeys(ADDED, ""), **row, **stated.get(row["id"], {})})
    head = [column.replace(".value", "") for column in columns if column not in ("us_baseline.low", "us_baseline.high")]
    return {"capabilities.csv": written(head, made)}
