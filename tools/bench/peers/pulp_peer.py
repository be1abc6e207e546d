"""PuLP, as its tutorials write it. Its default solver CBC, or HiGHS with the method named."""

import pulp
from told import tell

from instance import CONTENT, HOME, hosts, load_named, sizes

d, method = load_named()
N, K, P, T = (range(length) for length in sizes(d))
at = {name: values.tolist() for name, values in d.items()}
price, eff = at["price"], at["eff"]
offers = {k: [p for p in P if at["of"][p] == k] for k in K}
m = pulp.LpProblem("procurement", pulp.LpMinimize)
q = {(n, p, t): pulp.LpVariable(f"q_{n}_{p}_{t}", 0) for n in N for p in P for t in T}
s = {(n, k, t): pulp.LpVariable(f"s_{n}_{k}_{t}", 0) for n in N for k in K for t in T}
e = {(p, t): pulp.LpVariable(f"e_{p}_{t}", 0) for p in P for t in T}
b = {(n, t): pulp.LpVariable(f"b_{n}_{t}", 0, at["carry"][n][t]) for n in N for t in T}
m += (
    pulp.lpSum(at["w"][k][t] * s[n, k, t] for n in N for k in K for t in T)
    + pulp.lpSum((at["cost"][p] - at["home"][p]) * q[n, p, t] for n in N for p in P for t in T)
    + pulp.lpSum(at["more"][p] * e[p, t] for p in P for t in T)
)
for n in N:
    for t in T:
        spent = pulp.lpSum(price[p] * q[n, p, t] for p in P)
        m += spent + b[n, t] - (b[n, t - 1] if t else 0) <= at["budget"][n][t], f"budget_{n}_{t}"
for p in P:
    for t in T:
        more = pulp.lpSum(e[p, u] for u in T if u <= t - at["lead"][p])
        m += pulp.lpSum(q[n, p, t] for n in N) - more <= at["cap"][p], f"capacity_{p}_{t}"
for n in N:
    for k in K:
        for t in T:
            there = pulp.lpSum(eff[p] * q[n, p, u] for p in offers[k] for u in range(t + 1))
            m += there + s[n, k, t] >= at["target"][n][k][t] - at["held"][n][k], f"target_{n}_{k}_{t}"
for k in K:
    part = [(p, price[p] * (at["content"][p] - CONTENT)) for p in offers[k]]
    m += pulp.lpSum(worth * q[n, p, t] for p, worth in part for n in N for t in T) >= 0, f"content_{k}"
for n in hosts(d):
    part = [(p, price[p] * ((at["country"][p] == n) - HOME)) for p in P]
    m += pulp.lpSum(worth * q[n, p, t] for p, worth in part for t in T) >= 0, f"home_{n}"
if method:
    m.solve(pulp.HiGHS(msg=False, threads=1, solver=method[0]))
else:
    m.solve(pulp.PULP_CBC_CMD(msg=False, threads=1))
tell(pulp.LpStatus[m.status], pulp.value(m.objective))
