"""OR-tools through MathOpt, with the solver named: GLOP, its default for linear programmes, or PDLP."""

from ortools.math_opt.python import mathopt
from told import tell

from instance import CONTENT, HOME, hosts, load_named, sizes

d, method = load_named()
N, K, P, T = (range(length) for length in sizes(d))
at = {name: values.tolist() for name, values in d.items()}
price, eff = at["price"], at["eff"]
offers = {k: [p for p in P if at["of"][p] == k] for k in K}
total = mathopt.fast_sum
m = mathopt.Model(name="procurement")
q = {(n, p, t): m.add_variable(lb=0) for n in N for p in P for t in T}
s = {(n, k, t): m.add_variable(lb=0) for n in N for k in K for t in T}
e = {(p, t): m.add_variable(lb=0) for p in P for t in T}
b = {(n, t): m.add_variable(lb=0, ub=at["carry"][n][t]) for n in N for t in T}
m.minimize(
    total(at["w"][k][t] * s[n, k, t] for n in N for k in K for t in T)
    + total((at["cost"][p] - at["home"][p]) * q[n, p, t] for n in N for p in P for t in T)
    + total(at["more"][p] * e[p, t] for p in P for t in T)
)
for n in N:
    for t in T:
        spent = total(price[p] * q[n, p, t] for p in P)
        m.add_linear_constraint(spent + b[n, t] - (b[n, t - 1] if t else 0) <= at["budget"][n][t])
for p in P:
    for t in T:
        more = total(e[p, u] for u in T if u <= t - at["lead"][p])
        m.add_linear_constraint(total(q[n, p, t] for n in N) - more <= at["cap"][p])
for n in N:
    for k in K:
        for t in T:
            there = total(eff[p] * q[n, p, u] for p in offers[k] for u in range(t + 1))
            m.add_linear_constraint(there + s[n, k, t] >= at["target"][n][k][t] - at["held"][n][k])
for k in K:
    part = [(p, price[p] * (at["content"][p] - CONTENT)) for p in offers[k]]
    m.add_linear_constraint(total(worth * q[n, p, t] for p, worth in part for n in N for t in T) >= 0)
for n in hosts(d):
    part = [(p, price[p] * ((at["country"][p] == n) - HOME)) for p in P]
    m.add_linear_constraint(total(worth * q[n, p, t] for p, worth in part for t in T) >= 0)
solver = method[0] if method else "GLOP"
chosen = mathopt.SolveParameters() if solver == "GLOP" else mathopt.SolveParameters(threads=1)
result = mathopt.solve(m, mathopt.SolverType[solver], params=chosen)
tell(result.termination.reason.name, result.objective_value() if result.has_primal_feasible_solution() else None)
