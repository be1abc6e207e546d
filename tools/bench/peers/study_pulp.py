"""PuLP: variables and sums of pairs, handed to HiGHS."""

import numpy as np
import pulp
from study_loop import loop


def bound(value):
    return float(value) if np.isfinite(value) else None


class Pulp:
    """A model anew for each scenario, and for all its goals."""

    def __init__(self, p):
        self.m = pulp.LpProblem("procurement", pulp.LpMinimize)
        self.x = [pulp.LpVariable(f"x{i}", bound(low), bound(high)) for i, (low, high) in enumerate(zip(p.low, p.high))]
        self.m.addVariables(self.x)
        index, value, start = p.index.tolist(), p.value.tolist(), p.start.tolist()
        for row, (lower, upper) in enumerate(zip(p.lower.tolist(), p.upper.tolist())):
            entries = range(start[row], start[row + 1])
            sum_of = pulp.LpAffineExpression([(self.x[index[e]], value[e]) for e in entries])
            if lower == upper:
                self.m += sum_of == upper, f"row{row}"
            elif np.isfinite(upper):
                self.m += sum_of <= upper, f"row{row}"
            else:
                self.m += sum_of >= lower, f"row{row}"

    def sum_of(self, cost):
        return pulp.LpAffineExpression([(self.x[i], float(cost[i])) for i in np.flatnonzero(cost)])

    def reach(self, cost):
        self.m.setObjective(self.sum_of(cost))
        status = self.m.solve(pulp.HiGHS(msg=False, threads=1, solver="ipm"))
        if status != pulp.LpStatusOptimal:
            raise SystemExit(f"not solved: {pulp.LpStatus[status]}")
        return pulp.value(self.m.objective)

    def keep(self, cost, limit):
        self.m += self.sum_of(cost) <= limit

    def point(self):
        return np.array([variable.varValue for variable in self.x])


loop(Pulp)
