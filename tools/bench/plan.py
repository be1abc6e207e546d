"""What Entente wrote of a plan, and of the matrices that it comes from."""

import csv
import json
import re

import highspy

# With a plan: what its model had to decide about the first price of an offer, by the names of columns, one a line.
PRICED = "priced.txt"
FIRST_BAND = re.compile(r"(?<![_\w])band\([^()]+,1\)")


def first_bands(text):
    """The columns that decide whether an offer is bought at its first price."""
    return set(FIRST_BAND.findall(text))


def with_first_prices(folder, decided, columns, rows):
    """Decisions with a yes to the first of more prices where the plan's model had only one in reach, and nothing to decide."""
    new = first_bands("\n".join(columns)) - set((folder / PRICED).read_text().splitlines())
    with_minimum = {name.removeprefix("minimum_order(").rstrip(")") for name in rows if name.startswith("minimum_order(")}
    return decided | {name: 1.0 for name in new if name[len("band(") : -len(",1)")] not in with_minimum}


def told_plan(folder):
    """The goals of a plan, and every integer decision that is not 0, by name."""
    with open(folder / "decisions.csv") as file:
        decided = {row["decision"]: float(row["value"]) for row in csv.DictReader(file)}
    return json.loads((folder / "summary.json").read_text())["goals"], decided


def read_matrices(path):
    """A file in a solver of its own that says nothing."""
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.readModel(str(path))
    return highs
