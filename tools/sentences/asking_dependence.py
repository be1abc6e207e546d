"""`ladder`, `stress` and `timeline`, added up again from orders and document."""

import re

import page_tables
import running
from figures import num
from phrases import About, Phrase, Unknown, figure, flat
from solve_screen import RUNGS, held

KINDS = ["maintenance", "updates", "munitions", "enablers", "deliveries"]
NEAR = 1e-5
# What a holding may state without saying who made or supports it.
SILENT = {"nation", "gives", "quantity", "quality", "name", "source", "confidence"}


def is_silent(holding):
    """Returns whether nothing says who made or supports a holding, nor that a denial takes something of it."""
    return not {k for k in holding if k != "without_us" or holding[k] not in (1, "100 %")} - SILENT


def number(reader, where, what, said, true, room=NEAR):
    """Compares two numbers."""
    reader.numbers += 1
    if said is None or true is None:
        if said is not true:
            reader.fault(where, what, f"{what}: {said}", f"{true}")
    elif abs(said - true) > room * max(1.0, abs(true)):
        reader.fault(where, what, f"{what}: {said}", f"{true:.9g}")


def sentences(reader, where, text, phrases, *facts):
    """Reads the lines of a screen that end as a sentence does."""
    for line in flat(text).splitlines():
        if line.strip().endswith("."):
            reader.read(where, line.strip(), phrases, *facts)


def safely(reader, name, check, *args):
    """Runs a check; what it cannot recompute is counted."""
    try:
        check(*args)
    except Unknown as unknown:
        reader.unchecked[name, str(unknown)] = reader.unchecked.get((name, str(unknown)), 0) + 1


# The ladder.

def ladder(reader, case):
    where, book, standing = f"seed {case.seed}, ladder", case.book, case.standing
    answer = running.ask_json("ladder", case.folder, "--by", "capability,nation,producer,offer")
    if answer is None:
        return
    for line in answer["lines"]:
        what = f"{line['of']} by {line['by']} {line['code']}"
        if line["of"] == "orders":
            of = {"all": lambda o: True}.get(line["by"], lambda o, line=line: o[line["by"]] == line["code"])
            number(reader, where, what, line["value"], book.value(of))
            if line["value"] > 1e-6:
                for place, rung in enumerate(RUNGS):
                    number(reader, where, f"{what}, {rung}", line["rungs"][place], book.rung(rung, of=of))
                    number(reader, where, f"{what}, {rung} by itself", line["alone"][place], book.rung(rung, True, of=of))
        elif line["by"] == "all":
            def compare(line=line, what=what):
                t = book.first if line["of"] == "held today" else book.last
                whole, rungs = page_tables.held_ladder(book, standing, t, line["of"] == "stock")
                number(reader, where, what, line["value"], whole)
                if line["value"] > 1e-6:
                    for place, rung in enumerate(RUNGS):
                        number(reader, where, f"{what}, {rung}", line["rungs"][place], rungs[place])
            safely(reader, "ladder", compare)
    for fall in answer["falls"]:
        def of(o, fall=fall):
            return o["offer"] == fall["offer"]
        cumulated = [1.0] + [book.rung(r, of=of) for r in RUNGS]
        steps = [(a - b) * book.value(of) for a, b in zip(cumulated, cumulated[1:])]
        number(reader, where, f"{fall['offer']} loses on {fall['rung']}", fall["lost"], max(steps))
        number(reader, where, f"{fall['offer']} loses on {fall['rung']}", fall["lost"], steps[RUNGS.index(fall["rung"])])
        number(reader, where, f"orders of {fall['offer']}", fall["value"], book.value(of))
    _, text, _ = running.ask("ladder", case.folder)
    sentences(reader, where, text, LADDER, book, standing)


def stepwise(said, book, standing):
    return {r: book.rung(r) for r in RUNGS}


def by_itself(said, book, standing):
    return {r: book.rung(r, True) for r in RUNGS}




# Stress.

def denied(book, by, start, what=None):
    """Adds a denial to the facts of a book; returns its code."""
    code = f"asked {by} {start} {what}"
    book.f.denials[code] = dict(by=[by], start=start, what=set(what or KINDS), weight=1.0)
    return code


def stress(reader, case):
    where, book, standing = f"seed {case.seed}, stress", case.book, case.standing
    own = list(book.f.denials)
    answers = []
    if own:
        answers = [(a["denial"], a, "") for a in running.ask_json("stress", case.folder) or []]
    start = book.years[len(book.years) // 2]
    for by in ("USA", "KOR"):
        asked = running.ask_json("stress", case.folder, "--deny", by, "--from", start)
        if asked:
            answers.append((denied(book, by, start), asked[0] if isinstance(asked, list) else asked, f"--deny {by} --from {start}"))
    for code, answer, how in answers:
        safely(reader, "stress", stressed, reader, f"{where} {how or code}", book, standing, code, answer)
    if own:
        _, text, _ = running.ask("stress", case.folder)
        blocks, current = [], None
        for line in flat(text).splitlines():
            if line.startswith("Denied by "):
                current = next((d for d in own if len(blocks) == own.index(d)), None)
                blocks.append(current)
            if line.strip().endswith(".") and current:
                reader.read(where, line.strip(), STRESS, book, standing, current)
    for code in list(book.f.denials):
        if code not in own:
            del book.f.denials[code]


def part_lost(standing, k, t, usable, left):
    """Returns the share of what is usable and needed of one capability that is lost."""
    usable, left = standing.needed(k, t, usable), standing.needed(k, t, left)
    return (usable - left) / usable if usable > 1e-9 else 0.0


def stressed(reader, where, book, standing, code, answer):
    for year in answer["years"]:
        t = year["year"]
        number(reader, where, f"gap in {t}", year["gap"], standing.weighted(t))
        number(reader, where, f"gap when denied in {t}", year["gap_when_denied"], standing.weighted(t, code))
        number(reader, where, f"lost in {t}", year["lost"], standing.lost(t, code))
    last = book.last
    listed = {line["capability"] for line in answer["capabilities"]}
    for line in answer["capabilities"]:
        k = line["capability"]
        usable, left = standing.usable(k, last), standing.usable(k, last, code)
        number(reader, where, f"usable of {k}", line["usable"], usable)
        number(reader, where, f"left of {k}", line["left"], left)
        number(reader, where, f"lost of {k}", line["lost"], part_lost(standing, k, last, usable, left))
        if standing.baseline(k, last) <= 0:
            if line["gap"] is not None:
                reader.fault(where, f"gap of {k}", f"{line['gap']}", "no gap: there is no baseline")
            continue
        number(reader, where, f"gap of {k}", line["gap"], standing.gap(k, last, usable))
        number(reader, where, f"gap of {k} when denied", line["gap_when_denied"], standing.gap(k, last, left))
    for k in book.f.capabilities:
        if k not in listed and standing.usable(k, last) - standing.usable(k, last, code) > 1e-6 * max(1, standing.usable(k, last)):
            reader.fault(where, "capabilities", f"{k} loses {standing.usable(k, last) - standing.usable(k, last, code):.6g} and is not listed", "all that lose")
    for kind in answer["kinds"]:
        alone = denied(book, book.f.denials[code]["by"][0], book.f.denials[code]["start"], [kind["kind"]])
        book.f.denials[alone]["by"] = book.f.denials[code]["by"]
        if kind["kind"] in book.f.denials[code]["what"]:
            number(reader, where, f"{kind['kind']} alone", kind["lost"], standing.lost(last, alone))
        del book.f.denials[alone]
    for n in answer["nations"]:
        if last >= book.f.denials[code]["start"]:
            number(reader, where, f"{n['nation']} loses", n["lost"], own_loss(book, standing, n["nation"], code))


def own_loss(book, standing, n, code):
    """Returns the share of what one nation has in the last year that a denial takes."""
    there, last = in_baselines(book, standing, n), book.last
    if there <= 0:
        # It has only what has no baseline.
        return None
    return (there - in_baselines(book, standing, n, code)) / there if there > 1e-9 and last >= book.f.denials[code]["start"] else 0.0


def in_baselines(book, standing, n=None, code=None):
    """Returns what a nation, or all, have in the last year, or what works of it under a denial, in baselines by weight."""
    return sum(book.f.capability[k]["weight"] / standing.baseline(k, book.last) *
               sum(standing.own(k, book.last, m, code) for m in (book.nations if n is None else [n]))
               for k in standing.based if standing.baseline(k, book.last) > 0)


def switch(said, book, standing, code):
    """A switch that the plan does not bring to an end in time."""
    d = next((d for d in book.programmes if book.programmes[d].get("name", d) == said["name"]), None)
    if d is None:
        return {"holds": [(f"no programme {said['name']}", False)]}
    ends = [r["year"] + int(num(book.programmes[d]["duration"])) for r in book.started if r["programme"] == d and r["nation"] is None]
    return {"name": said["name"], "last": book.last, "what": said["what"], "holds": [(f"it is over in {ends}", not any(t <= book.last for t in ends))]}


def without_baseline(said, book, standing, code=None):
    """A capability that has no baseline in a year."""
    names = said["names"].split(", ")
    codes = [k for k in book.f.capabilities if book.name("capabilities", k) in names]
    return {"names": said["names"], "year": said["year"], "holds": [(f"{k} has a baseline in {said['year']}", standing.baseline(k, int(said["year"])) <= 0) for k in codes]}


def in_last(said, book, standing, code):
    last = book.last
    return {"last": last, "lost": standing.lost(last, code), "denied": standing.weighted(last, code), "gap": standing.weighted(last)}


def denied_by(said, book, standing, code):
    d = book.f.denials[code]
    return {"from": d["start"], "by": " and ".join(book.producer_name(a) if a in book.f.producers else book.country_name(a) for a in d["by"]), "what": said["what"]}


def each_alone(said, book, standing, code):
    claims = []
    for item in said["list"].split(", "):
        kind, _, share = item.partition(" ")
        alone = f"kind {kind}"
        book.f.denials[alone] = {**book.f.denials[code], "what": {kind}}
        true = standing.lost(book.last, alone)
        del book.f.denials[alone]
        claims.append((item, figure(share).agrees(true, NEAR), f"{true:.6g}"))
    return {"last": book.last, "holds": held(claims)}


def most_lost(said, book, standing, code):
    lost = {book.nation_name(n): own_loss(book, standing, n, code) for n in book.nations}
    lost = {n: v for n, v in lost.items() if v is not None and v > 5e-5}
    items = [re.fullmatch(r"(.+) (\d+ %)", item).groups() for item in said["list"].split(", ")]
    claims = [(f"{n} {share}", n in lost and figure(share).agrees(lost[n], NEAR), f"{lost.get(n)}") for n, share in items]
    claims.append((f"{len(items)} nations", len(items) == min(6, len(lost)), f"{lost}"))
    order = sorted(lost.values(), reverse=True)
    claims += [(f"{n} in place {place + 1}", abs(lost.get(n, 0.0) - order[place]) < 1e-6, f"{lost}") for place, (n, _) in enumerate(items) if place < len(order)]
    return {"holds": held(claims)}


def of_unknown_origin(said, book, standing, code):
    last, whole, unknown = book.last, in_baselines(book, standing), 0.0
    for k in standing.based:
        base = standing.baseline(k, last)
        if base > 0:
            unknown += book.f.capability[k]["weight"] / base * sum(h["units"][last] * h["quality"] for h in book.f.holdings if h["gives"] == k and is_silent(h["thing"] or {}))
    return {"last": last, "share": unknown / whole}


LADDER = [
    Phrase("{w:names} has no US baseline in {y:year} and is left out of {x}.", without_baseline),
    Phrase("{w:names} have no US baseline in {y:year} and are left out of {x}.", without_baseline),
    Phrase("Of what is ordered, {p:headline} has a domestic seat, {p:ownership} is owned inside as well, {p:content} is value added inside as well, "
           "{p:authority} is free to change and export as well, and {p:assured} still works without the United States as well.", stepwise),
    Phrase("Each by itself, of what is ordered: domestic seat {p:headline}, owned inside {p:ownership}, value added {p:content}, free to change {p:authority}, "
           "without US {p:assured}.", by_itself),
]


STRESS = [
    Phrase("{w:names} has no US baseline in {y:year} and is left out of {x}.", without_baseline),
    Phrase("{w:names} have no US baseline in {y:year} and are left out of {x}.", without_baseline),
    Phrase("{w:name} is not over by {y:last}: until then, what the nations have of {w:what} does not stand in for what is denied.", switch),
    Phrase("Denied by {w:by}: {w:what}, from {y:from} on.", denied_by),
    Phrase("In {y:last} that takes {p:lost} of what is usable and needed; the gap to the US baselines is {p:denied} instead of {p:gap}.", in_last),
    Phrase("Each denied alone would take in {y:last}: {l:list}.", each_alone),
    Phrase("Of what stands ready in {y:last}, enablers apart, {p:share} is held and nothing says who made or supports it: no denial takes it.", of_unknown_origin),
    Phrase("Nations that lose most of their own, enablers apart: {l:list}.", most_lost),
    Phrase("Of what is lost, enablers apart, {p:share} is an estimate: {x}", lambda said, *_: {"share": None}, "estimate"),
]


# The timeline.

def first_year(years, course, below):
    """Returns the first year from which on less is lost than a share."""
    found = None
    for t, v in zip(years, course):
        found = (found or t) if v < below else None
    return found


def timeline(reader, case):
    where, book, standing = f"seed {case.seed}, timeline", case.book, case.standing
    own = list(book.f.denials)
    answers = []
    if own:
        answers = list(zip(own, running.ask_json("timeline", case.folder) or []))
    asked = running.ask_json("timeline", case.folder, "--deny", "USA", "--below", "20 %")
    if asked:
        answers.append((denied(book, "USA", book.first), asked[0] if isinstance(asked, list) else asked))
    for code, answer in answers:
        safely(reader, "timeline", timed, reader, f"{where} {code}", book, standing, code, answer)
    if own:
        _, text, _ = running.ask("timeline", case.folder)
        codes = iter(own)
        code = None
        for line in flat(text).splitlines():
            if " · dependence on " in line:
                code = next(codes, None)
            if line.strip().endswith(".") and code:
                reader.read(where, line.strip(), TIMELINE, book, standing, code)
    for code in list(book.f.denials):
        if code not in own:
            del book.f.denials[code]


def timed(reader, where, book, standing, code, answer):
    course = [standing.lost(t, code, True) for t in book.years]
    for year, true in zip(answer["years"], course):
        number(reader, where, f"lost from {year['year']} on", year["lost"], true)
    close = any(abs(v - answer["below"]) < 1e-6 for v in course)
    reader.numbers += 1
    if not close and answer["independent_from"] != first_year(book.years, course, answer["below"]):
        reader.fault(where, "independent from", str(answer["independent_from"]), f"{first_year(book.years, course, answer['below'])}, {course}")
    listed = set()
    for line in answer["capabilities"]:
        k = line["capability"]
        listed.add(k)
        own = []
        for t, said in zip(book.years, line["lost"]):
            before = standing.usable(k, t)
            true = part_lost(standing, k, t, before, standing.in_end(k, t, code))
            own.append(true)
            number(reader, where, f"{k} lost from {t} on", said, true)
        if not any(abs(v - answer["below"]) < 1e-6 for v in own) and line["independent_from"] != first_year(book.years, own, answer["below"]):
            reader.fault(where, f"{k} independent from", str(line["independent_from"]), str(first_year(book.years, own, answer["below"])))
    for k in book.f.capabilities:
        if k not in listed and any(standing.usable(k, t) - standing.in_end(k, t, code) > 1e-6 for t in book.years):
            reader.fault(where, "capabilities", f"{k} would lose and is not listed", "all that lose")
    for year in answer["years"]:
        def rungs(year=year):
            whole, true = page_tables.held_ladder(book, standing, year["year"], True)
            if year["rungs"] is None:
                if whole > 1e-9:
                    reader.fault(where, "rungs", f"nothing stands ready in {year['year']}", f"{whole:.6g}")
                return
            for rung, a, b in zip(RUNGS, year["rungs"], true):
                number(reader, where, f"{rung} of what stands ready in {year['year']}", a, b)
        safely(reader, "timeline ladder", rungs)


def from_year(said, book, standing, code):
    course = [standing.lost(t, code, True) for t in book.years]
    true = first_year(book.years, course, 0.1)
    return {"from": true, "below": 0.1, "holds": [(f"from no year on: {course}", "from" in said or true is None)]}


TIMELINE = [
    Phrase("{w:names} has no US baseline in {y:year} and is left out of {x}.", without_baseline),
    Phrase("{w:names} have no US baseline in {y:year} and are left out of {x}.", without_baseline),
    Phrase("From {y:from} on, a denial costs less than {p:below} of capability.", from_year),
    Phrase("From no year of the horizon on does a denial cost less than {p:below} of capability.", from_year),
    Phrase("What would be lost in the end of what is usable{x}, if this were denied from that year on: {x}", None),
]
PARTS = {"ladder": ladder, "stress": stress, "timeline": timeline}
__all__ = ["PARTS", "About", "number", "sentences", "safely"]
