"""The tables of a run: their cells, recomputed from orders and document."""

from collections import defaultdict

import nations
from asking_dependence import number, safely
from figures import num
from phrases import Unknown
from running import table
from solve_screen import RUNGS

NEAR = 2e-6


def part(reader, case):
    where, book, standing = f"seed {case.seed}, tables", case.book, case.standing
    for check in (orders, offers, work, capabilities, usable, targets, spending, rules, penalties, funding, programmes):
        safely(reader, f"table {check.__name__}", check, reader, where, book, standing)


def orders(reader, where, book, standing):
    """What is paid for orders, by what their group commits to."""
    commitments, business, values = defaultdict(float), defaultdict(float), defaultdict(float)
    for o in book.orders:
        offer = book.f.offer[o["offer"]]
        commitments[o["group"], o["offer"]] += o["quantity"]
        business[o["group"], offer["by"]] += o["quantity"] * offer["price"]
        values[o["group"], o["offer"]] += o["value"]
        if o["producer"] != offer["by"] or o["capability"] != offer["main"]:
            reader.fault(where, str(o), f"{o['producer']}, {o['capability']}", f"{offer['by']}, {offer['main']}")
    for (g, p), units in commitments.items():
        offer = book.f.offer[p]
        prices = {total(offer, units)}
        margin = 1e-5 * max(1.0, units)
        if not offer["incremental"]:
            prices |= {units * price for start, price in offer["bands"] if start <= units + margin}
            prices = {units * max((b for b in offer["bands"] if b[0] <= units + margin), key=lambda b: b[0])[1]}
        steps = (book.groups[g].get("discounts") or {}).get(offer["by"])
        if steps:
            off = max((num(v) for a, v in steps.items() if float(a) <= business[g, offer["by"]] * (1 + 1e-6) + 1e-6), default=0.0)
            prices = {units * offer["price"] * (1 - off)}
        reader.numbers += 1
        if min(abs(values[g, p] - v) for v in prices) > 2e-5 * max(1.0, values[g, p]):
            reader.fault(where, f"orders of {p} through {g}", f"value {values[g, p]:.9g}", f"{units:.8g} units cost {prices}")
    paid = defaultdict(float)
    for r in book.payments:
        if r["what"] == "orders":
            paid[r["group"], r["offer"]] += r["amount"]
    for key, value in values.items():
        number(reader, where, f"payments for {key}", paid[key], value, 1e-5)


def total(offer, units):
    """Returns what so many units cost where each further unit has its own price."""
    if not offer["incremental"]:
        return units * offer["price"]
    cost, bands = 0.0, offer["bands"]
    for place, (start, price) in enumerate(bands):
        end = bands[place + 1][0] if place + 1 < len(bands) else float("inf")
        cost += max(0.0, min(units, end) - start) * price
    return cost


def offers(reader, where, book, standing):
    units, value = book.units(), book.tally("offer")
    for r in table(book.folder, "offers"):
        number(reader, where, f"{r['offer']} quantity", r["quantity"], units[r["offer"]], NEAR)
        number(reader, where, f"{r['offer']} value", r["value"], value.get(r["offer"], 0.0), NEAR)
        for rung in RUNGS:
            number(reader, where, f"{r['offer']} {rung}", r[rung], book.f.ladder(r["offer"], rung), NEAR)


def work(reader, where, book, standing):
    done, ordered = book.work(), book.tally("nation")
    for r in table(book.folder, "work"):
        number(reader, where, f"work in {r['country']}", r["work"], done.get(r["country"], 0.0), NEAR)
        number(reader, where, f"orders of {r['country']}", r["orders"], ordered.get(r["country"], 0.0), NEAR)


def capabilities(reader, where, book, standing):
    for (k, t), r in book.capability_rows.items():
        number(reader, where, f"{k} {t} baseline", r["baseline"], standing.baseline(k, t), NEAR)
        number(reader, where, f"{k} {t} equivalents", r["equivalents"], standing.ready(k, t), NEAR)
        try:
            number(reader, where, f"{k} {t} usable", r["usable"], standing.usable(k, t), NEAR)
            number(reader, where, f"{k} {t} gap", r["gap"], standing.gap(k, t), NEAR)
            number(reader, where, f"{k} {t} units", r["units"], standing.units(k, t), NEAR)
            number(reader, where, f"{k} {t} quantity gap", r["quantity_gap"], standing.gap(k, t, standing.units(k, t)), NEAR)
        except Unknown:
            continue
        if not book.f.capability[k]["needs"]:
            number(reader, where, f"{k} {t} gap, nothing ordered", r["gap_nothing_ordered"], standing.gap(k, t, standing.nothing(k, t)), NEAR)


def usable(reader, where, book, standing):
    """A capability that needs no enabler is usable as far as it is there and works."""
    for (d, k, t), r in book.usable_rows.items():
        if not book.f.capability[k]["needs"]:
            number(reader, where, f"usable of {k} in {t}, {d or 'normal times'}", r["equivalents"], standing.usable(k, t, d), 1e-5)
        elif d is None and (k, t) in book.capability_rows:
            number(reader, where, f"usable of {k} in {t}", r["equivalents"], book.capability_rows[k, t]["usable"], 1e-5)


def targets(reader, where, book, standing):
    for r in table(book.folder, "national_targets"):
        n, k, t = r["nation"], r["capability"], r["year"]
        there = standing.held(k, t, nation=n) + standing.ordered(k, t, nation=n)
        wanted = (nations.wants(book) or {}).get((n, k), {}).get(t)
        if wanted is None:
            reader.fault(where, str(r), f"a target of {n} for {k} in {t}", "none")
            continue
        number(reader, where, f"target of {n} {k} {t}", r["target"], wanted, NEAR)
        number(reader, where, f"{n} {k} {t} equivalents", r["equivalents"], there, NEAR)
        number(reader, where, f"{n} {k} {t} missing", r["missing"], max(0.0, wanted - there), NEAR)


def spending(reader, where, book, standing):
    known = {"orders", "fixed", "delivery", "support", "contributions", "overhead", "programmes", "penalties"}
    for r in book.spending:
        paid = book.paid()[r["nation"], r["year"]]
        columns = [c for c in r if c in known]
        for column in columns:
            number(reader, where, f"{r['nation']} {r['year']} {column}", r[column], paid.get(column, 0.0), 1e-5)
        for column in set(known) - set(columns):
            reader.numbers += 1
            if paid.get(column, 0.0) > 1e-3:
                reader.fault(where, f"spending of {r['nation']} in {r['year']}", f"the row holds no {column}", f"{paid[column]:.6g} are paid")
    came = defaultdict(float)
    for r in book.spending:
        n, t = r["nation"], r["year"]
        if not book.limited(n):
            continue
        left = book.f.nation[n]["free"][t] + came[n] - sum(book.paid()[n, t].values()) + book.funded(lambda m, u, n=n, t=t: (m, u) == (n, t)) - (r["carried"] or 0)
        came[n] = r["carried"] or 0.0
        number(reader, where, f"{n} {t} left", r["left"], left, 1e-5)


def rules(reader, where, book, standing):
    """Shares that rules judge, by kind, as far as they are sums of orders."""
    for r in table(book.folder, "rules"):
        rule = book.rules[r["rule"]]
        if rule["rule"] not in ("european_content", "largest_share", "second_source", "home_preference", "through_pool") or rule.get("pools"):
            reader.unchecked["table rules", rule["rule"]] = reader.unchecked.get(("table rules", rule["rule"]), 0) + 1
            continue
        some = [o for o in book.orders if concerns(book, rule, o)]
        of = rule.get("of")
        if rule["rule"] == "european_content" and of in ("each_nation", "basket", "each_capability"):
            mine = [o for o in some if judged(book, r, of, o)]
            inside = lambda o: book.f.inside(o["offer"], rule.get("rung", "content"), book.f.domestic)  # noqa: E731
            found, limit = share(book, mine, inside), num(rule["at_least"])
        elif rule["rule"] == "through_pool":
            mine = [o for o in some if o["nation"] == r["nation"]]
            found, limit = share(book, mine, lambda o: float(book.groups[o["group"]]["pool"])), num(rule["at_least"])
        elif rule["rule"] == "home_preference":
            mine = [o for o in some if o["nation"] == r["nation"] and not book.groups[o["group"]]["pool"]]
            found, limit = share(book, mine, lambda o: float(book.f.offer[o["offer"]]["seat"] == o["nation"])), num(rule["at_least"])
        else:
            reader.unchecked["table rules", rule["rule"]] = reader.unchecked.get(("table rules", rule["rule"]), 0) + 1
            continue
        whole = sum(o["quantity"] * book.f.offer[o["offer"]]["reference"] for o in mine)
        if whole < 1e-3 or r["found"] is None:
            continue
        number(reader, where, f"rule {r['rule']} of {r['subject']}: limit", r["limit"], limit, NEAR)
        number(reader, where, f"rule {r['rule']} of {r['subject']}: found", r["found"], found, 1e-5)
        number(reader, where, f"rule {r['rule']} of {r['subject']}: missing", r["missing"] or 0.0, max(0.0, limit - found) * whole, 1e-4)


def concerns(book, rule, o):
    f = book.f
    some = f.some_capabilities(rule.get("capabilities"))
    return (o["nation"] in f.among(rule.get("nations")) and (some is None or o["capability"] in some)
            and (rule.get("producers") is None or o["producer"] in rule["producers"]))


def judged(book, row, of, o):
    if of == "each_nation":
        return o["nation"] == row["nation"]
    if of == "each_capability":
        return row["subject"] in (book.name("capabilities", o["capability"]), o["capability"])
    return True


def share(book, mine, part):
    whole = sum(o["quantity"] * book.f.offer[o["offer"]]["reference"] for o in mine)
    return sum(o["quantity"] * book.f.offer[o["offer"]]["reference"] * part(o) for o in mine) / whole if whole > 0 else 0.0


def penalties(reader, where, book, standing):
    owed, paid = defaultdict(float), defaultdict(float)
    for r in table(book.folder, "rules"):
        price = book.rules[r["rule"]].get("or_pay")
        if price is not None and (r["missing"] or 0) > 0:
            owed[r["rule"]] += num(price) * r["missing"] * (100 if r["unit"] == "shortfall" else 1)
            number(reader, where, f"penalty of {r['rule']} for {r['subject']}", r["penalty"], num(price) * r["missing"] * (100 if r["unit"] == "shortfall" else 1), 1e-5)
    for r in book.penalties:
        paid[r["rule"]] += r["amount"]
    for rule in set(owed) | set(paid):
        number(reader, where, f"penalties of {rule}", paid[rule], owed[rule], 1e-4)


def funding(reader, where, book, standing):
    """Funds pay within rates, allocations and envelopes."""
    funds = book.own.get("funds") or {}
    by_nation, total_ = defaultdict(float), defaultdict(float)
    for r in book.funding:
        by_nation[r["fund"], r["nation"]] += r["amount"]
        total_[r["fund"]] += r["amount"]
        if r["kind"] != funds[r["fund"]]["kind"]:
            reader.fault(where, str(r), r["kind"], funds[r["fund"]]["kind"])
    for f, amount in total_.items():
        reader.numbers += 1
        limit = funds[f].get("envelope")
        if limit is not None and amount > num(limit) * (1 + 1e-5) + 1e-5:
            reader.fault(where, f, f"fund pays {amount:.6g}", f"at most {limit}")
    for (f, n), amount in by_nation.items():
        reader.numbers += 1
        limit = (funds[f].get("allocations") or {}).get(n)
        if limit is not None and amount > num(limit) * (1 + 1e-5) + 1e-5:
            reader.fault(where, f, f"fund pays {amount:.6g} for {n}", f"at most {limit}")


def programmes(reader, where, book, standing):
    for r in book.started:
        if r["nation"] is None:
            number(reader, where, f"programme {r['programme']} costs", r["cost"], num(book.programmes[r["programme"]]["cost"]), NEAR)
