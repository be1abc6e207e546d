"""The screen of `solve`: its lines, and what their numbers must be."""

import re

import goals_again
from phrases import CLAIMED, About, Figure, Phrase, Unknown, figure, flat
from solve_lines import asked_for, held, mean, not_settled, not_spent, paid_for, pooled, ranked, said_years, target

RUNGS = ["headline", "ownership", "content", "authority", "assured"]
NEARLY = 2e-6


def head(said, book, standing):
    true = {"span": book.span(), "money": str(book.doc.get("money")), "title": book.doc["model"]}
    if "under" in said:
        true["under"] = book.proposal_name()
    true["holds"] = [("the proposal is not named", book.proposal == "together" or "under" in said)]
    worst = book.proven()
    if "within" in said and worst is not None:
        if worst < 1e-6:
            true["within"] = 1e-6
        else:
            true["within"] = About(worst, 1e-3)
    return true


def capability(said, book, standing):
    f = book.f
    k = next((k for k in f.capabilities if book.name("capabilities", k) == said["name"] and k in standing.based), None)
    if k is None:
        return {"holds": [(f"there is no capability {said['name']} with a baseline", False)]}
    whole, few, worse, idle = standing.split(k, book.last)
    true = {"baseline": standing.baseline(k, book.last), "unit": (book.doc["capabilities"][k] or {}).get("unit", "units"),
            "today": standing.gap(k, book.first, standing.nothing(k, book.first)), "nothing": standing.gap(k, book.last, standing.nothing(k, book.last)),
            "plan": whole, "few": few, "worse": worse, "name": said["name"]}
    if "idle" in said:
        true["idle"] = idle
    else:
        true["holds"] = [(f"no column for enablers, and {idle:.4g} is missing for them", idle < 1e-3)]
    true.setdefault("holds", []).append(drawn(said, whole))
    return true


def drawn(said, share):
    full = said["bar"].count("█")
    return f"a bar of {full} of 12 for {share:.4g}", abs(full / 12 - share) <= 1 / 24 + 1e-6


def heads(said, book, standing):
    return {"first": book.first, "last": book.last, "last2": book.last}


def all_capabilities(said, book, standing):
    plan = standing.weighted(book.last)
    return {"today": standing.weighted_nothing(book.first), "nothing": standing.weighted_nothing(book.last), "plan": plan,
            "holds": [drawn(said, plan)]}


def denied_head(said, book, standing):
    return {"last": book.last}


def by_name(book, kind, name, codes):
    return next((c for c in codes if book.name(kind, c) == name), None)


def denied(said, book, standing):
    d = by_name(book, "denials", said["name"], book.f.denials)
    if d is None:
        return {"holds": [(f"there is no denial {said['name']}", False)]}
    return {"gap": standing.weighted(book.last, d), "lost": standing.lost(book.last, d), "name": said["name"]}


def money(said, book, standing):
    lapsed, left = book.left()
    paid = book.total()
    true = {"ordered": book.value(), "coin": book.coin()}
    if "budget" in said:
        free = book.budget("free") if "committed" in said else book.budget()
        # What funds take over, and buyers without a limit, are no payments of these budgets.
        of_budgets = paid - book.funded() - book.total(of=lambda n, t: not book.limited(n))
        true.update(budget=book.budget(), committed=book.budget() - book.budget("free"), paid=of_budgets, lapsed=lapsed, left=left)
        true["holds"] = [(f"lapsed is left out ({lapsed:.6g})", "lapsed" in said or lapsed <= 0.0051),
                         (f"committed is left out ({true['committed']:.6g})", "committed" in said or true["committed"] < 1e-9)]
        # What is said of budgets adds up, but for what funds take over, which is not of them.
        unlimited = book.total(of=lambda n, t: not book.limited(n))
        over = free - (paid - book.funded(book_limited(book)) - unlimited) - lapsed - left
        true["holds"].append((f"of budgets of {free:.6g}: {paid:.6g} paid, {lapsed:.6g} lapse, {left:.6g} left do not add up",
                              abs(over) <= 1e-4 * max(1.0, free)))
    return true


def book_limited(book):
    return lambda n, t: book.limited(n)


def no_limit(said, book, standing):
    return {"holds": [("some buyer has a budget", not any(book.limited(n) for n in book.nations))]}


def no_limit_for(said, book, standing):
    return {"names": ", ".join(book.nation_name(n) for n in book.nations if not book.limited(n))}


def ladder(said, book, standing):
    return {rung: book.rung(rung) for rung in RUNGS}


def ladder_alone(said, book, standing):
    return {rung: book.rung(rung, True) for rung in RUNGS}


def top(key):
    def top_list(said, book, standing):
        tally = {"to": lambda: {book.producer_name(i): v for i, v in book.tally("producer").items()},
                 "by": lambda: {book.nation_name(n): v for n, v in book.tally("nation").items()},
                 "work": lambda: {book.country_name(c): v for c, v in book.work().items()},
                 "of": lambda: {book.name("offers", p): v for p, v in book.tally("offer").items()}}[key]()
        return {"holds": held(ranked(said["list"], tally))}
    return top_list


def goal(said, book, standing):
    place = int(said["place"]) - 1
    listed, proofs = model_goals(book), book.goals()
    listed = [None] * (len(proofs) - len(listed)) + listed
    if place >= len(proofs):
        return {"holds": [(f"goal {place + 1} of {len(proofs)}", False)]}
    proof = proofs[place]
    true = {"place": place + 1, "goal": proof["goal"], "value": proof["value"], "bound": proof["bound"]}
    own = listed[place] if place < len(listed) else None
    claims = []
    if own is None:
        true.update(kept=proof["kept_to"], plan=None)
    else:
        true["plan"] = About(goals_again.value(book, standing, own), 1e-5)
        true["kept"] = About(goals_again.kept_to(book, own, proof["value"]), 1e-5)
        units = {figure(said[name]).unit for name in ("value", "bound", "kept", "plan")}
        right = goals_again.unit(book, own)
        if right:
            claims.append((f"in {' and '.join(map(str, units))}", units == {right}, right))
        for key, kind, every in (("of", "capabilities", standing.based), ("under", "denials", list(book.f.denials))):
            if key in own and set(own[key]) < set(every):
                names = [book.name(kind, x) for x in own[key]]
                claims.append((f"{said['goal']}, which looks at {names} only", any(n in said["goal"] for n in names + own[key]), "it says at which"))
        less = "minimise" in own
        reach, keep, plan = proof["value"], proof["kept_to"], true["plan"].value
        slack = 3e-6 * max(1.0, abs(keep))
        claims.append((f"the plan has {plan:.9g}, kept to {keep:.9g}", plan <= keep + slack if less else plan >= keep - slack, "on the right side"))
        claims.append((f"best {reach:.9g} beyond the bound {proof['bound']}", proof["bound"] is None or
                       (reach >= proof["bound"] - slack if less else reach <= proof["bound"] + slack), "on the right side"))
    true["holds"] = held(claims)
    return true


def model_goals(book):
    """Returns the goals that are solved in order: those of the document that want something."""
    listed = book.doc.get("goals") or [{"minimise": "gap"}, {"maximise": "domestic_volume"}, {"minimise": "cost"}]
    return [g for g in listed if "require" not in g]


def programmes(said, book, standing):
    true = {f"{book.programmes[r['programme']].get('name', r['programme'])} in {r['year']}" for r in book.started if r["nation"] is None}
    return {"holds": [(f"started: {said['list']} (right: {sorted(true)})", set(said["list"].split(", ")) == true)]}


def rules_hold(said, book, standing):
    broken = broken_rules(book)
    return {"count": len(book.rules), "holds": [(f"all rules hold, and {len(broken)} are broken", not broken)]}


def broken_rules(book):
    from running import table
    rows = table(book.folder, "rules")
    size = book.value()
    return [r for r in rows if (r["missing"] or 0) > (1e-6 * max(1.0, size) if r["unit"] == "MEUR" else 1e-6)]


def rules_broken(said, book, standing):
    return {"count": len(book.rules), "holds": [("none is broken in the table rules", bool(broken_rules(book)))]}


def rule(said, book, standing):
    names = {book.rules[r["rule"]].get("name", r["rule"]): r["rule"] for r in broken_rules(book)}
    claims = []
    for r in broken_rules(book):
        name = book.rules[r["rule"]].get("name", r["rule"])
        if said["rule"] != f"{name}, {r['subject']}":
            continue
        printed = figure(said["missing"])
        ok = printed.agrees(r["missing"])
        price = book.rules[r["rule"]].get("or_pay")
        if "owed" in said:
            size = 100.0 if r["unit"] == "shortfall" else 1.0
            owed = float(price) * r["missing"] * size if price is not None else None
            ok = ok and owed is not None and Figure(said["owed"]).agrees(owed)
            claims.append((f"{said['missing']} for {said['owed']}", ok, f"{r['missing']:.8g} for {owed}"))
        else:
            claims.append((f"{said['missing']}", ok and price is None, f"{r['missing']:.8g}, price {price}"))
    if not any(ok for _, ok, _ in claims):
        return {"holds": held(claims or [(said["rule"], False, f"broken are {sorted(names)}")]), "missing": CLAIMED, "owed": CLAIMED, "rule": said["rule"]}
    return {"rule": said["rule"], "missing": CLAIMED, "owed": CLAIMED, "unit": said.get("unit", ""), "holds": held([c for c in claims if c[1]])}


def more_rules(said, book, standing):
    return {"more": len(broken_rules(book)) - 8}


def binding_head(said, book, standing):
    return {"goal": book.goals()[0]["goal"]}


def binds(said, book, standing):
    first = book.goals()[0]["goal"]
    rows = [r for r in book.prices if r["goal"] == first and r["limit"] == said["limit"]]
    if not rows:
        return {"holds": [(f"the table prices has no limit {said['limit']}", False)]}
    parts = [r["change"] * r["amount"] / 100 for r in rows if r["amount"] is not None]
    true = {"limit": said["limit"], "worth": About(sum(parts), 1e-4)}
    years = [y for r in rows if r["year"] is not None for y in range(r["year"], (r.get("last_year") or r["year"]) + 1)]
    runs = any(r["family"] == "need" for r in rows)
    if runs and len(parts) <= 12:
        # The table does not say of which years a need is. A need of years in which nothing is missing is left out of the screen.
        sums = {0.0}
        for part in parts:
            sums |= {part + other for other in sums}
        true["worth"] = About(min(sums, key=lambda v: abs(v - figure(said["worth"]).value)), 1e-4)
    if years and not runs:
        true["years"] = said_years(sorted(set(years)))
    else:
        true["years"] = said["years"]
    own = model_goals(book)[0]
    right = goals_again.unit(book, own)
    if right and len(book.goals()) == len(model_goals(book)):
        printed, right = figure(said["worth"]), "points" if right == "%" else right
        true["holds"] = held([(f"worth in {printed.unit}", printed.unit == right, right)])
    return true


def foot(said, book, standing):
    share, figures, *_ = book.unverified()
    true = {"limits": book.audited(), "orders": share, "figures": figures}
    if "broken" in said:
        true["broken"] = None
    return true


HEADS = [
    Phrase("{w:title} · {w:span}[[ · {w:under}]] · {w:money}[[   {x}every goal proven within {p:within}, {x:seconds} s]]", head, "head"),
]
PHRASES = [
    Phrase("every goal proven within {p:within}, {x:seconds} s", lambda said, b, s: {k: v for k, v in head(said, b, s).items() if k == "within"}, "head"),
    Phrase("time ran out before every goal was proven, {x:seconds} s", lambda said, b, s: {"holds": [("every goal has a bound", b.proven() is None)]}, "head"),
    Phrase("Gap to the US baseline  baseline  of  today, {y:first}  {y:last}, no orders  {y:last2}, plan  too few  not as good[[  no enabler]]", heads, "gap heads"),
    Phrase("all capabilities, weighted  {p:today}  {p:nothing}  {p:plan}  {bar:bar}", all_capabilities, "all capabilities"),
    Phrase("{w:name}  {n:baseline}  {w:unit}  {p:today}  {p:nothing}  {p:plan}  {p:few}  {p:worse}[[  {p:idle}]]  {bar:bar}", capability, "capability"),
    Phrase("If support were denied, gap in {y:last} (entente stress)", denied_head, "denials"),
    Phrase("{w:name}: {p:gap}; {p:lost} of what is usable and needed is lost", denied, "denial"),
    Phrase("mean of {w:span}[[, goal {i:goal}]]  {p:nothing}  {p:plan}", mean, "mean"),
    Phrase("paid  {l:list}", paid_for),
    Phrase("paid in all {m:all}: funds take over {m:funded} of it", lambda said, book, standing: {"all": book.total(), "funded": book.funded()}, "paid in all"),
    Phrase("of it, funds take over {m:funded}", lambda said, book, standing: {"funded": book.funded()}, "funds"),
    Phrase("not spent {l:list}; nothing missing could still be ordered with it and come by {y:last}", not_spent),
    Phrase("not spent {l:list}; with {m:sum} of it something missing could still be ordered and come by {y:last}, if lines have room", not_spent),
    Phrase("asked for by {l:list}, each at least cost", asked_for),
    Phrase("{m:pooled} are ordered through pools: sums, prices and work are settled, but not who orders how much, so no shopping list", pooled),
    Phrase("Not settled by what goals may give up, in {y:last}: {l:list}", not_settled),
    Phrase("domestic, by itself  seat {p:headline} · owned inside {p:ownership} · value added {p:content} · free to change {p:authority} · without US {p:assured}", ladder_alone),
    Phrase("on every count up to  seat {p:headline} → owned inside {p:ownership} → value added {p:content} → free to change {p:authority} → without US {p:assured}", ladder),
    Phrase("Gap to national targets  of  target  in  first year  no orders  plan", None),
    Phrase("{w:name}  {w:capability}  {n:target}  {y:year}  {p:first}  {p:nothing}  {p:plan}", target, "target"),
    Phrase("{m:ordered} {c:coin} at the prices paid[[; of budgets of {m:budget}, [[signed contracts take {m:committed}, ]]{m:paid} are paid, [[{m:lapsed} lapse, ]]{m:left} are left]]", money, "money"),
    Phrase("No buyer has a budget: money is no limit.", no_limit),
    Phrase("Money is no limit for {w:names}, by `budget: unlimited`.", no_limit_for),
    Phrase("most to  {l:list}", top("to"), "most to"),
    Phrase("most by  {l:list}", top("by"), "most by"),
    Phrase("most work  {l:list}", top("work"), "most work"),
    Phrase("most of  {l:list}", top("of"), "most of"),
    Phrase("{i:place} {w:goal}  {g:value}  {g:bound}  {g:kept}  {g:plan}", goal, "goal"),
    Phrase("{i:place} {w:goal}  {g:value}  none  {g:kept}  {g:plan}", lambda said, b, s: goal({"bound": said["value"], **said}, b, s), "goal"),
    Phrase("Programmes started: {l:list}", programmes),
    Phrase("Rules: {i:count}, all hold (table rules)", rules_hold),
    Phrase("Rules: {i:count}; broken:", rules_broken),
    Phrase("{w:rule}: {p:missing} of shortfall more[[, paid for with {m:owed}]][[, for it gave way]]", rule),
    Phrase("{w:rule}: {m:missing} missing[[, paid for with {m:owed}]][[, for it gave way]]", rule),
    Phrase("{w:rule}: {n:missing} {w:unit} missing[[, paid for with {m:owed}]][[, for it gave way]]", rule),
    Phrase("… and {i:more} more (table rules)", more_rules),
    Phrase("What binds  in  1 % more of it, to {w:goal}", binding_head),
    Phrase("{w:limit}  {w:years}  {pts:worth}", binds),
    Phrase("{w:limit}  {w:years}  {g:worth}", binds),
    Phrase("Audited: {i:limits} limits, [[none broken]][[{i:broken} broken]]. Rests on unverified prices: {p:orders} of order value; {p:figures} of all figures are estimates (entente data).", foot, "foot"),
]


def read(reader, where, text, book, standing):
    """Reads a screen of `solve`, line by line."""
    lines = [line.strip() for line in flat(text).splitlines() if line.strip()]
    book.kept["lines"] = lines
    for place, line in enumerate(lines):
        reader.read(where, line, HEADS if place == 0 else PHRASES, book, standing)


__all__ = ["read", "PHRASES", "Unknown", "NEARLY"]
