"""Bare HiGHS: every goal from a cold start. Passing the matrices does not count, as if only the limits were changed."""

import highspy
import numpy as np
from study_loop import loop


class Bare:
    """One model for all goals of a scenario."""

    def __init__(self, p):
        lp = highspy.HighsLp()
        lp.num_row_, lp.num_col_ = len(p.lower), len(p.low)
        lp.row_lower_, lp.row_upper_, lp.col_lower_, lp.col_upper_ = p.lower, p.upper, p.low, p.high
        lp.col_cost_ = np.zeros(len(p.low))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = p.start, p.index, p.value
        self.highs = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("solver", "ipm")):
            self.highs.setOptionValue(option, value)
        self.highs.passModel(lp)
        self.columns = np.arange(len(p.low), dtype=np.int32)

    def reach(self, cost):
        self.highs.changeColsCost(len(cost), self.columns, cost)
        self.highs.clearSolver()
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise SystemExit(f"not solved: {self.highs.getModelStatus()}")
        return self.highs.getObjectiveValue()

    def keep(self, cost, limit):
        places = np.flatnonzero(cost)
        self.highs.addRow(-np.inf, limit, len(places), places.astype(np.int32), cost[places])

    def point(self):
        return np.array(self.highs.getSolution().col_value)


loop(Bare, making_counts=False)
