"""linopy: arrays with names, a family of rows at a time, handed to HiGHS in memory."""

import linopy
import numpy as np
import xarray as xr
from study_loop import loop


def terms(p, rows):
    """The terms of rows as two arrays, as wide as the longest; what is empty has no column."""
    lengths = p.start[rows + 1] - p.start[rows]
    columns = np.full((len(rows), lengths.max()), -1)
    values = np.full(columns.shape, np.nan)
    there = np.arange(columns.shape[1]) < lengths[:, None]
    entries = (p.start[rows][:, None] + np.arange(columns.shape[1]))[there]
    columns[there], values[there] = p.index[entries], p.value[entries]
    return columns, values


class Linopy:
    """A model anew for each scenario, and for all its goals."""

    def __init__(self, p):
        self.m = linopy.Model()
        coords = [np.arange(len(p.low))]
        low, high = (xr.DataArray(bound, dims=["column"], coords=coords) for bound in (p.low, p.high))
        self.x = self.m.add_variables(lower=low, upper=high, name="x")
        signs = np.where(p.lower == p.upper, "=", np.where(np.isfinite(p.upper), "<=", ">="))
        sides = np.where(np.isfinite(p.upper), p.upper, p.lower)
        for family in dict.fromkeys(p.families.tolist()):
            of = p.families == family
            for sign in np.unique(signs[of]):
                rows = np.flatnonzero(of & (signs == sign))
                columns, values = (xr.DataArray(part, dims=["row", "_term"]) for part in terms(p, rows))
                sum_of = linopy.LinearExpression(xr.Dataset({"coeffs": values, "vars": columns}), self.m)
                self.m.add_constraints(sum_of, str(sign), xr.DataArray(sides[rows], dims=["row"]), name=f"{family}{sign}")

    def sum_of(self, cost):
        places = np.flatnonzero(cost)
        return (self.x.isel(column=places) * cost[places]).sum()

    def reach(self, cost):
        self.m.add_objective(self.sum_of(cost), overwrite=True)
        options = {"solver": "ipm", "threads": 1, "output_flag": False}
        status = self.m.solve("highs", io_api="direct", progress=False, **options)
        if status[0] != "ok":
            raise SystemExit(f"not solved: {status}")
        return self.m.objective.value

    def keep(self, cost, limit):
        self.m.add_constraints(self.sum_of(cost) <= limit)

    def point(self):
        return self.x.solution.values


loop(Linopy)
