"""A linear program with integer variables, and the solvers that solve it.

An expression is a dictionary from variables to coefficients; the constant stands under ONE.
"""

from collections import defaultdict

import highspy
import numpy as np

INF = float("inf")
ONE = -1


def expr(*terms):
    """Returns the sum of (variable, coefficient) pairs."""
    total = defaultdict(float)
    for variable, coefficient in terms:
        total[variable] += coefficient
    return total


def plus(total, other, factor=1.0):
    """Adds `factor` times an expression to another one, in place."""
    for variable, coefficient in other.items():
        total[variable] += factor * coefficient
    return total


class Linear:
    """Collects variables and rows."""

    def __init__(self):
        self.lower, self.upper, self.whole, self.names, self.rows = [], [], [], [], []

    def var(self, name, upper=INF, whole=False):
        """Adds a variable of 0 or more."""
        self.lower.append(0.0)
        self.upper.append(upper)
        self.whole.append(whole)
        self.names.append(name)
        return len(self.lower) - 1

    def row(self, expression, at_least=-INF, at_most=INF, name=""):
        """Adds a row; the expression's constant moves to the right side."""
        constant = expression.get(ONE, 0.0)
        terms = {j: v for j, v in expression.items() if j != ONE and v != 0}
        self.rows.append((terms, at_least - constant, at_most - constant, name))

    def value(self, objective, x):
        """Returns an expression's value at a point."""
        return objective.get(ONE, 0.0) + sum(v * x[j] for j, v in objective.items() if j != ONE)

    def violation(self, x):
        """Returns the largest violation of a row or bound at a point, relative to the size of the row."""
        worst = 0.0
        for terms, low, high, _ in self.rows:
            products = [v * x[j] for j, v in terms.items()]
            size = max([1.0] + [abs(p) for p in products])
            worst = max(worst, (low - sum(products)) / size, (sum(products) - high) / size)
        for j, v in enumerate(x):
            size = max(1.0, abs(v))
            worst = max(worst, (self.lower[j] - v) / size, (v - self.upper[j]) / size)
            if self.whole[j]:
                worst = max(worst, abs(v - round(v)))
        return worst

    def solve(self, objective, sense, options=()):
        """Solves by HiGHS. Returns (status, value, point)."""
        solver = highspy.Highs()
        given = {"output_flag": False, "threads": 1, "time_limit": 60.0, "primal_feasibility_tolerance": 1e-9,
                 "dual_feasibility_tolerance": 1e-9, "mip_feasibility_tolerance": 1e-9, "mip_rel_gap": 1e-9,
                 "mip_abs_gap": 1e-9}
        for key, value in {**given, **dict(options)}.items():
            solver.setOptionValue(key, value)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.lower), len(self.rows)
        lp.col_cost_ = self._costs(objective, sense)
        lp.col_lower_, lp.col_upper_ = np.array(self.lower), np.array(self.upper)
        lp.row_lower_ = np.array([r[1] for r in self.rows])
        lp.row_upper_ = np.array([r[2] for r in self.rows])
        starts, index, value = self._matrix()
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = starts, index, value
        if any(self.whole):
            kinds = highspy.HighsVarType
            lp.integrality_ = [kinds.kInteger if w else kinds.kContinuous for w in self.whole]
        solver.passModel(lp)
        solver.run()
        status = solver.getModelStatus()
        if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty):
            return str(status).split(".")[-1].removeprefix("k").lower(), None, None
        x = np.array(solver.getSolution().col_value)
        return "optimal", self.value(objective, x), x

    def solve_scipy(self, objective, sense):
        """Solves by the HiGHS that SciPy brings, without presolve: another version with other settings."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array
        starts, index, value = self._matrix()
        matrix = csr_array((value, index, starts), shape=(len(self.rows), len(self.lower)))
        found = milp(self._costs(objective, sense), integrality=np.array(self.whole, dtype=int),
                     bounds=Bounds(self.lower, self.upper),
                     constraints=LinearConstraint(matrix, [r[1] for r in self.rows], [r[2] for r in self.rows]),
                     options={"presolve": False, "mip_rel_gap": 1e-9, "time_limit": 60.0})
        if found.status != 0:
            return found.message, None, None
        return "optimal", self.value(objective, found.x), found.x

    def solve_cbc(self, objective, sense):
        """Solves by CBC, where pulp is installed."""
        import pulp
        problem = pulp.LpProblem("oracle", pulp.LpMinimize)
        kinds = ["Integer" if w else "Continuous" for w in self.whole]
        columns = [pulp.LpVariable(f"c{j}", low, None if high == INF else high, kind)
                   for j, (low, high, kind) in enumerate(zip(self.lower, self.upper, kinds))]
        problem += pulp.lpSum(c * v for c, v in zip(self._costs(objective, sense), columns) if c)
        for terms, low, high, _ in self.rows:
            row = pulp.LpAffineExpression([(columns[j], v) for j, v in terms.items()])
            if low == high:
                problem += row == low
                continue
            if low > -INF:
                problem += row >= low
            if high < INF:
                problem += row <= high
        options = ["primalTolerance 1e-9", "integerTolerance 1e-9"]
        problem.solve(pulp.PULP_CBC_CMD(msg=0, timeLimit=60, gapRel=0, threads=1, options=options))
        if pulp.LpStatus[problem.status] != "Optimal":
            return pulp.LpStatus[problem.status], None, None
        x = np.array([v.value() or 0.0 for v in columns])
        return "optimal", self.value(objective, x), x

    def _costs(self, objective, sense):
        costs = np.zeros(len(self.lower))
        scale = max([abs(v) for j, v in objective.items() if j != ONE] + [1e-200])
        for j, v in objective.items():
            if j != ONE:
                costs[j] = v / scale * (1 if sense == "min" else -1)
        return costs

    def _matrix(self):
        starts, index, value = [0], [], []
        for terms, *_ in self.rows:
            index += terms.keys()
            value += terms.values()
            starts.append(len(index))
        return np.array(starts), np.array(index, dtype=np.int32), np.array(value, dtype=float)
