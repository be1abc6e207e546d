"""Orders: which may be placed, and what they cost (`pooled`, `price_band`, `discount`, `minimum_order`, `incremental_band`, `set_up`,
`fielding`, `lots`)."""

from collections import defaultdict

from figures import num, span
from linear import INF, expr, plus

SLIVER = 1e-5
# By the page every member may pay towards a set-up, in any year. True: each only from its own first order (less the delay) on.
SET_UP_BY_THOSE_WHO_MAY_ORDER = True


def orders(m):
    """Adds a variable for every order that may be placed, and for what of it goes beyond the need."""
    f, lp = m.f, m.lp
    m.x, m.y = {}, {}
    candidates = [(n, g, p, t) for g, group in m.groups.items() for p in f.offers for n in group["members"] for t in f.years
                  if allowed(m, n, g, p, t)]
    for o in candidates:
        if m.needs.wanted(o, candidates):
            m.x[o] = lp.var(f"x {o}", 0.0 if m.nothing else INF)
            lump = f.offer[o[2]]["lump"]
            if lump > 0:
                m.y[o] = lp.var(f"y {o}", lump)
    m.bought = list(dict.fromkeys((g, p) for _, g, p, _ in m.x))


def allowed(m, n, g, p, t):
    """Returns whether n may order p through g in t, but for whether it is needed."""
    f, group, o = m.f, m.groups[g], m.f.offer[p]
    if (group["buys"] is not None and o["main"] not in group["buys"]) or t < group["opens"] + group["delay"]:
        return False
    if not group["pool"] and any(
            h["exclusive"] and n in h["members"] and (h["buys"] is None or o["main"] in h["buys"]) and t >= h["opens"]
            for h in m.groups.values()):
        return False
    if not o["open"][0] <= t <= o["open"][1] or t + max(o["lead"]) > f.last or o["by"] in f.nation[n]["excludes"]:
        return False
    if p in f.nation[n]["does_not_buy"] or not f.buys(n, o["main"]):
        return False
    for needed in f.programmes_for(p):
        d = m.programmes.get(needed)
        if d is None or t < max(span(d.get("open"), (f.first, f.last))[0], f.first) + int(num(d["duration"])):
            return False
    for rule in m.rules.values():
        if rule.get("or_pay") is None and rule.get("rank") is None and judges_offers(rule):
            if m.concerns(rule)(n, g, p) and m.breaks(rule, p):
                return False
    for entry in (m.doc.get("supply") or {}).values():
        most = pair(m, entry, "at_most", o["by"], n)
        if most is not None and most <= 0 and load(entry, p) > 0:
            return False
    return o["price"] <= 0 or can_pay(m, n, p, t) or any(num((d.get("allocations") or {n: 1}).get(n, 0)) > 0
                                                         for d in m.funds.values())


def judges_offers(rule):
    """Returns whether a rule judges every offer by itself."""
    return (rule["rule"] in ("design_authority", "excluded_producers")
            or (rule["rule"] == "european_content" and rule.get("of") == "each_offer"))


def can_pay(m, n, p, t):
    """Returns whether money of n is free in a year that can pay for an order of t."""
    nation, due = m.f.nation[n], m.f.due(p, t)
    if nation["free"] is None:
        return True
    return any(nation["free"][u] > 0 for u in m.f.years if u <= max(due) and (u in due or nation["carry"] > 0))


def pair(m, entry, what, i, n):
    """Returns an amount of a supply entry for a producer and a nation, or None."""
    if (entry.get("from") is not None and i not in entry["from"]) or n not in m.f.among(entry.get("to")):
        return None
    amount = entry.get(what)
    if isinstance(amount, dict):
        amount = (amount.get(i) or {}).get(n)
    return None if amount is None else num(amount)


def load(entry, p):
    """Returns the load of one unit of an offer."""
    return num((entry.get("weight") or {}).get(p, 1))


def prices(m):
    """Sets m.value: for every order, what is paid for it without overhead."""
    m.value = {}
    for g, p in m.bought:
        o, mine = m.f.offer[p], [k for k in m.x if k[1:3] == (g, p)]
        reached = None
        if len(o["bands"]) > 1 and o["incremental"]:
            incremental(m, g, p, mine)
        elif len(o["bands"]) > 1:
            reached = all_units(m, g, p, mine)
        else:
            m.value.update({k: expr((m.x[k], o["price"])) for k in mine})
        if o["minimum"] > 0:
            total = expr(*[(m.x[k], 1.0) for k in mine])
            if reached is None:
                reached = [m.lp.var(f"band {g} {p}", 1, True)]
                m.lp.row(plus(expr((reached[0], -m.most[p])), total), at_most=0)
            m.lp.row(plus(expr(*[(z, -o["minimum"]) for z in reached]), total), at_least=0)
        if o["lots"]:
            for k in mine:
                lots = m.lp.var(f"lots {k}", int(m.most[p] / o["lots"]) + 1, True)
                m.lp.row(expr((m.x[k], 1), (lots, -o["lots"])), 0, 0)
        if o["set_up"] + m.groups[g]["agreeing"] > 0:
            set_up(m, g, p, mine)
    discounts(m)
    fielding(m)


def discounts(m):
    """Prices all orders of a pool from a producer by the discount that their total at list prices reaches."""
    lp = m.lp
    for g, i in [(g, i) for g, group in m.groups.items() for i in group["discounts"]]:
        steps = [(0.0, 0.0)] + sorted((num(a), num(b)) for a, b in m.groups[g]["discounts"][i].items())
        mine = [o for o in m.x if o[1] == g and m.f.offer[o[2]]["by"] == i]
        largest = sum(m.most[p] * m.f.offer[p]["price"] for p in {o[2] for o in mine})
        parts, reached = {o: [] for o in mine}, []
        for b, (start, off) in enumerate(steps):
            end = steps[b + 1][0] if b + 1 < len(steps) else max(largest, start)
            z = lp.var(f"business {g} {i} {b}", 1, True)
            reached.append((z, 1.0))
            for o in mine:
                parts[o].append((lp.var(f"discounted {o} {b}"), m.f.offer[o[2]]["price"] * (1 - off)))
            total = expr(*[(parts[o][b][0], m.f.offer[o[2]]["price"]) for o in mine])
            lp.row(plus(expr((z, -start)), total), at_least=0)
            lp.row(plus(expr((z, -end)), total), at_most=0)
        lp.row(expr(*reached), at_most=1)
        for o in mine:
            lp.row(expr((m.x[o], -1.0), *[(v, 1.0) for v, _ in parts[o]]), 0, 0)
            m.value[o] = expr(*parts[o])


def fielding(m):
    """Writes least useful quantities, and what nations pay for having a type."""
    f, lp = m.f, m.lp
    for n, p in dict.fromkeys((o[0], o[2]) for o in m.x):
        takes, mine = f.fielding(n, p), {o: x for o, x in m.x.items() if (o[0], o[2]) == (n, p)}
        most, flow = m.most[p] * len(m.groups), f.capability[f.offer[p]["main"]]["flow"]
        if takes["paid"]:
            fielded = lp.var(f"fielded {n} {p}", 1, True)
            lp.row(expr((fielded, -most), *[(x, 1.0) for x in mine.values()]), at_most=0)
            lp.row(expr((fielded, -takes["at_least"]), *[(x, 1.0) for x in mine.values()]), at_least=0)
            for t in takes["paid"]:
                m.pay[n, t][fielded] += takes["cost"] / len(takes["paid"]) + takes["yearly"]
            continue
        if takes["at_least"] + takes["cost"] > 0:
            before = []
            for t in f.years[f.years.index(min(o[3] for o in mine)):]:
                fielded = lp.var(f"fielded {n} {p} {t}", 1, True)
                lp.row(expr((fielded, -most), *[(x, 1.0) for o, x in mine.items() if o[3] == t]), at_most=0)
                lp.row(expr((fielded, -1.0), *before), at_most=0)
                plus(m.pay[n, t], expr((fielded, 1.0), *[(v, -c) for v, c in before]), takes["cost"])
                before = [(fielded, 1.0)]
            lp.row(expr((fielded, -takes["at_least"]), *[(x, 1.0) for x in mine.values()]), at_least=0)
        for t in f.years if takes["yearly"] > 0 else []:
            serves = lp.var(f"serves {n} {p} {t}", 1, True)
            lp.row(expr((serves, -most), *[(x, f.serving(p, o[3], t, flow)) for o, x in mine.items()]), at_most=0)
            m.pay[n, t][serves] += takes["yearly"]


def all_units(m, g, p, mine):
    """Prices all units by the band that the commitment reaches; returns the variables that say which."""
    lp, bands, most = m.lp, m.f.offer[p]["bands"], m.most[p]
    reached, parts = [], {k: [] for k in mine}
    for b, (start, price) in enumerate(bands):
        end = bands[b + 1][0] * (1 - SLIVER) if b + 1 < len(bands) else INF
        z = lp.var(f"band {g} {p} {b}", 1, True)
        reached.append(z)
        for k in mine:
            parts[k].append((lp.var(f"banded {k} {b}"), price))
        total = expr(*[(parts[k][b][0], 1.0) for k in mine])
        lp.row(plus(expr((z, -start)), total), at_least=0)
        lp.row(plus(expr((z, -min(end, max(most, start)))), total), at_most=0)
    lp.row(expr(*[(z, 1.0) for z in reached]), at_most=1)
    for k in mine:
        lp.row(expr((m.x[k], -1.0), *[(v, 1.0) for v, _ in parts[k]]), 0, 0)
        m.value[k] = expr(*parts[k])
    return reached


def incremental(m, g, p, mine):
    """Prices each further unit by its band; who of the group pays what is free."""
    lp, bands = m.lp, m.f.offer[p]["bands"]
    ends = [start for start, _ in bands[1:]] + [bands[-1][0] + m.most[p]]
    width = [end - start for (start, _), end in zip(bands, ends)]
    before = defaultdict(float)
    for t in sorted({k[3] for k in mine}):
        fill = [lp.var(f"fill {g} {p} {t} {b}", w) for b, w in enumerate(width)]
        full = [lp.var(f"full {g} {p} {t} {b}", 1, True) for b in range(len(width) - 1)]
        lp.row(expr(*[(v, 1.0) for v in fill], *[(m.x[k], -1.0) for k in mine if k[3] <= t]), 0, 0)
        for b, one in enumerate(full):
            lp.row(expr((fill[b], 1), (one, -width[b])), at_least=0)
            lp.row(expr((fill[b + 1], 1), (one, -width[b + 1])), at_most=0)
        so_far = expr(*[(v, price) for v, (_, price) in zip(fill, bands)])
        together = plus(plus(defaultdict(float), so_far, -1), before)
        for k in mine:
            if k[3] == t:
                paid = lp.var(f"paid {k}")
                m.value[k] = expr((paid, 1.0))
                together[paid] += 1
        lp.row(together, 0, 0)
        before = so_far


def set_up(m, g, p, mine):
    """Pays set-up and agreeing once, no later than the group's delay before the first order."""
    f, lp, group = m.f, m.lp, m.groups[g]
    cost = f.offer[p]["set_up"] + group["agreeing"]
    started = {t: lp.var(f"started {g} {p} {t}", 1, True) for t in f.years}
    earliest = min(k[3] for k in mine) - group["delay"]
    for t in f.years:
        before = [(started[t - 1], 1.0)] if t > f.first else []
        lp.row(expr((started[t], -1.0), *before), at_most=0)
        first = [(m.x[k], 1.0) for k in mine if k[3] == t + group["delay"]]
        lp.row(expr((started[t], -m.most[p]), *first), at_most=0)
        if SET_UP_BY_THOSE_WHO_MAY_ORDER and t < earliest:
            lp.row(expr((started[t], 1.0)), at_most=0)
        paid = expr((started[t], -cost), *[(v, cost) for v, _ in before])
        for n in group["members"]:
            if SET_UP_BY_THOSE_WHO_MAY_ORDER and not any(k[0] == n and k[3] <= t + group["delay"] for k in mine):
                continue
            part = lp.var(f"set_up {n} {g} {p} {t}")
            paid[part] += 1
            m.pay[n, t][part] += 1
        lp.row(paid, 0, 0)
