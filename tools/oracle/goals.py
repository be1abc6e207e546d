"""Goals as expressions."""

from collections import defaultdict

from figures import num
from linear import expr, plus


def measures(goal):
    """Returns the measures of a goal."""
    wanted = goal.get("minimise") or goal.get("maximise") or goal.get("require")
    return [wanted] if isinstance(wanted, str) else list(wanted)


def objective(m, goal):
    """Returns a goal's value."""
    wanted = goal.get("minimise") or goal.get("maximise") or goal.get("require")
    if isinstance(wanted, str):
        return measure(m, wanted, goal)
    total = defaultdict(float)
    for name, factor in wanted.items():
        plus(total, measure(m, name, goal), num(factor))
    return total


def measure(m, name, goal):
    """Returns a measure's value."""
    f, lp = m.f, m.lp
    of = f.some_capabilities(goal.get("of"))
    denials = goal.get("under") or list(f.denials)
    if name == "gap":
        return gap(m, None, of)
    if name == "worst_gap":
        return worst(m, [gap_of(m, None, k, False) for k in m.with_baseline if of is None or k in of])
    if name == "worst_gap_under_denial":
        return worst(m, [gap(m, d, of) for d in denials])
    if name == "gap_under_denial":
        total, weight = defaultdict(float), sum(f.denials[d]["weight"] for d in denials)
        for d in denials:
            plus(total, gap(m, d, of), f.denials[d]["weight"] / weight)
        return total
    if name in ("national_gap", "national_shortfall"):
        return national(m, name, of)
    if name == "cost":
        return plus(defaultdict(float), m.cost)
    total = defaultdict(float)
    for o, x in m.x.items():
        reference = f.offer[o[2]]["reference"]
        if name == "us_dependence":
            total[x] += reference * (1 - f.without_us(f.offer[o[2]]["thing"]))
            continue
        assert name == "domestic_volume", name
        share = reference * f.ladder(o[2], goal.get("rung", "content"))
        total[x] += share
        if o in m.y:
            total[m.y[o]] -= share
    return total


def worst(m, values):
    """Returns a variable that is no less than any of some values."""
    most = m.lp.var("worst")
    for value in values:
        m.lp.row(plus(expr((most, 1)), value, -1), at_least=0)
    return expr((most, 1.0))


def gap(m, d, of):
    """Returns the gap under a denial, or in normal times."""
    chosen = [k for k in m.with_baseline if of is None or k in of]
    weight, total = sum(m.f.capability[k]["weight"] for k in chosen), defaultdict(float)
    for k in chosen:
        plus(total, gap_of(m, d, k), m.f.capability[k]["weight"] / weight)
    return total


def gap_of(m, d, k, banded=True):
    """Returns one capability's gap; years before the denial count as they are."""
    f, total = m.f, defaultdict(float)
    baseline = f.capability[k]["baseline"]
    years = [t for t in f.years if baseline[t] > 0]
    for t in years:
        here = d if d is not None and t >= f.denials[d]["start"] else None
        for v, slope in m.missing[here, k, t]:
            total[v] += (slope if banded else 1.0) / baseline[t] / len(years)
    return total


def national(m, name, of):
    """Returns what is missing to national targets, as a mean share or in money."""
    total = defaultdict(float)
    cells = {c: b for c, b in m.own_missing.items() if of is None or c[1] in of}
    for (n, k, t), bands in cells.items():
        c = m.f.capability[k]
        for v, slope in bands:
            total[v] += 1 / c["targets"][n][t] / len(cells) if name == "national_gap" else c["worth"][t] * slope
    return total
