"""The matrices of one run, for other tools: study_matrices.py OUT.npz BASE GIVEN_UP GOAL1.mps …

The files are what Entente formulates, goal by goal, unreduced. BASE is the folder of the plan of the model as it is: every
integer decision is as it says, and no where it does not say; where its model had one price in reach, the first of more stands. Rows that
only share out a plan, and limit nothing, are left out.
"""

import sys
from pathlib import Path

import highspy
import numpy as np
from plan import read_matrices, told_plan, with_first_prices

out, base, given_up, *files = sys.argv[1:]
base, given_up = Path(base), float(given_up)
goals, decided = told_plan(base)


def read(path):
    """A file as the solver reads it, row by row."""
    highs = read_matrices(path)
    highs.ensureRowwise()
    return highs.getLp()


lp = read(files[0])
costs = np.array([lp.col_cost_, *(read(file).col_cost_ for file in files[1:])])
names, columns = lp.row_names_, lp.col_names_
start, index, value = (np.array(part) for part in (lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_))
low, high = np.array(lp.col_lower_), np.array(lp.col_upper_)
decided = with_first_prices(base, decided, columns, names)
for place, kind in enumerate(lp.integrality_):
    if kind != highspy.HighsVarType.kContinuous:
        low[place] = high[place] = decided.get(columns[place], 0.0)

row = np.repeat(np.arange(lp.num_row_), np.diff(start))
keep_row = np.array([not name.startswith("fair_share(") for name in names])
keep_column = np.array([not name.startswith("excess(") for name in columns])
entries = keep_row[row] & keep_column[index]
counts = np.bincount(row[entries], minlength=lp.num_row_)[keep_row]
np.savez(
    out,
    start=np.concatenate([[0], np.cumsum(counts)]),
    index=(np.cumsum(keep_column) - 1)[index[entries]],
    value=value[entries],
    lower=np.array(lp.row_lower_)[keep_row],
    upper=np.array(lp.row_upper_)[keep_row],
    low=low[keep_column],
    high=high[keep_column],
    costs=costs[:, keep_column],
    families=np.array([name.split("(")[0] for name, kept in zip(names, keep_row) if kept]),
    signs=np.array([-1.0 if goal["goal"].startswith("maximise") else 1.0 for goal in goals]),
    kept=np.array([goal["kept_to"] - (1.0 - given_up) * goal["value"] for goal in goals]),
    given_up=given_up,
)
