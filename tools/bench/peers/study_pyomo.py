"""Pyomo with rules, through its persistent interface to HiGHS."""

import numpy as np
import pyomo.environ as pe
from pyomo.contrib.appsi.solvers import Highs
from pyomo.core.expr.numeric_expr import LinearExpression
from study_loop import loop


def bound(value):
    return float(value) if np.isfinite(value) else None


class Pyomo:
    """A model anew for each scenario, and for all its goals."""

    def __init__(self, p):
        self.m = pe.ConcreteModel()
        low, high = p.low.tolist(), p.high.tolist()
        self.m.x = pe.Var(range(len(low)), bounds=lambda m, i: (bound(low[i]), bound(high[i])))
        self.x = [self.m.x[i] for i in range(len(low))]
        index, value, start = p.index.tolist(), p.value.tolist(), p.start.tolist()

        def row(m, i):
            here = slice(start[i], start[i + 1])
            sum_of = LinearExpression(linear_coefs=value[here], linear_vars=[self.x[c] for c in index[here]])
            lower, upper = float(p.lower[i]), float(p.upper[i])
            if lower == upper:
                return sum_of == upper
            return sum_of <= upper if np.isfinite(upper) else sum_of >= lower

        self.m.rows = pe.Constraint(range(len(p.lower)), rule=row)
        self.m.kept = pe.ConstraintList()
        self.m.goal = pe.Objective(expr=0.0)

    def sum_of(self, cost):
        places = np.flatnonzero(cost)
        return LinearExpression(linear_coefs=cost[places].tolist(), linear_vars=[self.x[i] for i in places])

    def reach(self, cost):
        self.m.goal.set_value(self.sum_of(cost))
        solver = Highs()
        solver.highs_options = {"threads": 1, "solver": "ipm"}
        result = solver.solve(self.m)
        return result.best_feasible_objective

    def keep(self, cost, limit):
        self.m.kept.add(self.sum_of(cost) <= limit)

    def point(self):
        return np.array([variable.value for variable in self.x])


loop(Pyomo)
