"""What Entente wrote of a plan, and of the matrices that it comes from."""

import csv
import json
import re

# With a plan: the groups and offers whose price it decides on, one a line.
PRICED = "priced.txt"
BAND = re.compile(r"(?<![_\w])band\(([^()]+),(\d+)\)")


def bands(text):
    """The columns that decide on prices: group and offer, and number of the band."""
    return {(priced, int(band)) for priced, band in BAND.findall(text)}


def with_first_prices(folder, decided, columns, rows):
    """Decisions with a yes to the first of more prices where the plan's model had only one in reach."""
    known = set((folder / PRICED).read_text().splitlines())
    firsts = {}
    for priced, band in sorted(bands("\n".join(columns)), reverse=True):
        firsts[priced] = band
    new = {f"{priced},{band}" for priced, band in firsts.items() if priced not in known}
    limited = {name.removeprefix("band_from(").rstrip(")") for name in rows if name.startswith("band_from(")}
    return decided | {f"band({name})": 1.0 for name in new - limited}


def told_plan(folder):
    """The goals of a plan, and every yes or no that is not 0, by name."""
    with open(folder / "decisions.csv") as file:
        decided = {row["decision"]: float(row["value"]) for row in csv.DictReader(file)}
    return json.loads((folder / "summary.json").read_text())["goals"], decided


def read_matrices(path):
    """A file in a solver of its own that says nothing."""
    import highspy

    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.readModel(str(path))
    return highs
