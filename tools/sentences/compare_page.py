"""The report of a comparison: its sentences, and what their numbers must be."""

import re

import nations as wanted
import page as single
import page_tables
from phrases import CLAIMED, About, Phrase, Unknown, figure
from solve_screen import held

LIKE = 5.1e-4  # what a percentage with one digit does not tell apart


def led(truth):
    """Makes the check of a sentence about one run one about the proposal that it names."""
    def of_proposal(said, c):
        code = c.of(said["lead"])
        if code is None:
            return {"holds": [(f"no proposal {said['lead']}", False)]}
        return {"lead": said["lead"], **truth(said, *c.runs[code])}
    of_proposal.__name__ = truth.__name__
    return of_proposal


def others(c):
    return [code for code in c.runs if code != "alone"]


def unsure(c, *codes):
    """Returns how far gaps of proposals are not told apart by their proofs."""
    return 5e-5 + max(abs(c.runs[code][1].mean()) * (c.runs[code][0].proven() or 0.0) for code in codes)


def named(text):
    """Returns the names of “one”, “another” and “a third”."""
    return re.findall(r"“([^”]*)”", text)


def open_between(c, one, other):
    """Returns how far the difference of two mean gaps is open, by the proofs and by what goals may give up."""
    room = 5e-5
    for code in (one, other):
        book, standing = c.runs[code]
        goal = next((g for g in book.goals() if g["goal"].startswith("minimise capability gap")), None)
        room += abs(standing.mean() - goal["bound"]) if goal and goal["bound"] is not None else 1.0
    return room


def best(said, c):
    gaps, chosen = {code: c.runs[code][1].mean() for code in others(c)}, [c.of(n) for n in named(said["names"])]
    least, alone = min(gaps.values()), c.alone[1].mean()
    claims = [(f"{said['names']} of {gaps}", None not in chosen and all(gaps[x] <= least + open_between(c, x, min(gaps, key=gaps.get)) for x in chosen)),
              (f"smaller than alone: {least:.6g} against {alone:.6g}", least < alone)]
    ties = [x for x, v in gaps.items() if x not in chosen and abs(v - least) < 1e-6]
    claims.append((f"{ties} have the same", not ties))
    return {"count": len(gaps), "n": len(c.alone[0].nations), "alone": alone, "gap": nearest(said["gap"], [gaps[x] for x in chosen if x]),
            "span": c.alone[0].span(), "names": CLAIMED, "open": CLAIMED, "holds": claims}


def none_smaller(said, c):
    gaps, alone = {code: c.runs[code][1].mean() for code in others(c)}, c.alone[1].mean()
    surely = [x for x, v in gaps.items() if v < alone - 1.01 * open_between(c, x, "alone")]
    return {"count": len(gaps), "n": len(c.alone[0].nations), "alone": alone, "span": c.alone[0].span(), "open": CLAIMED,
            "holds": [(f"none is surely smaller: {gaps} against {alone:.6g}, {surely}", not surely)]}


def not_proven(said, c):
    claims = []
    for share, name in re.findall(r"([\d.e-]+ %) under “([^”]*)”", said["list"]):
        code = c.of(name)
        claims.append((f"{share} under {name}", code is not None and figure(share).agrees(c.runs[code][1].mean(), 1e-5)))
    return {"count": len(others(c)), "n": len(c.alone[0].nations), "alone": c.alone[1].mean(), "span": c.alone[0].span(), "holds": claims}


def several_save(said, c):
    claims = []
    for sum_, name in re.findall(r"([\d. ]+ (?:bn|m))(?: ± [\d. ]+ (?:bn|m))? [A-Z]{3} under “([^”]*)”", said["list"]):
        got = saving(c, c.of(name)) if c.of(name) else None
        claims.append((f"{sum_} under {name}: {got and got[0]}", got is not None and figure(sum_.strip()).agrees(got[0], 1e-5)))
    return {"holds": claims}


def saving(c, code):
    row = next(r for r in c.rows if r["proposal"] == code)
    alone = next(r for r in c.rows if r["proposal"] == "alone")
    if row["least_cost"] is None or alone["least_cost"] is None:
        return None
    room = max(alone["least_cost"] * (alone["least_cost_within"] or 0), row["least_cost"] * (row["least_cost_within"] or 0))
    return alone["least_cost"] - row["least_cost"], alone["least_cost"], room, row["saving"]


def same(c, code):
    """Returns what is saved on the orders of alone, and what they cost alone."""
    row = next(r for r in c.rows if r["proposal"] == code)["same_orders"]
    return row and (row["saved"], row["cost"] + row["saved"], row)


def on_same_orders(said, c):
    sums = {code: same(c, code) for code in others(c) if same(c, code)}
    code = c.of(said["name"])
    if code not in sums:
        return {"holds": [(f"“{said['name']}” has no saving", False)]}
    total, alone, parts = sums[code]
    most = max(s[0] for s in sums.values())
    return {"name": said["name"], "sum": total, "coin": c.alone[0].coin(), "part": total / alone if alone > 0 else 0.0, "prices": parts["price"],
            "set_ups": parts["fixed"], "pools": -parts["pools"],
            "holds": [(f"{said['name']} saves most ({total:.6g}; the most is {most:.6g})", total >= most - 3e-6 * max(1, alone))]}


def none_on_same_orders(said, c):
    sums = {code: same(c, code)[:2] for code in others(c) if same(c, code)}
    return {"holds": [(f"none saves: {sums}", all(total <= 2e-6 * alone for total, alone in sums.values()))]}


def none_saves(said, c):
    most = max((s[0] for s in map(lambda code: saving(c, code), others(c)) if s), default=0.0)
    room = max((s[2] for s in map(lambda code: saving(c, code), others(c)) if s), default=0.0)
    return {"holds": [(f"none saves, and {most:.6g} is saved", most <= 0.0051 + room)]}


def within_proof(said, c):
    total, _, room, _ = saving(c, c.of(said["name"]))
    return {"name": said["name"], "sum": total, "coin": c.alone[0].coin(), "holds": [(f"{total:.6g} is within {room:.6g}", total <= room * 1.01 + 1e-6)]}


def works(said, c):
    """What still works without the United States: the share of that rung by itself."""
    shares = {code: b.rung("assured", True) for code, (b, _) in c.runs.items()}
    some = {code: v for code, v in shares.items() if c.runs[code][0].value() > 1e-6}
    if some and all(c.of(n) in some for name in ("low", "high") for n in named(said.get(name, ""))):
        shares = some
    true = {"least": min(shares.values()), "most": max(shares.values()), "all": max(shares.values())}
    true["low"] = true["high"] = CLAIMED
    if "all" in said:
        true["holds"] = [(f"hardly differs: {shares}", max(shares.values()) - min(shares.values()) < 0.0051)]
    elif "low" in said:
        true["holds"] = [(f"{said['least']} and {said['most']} are the same", said["least"] != said["most"])]
        true["holds"] += grouped(c, shares, said)
    return true


def losers(said, c):
    counts = {}
    for code in others(c):
        surely, maybe = wanted.worse(*c.runs[code], *c.alone)
        counts[code] = len(surely), len(surely) + len(maybe)
    claims = []
    if "n" in said or "nobody" in said:
        n = int(said.get("n", 0))
        claims += [(f"{n} worse off under {c.names[x]}: {counts[x]}", counts[x][0] <= n <= counts[x][1]) for x in counts]
        return {"n": CLAIMED, "nobody": CLAIMED, "holds": claims}
    most, fewest = c.of(named(said["most"])[0]), c.of(named(said["fewest"])[0])
    m, f = int(said.get("m") or 0), int(said.get("f") or 0)
    claims.append((f"{m} worse off under {said['most']}: {counts.get(most)}", most in counts and counts[most][0] <= m <= counts[most][1]))
    claims.append((f"{f} worse off under {said['fewest']}: {counts.get(fewest)}", fewest in counts and counts[fewest][0] <= f <= counts[fewest][1]))
    claims.append((f"the most and the fewest: {counts}", all(v[0] <= m and v[1] >= f for v in counts.values())))
    return {"m": CLAIMED, "f": CLAIMED, "most": CLAIMED, "fewest": CLAIMED, "holds": claims}


def losing(said, c):
    return {**losers(said, c), **wanted.stated(said)}


def sure(said, c):
    worst = [b.proven() for b, _ in c.runs.values()]
    limits = sum(b.audited() for b, _ in c.runs.values())
    true = {"limits": limits, "within": None if None in worst else About(max(worst), 0.01)}
    if None not in worst and max(worst) < 1e-6:
        true["within"] = 1e-6
    shares = [b.unverified() for b, _ in c.runs.values()]
    true["orders"] = nearest(said["orders"], [s[0] for s in shares])
    true["figures"] = shares[0][1]
    return true


def nearest(text, values):
    printed = figure(text)
    return min(values, key=lambda v: abs(v - printed.value))


def rests(said, c):
    shares = [b.unverified() for b, _ in c.runs.values()]
    return {"orders": nearest(said["orders"], [s[0] for s in shares]), "bad": shares[0][2], "all": shares[0][3], "figures": shares[0][1]}


def about(said, c):
    return {"span": c.alone[0].span(), "money": str(c.doc["money"]), "count": len(c.runs)}


def ends(said, c):
    last = c.alone[0].last
    gaps = {code: s.weighted(last) for code, (_, s) in c.runs.items()}
    least, most = min(gaps.values()), max(gaps.values())
    true = {"last": last, "least": least, "most": most, "nothing": c.alone[1].weighted_nothing(last), "low": CLAIMED, "high": CLAIMED}
    if "low" in said:
        true["holds"] = [(f"least and most are the same: {gaps}", said["least"] != said["most"]), *grouped(c, gaps, said)]
    else:
        true["holds"] = [(f"all are the same: {gaps}", figure(said["least"]).agrees(most))]
    return true


def grouped(c, values, said):
    """Returns claims that the names at both ends are those whose figures are printed alike."""
    claims = []
    for names, printed in (("low", said["least"]), ("high", said["most"])):
        codes = [c.of(n) for n in named(said[names])]
        claims.append((f"{said[names]} {printed} of {values}", None not in codes and all(figure(printed).agrees(values[x]) for x in codes)))
        others_ = [x for x, v in values.items() if x not in codes and codes and codes[0] and abs(v - values[codes[0]]) < 1e-7]
        claims.append((f"{others_} have the same", not others_))
    return claims


def glance(said, c):
    gaps = {code: s.mean() for code, (_, s) in c.runs.items()}
    true, claims = {"gap": min(gaps.values()), "low": CLAIMED, "open": CLAIMED, "saves": CLAIMED}, []
    if "low" in said:
        codes, first = [c.of(n) for n in named(said["low"])], min(gaps, key=gaps.get)
        claims.append((f"{said['low']} of {gaps}", None not in codes and all(gaps[x] <= gaps[first] + open_between(c, x, first) for x in codes)))
        ties = [x for x, v in gaps.items() if x not in codes and abs(v - gaps[first]) < 1e-7]
        claims.append((f"{ties} have the same", not ties))
        true["gap"] = nearest(said["gap"], [gaps[x] for x in codes if x])
    sums = {code: same(c, code)[:2] for code in others(c) if same(c, code)}
    hit = re.search(r"\(([\d. ]+ (?:bn|m)?)", said.get("saves", ""))
    most = max((s[0] for s in sums.values()), default=0.0)
    if hit:
        codes = [c.of(n) for n in named(said["saves"])]
        claims.append((f"{said['saves']}: {sums}", None not in codes and any(figure(hit.group(1).strip()).agrees(sums[x][0], 1e-5) for x in codes)))
        claims.append((f"saves most: {sums}", all(sums[x][0] >= most - 5e-6 * max(1, sums[x][1]) for x in codes if x)))
    elif "saves" in said:
        claims.append((f"none saves: {sums}", all(s[0] <= 2e-6 * max(1, s[1]) for s in sums.values())))
    true["holds"] = claims
    return true


def glance_of_savings(said, c):
    if "saves" in said:
        said = {**said, "saves": f"{said['saves']} ({said['most']})"}
    return {"saves": CLAIMED, "most": CLAIMED, "level": CLAIMED, "holds": glance({"saves": "", **said}, c)["holds"] + several_save({"list": said["level"]}, c)["holds"]}


def only_one(said, c):
    """The ladder where one proposal alone orders anything."""
    some = [run for run in c.runs.values() if run[0].value() > 1e-6]
    return {**single.ladder(said, *some[0]), "holds": [(f"{len(some)} proposals order something", len(some) == 1)]}


def below(said, c):
    one, other = c.of(said["one"]), c.of(said["other"])
    return {"one": said["one"], "other": said["other"], "less": page_tables.below_first(c.runs[one][0]), "less2": page_tables.below_first(c.runs[other][0])}


LEVEL = ("[[The standalone level costs less together ({l:list})[[; under which of these least cannot be told]].[[ Less money is no saving there, since other forces make up the same level. {l:traded}]]]]"
         "[[None of them surely reaches the standalone level for less money[[; {x}]].]][[Costs cannot be compared at one level.]]")


def both(first, said, c):
    """What is said of the same orders, and of the level of alone."""
    true = first(said, c)
    if "list" in said:
        true["holds"] += several_save(said, c)["holds"]
        true["list"] = true["traded"] = CLAIMED
    return true


UNDER = "Under “{w:lead}”, "
WAYS = "[[One way]][[{i:count} ways]] of buying together [[is]][[are]] compared with [[{i:n} nations]][[one nation]] buying alone: "
PHRASES = [
    Phrase("{w:span} · money in {w:money} · {i:count} ways of buying", about, "about"),
    Phrase(WAYS + "none of them surely leaves a smaller gap to the United States than standalone procurement, on average {p:alone}[[ ± {pts:open}]] over {w:span}.", none_smaller, "best"),
    Phrase(WAYS + "{l:names} leave[[s]] the [[same ]]smallest gap to the United States, on average {p:gap}[[ ± {pts:open}]] over {w:span}, against {p:alone} alone.", best, "best"),
    Phrase(WAYS + "how they differ in the gap to the United States is not proven; on average over {w:span} it is {p:alone} alone, and {l:list}.", not_proven, "best"),
    Phrase("The standalone orders would cost {m:sum} {c:coin} less under “{w:name}” ({p:part}): {m:prices} by lower prices, {m:set_ups} by set-ups spared, {m:pools} by what pools cost. " + LEVEL, lambda said, c: both(on_same_orders, said, c), "saved"),
    Phrase("The standalone orders would cost less under none of them. " + LEVEL, lambda said, c: both(none_on_same_orders, said, c), "saved"),
    Phrase("What the standalone orders would cost otherwise cannot be told. " + LEVEL, lambda said, c: both(lambda *_: {"holds": []}, said, c), "saved"),
    Phrase("Dependence hardly differs: under all of them about {p:all} of the money for orders buys what still works without the United States.", works, "works"),
    Phrase("{p:most} of the money for orders buys what still works without the United States under {l:high}, and {p:least} under {l:low}.", works, "works"),
    Phrase("Between {p:least} ({l:low}) and {p:most} ({l:high}) of what is ordered still works without the United States.", works, "works"),
    Phrase("Under all of them {p:all} of what is ordered still works without the United States.", works, "works"),
    Phrase("Under each of them {i:n} nation[[s]] [[is]][[are]] worse off than alone.[[ " + wanted.STATED + "[[ " + wanted.SHARED_OUT + "]]]]", losing, "losers"),
    Phrase("Under each of them {w:nobody} worse off than alone.[[ " + wanted.STATED + "[[ " + wanted.SHARED_OUT + "]]]]", losing, "losers"),
    Phrase("Not all gain: under {l:most} [[{i:m} nation]][[s]] [[is]][[are]] worse off than alone, under {l:fewest} [[{i:f} nation]][[no nation]][[s]] [[is]][[are]].[[ " + wanted.STATED + "[[ " + wanted.SHARED_OUT + "]]]]", losing, "losers"),
    Phrase("Every plan is proven to be within {p:within} of the best possible and keeps all {i:limits} limits that were checked, but {p:orders} of the money for orders rests on prices that no source vouches for, and {p:figures} of all figures are estimates.", sure, "how sure"),
    Phrase("{l:low} leave[[s]] the [[same ]]smallest gap on average over the years ({p:gap}[[ ± {pts:open}]]); {l:saves}.", glance, "glance"),
    Phrase("How they differ in the mean gap is less than what was proven; {l:saves}.", glance, "glance"),
    Phrase("With the plans that were found, the gap to the US baselines in {y:last} is {p:least} under {l:low} and {p:most} under {l:high}; were nothing ordered, it would be {p:nothing}.", ends, "ends"),
    Phrase("With the plans that were found, the gap to the US baselines in {y:last} is {p:least} under all of them; were nothing ordered, it would be {p:nothing}.", ends, "ends"),
    Phrase("By lower prices, by set-ups and by what pools cost: {w}[[ Less money is no saving there, since other forces make up the same level. {l:traded}]]", lambda said, c: {"traded": CLAIMED, "_0": CLAIMED, "holds": []}, "reading"),
    Phrase("{l:saves} most on the standalone orders ({m:most}[[, alike]]). {l:level}", glance_of_savings, "saved"),
    Phrase("None saves money on the standalone orders. {l:level}", glance_of_savings, "saved"),
    Phrase("What is ordered costs {p:less} less than at the price of the first unit under “{w:one}”, and {p:less2} less under “{w:other}”.", below, "below"),
    Phrase(UNDER + "{p:share} of the baseline of {w:worst} is missing in {y:last}.", led(single.by_capability)),
    Phrase(UNDER + "{i:closed} of {i:all} capabilities are within 1 % of their baselines in {y:last}; most is missing of {w:worst}, {p:share} of the baseline[[ of each]].", led(single.by_capability)),
    Phrase(UNDER + "all {i:all} capabilities are within 1 % of their baselines in {y:last}.", led(single.by_capability)),
    Phrase(UNDER + single.THROUGH_POOLS, led(single.through_pools)),
    Phrase(UNDER + single.WORK_OF_BUYERS, led(single.work)),
    Phrase(UNDER + single.WORK, led(single.work)),
    Phrase(UNDER + "{p:content} of {m:whole} {c:coin} paid for orders is value added inside; [[all of it goes to {w:first}]][[it goes to {w:alike} ({m:each} {c:c2} each)]][[it goes to {i:count} producers, most of it to {w:first2}]]"
           "[[{i:few} of {i:count2} producers get {p:share} of the money, first {w:first3}]].", led(single.producers)),
    Phrase(UNDER + "a denial of {w:what} by {w:by} that begins in {y:first} would take {p:start} of what is usable and needed in the end, and {p:end} if it begins in {y:last}; from {y:from} on it is borne, since it would take less than 10 %.", led(single.decoupling)),
    Phrase(UNDER + "a denial of {w:what} by {w:by} that begins in {y:first} would take {p:start} of what is usable and needed in the end, and {p:end} if it begins in {y:last}; {x:end_words}.", led(single.decoupling)),
    Phrase("{p:seat} of the money for orders goes to producers seated in domestic countries, {p:content} of it is value added inside, and {p:assured} buys what still works without the United States[[; of what is held today, {p:held} does]].", only_one, "ladder"),
    Phrase("{p:orders} of the money for orders rests on prices that no source vouches for; {i:bad} of {i:all} figures of the model ({p:figures}) are estimates or assumptions. They are listed here with what is known of each.", rests, "rests on"),
    Phrase("“{w}” has no result: {x}", lambda said, c: {"_0": [r["name"] for r in c.rows if r["failed"]]}, "no result"),
    *[p for p in single.PHRASES if p.truth is None],
    Phrase("Table: {w:name} ({i:count} row[[s]])", lambda said, c: {"count": CLAIMED, "name": said["name"]}, "table"),
    Phrase("Each mark is one group that orders: {x}", None),
]


def read(reader, where, page, c, single_page):
    """Reads the sentences of a report of a comparison."""
    for tag, _, text in page.sentences:
        if tag not in single_page.QUIET and not (tag == "p" and text.startswith("Options:")):
            reader.read(where, text, PHRASES, c)
    tables(reader, where, page, c)


def tables(reader, where, page, c):
    """Reads the tables of a comparison that stand in its folder."""
    names = [re.match(r"Table: (.*) \(([\d ]+) rows?\)", text) for tag, _, text in page.sentences if tag == "summary"]
    for hit, rows in zip([h for h in names if h], page.tables):
        if hit.group(1).startswith("comparison"):
            stand_in = type("Folder", (), {"folder": c.folder})
            page_tables.stored(reader, where, hit.group(1), rows[0], [[cell.replace("\u00a0", " ") for cell in row] for row in rows[1:]], stand_in)


__all__ = ["read", "PHRASES", "Unknown", "held"]
