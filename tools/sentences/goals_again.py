"""Values of goals, from orders and document alone."""

import copy

from figures import num
from phrases import Unknown
from standing import Standing


def measures(goal):
    """Returns the measures of a goal with their weights."""
    wanted = next(goal[k] for k in ("minimise", "maximise", "require") if k in goal)
    return {wanted: 1.0} if isinstance(wanted, str) else {k: float(v) for k, v in wanted.items()}


def value(book, standing, goal):
    """Returns what a plan comes to by a goal of the document."""
    return sum(weight * measure(book, standing, name, goal) for name, weight in measures(goal).items())


SHARES = ("gap", "worst_gap", "gap_under_denial", "worst_gap_under_denial", "national_gap")


def unit(book, goal):
    """Returns the unit of a goal, or None where it weighs several measures."""
    some = list(measures(goal))
    if len(some) > 1:
        return None
    return "%" if some[0] in SHARES else "M" + book.coin()


def doing_nothing(book, goal):
    """Returns the value of a goal for the plan that orders nothing."""
    empty = copy.copy(book)
    empty.orders, empty.payments, empty.extra, empty.started, empty.penalties, empty.kept = [], [], [], [], [], {}
    standing = Standing(empty)
    standing.usable = lambda k, t, denial=None: _least(standing, book, k, t, denial)
    return value(empty, standing, goal)


def _least(standing, book, k, t, denial):
    if denial is None or t < book.f.denials[denial]["start"]:
        return standing.nothing(k, t)
    if book.f.capability[k]["needs"]:
        # What the plan has in use is not what is in use where nothing is ordered.
        if standing.held(k, t, denial) > 1e-9:
            raise Unknown("who is served of enablers, were nothing ordered")
        return 0.0
    return max(0.0, Standing.usable(standing, k, t, denial))


def measure(book, standing, name, goal):
    f = book.f
    if name == "cost":
        return book.total()
    if name == "domestic_volume":
        rung = goal.get("rung", "content")
        return sum(f.offer[o["offer"]]["reference"] * f.ladder(o["offer"], rung) * (o["quantity"] - (o["beyond_need"] or 0)) for o in book.orders)
    if name == "us_dependence":
        return sum(f.offer[o["offer"]]["reference"] * (1 - f.without_us(f.offer[o["offer"]]["thing"])) * o["quantity"] for o in book.orders)
    some = [k for k in standing.based if k in goal.get("of", standing.based)]
    if name == "gap":
        return gap(book, standing, some, None, True)
    if name == "worst_gap":
        return max((gap(book, standing, [k], None, False) for k in some), default=0.0)
    if name in ("gap_under_denial", "worst_gap_under_denial"):
        under = goal.get("under") or list(f.denials)
        found = {d: gap(book, standing, some, d, True) for d in under}
        if name.startswith("worst"):
            return max(found.values())
        weight = sum(f.denials[d]["weight"] for d in under)
        return sum(f.denials[d]["weight"] * v for d, v in found.items()) / weight
    return national(book, standing, name)


def gap(book, standing, some, denial, banded):
    f = book.f
    weight = sum(f.capability[k]["weight"] for k in some)
    total = 0.0
    for k in some:
        years = [t for t in book.years if standing.baseline(k, t) > 0]
        shares = [counted(f, k, standing.gap(k, t, standing.usable(k, t, denial)), banded) for t in years]
        total += f.capability[k]["weight"] / weight * sum(shares) / len(years)
    return total


def counted(f, k, share, banded):
    """Returns a missing share as gap bands count it."""
    if not banded:
        return share
    total, rest = 0.0, share
    for width, slope in f.capability[k]["bands"]:
        part = min(rest, width)
        total, rest = total + slope * part, rest - part
    return total


def national(book, standing, name):
    f, found = book.f, []
    for k in f.capabilities:
        c = f.capability[k]
        if c["required"]:
            continue
        for n, target in c["targets"].items():
            for t, wanted in target.items():
                if wanted <= 0:
                    continue
                there = standing.held(k, t, nation=n) + standing.ordered(k, t, nation=n)
                share = max(0.0, wanted - there) / wanted
                if name == "national_gap":
                    found.append(share)
                else:
                    found.append(c["worth"][t] * wanted * counted(f, k, share, True))
    if name == "national_gap":
        return sum(found) / max(len(found), 1)
    return sum(found)


def kept_to(book, goal, reached):
    """Returns what later goals may take a goal to."""
    given = max(num(goal.get("within", 0)) * abs(doing_nothing(book, goal) - reached), float(goal.get("within_amount", 0)))
    return reached + given if "minimise" in goal else reached - given
