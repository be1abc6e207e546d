"""Laws that must hold between two solves of Entente, each on the models of which it is true."""

import collections
import copy
import multiprocessing
import random
import subprocess
import time
from dataclasses import dataclass, field

import changes
import judge
import program
from changes import rules_of, table
from families import FAMILIES, generate

SAME, NEVER_WORSE, NEVER_BETTER = "the same", "never worse", "never better"
OF_OFFERS = ("design_authority", "excluded_producers")
LAWS = {}
# Families of which a narrow law is often true.
SUITED = {"a_longer_service_life": ["life", "wear", "wear", "retiring", "firm", "held", "quality", "targets", "surplus", "budget", "lines",
                                    "expansion", "special", "overshoot", "no_gdp", "alone", "gap_bands", "no_buy"],
          "said_otherwise": ["fielding", "no_buy", "line_needs", "named", "second", "excluded", "pools", "lead", "priced"],
          "a_discount": ["discounts", "pools", "funds", "through", "participants", "home", "budget", "lots", "fielding", "minimum", "ranks"]}


@dataclass
class Second:
    """The second document of a law, and how its goals compare with those of the first."""

    doc: dict
    relation: str = SAME
    money: float = 1.0
    args: list = field(default_factory=list)


def law(function):
    """Registers a law: a function of (document, proposal, random numbers) that returns a `Second`, or None where it is not true."""
    LAWS[function.__name__] = function
    return function


def kinds(doc):
    """Returns the kinds of all rules."""
    return {r["rule"] for r in rules_of(doc)}


def says(doc, table_name, *keys):
    """Returns whether an entry of a table states one of some keys."""
    return any(k in e for e in table(doc, table_name) for k in keys)


def has_bands(doc):
    """Returns whether prices depend on quantity."""
    return says(doc, "offers", "learning") or any(isinstance(o["price"], dict) for o in table(doc, "offers"))


def has_discounts(doc):
    """Returns whether a pool has discounts with producers."""
    return any("discounts" in pool for pool in changes.proposals(doc, "pools"))


def by_unit(doc):
    """Returns whether a figure compares money or units with something else: penalties, ranks, weights, amounts given up."""
    goals = str(doc["goals"])
    return (any("or_pay" in r or "rank" in r for r in rules_of(doc)) or "nobody_worse_off" in kinds(doc)
            or "within_amount" in goals or "require" in goals or any(isinstance(g.get("minimise"), dict) for g in doc["goals"]))


@law
def money_times_ten(doc, proposal, draw):
    """Money in tenths of the unit. True where no figure compares money with something else."""
    return None if by_unit(doc) else Second(changes.money(doc, 10), money=10)


@law
def money_by_a_thousand(doc, proposal, draw):
    """Money in thousands of the unit. True where no figure compares money with something else."""
    return None if by_unit(doc) else Second(changes.money(doc, 0.001), money=0.001)


@law
def quantities_doubled(doc, proposal, draw):
    """Twice of all units and all money. True where no figure compares them with something else."""
    return None if by_unit(doc) else Second(changes.quantity(doc, 2), money=2)


@law
def quantities_times_fifty(doc, proposal, draw):
    """Fifty times all units and all money, under the same conditions."""
    return None if by_unit(doc) else Second(changes.quantity(doc, 50), money=50)


@law
def order_of_the_document(doc, proposal, draw):
    """Another order of the entries. True of every document: order settles ties alone. `nobody_worse_off` is left out, since the
    plan of everyone alone may be another one of those that all goals value alike."""
    return None if "nobody_worse_off" in kinds(doc) else Second(changes.shuffled(doc, draw))


@law
def names(doc, proposal, draw):
    """Other names. True under the same condition."""
    return None if "nobody_worse_off" in kinds(doc) else Second(changes.renamed(doc))


@law
def more_capacity(doc, proposal, draw):
    """More capacity of every line is never worse on the first goal: every plan stays one. Not so under `nobody_worse_off`, since
    everyone alone gains, too."""
    if "nobody_worse_off" in kinds(doc) or not any("capacity" in e for e in table(doc, "lines") + table(doc, "offers")):
        return None
    more, factor = copy.deepcopy(doc), draw.choice([1.05, 1.5, 2.1])
    for e in table(more, "lines") + table(more, "offers"):
        changes.multiply(e, ["capacity"], factor)
    return Second(more, NEVER_WORSE)


@law
def more_budget(doc, proposal, draw):
    """A larger budget of one nation is never worse on the first goal. Not so under `nobody_worse_off`; under `own_share`, where it
    lowers the shares of others; and where a cost is shared by budgets."""
    keys = [e.get("key") for e in changes.expansions(doc) + table(doc, "programmes")]
    if kinds(doc) & {"nobody_worse_off", "own_share"} or "budget" in keys:
        return None
    more = copy.deepcopy(doc)
    nation = draw.choice(table(more, "nations"))
    if "budget" not in nation:
        return None
    changes.multiply(nation, ["budget"], draw.choice([1.1, 2.0]))
    return Second(more, NEVER_WORSE)


@law
def an_added_offer(doc, proposal, draw):
    """One more offer is never worse on the first goal, but under `nobody_worse_off`: a plan that orders nothing of it stays one.
    Where stocks are used up, it serves beyond the horizon, since others are refused."""
    if "nobody_worse_off" in kinds(doc):
        return None
    more = copy.deepcopy(doc)
    offer = dict(by=draw.choice(list(doc["producers"])), gives=draw.choice(list(doc["capabilities"])), price=round(draw.uniform(1, 8), 2))
    if draw.random() < 0.4:
        offer["lots_of"] = draw.randint(1, 6)
    if draw.random() < 0.4 and not says(doc, "capabilities", "used"):
        offer["service_life"] = draw.randint(1, 3)
    if doc.get("lines") and draw.random() < 0.5:
        offer["lines"] = [draw.choice(list(doc["lines"]))]
    more["offers"]["added"] = offer
    return Second(more, NEVER_WORSE)


@law
def a_forbidding_rule(doc, proposal, draw):
    """A rule that forbids is never better on the first goal. The rules here replace no other limit, as `own_share` replaces a
    nation's own need. Not so under `nobody_worse_off`, since rules of the model bind everyone alone, too."""
    if "nobody_worse_off" in kinds(doc):
        return None
    less = copy.deepcopy(doc)
    less.setdefault("rules", {})["forbids"] = draw.choice([
        {"rule": "excluded_producers", "producers": [draw.choice(list(doc["producers"]))]},
        {"rule": "european_content", "at_least": "50 %", "of": draw.choice(["each_offer", "each_nation", "basket"])},
        {"rule": "design_authority"},
        {"rule": "largest_share", "at_most": "60 %", "of": "basket"},
        {"rule": "largest_share", "at_most": "40 %", "of": "basket", "producers": [draw.choice(list(doc["producers"]))]},
        {"rule": "at_least_suppliers", "at_least": 2, "each": round(draw.uniform(0.2, 3), 2)},
        {"rule": "most_types", "at_most": 1, "of": "each_capability"},
        *([{"rule": "most_programmes", "at_most": 1}] if len(doc.get("programmes") or {}) > 1 else []),
    ])
    return Second(less, NEVER_BETTER)


@law
def a_further_limit(doc, proposal, draw):
    """A ceiling, a least useful quantity, what a nation pays for a type, or an offer that it does not buy is never better on the
    first goal. An offer alone: of a capability that one does not buy, others have a larger share. Not so under
    `nobody_worse_off`, since these bind everyone alone, too."""
    if "nobody_worse_off" in kinds(doc):
        return None
    less, nation, p = copy.deepcopy(doc), draw.choice(list(doc["nations"])), draw.choice(list(doc["offers"]))
    takes = less["nations"][nation].setdefault("fielding", {}).setdefault(p, {})
    limit, before = draw.choice(["ceiling", "does_not_buy", "at_least", "cost", "yearly"]), doc["offers"][p].get("fielding", {})
    if limit == "ceiling":
        without = [c for c in table(less, "capabilities") if "ceiling" not in c]
        if not without:
            return None
        draw.choice(without)["ceiling"] = round(draw.uniform(3, 30), 2)
    elif limit == "does_not_buy":
        less["nations"][nation].setdefault("does_not_buy", []).append(p)
    else:
        takes[limit] = takes.get(limit, before.get(limit, 0)) + round(draw.uniform(0.5, 8), 2)
    return Second(less, NEVER_BETTER)


@law
def a_discount(doc, proposal, draw):
    """A discount of a pool is never worse on the first goal: every plan stays one, and costs no more. Not so where rules judge what
    is paid: `nobody_worse_off` and `juste_retour`."""
    if proposal != "prop" or kinds(doc) & {"nobody_worse_off", "juste_retour"}:
        return None
    more = copy.deepcopy(doc)
    pool, i = draw.choice(changes.proposals(more, "pools")), draw.choice(list(doc["producers"]))
    his = {"offers": {p: o for p, o in doc["offers"].items() if o["by"] == i}}
    if i in pool.get("discounts", {}) or has_bands(his):
        return None
    pool.setdefault("discounts", {})[i] = {round(draw.uniform(1, 40), 2): "10 %", 50: "20 %"}
    return Second(more, NEVER_WORSE)


@law
def said_otherwise(doc, proposal, draw):
    """Another way to say the same: `excludes` by the offers of a firm, groups by their capabilities, a line that needs a programme by
    its offers, `fielding` of an offer by every nation, `second_source` by `largest_share`. True of every document but under
    `nobody_worse_off`, as for `order_of_the_document`."""
    other = changes.said_otherwise(doc)
    return None if other == doc or "nobody_worse_off" in kinds(doc) else Second(other)


@law
def a_longer_service_life(doc, proposal, draw):
    """A longer life of all offers is never worse on the first goal, if that is a gap. A plan of short lives stays one if each
    delivery is cut by what still serves: no more is then ordered in any year, and as much serves.

    For that, orders must be free to shrink: no lots, minimum orders, prices by quantity, least loads or parts of a year in
    deliveries; no rule but of single offers, since shares of a smaller basket are other shares; units must be worth the same,
    so no enablers and no denials; each offer gives one capability, since what serves on takes the room of what would give two;
    and support and having a type must be free, since they are paid for longer. A ceiling may fall, and what serves on stays; a least
    useful quantity and discounts ask for orders that do not shrink."""
    offers = table(doc, "offers")
    first = doc["goals"][0]
    if (has_bands(doc) or says(doc, "offers", "lots_of", "minimum_order", "support", "needs") or kinds(doc) - set(OF_OFFERS)
            or says(doc, "supply", "at_least") or says(doc, "capabilities", "needs", "ceiling") or doc.get("denials")
            or says(doc, "lines", "needs") or changes.fieldings(doc) or has_discounts(doc)
            or "require" in str(doc["goals"])
            or not any("service_life" in o for o in offers) or first.get("minimise") not in ("gap", "worst_gap", "national_gap", "national_shortfall")
            or any(not isinstance(o["gives"], str) or o.get("lead_time") in ("0.5 years", "1.25 years", 0.4) for o in offers)):
        return None
    longer, years = copy.deepcopy(doc), draw.choice([1, 2, None])
    for o in table(longer, "offers"):
        if "service_life" in o and years is None:
            del o["service_life"]
        elif "service_life" in o:
            o["service_life"] = int(str(o["service_life"]).split()[0]) + years
    return Second(longer, NEVER_WORSE)


@law
def two_halves_of_a_nation(doc, proposal, draw):
    """Two halves of a nation, buying together, are the same as the whole. True where nothing counts nations or whole orders: no
    lots, minimum orders, set-ups, fielding, prices by quantity, relations or pools; and no mean over nations as a goal."""
    countless = {"at_least_suppliers", "most_programmes",
                 "european_content", "largest_share", "second_source", "design_authority", "lost_when_denied", "own_share"}
    single = any(r.get("of") in ("each_nation", "each_offer") for r in rules_of(doc))
    if (proposal != "together" or has_bands(doc) or says(doc, "offers", "lots_of", "minimum_order", "set_up") or doc.get("supply")
            or changes.fieldings(doc) or kinds(doc) - countless or single or by_unit(doc)
            or "national_gap" in str(doc["goals"]) or "excludes" in doc["nations"]["DEU"]):
        return None
    return Second(changes.halved(doc))


@law
def a_dominated_offer(doc, proposal, draw):
    """A dearer twin on the same line changes nothing. True where a second type is no use by itself: no lots, minimum orders,
    set-ups, prices by quantity, or relations; and nothing judges what is paid or its list price rather than what it is worth. A
    type that takes something to field is no use either: what is ordered of both can be ordered of one."""
    if (has_discounts(doc) or has_bands(doc) or says(doc, "offers", "lots_of", "minimum_order", "set_up") or says(doc, "supply", "at_least", "fixed_cost")
            or kinds(doc) & {"nobody_worse_off", "juste_retour", "at_least_nations"} or any("rank" in r for r in rules_of(doc))):
        return None
    return Second(changes.with_dearer_twin(doc))


@law
def without_reduction(doc, proposal, draw):
    """`--no-reduce` changes nothing."""
    return Second(doc, args=["--no-reduce"])


@law
def by_simplex(doc, proposal, draw):
    """`--method simplex` changes nothing."""
    return Second(doc, args=["--method", "simplex"])


@law
def by_interior_point(doc, proposal, draw):
    """`--method interior-point` changes nothing."""
    return Second(doc, args=["--method", "interior-point"])


def broken(first, second, relation, factor):
    """Returns the place of the first goal for which a law is broken, and why; or two times None."""
    for i, (a, b) in enumerate(zip(first, second)):
        unit = factor if a["unit"] == "MEUR" else 1.0
        value, size = a["value"] * unit, max(abs(a["value"]) * unit, unit)
        slack = (5e-6 + (a["proven_within"] or 0) + (b["proven_within"] or 0)) * size * (1 if i == 0 else 5)
        better = (value - b["value"]) * (1 if a["goal"].startswith("minimise") or "missing" in a["goal"] else -1)
        if relation == SAME and abs(better) > slack:
            return i, f"{a['goal']}: {value:.9g} and {b['value']:.9g}"
        if relation == NEVER_WORSE and better < -slack or relation == NEVER_BETTER and better > slack:
            return i, f"{a['goal']}: {value:.9g} and {b['value']:.9g}, {relation} is asked for"
        if relation != SAME:
            break
    return None, None


def judged(documents, proposal, args, place):
    """Returns what the statement says of a broken law: `solver`, where a solver proved a wrong value; `steep`, where both sides are
    right and a hair of what an earlier goal is kept to makes the difference; else `broken`."""
    found = [kind for doc in documents for kind, _ in judge.judge(doc, proposal, plan=False)]
    if "solver" in found:
        return "solver"
    return "steep" if place and not args and set(found) <= {"steep"} else "broken"


def check(name, seed, fault=None):
    """Checks a law on the model of a seed; returns (outcome, why, documents)."""
    draw = random.Random(f"{name} {seed}")
    some = SUITED.get(name, FAMILIES)
    doc, proposal = generate(seed, draw.sample(some, draw.choice([1, 2, 3])))
    second = LAWS[name](doc, proposal, draw)
    if second is None:
        return "not true here", "", None
    spoil = fault or (lambda d, args: d)
    try:
        code, first, _ = program.solve(spoil(copy.deepcopy(doc), []), proposal)
        if code:
            return ("no plan" if code in (1, 2, 3, 4) else "broken"), f"exit code {code} of the first", (doc, second.doc)
        code, other, _ = program.solve(spoil(copy.deepcopy(second.doc), second.args), proposal, second.args)
    except subprocess.TimeoutExpired:
        return "slow", "", None
    documents = (doc, second.doc)
    if code and second.relation == NEVER_BETTER and (code == 4 or "nothing was solved" in other):
        return "holds", "", documents
    if code:
        return "broken", f"exit code {code}: {' '.join(other.split())[:200]}", documents
    place, why = broken(first["goals"], other["goals"], second.relation, second.money)
    if why is None:
        return "holds", "", documents
    return (judged(documents, proposal, second.args, place) if fault is None else "broken"), why, documents


def task(job):
    return job, check(*job)


def run(models, seed):
    """Checks all laws on some models each; returns how many are broken."""
    begun, counts, failed = time.time(), {name: collections.Counter() for name in LAWS}, 0
    jobs = [(name, s) for s in range(seed, seed + models) for name in LAWS]
    with multiprocessing.Pool(2, maxtasksperchild=400) as pool:
        for (name, s), (outcome, why, documents) in pool.imap_unordered(task, jobs, chunksize=8):
            counts[name][outcome] += 1
            if outcome in ("broken", "solver"):
                failed += outcome == "broken"
                for side, doc in zip("ab", documents):
                    program.write(doc, program.SCRATCH / "bad" / f"{name}-{s}-{side}.yaml")
                print(f"{name}, seed {s}, {outcome}: {why}", flush=True)
    for name, outcomes in counts.items():
        print(f"{name}: " + ", ".join(f"{k} {c}" for k, c in outcomes.most_common()))
    print(f"{len(jobs)} checks in {time.time() - begun:.0f} s")
    print(f"{sum(c['holds'] for c in counts.values())} passed, {failed} failed")
    return failed


def planted(models, seed):
    """Shows that each law notices a planted fault; returns how many do not."""
    from planted import FAULTS
    missed = 0
    for name in LAWS:
        if name not in FAULTS:
            print(f"{name}: no fault is planted")
            missed += 1
            continue
        caught = None
        for s in range(seed, seed + models):
            if check(name, s, FAULTS[name])[0] == "broken" and check(name, s)[0] != "broken":
                caught = s
                break
        told = f"caught, seed {caught}" if caught is not None else "not caught"
        print(f"{name}: {told} ({FAULTS[name].__doc__})", flush=True)
        missed += caught is None
    print(f"{len(LAWS) - missed} passed, {missed} failed")
    return missed
