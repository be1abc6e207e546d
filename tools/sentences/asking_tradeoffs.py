"""`sensitivity`, `frontier`, `independence`, `infeasible` and shocks, by solving changed models from the start."""

import copy
import json
import math
import re

import asking_screens
import goals_again
import running
from books import COUNTRIES
from figures import num, series, span
from making_models import resolved
from phrases import Unknown
from solve_screen import model_goals

LOOSE = 4e-4


def solved(doc, proposal):
    """Solves a document; returns its goals, or None where there is no plan."""
    path = running.write(doc, running.SCRATCH / "changed.yaml")
    code, out, trouble = running.ask("solve", path, "--proposal", proposal, "--format", "json")
    if code == 0:
        return json.loads(out)["goals"]
    if code == 4:
        return None
    raise Unknown(f"a changed model that is refused ({code})")


def near(reader, where, what, said, true, size=1.0, room=LOOSE):
    """Compares two optima, as far as they are proven."""
    reader.numbers += 1
    if said is None or true is None:
        if said is not true:
            reader.fault(where, what, f"{what}: {said}", str(true))
    elif abs(said - true) > room * max(abs(true), abs(said)) + 2e-6 * size:
        reader.fault(where, what, f"{what}: {said:.9g}", f"{true:.9g}")


def awkward(case):
    """Returns whether a rule compares with standalone procurement, so that a changed model has other constants."""
    return any(r["rule"] == "nobody_worse_off" for r in case.book.rules.values())


# Sensitivity.

def scaled(case, figure, factor):
    """Returns the document with one figure made smaller or larger."""
    doc = resolved(case.doc)
    doc.pop("rates", None)
    kind, _, code = figure.partition(".")
    years = case.book.years
    if kind == "budget":
        d = doc["nations"][code]
        if d.get("budget") in (None, "unlimited"):
            raise Unknown("a budget without a limit")
        d["budget"] = {t: v * factor for t, v in series(d["budget"], years).items()}
    elif kind == "capacity":
        d = doc["lines"][code] if code in (doc.get("lines") or {}) else doc["offers"][code]
        d["capacity"] = {t: v * factor for t, v in series(d["capacity"], years).items()}
    elif kind == "price":
        d = doc["offers"][code]
        bands = case.book.f.offer[code]["bands"]
        d.setdefault("reference_price", bands[0][1])
        d["price"] = {k: num(v) * factor for k, v in d["price"].items()} if isinstance(d["price"], dict) else num(d["price"]) * factor
    elif kind == "baseline":
        d = doc["capabilities"][code]
        d["us_baseline"] = {t: v * factor for t, v in series(d["us_baseline"], years).items()}
    else:
        raise Unknown(f"figures of kind {kind}")
    return doc


def sensitivity(reader, case):
    if awkward(case):
        return
    where = f"seed {case.seed}, sensitivity"
    book = case.book
    some = [f"budget.{n}" for n in book.nations[:2] if book.limited(n)] + [f"price.{p}" for p in book.f.offers[:2]]
    some += [f"baseline.{k}" for k in case.standing.based[:1]] + [f"capacity.{p}" for p in book.f.offers[:1] if "capacity" in case.doc["offers"][p]]
    over = ",".join(some)
    code, out, trouble = running.ask("sensitivity", case.folder, "--over", over, "--format", "json", seconds=120)
    if code != 0:
        reader.fault(where, trouble.strip()[:200], f"exit {code} over {over}", "an answer")
        return
    answer = json.loads(out)
    near(reader, where, "as it is", answer["value"], case.book.goals()[0]["value"])
    _, text, _ = running.ask("sensitivity", case.folder, "--over", over, seconds=120)
    asking_screens.read(reader, where, text, asking_screens.SENSITIVITY, answer)
    if answer["decided"] and has_integers(case):
        reader.unchecked["sensitivity", "decided"] = reader.unchecked.get(("sensitivity", "decided"), 0) + 1
        return
    lines = answer["lines"]
    for line in lines[:3]:
        for name, factor in (("down", 1 - answer["by"]), ("up", 1 + answer["by"])):
            try:
                true = solved(scaled(case, line["figure"], factor), case.proposal)
            except Unknown as unknown:
                reader.unchecked["sensitivity", str(unknown)] = reader.unchecked.get(("sensitivity", str(unknown)), 0) + 1
                continue
            near(reader, where, f"{line['figure']} {name}", line[name], None if true is None else true[0]["value"], max(1e-3, abs(answer["value"])))


def has_integers(case):
    return bool(running.table(case.folder, "decisions"))


# The frontier.

def frontier(reader, case):
    if awkward(case) or any("rank" in r for r in case.book.rules.values()) or any(len(goals_again.measures(g)) > 1 for g in case.doc["goals"]):
        return
    where = f"seed {case.seed}, frontier"
    listed = [g for g in model_goals(case.book)]
    names = [list(goals_again.measures(g))[0] for g in listed]
    pairs = [(a, b) for a in range(len(names)) for b in range(a + 1, len(names))]
    if not pairs:
        return
    a, b = pairs[case.seed % len(pairs)]
    code, out, trouble = running.ask("frontier", case.folder, "--goals", f"{names[a]},{names[b]}", "--points", 5, "--format", "json", seconds=180)
    if code != 0:
        reader.fault(where, trouble.strip()[:200], f"exit {code} for a model that solves", "a frontier")
        return
    answer = json.loads(out)
    points = answer["points"]
    _, text, _ = running.ask("frontier", case.folder, "--goals", f"{names[a]},{names[b]}", "--points", 5, seconds=180)
    asking_screens.read(reader, where, text, asking_screens.FRONTIER, answer)
    less = [0 if "minimise" in listed[g] else 1 for g in (a, b)]
    sign = [-1.0 if s else 1.0 for s in less]
    for i, p in enumerate(points):
        for j, q in enumerate(points):
            worse = [sign[x] * (p[x] - q[x]) for x in (0, 1)]
            room = [1e-6 * max(abs(p[x]), 1e-3) for x in (0, 1)]
            reader.numbers += 1
            if i != j and all(w > -r for w, r in zip(worse, room)) and any(w > 100 * r for w, r in zip(worse, room)):
                reader.fault(where, str(points), f"point {i + 1} {p} is dominated by {j + 1} {q}", "no such point")
    first, second = listed[a], listed[b]
    # A word means the model's own goal, with what it looks at.
    words = [g["goal"] for g in case.book.goals()[-len(listed):]]
    if names.count(names[a]) == names.count(names[b]) == 1 and [g[0] for g in answer["goals"][:2]] != [words[i] for i in (a, b)]:
        reader.fault(where, str(answer["goals"]), f"goals {[g[0] for g in answer['goals']]}", f"{words[a]} and {words[b]}")
    if any(sum(set(goals_again.measures(g)) == {names[i]} for g in listed) > 1 for i in (a, b)):
        # Where the model has two such goals, neither is meant.
        return
    # What a little more of the one goal may buy of the other.
    steep = max((abs((q[1] - p[1]) / (q[0] - p[0])) for p, q in zip(points, points[1:]) if q[0] != p[0]), default=0.0)
    for place, point in enumerate(points):
        if place not in (0, len(points) - 1, len(points) // 2):
            continue
        doc = copy.deepcopy(case.doc)
        slack = 1e-6 * max(abs(point[0]), 1e-2)
        bound = {"at_most": point[0] + slack} if "minimise" in first else {"at_least": point[0] - slack}
        required = {"require": names[a], **bound, **{k: first[k] for k in ("of", "under", "rung") if k in first}}
        wanted = {k: v for k, v in second.items() if not k.startswith("within")}
        doc["goals"] = [g for g in doc["goals"] if "require" in g] + [required, wanted]
        try:
            true = solved(doc, case.proposal)
        except Unknown:
            continue
        reader.numbers += 1
        what = f"point {place + 1} of {len(points)} ({answer['exactness']}): {names[a]} {point[0]:.9g}"
        if true is None:
            reader.fault(where, str(points), f"{what} has no plan", "a point that can be reached")
            continue
        best = true[0]["value"]
        better = sign[1] * (point[1] - best)
        if better > 2e-3 * max(abs(best), abs(point[1]), 1e-3) + 2 * slack * steep and answer["exactness"] != "corners_as_decided":
            reader.fault(where, str(points), f"{what}, {names[b]} {point[1]:.9g}", f"{best:.9g} can be had")
        elif better < -2e-3 * max(abs(best), abs(point[1]), 1e-3):
            reader.fault(where, str(points), f"{what}, {names[b]} {point[1]:.9g}", f"only {best:.9g} can be had")


# Independence.

def independence(reader, case):
    if awkward(case) or not case.book.f.denials or any("rank" in r for r in case.book.rules.values()):
        return
    where = f"seed {case.seed}, independence"
    answer = running.ask_json("independence", case.model, "--proposals", case.proposal, seconds=120)
    if answer is None:
        return
    points, banded = answer["points"], any("gap_bands" in c for c in case.doc["capabilities"].values())
    for one, other in zip(points, points[1:]):
        reader.numbers += 1
        # Where gaps count by bands, plans are insured by these, and plain gaps are told.
        if not banded and one["failed"] is None and other["failed"] is None and other["gap_when_denied"] > one["gap_when_denied"] + 1e-4:
            reader.fault(where, "points", f"insured {other['insured']}: {other['gap_when_denied']:.6g}, more than {one['gap_when_denied']:.6g} at {one['insured']}", "no more")
    doc = copy.deepcopy(case.doc)
    doc["goals"] = [g for g in doc["goals"] if "require" in g] + [{"minimise": "worst_gap_under_denial"}]
    try:
        true = solved(doc, case.proposal)
    except Unknown:
        return
    last = points[-1]
    if true is not None and last["failed"] is None and not banded:
        # Within 2 % of what insurance gains over ordering nothing, as the screen says.
        reader.numbers += 1
        best = true[0]["value"]
        try:
            none = goals_again.doing_nothing(case.book, {"minimise": "worst_gap_under_denial"})
        except Unknown:
            none = 1.0
        worst = best + 0.02 * abs(none - best)
        if not best - 2e-4 * best - 1e-6 <= last["gap_when_denied"] <= worst + 1e-3 * worst + 1e-6:
            reader.fault(where, "points", f"insured within 2 % of the best: {last['gap_when_denied']:.9g}", f"{best:.9g} to {worst:.9g}")
    uninsured(reader, where, case, points[0])
    code, out, _ = running.ask("independence", case.model, "--proposals", case.proposal, seconds=120)
    asking_screens.read(reader, where, out, asking_screens.INDEPENDENCE, answer)


def uninsured(reader, where, case, point):
    """Compares the first point with the run, where no goal of the model looks at a denial."""
    book, standing = case.book, case.standing
    if point["failed"] or any("under_denial" in m for g in case.doc["goals"] for m in goals_again.measures(g)):
        return
    try:
        near(reader, where, "gap", point["gap"], standing.mean())
        near(reader, where, "orders", point["orders"], book.value(), 10.0)
        near(reader, where, "paid", point["cost"], book.total(), 10.0)
        worst = max(goals_again.gap(book, standing, standing.based, d, False) for d in book.f.denials)
        near(reader, where, "gap when denied", point["gap_when_denied"], worst, 1e-2)
        near(reader, where, "lost in the last year", point["lost_in_last_year"], max(standing.lost(book.last, d, True) for d in book.f.denials), 1e-2)
    except Unknown as unknown:
        reader.unchecked["independence", str(unknown)] = reader.unchecked.get(("independence", str(unknown)), 0) + 1


# What cannot hold together.

def infeasible(reader, case):
    """Asks a model that has no plan what would be enough, and lets there be as much, and a little less."""
    where, doc = f"seed {case.seed}, infeasible", copy.deepcopy(case.doc)
    if any("rank" in r for r in (case.doc.get("rules") or {}).values()):
        return
    if case.code == 0:
        if awkward(case) or not case.standing.based:
            return
        first = case.book.goals()[0]
        if not first["goal"].startswith("minimise capability gap") or first["value"] < 0.02 or case.doc["goals"][0].get("of"):
            return
        doc["goals"] = [{"require": "gap", "at_most": round(first["value"] * 0.6, 6)}, {"minimise": "cost"}]
    elif case.code != 4:
        return
    path = running.write(doc, running.SCRATCH / "none.yaml")
    code, out, _ = running.ask("infeasible", path, "--proposal", case.proposal, "--format", "json", seconds=120)
    if not out.startswith("{"):
        return
    answer = json.loads(out)
    reader.numbers += 1
    if answer["has_plan"]:
        if solved(doc, case.proposal) is None:
            reader.fault(where, "", "there is a plan after all", "none, says solve")
        return
    _, text, _ = running.ask("infeasible", path, "--proposal", case.proposal, seconds=120)
    asking_screens.read(reader, where, text, asking_screens.INFEASIBLE, answer)
    # The conflict may be that of standalone procurement, with whom a rule compares.
    proposal = "alone" if answer["alone_for"] else case.proposal
    if answer["alone_for"] and solved(doc, "alone") is not None:
        reader.fault(where, answer["alone_for"], "there is no standalone plan", "there is one")
    for party in answer["parties"]:
        try:
            enough(reader, where, doc, proposal, party, answer["relaxed"])
        except Unknown as unknown:
            reader.unchecked["infeasible", str(unknown)] = reader.unchecked.get(("infeasible", str(unknown)), 0) + 1


def one_limit(reader, where, doc, proposal, place, relaxed, years):
    """Gives one nation, or one line, in one year what is said to be enough, and a little less."""
    if place["enough_is"] is None:
        return
    budget, line = (re.fullmatch(start + " (.*), (\\d{4})", place["limit"]) for start in ("free budget of", "line of"))
    hit = budget or line
    if not hit:
        return

    def found(changed):
        if budget:
            return next(d for k, d in changed["nations"].items() if d.get("name", COUNTRIES.get(k, k)) == hit[1]), "budget"
        lines = [*(changed.get("lines") or {}).items(), *changed["offers"].items()]
        return next(d for k, d in lines if d.get("name", k) == hit[1] and d.get("capacity") is not None), "capacity"
    if place["enough_is"] < place["stands_at"]:
        reader.fault(where, place["limit"], f"enough would be {place['enough_is']:.6g}", "no less than what is")

    def change(part):
        changed = copy.deepcopy(doc)
        entry, key = found(changed)
        entry[key] = series(entry[key], years)
        entry[key][int(hit[2])] += (place["enough_is"] - place["stands_at"]) * part
        return changed
    reader.numbers += 2
    said = f"{place['limit']}: enough would be {place['enough_is']:.6g}"
    if solved(change(1.0005), proposal) is None and not relaxed:
        reader.fault(where, place["limit"], said, "there is still no plan")
    if solved(change(0.98), proposal) is not None:
        reader.fault(where, place["limit"], said, "less is enough")


def enough(reader, where, doc, proposal, party, relaxed):
    """Lets one demand give way by what is said to be enough, and by a little less."""
    first, last = span(doc["horizon"], None)
    years = list(range(first, last + 1))
    if party["demand"] in ("budgets", "capacity of lines"):
        for place in party["places"]:
            # Of a limit that is the only one of its kind, the demand says what is enough.
            is_ = place["enough_is"] if party["enough_is"] is None else party["enough_is"]
            one_limit(reader, where, doc, proposal, {**place, "enough_is": is_}, relaxed, years)
        if party["enough"] is None:
            return
    if party["demand"].startswith("required: minimise capability gap") and party["enough_is"] is not None:
        def change(part):
            changed, now = copy.deepcopy(doc), party["enough_is"]
            goal = next(g for g in changed["goals"] if g.get("require") == "gap")
            is_ = num(goal["at_most"])
            goal["at_most"] = is_ + (now - is_) * part
            return changed
        said = f"required gap {party['enough_is']:.6g}"
    elif party["demand"] == "budgets" and party["enough"] is not None:
        def change(part):
            changed = copy.deepcopy(doc)
            for d in changed["nations"].values():
                if d.get("budget") in (None, "unlimited"):
                    continue
                budget, committed = series(d["budget"], years), series(d.get("committed"), years, {t: 0.0 for t in years})
                d["budget"] = {t: committed[t] + (budget[t] - committed[t]) * (1 + party["enough"] * part) for t in years}
            return changed
        said = f"budgets {party['enough'] * 100:.4g} % more"
    elif party["demand"].startswith("required targets of ") and party["enough"] is not None:
        name = party["demand"].removeprefix("required targets of ")

        def change(part):
            changed = copy.deepcopy(doc)
            for k, d in changed["capabilities"].items():
                if name in (k, d.get("name")):
                    d["targets"] = {n: {t: v * (1 - party["enough"] * part) for t, v in series(x, years).items()} for n, x in d["targets"].items()}
            return changed
        said = f"targets {party['enough'] * 100:.4g} % less"
    elif party["demand"] == "capacity of lines" and party["enough"] is not None:
        def change(part):
            changed = copy.deepcopy(doc)
            for d in [*(changed.get("lines") or {}).values(), *changed["offers"].values()]:
                if d.get("capacity") is None:
                    continue
                # Shares are of what somebody wrote: of a line with what earlier orders take of it.
                d["capacity"] = {t: v * (1 + party["enough"] * part) for t, v in series(d["capacity"], years).items()}
            return changed
        said = f"capacity {party['enough'] * 100:.4g} % more"
    elif party["demand"].startswith("rule ") and (party.get("way_out") or {}).get("change") == "share":
        way, code = party["way_out"], party["demand"][5:]

        def change(part):
            changed = copy.deepcopy(doc)
            rules = [r for table in (changed.get("rules"), *((p.get("rules") for p in (changed.get("proposals") or {}).values()))) if table
                     for c, r in table.items() if code in (c, c.replace("_", " "), r.get("name"))]
            for r in rules:
                key = "at_least" if "at_least" in r else "at_most"
                r[key] = way["is"] + (way["enough"] - way["is"]) * part
            return changed
        said = f"{party['demand']} {way['is']} to {way['enough']:.6g}"
    else:
        raise Unknown("what is enough of " + party["demand"].split(" ")[0])
    reader.numbers += 2
    if solved(change(1.0005), proposal) is None and not relaxed:
        reader.fault(where, party["demand"], f"enough would be {said}", "there is still no plan")
    if solved(change(0.98), proposal) is not None:
        reader.fault(where, party["demand"], f"enough would be {said}", "less is enough")


infeasible.without_plan = True


# Shocks.

def shocks(reader, case):
    goal = case.doc["goals"][0]
    if awkward(case) or goal.get("minimise") != "gap" or set(goal) - {"minimise"} or any("rank" in r for r in case.book.rules.values()):
        return
    if any("gap_bands" in c for c in case.doc["capabilities"].values()):
        return
    book, years = case.book, case.book.years
    n, p = book.nations[0], book.f.offers[0]
    middle = years[len(years) // 2]
    asked = {"cut": {"budgets_cut": "20 %", "from": middle}, "grow": {"prices_grow": "8 %"}, "gone": {"leave": [n], "from": middle},
             "denied": {"deny": ["USA"], "from": middle}}
    lines = [p] if "capacity" in case.doc["offers"][p] and "lots_of" not in case.doc["offers"][p] else []
    if lines:
        asked["late"] = {"late": lines, "late_by": 1}
    study = {"study": "shocks", "model": "model.yaml", "proposals": [case.proposal], "shocks": asked}
    path, out = running.write(study, running.SCRATCH / "study.yaml"), running.SCRATCH / "study"
    import shutil
    shutil.rmtree(out, ignore_errors=True)
    code, _, trouble = running.ask("batch", path, "--jobs", 1, "--out", out, "--progress", "none", seconds=180)
    if code not in (0, 4):
        reader.unchecked["shocks", trouble.strip()[:60]] = reader.unchecked.get(("shocks", trouble.strip()[:60]), 0) + 1
        return
    code, text, _ = running.ask("results", out, "--by", "scenario", "--measure", "gap", "--format", "json")
    if code != 0:
        return
    told = {row["of"]: row["mean"] for row in json.loads(text)["percentiles"] if row["measure"] == "gap"}
    where = f"seed {case.seed}, shocks"
    for name in asked:
        try:
            true = solved(shocked(case, name, asked[name], middle), case.proposal)
        except Unknown as unknown:
            reader.unchecked["shocks", str(unknown)] = reader.unchecked.get(("shocks", str(unknown)), 0) + 1
            continue
        near(reader, where, f"gap with {asked[name]}", told.get(name), None if true is None else true[0]["value"], 1e-2)


def shocked(case, name, shock, middle):
    """Returns the document that a shock makes, written out."""
    doc, book = resolved(case.doc), case.book
    doc.pop("rates", None)
    years = book.years
    if name in ("cut", "gone"):
        for n, d in doc["nations"].items():
            if d.get("budget") in (None, "unlimited") or (name == "gone" and n not in shock["leave"]):
                if name == "gone" and n in shock["leave"]:
                    raise Unknown("a nation without a budget leaves")
                continue
            budget, committed = series(d["budget"], years), series(d.get("committed"), years, {t: 0.0 for t in years})
            new = {t: v if t < middle else v * 0.8 if name == "cut" else min(v, committed[t]) for t, v in budget.items()}
            d["budget"], d["committed"] = new, {t: min(committed[t], new[t]) for t in years}
    elif name == "grow":
        for p, d in doc["offers"].items():
            offer = book.f.offer[p]
            first, last = offer["open"]
            late = max(math.ceil(j) for j in offer["lead"])
            can = [t for t in years if first <= t <= last and t + late <= book.last] or [t for t in years if first <= t <= last]
            factor = sum(1.08 ** (t - book.first) for t in can) / len(can)
            d.setdefault("reference_price", offer["bands"][0][1])
            d["price"] = {k: num(v) * factor for k, v in d["price"].items()} if isinstance(d["price"], dict) else num(d["price"]) * factor
    elif name == "denied":
        doc.setdefault("denials", {})["asked"] = {"by": ["USA"], "from": middle}
        for goal in doc["goals"]:
            if goal.get("minimise") == "gap":
                goal["minimise"], goal["under"] = "gap_under_denial", ["asked"]
    elif name == "late":
        for p in shock["late"]:
            d = doc["offers"][p]
            d["lead_time"] = num(d.get("lead_time", 0)) + 1
    return doc


PARTS = {"sensitivity": sensitivity, "frontier": frontier, "independence": independence, "infeasible": infeasible, "shocks": shocks}
