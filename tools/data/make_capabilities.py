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
    here = {row["id"] for row in rows}
    stated = needs.cells(folder)
    made = []
    for row in rows + [row for row in added if row["id"] not in here]:
        made.append({**dict.fromkeys(ADDED, ""), **row, **stated.get(row["id"], {})})
    return {"capabilities.csv": written(list(rows[0]) + ADDED, made)}
