"""What can be made and brought: lines and their enlargement, supply relations, programmes."""

from collections import defaultdict

from figures import num, span
from linear import expr, plus
from purchase import load, pair

LOT = 1 - 1e-5


def lines(m):
    """Writes lines by year, and for whole lots over runs of years."""
    for l, line in m.f.lines.items():
        built = enlargement(m, l, line) if line["expansion"] else {}
        users = [o for o in m.x if m.f.offer[o[2]]["lines"].get(l, 0.0) > 0]
        begins = {p: min(o[3] for o in users if o[2] == p) for p in {o[2] for o in users}}
        in_lots = [p for p in begins if m.f.offer[p]["lots"]]
        for t in m.f.years:
            line_row(m, l, line, built, [o for o in users if o[2] not in in_lots], t, t, 0.0)
        if not in_lots:
            continue
        lot = LOT * max(m.f.offer[p]["lines"][l] * m.f.offer[p]["lots"] for p in in_lots)
        starts = sorted({begins[p] for p in in_lots})
        for t in m.f.years:
            for s in [s for s in starts if s <= t]:
                line_row(m, l, line, built, [o for o in users if s == starts[0] or begins[o[2]] >= s], s, t, 0.0)
            for s in [s for s in m.f.years if starts[0] < s <= t]:
                line_row(m, l, line, built, users, s, t, lot)


def line_row(m, l, line, built, orders, s, t, margin):
    """Writes that deliveries of s..t fit what the line makes in these years and a margin."""
    row = defaultdict(float)
    for o in orders:
        for u, part in m.f.deliveries(o[2], o[3]).items():
            if s <= u <= t:
                row[m.x[o]] += m.f.offer[o[2]]["lines"][l] * part
    if not row:
        return
    for u in range(s, t + 1):
        if u in built:
            row[built[u]] -= 1
    m.lp.row(row, at_most=sum(line["free"][u] for u in range(s, t + 1)) + margin, name=f"line {l} {s} {t}")


def enlargement(m, l, line):
    """Writes extra capacity, its ramp and its payment; returns what stands by year."""
    f, lp, x = m.f, m.lp, line["expansion"]
    extra = {t: lp.var(f"extra {l} {t}", 0.0 if m.nothing else x["at_most"]) for t in f.years}
    built = {t: lp.var(f"built {l} {t}", x["at_most"]) for t in f.years}
    for t in f.years:
        before = [built[t - 1]] if t > f.first else []
        came = [(extra[t - x["lead"]], -1.0)] if t - x["lead"] in extra else []
        lp.row(expr((built[t], 1.0), *[(b, -1.0) for b in before], *came), 0, 0)
        if line["ramp"] is not None:
            growth = expr((built[t], 1.0), *[(b, -1.0 - line["ramp"]) for b in before])
            lp.row(growth, at_most=line["ramp"] * line["capacity"][max(t - 1, f.first)])
        share_out(m, x["key"], x["payers"], t, expr((extra[t], x["cost"])))
    return built


def share_out(m, key, payers, t, cost):
    """Lets payers pay a common cost of a year, freely or by a fixed key."""
    if key != "free":
        for n, share in m.split(key, payers).items():
            plus(m.pay[n, t], cost, share)
        return
    row = plus(defaultdict(float), cost, -1)
    for n in payers:
        part = m.lp.var(f"contribution {n} {t}")
        row[part] += 1
        m.pay[n, t][part] += 1
    m.lp.row(row, 0, 0)


def programmes(m):
    """Writes starts of programmes, their payment, and that they are over before what needs them is ordered."""
    f, lp = m.f, m.lp
    m.starts = {}
    for d, v in m.programmes.items():
        duration, (first, last) = int(num(v["duration"])), span(v.get("open"), (f.first, f.last))
        profile = [num(q) for q in v["payment"]] if v.get("payment") else [1 / max(duration, 1)] * max(duration, 1)
        start = {t: lp.var(f"start {d} {t}", 0 if m.nothing else 1, True)
                 for t in f.years if first <= t <= last and t + duration <= f.last}
        m.starts[d] = {t + duration: j for t, j in start.items()}
        lp.row(expr(*[(j, 1) for j in start.values()]), at_most=1)
        owed = {t: defaultdict(float) for t in f.years}
        for t, j in start.items():
            for i, share in enumerate(profile):
                owed[min(t + i, f.last)][j] += share * num(v["cost"])
        for t in f.years:
            share_out(m, v.get("key", "free"), f.among(v.get("paid_by")), t, owed[t])
        for g, p in m.bought:
            if d in f.programmes_for(p):
                for t in f.years:
                    ordered = [(x, 1.0) for o, x in m.x.items() if o[1:] == (g, p, t)]
                    over = [(j, -m.most[p]) for end, j in m.starts[d].items() if end <= t]
                    lp.row(expr(*ordered, *over), at_most=0)


def supply(m):
    """Writes what relations carry, their least loads, fixed costs and counts."""
    for entry in (m.doc.get("supply") or {}).values():
        active = {}
        for i in entry.get("from") or list(m.f.producers):
            for n in m.f.among(entry.get("to")):
                relation(m, entry, i, n, active)
        if entry.get("customers_at_most") is not None:
            for i in {i for i, _ in active}:
                m.lp.row(expr(*[(a, 1) for (j, _), a in active.items() if j == i]), at_most=entry["customers_at_most"])
        if entry.get("suppliers_at_most") is not None:
            for n in m.f.nations:
                m.lp.row(expr(*[(a, 1) for (_, j), a in active.items() if j == n]), at_most=entry["suppliers_at_most"])


def relation(m, entry, i, n, active):
    """Writes one relation; adds whether it is used to `active`, where something depends on that."""
    f, lp = m.f, m.lp
    orders = {o: x for o, x in m.x.items() if o[0] == n and f.offer[o[2]]["by"] == i}
    most, least, fixed = (pair(m, entry, what, i, n) for what in ("at_most", "at_least", "fixed_cost"))
    if most is not None:
        for t in f.years:
            row = defaultdict(float)
            for (_, _, p, year), x in orders.items():
                row[x] += load(entry, p) * f.deliveries(p, year).get(t, 0.0)
            lp.row(row, at_most=most)
    counted = entry.get("customers_at_most") is not None or entry.get("suppliers_at_most") is not None
    if least is None and fixed is None and not counted:
        return
    used = active[i, n] = lp.var(f"supplies {i} {n}", 1, True)
    loads = expr(*[(x, load(entry, o[2])) for o, x in orders.items()])
    big = sum(m.most[p] * load(entry, p) for _, p in m.bought if f.offer[p]["by"] == i)
    lp.row(plus(expr((used, -big)), loads), at_most=0)
    if least:
        lp.row(plus(expr((used, -least)), loads), at_least=0)
    m.pay[n, f.first][used] += fixed or 0.0
