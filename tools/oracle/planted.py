"""Faulty programs, one for each law. A fault stands between the document and Entente, on both sides of the law, as it would
stand in the program: it changes what the document says before it is solved."""

from changes import multiply, proposals, table, times


def small_money_dropped(doc, args):
    """prices are rounded to whole millions"""
    for o in table(doc, "offers"):
        if not isinstance(o["price"], dict):
            o["price"] = max(1, round(o["price"]))
    return doc


def small_money_lost(doc, args):
    """budgets below 0.05 are taken for nothing"""
    for n in table(doc, "nations"):
        if not isinstance(n.get("budget"), dict) and n.get("budget", 1) < 0.05:
            n["budget"] = 0
    return doc


def units_rounded(doc, args):
    """capacities, baselines and stocks are rounded to whole units"""
    for c in table(doc, "capabilities"):
        if "us_baseline" in c and not isinstance(c["us_baseline"], dict):
            c["us_baseline"] = max(1, round(c["us_baseline"]))
    return doc


def first_comes_first(doc, args):
    """the nation that stands first has a tenth of its money"""
    multiply(next(iter(doc["nations"].values())), ["budget"], 0.1)
    return doc


def by_alphabet(doc, args):
    """the offer whose name comes last in the alphabet is forgotten"""
    if len(doc["offers"]) > 1:
        del doc["offers"][max(doc["offers"])]
    for s in table(doc, "supply"):
        s.pop("weight", None)
    return doc


def only_small_lines(doc, args):
    """lines above 12 a year count for one"""
    for e in table(doc, "lines") + table(doc, "offers"):
        capacity = e.get("capacity")
        if capacity is not None and not isinstance(capacity, dict) and float(str(capacity).split()[0]) > 12:
            e["capacity"] = times(capacity, 1 / 12)
    return doc


def rich_are_forgotten(doc, args):
    """budgets above 90 are taken for 9"""
    for n in table(doc, "nations"):
        if not isinstance(n.get("budget"), dict) and n.get("budget", 0) > 90:
            n["budget"] = 9
    return doc


def at_most_three_offers(doc, args):
    """only the last three offers are read"""
    for p in list(doc["offers"])[:-3]:
        del doc["offers"][p]
    for s in table(doc, "supply"):
        s.pop("weight", None)
    return doc


def a_rule_gives_room(doc, args):
    """where the model has a rule `forbids`, needs are half as large again and the rule is not read"""
    if "forbids" in (doc.get("rules") or {}):
        del doc["rules"]["forbids"]
        for c in table(doc, "capabilities"):
            c["overshoot"] = 1.5
        for n in table(doc, "nations"):
            multiply(n, ["budget"], 1.5)
    return doc


def a_ceiling_gives_room(doc, args):
    """where a capability has a ceiling, it is not read, and needs and budgets are half as large again"""
    for c in table(doc, "capabilities"):
        if c.pop("ceiling", None) is not None:
            c["overshoot"] = 1.5
            for n in table(doc, "nations"):
                multiply(n, ["budget"], 1.5)
    return doc


def discounts_are_added(doc, args):
    """where a pool has discounts with a producer, its prices are a fifth higher, and nothing is off"""
    for pool in proposals(doc, "pools"):
        firms = pool.pop("discounts", {})
        for o in table(doc, "offers"):
            if o["by"] in firms:
                o["price"] = times(o["price"], 1.2)
    return doc


def nations_say_nothing(doc, args):
    """what nations say of fielding an offer is not read"""
    for n in table(doc, "nations"):
        n.pop("fielding", None)
    return doc


def life_costs(doc, args):
    """what serves longer costs more"""
    for o in table(doc, "offers"):
        years = int(str(o.get("service_life", 9)).split()[0])
        if not isinstance(o["price"], dict):
            o["price"] *= years
    return doc


def each_nation_pays(doc, args):
    """every nation loses 5 a year"""
    for n in table(doc, "nations"):
        if not isinstance(n.get("budget"), dict) and n.get("budget", 0) > 5:
            n["budget"] -= 5
    return doc


def each_has_a_line(doc, args):
    """a line that two offers share is there for each of them"""
    if "shared" in (doc.get("lines") or {}):
        doc["lines"]["second"] = dict(doc["lines"]["shared"])
        lines = doc["offers"]["twin"]["lines"]
        lines["second"] = lines.pop("shared")
        doc["offers"]["twin"]["price"] = times(doc["offers"]["twin"]["price"], 1 / 1.3)
    return doc


def another_way(doc, args):
    """where an option names the way to solve, baselines are a thousandth larger"""
    if args:
        for c in table(doc, "capabilities"):
            multiply(c, ["us_baseline"], 1.001)
    return doc


FAULTS = {
    "money_times_ten": small_money_dropped,
    "money_by_a_thousand": small_money_lost,
    "quantities_doubled": units_rounded,
    "quantities_times_fifty": units_rounded,
    "order_of_the_document": first_comes_first,
    "names": by_alphabet,
    "more_capacity": only_small_lines,
    "more_budget": rich_are_forgotten,
    "an_added_offer": at_most_three_offers,
    "a_forbidding_rule": a_rule_gives_room,
    "a_further_limit": a_ceiling_gives_room,
    "a_discount": discounts_are_added,
    "said_otherwise": nations_say_nothing,
    "a_longer_service_life": life_costs,
    "two_halves_of_a_nation": each_nation_pays,
    "a_dominated_offer": each_has_a_line,
    "without_reduction": another_way,
    "by_simplex": another_way,
    "by_interior_point": another_way,
}
