"""linopy: arrays with names. Handed to HiGHS in memory; the method named, or the solver's own choice."""

import linopy
import numpy as np
import pandas as pd
import xarray as xr
from told import tell

from instance import CONTENT, HOME, hosts, load_named, sizes

d, method = load_named()
axes = dict(zip("nkpt", sizes(d)))
axes = {name: pd.RangeIndex(length, name=name) for name, length in axes.items()}


def array(name, over):
    return xr.DataArray(d[name], coords=[axes[axis] for axis in over])


price, eff, content = (array(name, "p") for name in ("price", "eff", "content"))
kind = array("of", "p").rename("k")
m = linopy.Model()
over = {name: [axes[axis] for axis in name_over] for name, name_over in zip("qsb", ("npt", "nkt", "nt"))}
q = m.add_variables(lower=0, coords=over["q"], name="q")
s = m.add_variables(lower=0, coords=over["s"], name="s")
e = m.add_variables(lower=0, coords=[axes["p"], axes["t"]], name="e")
b = m.add_variables(lower=0, upper=array("carry", "nt"), coords=over["b"], name="b")
worth, orders, more = array("w", "kt") * s, (array("cost", "p") - array("home", "p")) * q, array("more", "p") * e
m.add_objective(worth.sum() + orders.sum() + more.sum())
spent = price * q
m.add_constraints(spent.sum("p") + b - b.shift(t=1) <= array("budget", "nt"), name="budget")
years = np.arange(len(axes["t"]))
bought = pd.RangeIndex(len(years), name="bought")
ready = xr.DataArray(
    years[None, :, None] - years[None, None, :] >= d["lead"][:, None, None], coords=[axes["p"], axes["t"], bought]
)
m.add_constraints(q.sum("n") - (ready * e.rename(t="bought")).sum("bought") <= array("cap", "p"), name="capacity")
stock = (eff * q).groupby(kind).sum().cumsum("t")
m.add_constraints(stock + s >= array("target", "nkt") - array("held", "nk"), name="target")
inside = ((content - CONTENT) * spent).groupby(kind).sum()
m.add_constraints(inside.sum(["n", "t"]) >= 0, name="content")
own = xr.DataArray(d["country"][None, :] == np.arange(len(axes["n"]))[:, None], coords=[axes["n"], axes["p"]])
host = xr.DataArray(np.isin(np.arange(len(axes["n"])), hosts(d)), coords=[axes["n"]])
m.add_constraints(((own - HOME) * spent).sum(["p", "t"]) >= 0, name="home", mask=host)
chosen = {"solver": method[0]} if method else {}
status = m.solve("highs", io_api="direct", progress=False, threads=1, output_flag=False, **chosen)
tell(status, m.objective.value)
