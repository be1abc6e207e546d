"""The screens of `sensitivity`, `frontier`, `independence` and `infeasible`: what they print of figures that are solved again."""

import re

from phrases import CLAIMED, Figure, Phrase, figure, flat
from solve_screen import held


def read(reader, where, text, phrases, *facts, start=1):
    for line in [line.strip() for line in flat(text).splitlines() if line.strip()][start:]:
        reader.read(where, line, phrases, *facts)


def values(claims, said, true):
    """Adds claims about printed figures and what they should be."""
    for name, right in true.items():
        if name in said and right is not None:
            printed = figure(said[name])
            claims.append((f"{name} {said[name]}", printed is not None and printed.agrees(right, 1e-5), f"{right:.9g}"))
    return claims


# Sensitivity.

def as_it_is(said, answer):
    return {"goal": answer["goal"], "value": answer["value"]}


def moved(said, answer):
    line = next((x for x in answer["lines"] if x["words"] == said["words"]), None)
    if line is None:
        return {"holds": [(f"no figure {said['words']}", False)]}
    claims = []
    for name, end in (("less", line["down"]), ("more", line["up"])):
        change = None if end is None else end - answer["value"]
        if said[name] == "no plan":
            claims.append((f"{name}: no plan", end is None, str(end)))
        elif said[name] == "±0":
            claims.append((f"{name}: nothing", change is not None and abs(change) <= 1e-8 * max(abs(answer["value"]), 1e-3), str(change)))
        else:
            printed = Figure(said[name])
            claims.append((f"{name} {said[name]}", change is not None and printed.agrees(change, 1e-5), str(change)))
    if "from" in said and line["stays"]:
        values(claims, said, {"from": line["stays"]["from"], "to": line["stays"]["to"]})
    return {"words": said["words"], "less": CLAIMED, "more": CLAIMED, "from": CLAIMED, "to": CLAIMED, "holds": held(claims)}


def calm(said, answer):
    dust = 1e-9 * max(abs(answer["value"]), 1e-3)
    still = [x for x in answer["lines"] if x["down"] is not None and x["up"] is not None and
             max(abs(x["down"] - answer["value"]), abs(x["up"] - answer["value"])) <= dust]
    return {"calm": len(still), "all": len(answer["lines"])}


CHANGE = r"{g:%s}"
SENSITIVITY = [
    Phrase("To {w:goal}: {g:value} as it is.", as_it_is),
    Phrase("To {w:goal}: {m:value} {c} as it is.", lambda said, answer: {**as_it_is(said, answer), "_2": [answer["unit"].lstrip("M")]}, "as it is"),
    Phrase("{p} less  {p} more{x}", lambda said, answer: {"_0": answer["by"], "_1": answer["by"]}, "heads"),
    Phrase("{w:words}  {w:less}  {w:more}  {x:bars}  {p:from} … {p:to}[[ and more]]", moved),
    Phrase("{w:words}  {w:less}  {w:more}  {x:bars}  only as it is", moved),
    Phrase("{w:words}  {w:less}  {w:more}  {x:bars}", moved),
    Phrase("{i:calm} of {i:all} figures do not move it.", calm),
    Phrase("Most hangs on {x}", None),
]


# The frontier.

def point(said, answer):
    place = int(said["place"]) - 1
    if place >= len(answer["points"]):
        return {"holds": [(f"point {place + 1} of {len(answer['points'])}", False)]}
    own = answer["points"][place]
    claims = values([], said, {"a": own[0], "b": own[1], "c": own[2] if len(own) > 2 else None})
    if "slope" in said and len(own) == 2:
        after = answer["points"][place + 1]
        share = answer["goals"][0][1] == ""
        worth = abs((after[1] - own[1]) / (after[0] - own[0])) / (100 if share else 1)
        printed = figure(said["slope"])
        claims.append((f"slope {said['slope']}", printed.agrees(worth, 1e-4), f"{worth:.8g}"))
    return {"place": place + 1, "a": CLAIMED, "b": CLAIMED, "c": CLAIMED, "slope": CLAIMED, "holds": held(claims)}


def traded(said, answer):
    return {"one": answer["goals"][0][0], "other": answer["goals"][1][0], "third": answer["goals"][-1][0], "unit": answer["goals"][0][1]}


FRONTIER = [
    Phrase("{i:place}  {g:a}  {g:b}[[  {g:slope}]]", point),
    Phrase("{i:place}  {g:a}  {g:b}  {g:c}", point),
    Phrase("There are more than these {i:n}, {x}", lambda said, answer: {"n": len(answer["points"])}, "more points"),
    Phrase("{w:one}  {w:other}  1 {w:unit} of the first costs of the second", traded, "heads"),
    Phrase("{w:one}  {w:other}[[  one point of the first costs of the second]]", traded, "heads"),
    Phrase("{w:one}  {w:other}  {w:third}", traded, "heads"),
    Phrase("one point of the first costs of the second", None),
]


# Independence.

def insured(said, answer):
    rows = [p for p in answer["points"] + answer["by_budget"] if p["name"] == said["name"]]
    for p in rows:
        alone = p.get("domestic_by_itself")
        claims = values([], said, {"insured": p["insured"], "gap": p["gap"], "denied": p["gap_when_denied"], "lost": p["lost_in_last_year"], "orders": p["orders"],
                                   "paid": p["cost"], "proven": p["proven_within"], "added": alone and alone[2], "us": alone and alone[4]})
        claims.append((f"from {said['from']}", said["from"] == (str(p["independent_from"]) if p["independent_from"] else "no year"), str(p["independent_from"])))
        if all(ok for _, ok, _ in claims):
            break
    return {k: CLAIMED for k in said} | {"holds": held(claims)}


def premium(said, answer):
    rows = [p for p in answer["points"] if p["name"] == said["name"]]
    first, last = rows[0], rows[-1]
    true = {"denied": last["gap_when_denied"] - first["gap_when_denied"], "gap": last["gap"] - first["gap"], "paid": last["cost"] - first["cost"]}
    if first.get("domestic_by_itself"):
        true["added"] = last["domestic_by_itself"][2] - first["domestic_by_itself"][2]
    return {k: CLAIMED for k in said} | {"holds": held(values([], said, true))}


INDEPENDENCE = [
    Phrase("Insured against: {x}", None), Phrase("Insured 100 %: {x}", None),
    Phrase("insured  gap  {x}", None), Phrase("Gaps are means of the years{x}", None), Phrase("over ordering nothing{x}", None),
    Phrase("{w:name}  {p:insured}  {p:gap}  {p:denied}  {p:lost}  {w:from}  {m:orders}  {m:added}  {m:us}  {m:paid}  {p:proven}", insured),
    Phrase("Insured as well as can be, {w:name}: gap when denied {pts:denied}, gap in normal times {pts:gap}, orders by value added inside {m:x}, paid {m:paid}.", premium),
    Phrase("Insured but for 2 %, {w:name}: gap when denied {pts:denied}, gap in normal times {pts:gap}, orders by value added inside {m:added}, paid {m:paid}.", premium),
    Phrase("Insured within 2 % of the best, {w:name}: gap when denied {pts:denied}, gap in normal times {pts:gap}, orders by value added inside {m:added}, paid {m:paid}.", premium),
]


# What cannot hold together.

def demands(said, answer):
    return {"n": len(answer["parties"])}


def amount(unit, text):
    """Returns the number of an amount in a unit."""
    return figure(text) or figure(re.match(r"[-−]?[\d ]*\d(?:\.\d+)?", text).group(0))


def place(said, answer):
    for party in answer["parties"]:
        for limit in party["places"]:
            if limit["limit"] != said["limit"]:
                continue
            now, enough = limit["stands_at"], limit["enough_is"] if limit["enough_is"] is not None else party["enough_is"]
            claims = [(f"is {said['now']}", amount(party["unit"], said["now"]).agrees(now, 1e-5), f"{now:.8g}")]
            if "enough" in said and enough is not None:
                claims.append((f"enough {said['enough']}", amount(party["unit"], said["enough"]).agrees(enough, 1e-5), f"{enough:.8g}"))
                by = figure(said["by"])
                claims.append((f"{said['by']} {said['way']}", by.agrees(abs(enough - now), 1e-4) and said["way"] == ("more" if enough > now else "less"),
                               f"{enough - now:.8g}"))
            return {k: CLAIMED for k in said} | {"holds": held(claims)}
    return {"holds": [(f"no limit {said['limit']}", False)]}


def way(said, answer):
    shares = [p["enough"] for p in answer["parties"] if p["enough"] is not None]
    counts = [(p["way_out"]["is"], p["way_out"]["enough"]) for p in answer["parties"] if p["way_out"] and "is" in p["way_out"]]
    missing = [p["enough_is"] for p in answer["parties"] if p["enough_is"] is not None]
    claims = []
    if "share" in said:
        claims.append((said["share"], any(figure(said["share"]).agrees(s, 1e-5) for s in shares), str(shares)))
    if "is" in said:
        claims.append((f"{said['to']} instead of {said['is']}", any(figure(said["is"]).agrees(a, 1e-5) and figure(said["to"]).agrees(b, 1e-5) for a, b in counts), str(counts)))
    if "missing" in said:
        claims.append((said["missing"], any(amount("", said["missing"]).agrees(s, 1e-5) for s in missing), str(missing)))
    if "each" in said:
        true = [p["places"][0]["stands_at"] * (1 + p["enough"] * (1 if p["is_most"] else -1)) for p in answer["parties"] if p["enough"] is not None and p["places"]]
        claims.append((said["each"], any(amount("", said["each"]).agrees(s, 1e-5) for s in true), str(true)))
    if "years" in said:
        later = [p["way_out"]["years"] for p in answer["parties"] if p["way_out"] and "years" in p["way_out"]]
        claims.append((said["years"], int(said["years"]) in later, str(later)))
    return {k: CLAIMED for k in said} | {"holds": held(claims)}


INFEASIBLE = [
    Phrase("There is no plan. These {i:n} demands cannot hold together; without any one of them the others can:", demands),
    Phrase("[[or ]][[enough would be ]]{p:share} more of each", way), Phrase("[[or ]][[enough would be ]]{p:share} less of each", way),
    Phrase("[[or ]][[enough would be ]]{g:to} instead of {g:is}", way),
    Phrase("[[or ]][[enough would be ]]to let {w:missing} be missing to it", way),
    Phrase("[[or ]][[enough would be ]]every target {i:years} years later", way),
    Phrase("[[or ]][[enough would be ]]{w:each} each", way),
    *[Phrase(start + "{w:limit}: {w:now}; enough would be {w:enough}, {w:by} " + way_, lambda said, answer, start=start, way_=way_:
             place({**said, "limit": start + said["limit"], "way": way_}, answer), "place") for start in ("required: ", "") for way_ in ("more", "less")],
    Phrase("required: {w:limit}: {w:now}", lambda said, answer: place({**said, "limit": "required: " + said["limit"]}, answer), "place"),
    Phrase("required: {x}", None),
    Phrase("{w:limit}: {w:now}", place),
    Phrase("and {i} more", lambda said, answer: {"_0": [str(len(p["places"]) - 12) for p in answer["parties"]]}, "and more"),
    Phrase("rule {x}", None), Phrase("capacity of {x}", None), Phrase("budget{x}", None),
    Phrase("{x} of {x}", None),
]
