"""`why` and `diff`, added up again from the tables of runs."""

import math
import re

import goals_again
import nations
import running
from asking_dependence import number
from books import Book
from phrases import CLAIMED, Phrase, Unknown, flat
from solve_lines import said_years
from solve_screen import held, model_goals
from standing import Standing


class Four:
    """A true value that is printed with four digits that count."""

    def __init__(self, value):
        self.value = value

    def says(self, text):
        value = self.value
        places = 3 if abs(value) < 1e-12 else min(max(3 - math.floor(math.log10(abs(value))), 0), 6)
        return abs(float(text.replace("−", "-").replace(" ", "")) - value) <= 0.5001 * 10.0 ** -places + 2e-6 * abs(value) + 1e-9


def four(name, text, true):
    return f"{name} {text} (right: {true:.8g})", Four(true).says(text)


def could_spend(book, n, t):
    """Returns how much more a nation could spend in a year: what is left, and what it carries over for nothing."""
    rows = {r["year"]: r for r in book.spending if r["nation"] == n}
    if t > book.last:
        return 0.0
    left = rows[t]["left"] or 0.0
    carried = rows[t]["carried"] or 0.0
    return max(0.0, left) + min(carried, could_spend(book, n, t + 1) if t < book.last else 0.0)


# Orders whose units differ by less are not listed.
ALIKE = 1e-3
PAYS = {"orders": ["orders"], "what pools cost on top": ["overhead"], "set-ups and fixed costs": ["fixed"], "bringing goods": ["delivery"],
        "support": ["support"], "larger lines": ["contributions"], "programmes": ["programmes"], "rules that are broken": ["penalties"]}


def pays(said, book, standing, n):
    true = book.total(*PAYS[said["what"]], of=lambda m, t: m == n)
    return {"sum": CLAIMED, "what": said["what"], "unit": "M" + book.coin(), "holds": [four(said["what"], said["sum"], true)]}


def funded(said, book, standing, n):
    return {"sum": CLAIMED, "unit": "M" + book.coin(), "holds": [four("funds", said["sum"], book.funded(lambda m, t: m == n))]}


def years_of(text):
    """Returns the years of a list such as 2028–31, 2033."""
    found = []
    for part in text.split(", "):
        first, _, last = part.partition("–")
        last = first[:4 - len(last)] + last if last else first
        found += range(int(first), int(last) + 1)
    return found


def spent(said, book, standing, n):
    years = years_of(said["list"])
    claims = [(f"years {said['list']}", said["list"] == said_years(years), said_years(years))]
    for t in book.years:
        more, size = could_spend(book, n, t), max(1.0, book.f.nation[n]["budget"][t])
        if t in years:
            claims.append((f"all its money is spent in {t}", more <= 1e-4 * size + 0.01, f"{more:.6g} could still be spent"))
        else:
            claims.append((f"money is left in {t}", more > 1e-7 * size, f"{more:.6g}"))
    return {"holds": held(claims)}


def rule_name(book, code):
    """Returns what a rule is called: by its code, in words, where it has no name."""
    return book.rules[code].get("name", code.replace("_", " "))


def exactly(said, book, standing, n):
    rows = [r for r in running.table(book.folder, "rules") if rule_name(book, r["rule"]) == said["rule"] and r["nation"] == n]
    near = [r for r in rows if r["subject"] == said["subject"] and abs((r["found"] or 0) - (r["limit"] or 0)) <= 1e-3 * max(1.0, abs(r["limit"] or 0))]
    return {"rule": said["rule"], "subject": said["subject"], "holds": [(f"met exactly: {[(r['limit'], r['found']) for r in rows]}", bool(near))]}


def missing(said, book, standing, n):
    rows = [r for r in running.table(book.folder, "rules") if rule_name(book, r["rule"]) == said["rule"] and r["nation"] == n]
    return {"rule": said["rule"], "sum": CLAIMED, "subject": said["subject"], "unit": said["unit"],
            "holds": [(f"{said['sum']} missing: {[r['missing'] for r in rows]}", any(Four(r["missing"] or 0).says(said["sum"]) for r in rows))]}


def offers_named(book, name):
    return [p for p in book.f.offers if book.name("offers", p) == name]


def ordered(said, book, standing, n):
    p = offers_named(book, said["offer"])
    mine = [o for o in book.orders if o["nation"] == n and o["offer"] in p]
    return {"units": CLAIMED, "sum": CLAIMED, "offer": said["offer"], "unit": "M" + book.coin(),
            "holds": [four("units", said["units"], sum(o["quantity"] for o in mine)), four("paid", said["sum"], sum(o["value"] for o in mine))]}


NATION = [
    Phrase("{n:sum} {u:unit} of it are taken over by funds", funded),
    Phrase("all its money is spent or carried over in {l:list}", spent),
    Phrase("all its money of {l:list} is spent, in that year or a later one", spent),
    Phrase("rule {w:rule} is met exactly: {w:subject}", exactly),
    Phrase("rule {w:rule}: {n:sum} {w:unit} are missing for {w:subject}", missing),
    Phrase("{n:units} {w:offer} for {n:sum} {u:unit}", ordered),
    Phrase("{n:sum} {u:unit} for {w:what}", pays),
]


def bought(said, book, standing, p):
    n = said["nation"]
    mine = [o for o in book.orders if o["nation"] == n and o["offer"] == p and o["quantity"] > 1e-6]
    return {"nation": n, "units": CLAIMED, "years": said_years(sorted({o["year"] for o in mine})), "holds": [four(n, said["units"], sum(o["quantity"] for o in mine))]}


def every(said, book, standing, p):
    return {"price": CLAIMED, "unit": "M" + book.coin(), "holds": [four("price", said["price"], book.f.offer[p]["bands"][0][1])]}


def commits(said, book, standing, p):
    group = next((g for g, d in book.groups.items() if d["name"] == said["group"]), None)
    mine = [o for o in book.orders if o["group"] == group and o["offer"] == p]
    units, value = sum(o["quantity"] for o in mine), sum(o["value"] for o in mine)
    claims = [four("units", said["units"], units), four("price", said["price"], value / max(units, 1e-12))]
    if "next" in said:
        beyond = [(a, b) for a, b in book.f.offer[p]["bands"] if a > units + 1e-9]
        claims.append((f"the next price {said['next']} (right: {beyond[:1]})", bool(beyond) and Four(beyond[0][1]).says(said["next"])))
        if beyond:
            claims += [four("starts at", said["start"], beyond[0][0]), four("more", said["more"], beyond[0][0] - units)]
    return {"group": said["group"], "units": CLAIMED, "price": CLAIMED, "next": CLAIMED, "start": CLAIMED, "more": CLAIMED, "unit": "M" + book.coin(),
            "unit2": "M" + book.coin(), "holds": claims}


def bands(said, book, standing, p):
    true = book.f.offer[p]["bands"]
    items = [item.split(" from ") for item in said["list"].split(", ")]
    ok = len(items) == len(true) and all(Four(b).says(x) and Four(a).says(y) for (a, b), (x, y) in zip(true, items))
    return {"holds": [(f"prices {said['list']} (right: {true})", ok)], "unit": "M" + book.coin()}


def beside(said, book, standing, p):
    some = offers_named(book, said["offer"])
    mine = [o for o in book.orders if o["offer"] in some]
    units, value = sum(o["quantity"] for o in mine), sum(o["value"] for o in mine)
    true = value / (units * book.f.worth(some[0])) if units > 0 else 0.0
    return {"offer": said["offer"], "price": CLAIMED, "units": CLAIMED, "unit": "M" + book.coin(),
            "holds": [four("price", said["price"], true), four("units", said["units"], units)]}


def reach(said, book, standing, p):
    offer = book.f.offer[p]
    if len(offer["bands"]) > 1:
        raise Unknown("the best price in reach")
    off = max((d for g in book.groups.values() for d in (g.get("discounts") or {}).get(offer["by"], {})), default=None)
    if off is not None:
        raise Unknown("the best price in reach")
    return {"offer": said["offer"], "price": CLAIMED, "unit": "M" + book.coin(), "holds": [four("price", said["price"], offer["price"] / book.f.worth(p))]}


def needed(said, *_):
    raise Unknown("needs that are ordered in full")


def eligible(said, book, standing, p):
    raise Unknown("in how many ways it can be ordered")


OFFER = [
    Phrase("{w:nation} {n:units} in {w:years}", bought),
    Phrase("{n:price} {u:unit} for every unit", every),
    Phrase("{w:group} commits to {n:units} units and pays {n:price} {u:unit} for one on average[[; the next price, {n:next} {u:unit2}, starts at {n:start}, {n:more} more]][[; no better price is in its reach]]", commits),
    Phrase("{u:unit} for one: {l:list}", bands),
    Phrase("{w:offer}: {n:price} {u:unit} for a US-equivalent, {n:units} ordered", beside),
    Phrase("{w:offer}: {n:price} {u:unit} for a US-equivalent at the best price in reach", reach),
    Phrase("all that is needed of {x} is ordered, as far as it is delivered from {x} to {x}", needed),
    Phrase("it can be ordered in {x}", eligible),
    Phrase("the line of {x} is full in {x}", lambda *_: (_ for _ in ()).throw(Unknown("full lines")), "full"),
    Phrase("not by {x}", None), Phrase("{x} may pay for it through {x}", None), Phrase("{x} does not pay for it through {x}", None),
    Phrase("by nobody", lambda said, book, standing, p: {"holds": [("by nobody", not any(o["offer"] == p and o["quantity"] > 1e-5 for o in book.orders))]}, "nobody"),
]


def left(said, book, standing, n, p, t):
    rest = max(0.0, next(r["left"] or 0.0 for r in book.spending if (r["nation"], r["year"]) == (n, t)))
    idle = could_spend(book, n, t) - rest
    claims = [(f"{said['who']} has {said['sum']} left in {t} (right: {rest:.6g})", abs(float(said["sum"]) - rest) <= 0.01 + 1e-3 * rest)]
    claims.append((f"{said.get('carried', 0)} are carried and spent in none (right: {idle:.6g})", abs(float(said.get("carried", 0)) - idle) <= (0.06 if "carried" not in said else 0.01) + 1e-3 * idle))
    return {"who": said["who"], "year": t, "sum": CLAIMED, "carried": CLAIMED, "unit": "M" + book.coin(), "unit2": "M" + book.coin(), "holds": claims}


def placed(said, book, standing, n, p, t):
    mine = [o for o in book.orders if (o["nation"], o["offer"], o["year"]) == (n, p, t) and book.groups[o["group"]]["name"] == said["group"]]
    return {"units": CLAIMED, "group": said["group"], "holds": [four("units", said["units"], sum(o["quantity"] for o in mine))]}


ORDER = [
    Phrase("{n:units} units through {w:group}", placed),
    Phrase("{w:who} has {n:sum} {u:unit} left in {y:year}[[; {n:carried} {u:unit2} more are carried into later years and spent in none]]", left),
    Phrase("through {x}", None),
]


def lines(text):
    return [line.strip() for line in flat(text).splitlines()[1:] if line.strip()]


def why(reader, case):
    book, standing = case.book, case.standing
    for n in book.nations[:2]:
        code, text, _ = running.ask("why", case.folder, "nation", n)
        for line in lines(text) if code == 0 else []:
            reader.read(f"seed {case.seed}, why nation {n}", line, NATION, book, standing, n)
    for p in book.f.offers[:2]:
        code, text, _ = running.ask("why", case.folder, "offer", p)
        for line in lines(text) if code == 0 else []:
            reader.read(f"seed {case.seed}, why offer {p}", line, OFFER, book, standing, p)
    for o in book.orders[:2]:
        n, p, t = o["nation"], o["offer"], o["year"]
        code, text, _ = running.ask("why", case.folder, "order", n, p, t)
        here = [Phrase(x.pattern, (lambda x: lambda said, b, s, n, p, t: x.truth(said, b, s, p))(x) if x.truth else None, x.name) for x in OFFER]
        for line in lines(text) if code == 0 else []:
            reader.read(f"seed {case.seed}, why order {n} {p} {t}", line, ORDER + here, book, standing, n, p, t)


# Two runs.

def goal_apart(reader, where, goal, bounds):
    """Holds what is open of a difference against the bounds of both runs."""
    values = (goal["before"], goal["after"])
    reader.numbers += 1
    if None in bounds:
        if goal["plus_minus"] is not None:
            reader.fault(where, goal["goal"], f"± {goal['plus_minus']:.6g}", "not proven")
        return
    open_ = max(*(abs(value - bound) for value, bound in zip(values, bounds)), 1e-6 * max(map(abs, values)))
    if goal["plus_minus"] is None or abs(goal["plus_minus"] - open_) > 1e-6 * max(open_, 1e-6) + 1e-9 * max(map(abs, values)):
        reader.fault(where, goal["goal"], f"± {goal['plus_minus']}", f"{open_:.9g}")


def goals_screen(reader, where, text, answer):
    """Reads the differences of goals on the screen: what is nearer than is open is the same."""
    rows = [flat(line).strip() for line in text.splitlines()]
    for goal in answer["goals"]:
        name = re.sub(r"\s+", " ", flat(goal["goal"])).strip()
        row = next((row for row in rows if row.startswith(name + "  ")), None)
        if row is None:
            continue
        reader.sentences += 1
        reader.numbers += 1
        said, by = re.split(r" {2,}", row)[-1], goal["after"] - goal["before"]
        right = "not proven" if goal["plus_minus"] is None else "same" if abs(by) <= goal["plus_minus"] else "+" if by > 0 else "−"
        # Of what rounds to nothing no sign is shown.
        if not said.startswith(right) and not (right in "+−" and said.startswith(("0", "±0"))):
            reader.fault(where, row, said, f"{right}: {by:.6g} ± {goal['plus_minus']}")


def diff(reader, case):
    """Holds the run of a proposal against that of standalone procurement."""
    folder, other = running.SCRATCH / "alone", "alone" if case.proposal != "alone" else "together"
    code, _, _ = running.ask("solve", case.model, "--proposal", other, "--out", folder, "--force")
    if code != 0:
        return
    first, second = Book(case.doc, other, folder), case.book
    answer = running.ask_json("diff", folder, case.folder)
    back = running.ask_json("diff", case.folder, folder)
    if answer is None:
        return
    where = f"seed {case.seed}, diff"
    sides = [(first, Standing(first)), (second, case.standing)]
    value = second.value() - first.value()
    number(reader, where, "value", answer["value"], value)
    number(reader, where, "price and quantity", answer["by_price"] + answer["by_quantity"], value, 1e-5)
    if back:
        number(reader, where, "value of the reverse", back["value"], -value)
        number(reader, where, "by_price of the reverse", back["by_price"], -answer["by_price"], 1e-4)
    for goal in answer["goals"]:
        own = next((g for g, p in zip(model_goals(second), second.goals()[-len(model_goals(second)):]) if p["goal"] == goal["goal"]), None)
        if own is None:
            continue
        for (book, standing), said in zip(sides, (goal["before"], goal["after"])):
            try:
                number(reader, where, goal["goal"], said, goals_again.value(book, standing, own), 1e-5)
            except Unknown:
                continue
        bounds = [next((p["bound"] for p in book.goals()[-len(model_goals(book)):] if p["goal"] == goal["goal"]), None) for book, _ in sides]
        goal_apart(reader, where, goal, bounds)
    keys = {(o["nation"], o["offer"]) for b, _ in sides for o in b.orders}
    seen = {}
    for line in answer["orders"]:
        codes = [p for p in second.f.offers if second.name("offers", p) == line["offer"]]
        for p in codes:
            seen[line["nation"], p] = line
            facts = []
            for book, _ in sides:
                mine = [o for o in book.orders if (o["nation"], o["offer"]) == (line["nation"], p)]
                units = sum(o["quantity"] for o in mine)
                facts.append((units, sum(o["quantity"] * o["year"] for o in mine) / units if units > 1e-9 else None, sum(o["value"] for o in mine)))
            what = f"{line['nation']} {p}"
            number(reader, where, f"{what} before", line["before"], facts[0][0])
            number(reader, where, f"{what} after", line["after"], facts[1][0])
            number(reader, where, f"{what} value", line["value"], facts[1][2] - facts[0][2])
            for said, (_, year, _) in zip((line["year_before"], line["year_after"]), facts):
                if year is not None and said is not None:
                    number(reader, where, f"{what} year", said, year)
    for n, p in keys - set(seen):
        units = [sum(o["quantity"] for o in b.orders if (o["nation"], o["offer"]) == (n, p)) for b, _ in sides]
        years = [sum(o["quantity"] * o["year"] for o in b.orders if (o["nation"], o["offer"]) == (n, p)) / max(u, 1e-12) for (b, _), u in zip(sides, units)]
        if abs(units[0] - units[1]) > ALIKE * 1.001 * max(units) and max(units) > 1e-5 or (min(units) > 1e-5 and abs(years[0] - years[1]) > 0.0501):
            reader.fault(where, "orders", f"{n} {p} differs and is not listed", str(units))
    told = nations.wants(second) is not None
    for line in answer["nations"]:
        n = line["nation"]
        number(reader, where, f"{n} pays", line["paid"], nations.paid(second, n) - nations.paid(first, n), 1e-5)
        number(reader, where, f"{n} work", line["work"], second.work().get(n, 0.0) - first.work().get(n, 0.0), 1e-5)
        if told:
            number(reader, where, f"{n} shortfall", line["shortfall"],
                   nations.shortfall(second, sides[1][1], n) - nations.shortfall(first, sides[0][1], n), 1e-5)
    code, text, _ = running.ask("diff", folder, case.folder)
    goals_screen(reader, where, text, answer)
    for line in flat(text).splitlines():
        if line.strip().endswith("."):
            reader.read(where, line.strip(), DIFF, answer, value)


def orders_cost(said, answer, value):
    return {"value": value, "price": answer["by_price"], "quantity": answer["by_quantity"]}


def most_of(said, answer, value):
    by = abs(answer["by_price"]) > abs(answer["by_quantity"])
    return {"value": abs(value), "most": "other prices" if by else "other quantities"}


def not_listed(said, answer, value):
    """The limits below which orders and nations are not listed."""
    return {"units": ALIKE, "years": 0.05, "money": 0.05, "points": 1e-5}


DIFF = [
    Phrase("Not listed: orders that differ by no more than {p:units} in units and {n:years} years on average, and nations whose payments and work differ "
           "by no more than {m:money} and whose shortfall by no more than {pts:points}.", not_listed),
    Phrase("Orders cost {m:value}: {m:price} by other prices of what both order, {m:quantity} by other quantities.", orders_cost),
    Phrase("Most of the change of {m:value} comes from {w:most}.", most_of),
]
PARTS = {"why": why, "diff": diff}
__all__ = ["PARTS", "re"]
