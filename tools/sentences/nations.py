"""What nations come to: what they want, miss, pay and make."""

from phrases import Unknown


def targets_of(book):
    """Returns the targets of nations by (nation, capability) and year."""
    f = book.f
    targets = {(n, k): {t: v for t, v in s.items() if v > 0} for k in f.capabilities for n, s in f.capability[k]["targets"].items()}
    return {key: s for key, s in targets.items() if s}


def shared_out(said, c):
    """No nation has a target, where it is said that nations share out what is ordered."""
    return {"holds": [("some nation has targets", not targets_of(c.alone[0]))]}


def wants(book):
    """Returns what nations want by (nation, capability) and year: targets, or their shares of the baselines; None: nobody can tell."""
    f = book.f
    if targets := targets_of(book):
        return targets
    if any(f.nation[n]["gdp"] is None for n in f.nations):
        return None
    found = {}
    for k in f.capabilities:
        for n in f.nations:
            share = f.gdp_share(n, k)
            years = {t: v * share for t, v in f.capability[k]["baseline"].items() if v * share > 0}
            if years:
                found[n, k] = years
    return found


def shortfall(book, standing, n):
    """Returns a nation's mean shortfall, weighted over the capabilities of which it wants some."""
    own = {k: s for (m, k), s in (wants(book) or {}).items() if m == n}
    weight = missing = 0.0
    for k, wanted in own.items():
        if k in book.enabled and False:
            raise Unknown("enablers by nation")
        part = 0.0
        for t, target in wanted.items():
            there = standing.held(k, t, nation=n) + standing.ordered(k, t, nation=n)
            part += max(0.0, target - there) / target
        weight += book.f.capability[k]["weight"]
        missing += book.f.capability[k]["weight"] * part / len(wanted)
    return missing / weight if weight > 0 else 0.0


def paid(book, n):
    return book.total(of=lambda m, t: m == n)


# What counts as worse off, as the screens state it: so much more missing, or so much more paid for no less.
MISSING, PAID, PART = 1e-4, 0.1, 1e-4


def worse(book, standing, alone, alone_standing):
    """Returns the nations that are worse off than alone, for sure, and those that may be: {nation: why}."""
    surely, maybe = {}, {}
    for n in book.nations:
        more = shortfall(book, standing, n) - shortfall(alone, alone_standing, n)
        dearer, limit = paid(book, n) - paid(alone, n), PAID + PART * paid(alone, n)
        if more > MISSING * 1.01:
            surely[n] = "more missing"
        elif more > MISSING * 0.99:
            maybe[n] = "more missing"
        elif more > -MISSING * 0.99 and dearer > limit * 1.001:
            surely[n] = "pays more"
        elif more > -MISSING * 1.01 and dearer > limit * 0.999:
            maybe[n] = "pays more"
    return surely, maybe


def stated(said, *_):
    """The limits that a screen states."""
    return {"missing": MISSING, "paid": PAID, "part": PART}


SHARED_OUT = (
    "No nation has targets of its own, and members of a pool pay one price: the plans settle sums, not which member orders how much, and "
    "nations are compared as orders are shared out among them."
)
STATED = "Worse off: of what a nation wants, more is missing by over {pts:missing}, or it pays over {m:paid} plus {p:part} more for no less."
