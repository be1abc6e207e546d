"""What Entente wrote of a plan, and of the matrices that it comes from."""

import csv
import json

import highspy


def told_plan(folder):
    """The goals of a plan, and every yes or no that is not 0, by name."""
    with open(folder / "decisions.csv") as file:
        decided = {row["decision"]: float(row["value"]) for row in csv.DictReader(file)}
    return json.loads((folder / "summary.json").read_text())["goals"], decided


def read_matrices(path):
    """A file in a solver of its own that says nothing."""
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.readModel(str(path))
    return highs
