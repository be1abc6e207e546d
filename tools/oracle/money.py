"""What nations pay, what funds take over, and budgets (`budget`, `carry_over`, `support`, `fund`)."""

from collections import defaultdict

from figures import num, span
from linear import expr, plus
from purchase import load, pair


def payments(m):
    """Adds instalments, bringing and support to what nations pay; keeps instalments by order in m.instalments."""
    f = m.f
    m.instalments = defaultdict(lambda: defaultdict(float))
    for (n, g, p, t), value in m.value.items():
        for u, share in f.due(p, t).items():
            plus(m.instalments[n, g, p, u], value, share * (1 + m.groups[g]["overhead"]))
    for (n, _, _, u), amount in m.instalments.items():
        plus(m.pay[n, u], amount)
    for (n, _, p, t), x in m.x.items():
        o = f.offer[p]
        bring = o["delivery"].get(n, 0.0)
        for entry in (m.doc.get("supply") or {}).values():
            bring += (pair(m, entry, "cost", o["by"], n) or 0.0) * load(entry, p)
        for u, part in f.deliveries(p, t).items():
            m.pay[n, u][x] += bring * part
        for u in f.years:
            m.pay[n, u][x] += o["support"] * f.serving(p, t, u, f.capability[o["main"]]["flow"])


def funds(m):
    """Sets m.funded: what funds pay of a nation's orders in a year, a variable for each fund, order and year."""
    f, lp = m.f, m.lp
    m.funded = defaultdict(lambda: defaultdict(float))
    laid = defaultdict(lambda: defaultdict(float))
    for name, fund in m.funds.items():
        first, last = span(fund.get("open"), (f.first, f.last))
        total, by_nation = defaultdict(float), defaultdict(lambda: defaultdict(float))
        for (n, g, p, t), amount in m.instalments.items():
            if not first <= t <= last or not pays_for(m, fund, n, g, p):
                continue
            part = lp.var(f"funded {name} {n} {g} {p} {t}")
            lp.row(plus(expr((part, 1)), amount, -num(fund.get("rate", 1))), at_most=0)
            for sum_ in (laid[n, g, p, t], m.funded[n, t], total, by_nation[n]):
                sum_[part] += 1
        for n, paid in by_nation.items():
            if fund.get("allocations") is not None:
                lp.row(paid, at_most=num(fund["allocations"][n]))
        if fund.get("envelope") is not None:
            lp.row(total, at_most=num(fund["envelope"]))
    for order, parts in laid.items():
        lp.row(plus(plus(defaultdict(float), parts), m.instalments[order], -1), at_most=0)


def pays_for(m, fund, n, g, p):
    """Returns whether a fund pays for n's orders of p through g."""
    if fund.get("pools") is not None and g not in fund["pools"]:
        return False
    if fund.get("allocations") is not None and n not in fund["allocations"]:
        return False
    for asked in (fund.get("asks") or {}).values():
        if not m.concerns(asked)(n, g, p):
            continue
        if asked["rule"] == "at_least_nations":
            if len(m.groups[g]["members"]) < num(asked["at_least"]):
                return False
        elif m.breaks(asked, p):
            return False
    return True


def budgets(m):
    """Writes budgets and what is carried over."""
    f, lp = m.f, m.lp
    for n in f.nations:
        nation = f.nation[n]
        if nation["budget"] is None:
            continue
        came = []
        for t in f.years:
            row = plus(plus(defaultdict(float), m.pay[n, t]), m.funded[n, t], -1)
            for v in came:
                row[v] -= 1
            goes = []
            if t < f.last and nation["carry"] > 0:
                goes = [lp.var(f"carried {n} {t}")]
                row[goes[0]] += 1
                lp.row(expr((goes[0], 1.0), *[(v, -nation["carry"]) for v in came]), at_most=nation["carry"] * nation["budget"][t])
            lp.row(row, at_most=nation["free"][t], name=f"budget {n} {t}")
            came = goes
