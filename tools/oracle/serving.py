"""What serves, what is usable, and what is missing (`stock`, `national_stock`, `in_service`, `enabler`, `gap`,
`national_target`, `used`, `ceiling`)."""

from collections import defaultdict

from linear import ONE, expr, plus


def stocks(m):
    """Sets m.stock[k, t] and m.own_stock[n, k, t], in US-equivalents."""
    f = m.f
    m.stock = {(k, t): stock(m, k, t, None) for k in f.capabilities for t in f.years}
    m.own_stock = {(n, k, t): stock(m, k, t, n) for k in f.capabilities for t in f.years
                   for n in f.nations if n in f.capability[k]["targets"] or (n, k) in m.standing}


def used_up(m):
    """Writes that what a nation uses up is there."""
    for k in m.f.capabilities:
        for n in [] if m.nothing else m.f.capability[k]["used"]:
            for t in m.f.years:
                if m.f.held(k, t, n) < 0:
                    m.lp.row(stock(m, k, t, n), at_least=0, name="used")


def ceilings(m):
    """Writes that no more stands ready than may."""
    for k in m.f.capabilities:
        ceiling = m.f.capability[k]["ceiling"]
        for t in m.f.years if ceiling else []:
            held = m.f.held(k, t)
            m.lp.row(m.stock[k, t], at_most=max(held, ceiling[t]), name="ceiling")


def stock(m, k, t, nation):
    """Returns what is held and what was delivered and serves."""
    f, total = m.f, expr((ONE, m.f.held(k, t, nation)))
    if m.nothing:  # Who has used up more than there is has nothing rather than less.
        total = expr((ONE, sum(max(0.0, f.held(k, t, n)) for n in f.nations if nation in (None, n))))
    for (n, _, p, year), x in m.x.items():
        if nation in (None, n) and k in f.offer[p]["gives"]:
            served = f.serving(p, year, t, f.capability[k]["flow"])
            total[x] += served * f.offer[p]["gives"][k] * f.offer[p]["quality"]
    return total


def usable(m):
    """Sets m.usable[d, k, t], with d None in normal times."""
    f = m.f
    users = {j: [k for k in f.capabilities if j in f.capability[k]["needs"]] for j in f.capabilities}
    m.usable = {}
    for d in [None, *m.denials]:
        for t in f.years:
            if d is not None and t < f.denials[d]["start"]:
                continue
            in_use = {}
            for k in f.capabilities:
                enabled = bool(f.capability[k]["needs"] or users[k])
                if d is None and not enabled:
                    m.usable[d, k, t] = m.stock[k, t]
                    continue
                use(m, d, k, t, enabled, in_use)
            for j in f.capabilities:
                if users[j]:
                    enabler(m, d, j, t, users[j], in_use)


def use(m, d, k, t, enabled, in_use):
    """Writes what is usable of k: units in use where an enabler is involved, else all that work."""
    lp, total, units = m.lp, defaultdict(float), defaultdict(float)
    for quality, works in classes(m, d, k, t):
        if not enabled:
            plus(total, works, quality)
            continue
        serving = lp.var(f"serving {d} {k} {t}")
        lp.row(plus(expr((serving, 1)), works, -1), at_most=0)
        total[serving] += quality
        units[serving] += 1
    in_use[k] = units
    left = lp.var(f"usable {d} {k} {t}")
    lp.row(plus(expr((left, 1)), total, -1), at_most=0)
    if d is not None:
        lp.row(plus(expr((left, 1)), m.usable[None, k, t], -1), at_most=0)
    m.usable[d, k, t] = expr((left, 1.0))


def classes(m, d, k, t):
    """Yields (quality, units that work) of every offer and holding."""
    f = m.f
    for p in f.offers:
        if k not in f.offer[p]["gives"]:
            continue
        left = 1.0 if d is None else f.offer_left(p, d, t)
        before = f.denials[d]["start"] if d is not None and f.stopped(p, d) else None
        works = defaultdict(float)
        for (_, _, q, year), x in m.x.items():
            if q == p:
                works[x] += f.serving(p, year, t, f.capability[k]["flow"], before) * f.offer[p]["gives"][k] * left
        yield f.offer[p]["quality"], works
    for h in f.holdings:
        if h["gives"] == k:
            yield h["quality"], expr((ONE, h["units"][t] * (1.0 if d is None else f.holding_left(h, d, t))))


def enabler(m, d, j, t, users, in_use):
    """Writes that users of j use no more of it than is in use and provided; and switches, where what is provided is denied."""
    f, lp = m.f, m.lp
    asked = defaultdict(float)
    for k in users:
        plus(asked, in_use[k], f.capability[k]["needs"][j])
    rest = f.provided(j, t, d)
    lp.row(plus(plus(defaultdict(float), asked), in_use[j], -1), at_most=rest)
    switch = f.capability[j]["switch"]
    if d is None or not switch or rest >= f.provided(j, t) - 1e-12:
        return
    most = 1.0
    for k in users:
        units = sum(h["units"][t] for h in f.holdings if h["gives"] == k)
        units += sum(m.most[p] * f.offer[p]["gives"].get(k, 0.0) for _, p in m.bought)
        most += f.capability[k]["needs"][j] * units
    over = [(v, -most) for end, v in m.starts.get(switch, {}).items() if end <= t]
    lp.row(plus(asked, expr(*over)), at_most=rest)


def gaps(m):
    """Sets m.missing[d, k, t] and m.own_missing[n, k, t]: (variable, slope) of every band."""
    f, lp = m.f, m.lp
    m.with_baseline = [k for k in f.capabilities if any(v > 0 for v in f.capability[k]["baseline"].values())]
    m.missing, m.own_missing = {}, {}
    for k in m.with_baseline:
        c = f.capability[k]
        for d in [None, *m.denials]:
            for t in f.years:
                if c["baseline"][t] > 0 and (d is None or t >= f.denials[d]["start"]):
                    m.missing[d, k, t] = short_of(m, c, c["baseline"][t], m.usable[d, k, t])
    for k in f.capabilities:
        c = f.capability[k]
        for n, target in c["targets"].items():
            for t in f.years:
                if c["required"]:
                    if not m.nothing:
                        lp.row(m.own_stock[n, k, t], at_least=target[t], name="national_target")
                elif target[t] > 0:
                    m.own_missing[n, k, t] = short_of(m, c, target[t], m.own_stock[n, k, t])


def short_of(m, capability, level, there):
    """Writes what is missing to a level, in bands."""
    bands = [(m.lp.var("missing", width * level), slope) for width, slope in capability["bands"]]
    m.lp.row(plus(expr(*[(v, 1) for v, _ in bands]), there), at_least=level)
    return bands
