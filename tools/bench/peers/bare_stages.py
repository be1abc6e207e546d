"""The matrices that Entente writes, goal after goal, in HiGHS alone: bare_stages.py RUN decided|open LIMIT GOAL1.mps …

RUN is the folder that Entente wrote. Each goal is solved with rows that keep earlier goals to what Entente kept them to.
*decided*: every integer decision is given, as Entente decided it, and what is left is a linear programme, by interior point. *open*: HiGHS
searches for it itself, until it has proven the plan within half a percent. Reading the files does not count.
"""

import sys
import time
from pathlib import Path

import highspy
import numpy as np
from plan import read_matrices, told_plan
from told import tell

folder, how, limit = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
goals, decided = told_plan(folder)


def solve(highs):
    """Seconds of the processor, and what was found."""
    for option, value in (("threads", 1), ("time_limit", limit)):
        highs.setOptionValue(option, value)
    if how == "open":
        highs.setOptionValue("mip_rel_gap", 0.005)
    else:
        lp = highs.getLp()
        integer = [i for i, kind in enumerate(lp.integrality_) if kind != highspy.HighsVarType.kContinuous]
        for column in integer:
            value = decided.get(lp.col_names_[column], 0.0)
            highs.changeColIntegrality(column, highspy.HighsVarType.kContinuous)
            highs.changeColBounds(column, value, value)
        highs.setOptionValue("solver", "ipm")
    start = time.process_time()
    highs.run()
    return time.process_time() - start


kept, stages = [], []
for path, goal in zip(sys.argv[4:], goals):
    highs = read_matrices(path)
    cost = np.array(highs.getLp().col_cost_)
    for row, limits in kept:
        places = np.flatnonzero(row)
        highs.addRow(*limits, len(places), places, row[places])
    seconds = solve(highs)
    # The file minimises; what is maximised has the other sign there.
    sign = -1.0 if goal["goal"].startswith("maximise") else 1.0
    found = sign * highs.getObjectiveValue()
    stages.append(
        {
            "goal": goal["goal"],
            "status": highs.modelStatusToString(highs.getModelStatus()),
            "seconds": round(seconds, 3),
            "value": found,
            "entente": goal["plan"] if how == "decided" else goal["value"],
            "gap": highs.getInfo().mip_gap if how == "open" else 0.0,
        }
    )
    most = sign * goal["kept_to"]
    kept.append((cost, (-np.inf, most + 1e-9 * max(1.0, abs(most)))))
tell("done", None, stages=stages)
