"""Pyomo with rules, through its persistent interface to HiGHS; the method named, or the solver's own choice."""

import pyomo.environ as pe
from pyomo.contrib.appsi.solvers import Highs
from told import tell

from instance import CONTENT, HOME, hosts, load_named, sizes

d, method = load_named()
at = {name: values.tolist() for name, values in d.items()}
price, eff = at["price"], at["eff"]
m = pe.ConcreteModel()
m.N, m.K, m.P, m.T = (pe.RangeSet(0, length - 1) for length in sizes(d))
m.H = pe.Set(initialize=hosts(d))
offers = {k: [p for p in m.P if at["of"][p] == k] for k in m.K}
m.q = pe.Var(m.N, m.P, m.T, domain=pe.NonNegativeReals)
m.s = pe.Var(m.N, m.K, m.T, domain=pe.NonNegativeReals)
m.e = pe.Var(m.P, m.T, domain=pe.NonNegativeReals)
m.b = pe.Var(m.N, m.T, bounds=lambda m, n, t: (0, at["carry"][n][t]))
m.total = pe.Objective(
    expr=pe.quicksum(at["w"][k][t] * m.s[n, k, t] for n in m.N for k in m.K for t in m.T)
    + pe.quicksum((at["cost"][p] - at["home"][p]) * m.q[n, p, t] for n in m.N for p in m.P for t in m.T)
    + pe.quicksum(at["more"][p] * m.e[p, t] for p in m.P for t in m.T)
)


def budget(m, n, t):
    spent = pe.quicksum(price[p] * m.q[n, p, t] for p in m.P)
    return spent + m.b[n, t] - (m.b[n, t - 1] if t else 0) <= at["budget"][n][t]


def capacity(m, p, t):
    more = pe.quicksum(m.e[p, u] for u in m.T if u <= t - at["lead"][p])
    return pe.quicksum(m.q[n, p, t] for n in m.N) - more <= at["cap"][p]


def target(m, n, k, t):
    there = pe.quicksum(eff[p] * m.q[n, p, u] for p in offers[k] for u in range(t + 1))
    return there + m.s[n, k, t] >= at["target"][n][k][t] - at["held"][n][k]


def content(m, k):
    part = [(p, price[p] * (at["content"][p] - CONTENT)) for p in offers[k]]
    return pe.quicksum(worth * m.q[n, p, t] for p, worth in part for n in m.N for t in m.T) >= 0


def home(m, n):
    part = [(p, price[p] * ((at["country"][p] == n) - HOME)) for p in m.P]
    return pe.quicksum(worth * m.q[n, p, t] for p, worth in part for t in m.T) >= 0


m.budget = pe.Constraint(m.N, m.T, rule=budget)
m.capacity = pe.Constraint(m.P, m.T, rule=capacity)
m.target = pe.Constraint(m.N, m.K, m.T, rule=target)
m.content = pe.Constraint(m.K, rule=content)
m.home = pe.Constraint(m.H, rule=home)
solver = Highs()
solver.highs_options["threads"] = 1
if method:
    solver.highs_options["solver"] = method[0]
result = solver.solve(m)
tell(result.termination_condition, result.best_feasible_objective)
