"""Changes of documents, each of which moves what a law says that it moves and nothing else."""

import copy
import re

import yaml


def times(value, factor):
    """Returns a figure, a map of years or a table, multiplied."""
    if isinstance(value, dict):
        return {k: times(v, factor) for k, v in value.items()}
    if isinstance(value, list):
        return [times(v, factor) for v in value]
    if isinstance(value, str):
        return f"{float(value.split()[0]) * factor!r} a year"
    return value * factor


def multiply(entry, keys, factor):
    """Multiplies some entries of a table, where they stand."""
    for key in keys:
        if key in entry:
            entry[key] = times(entry[key], factor)


def table(doc, name):
    """Returns the entries of a table."""
    return list((doc.get(name) or {}).values())


def proposals(doc, name):
    """Returns the entries of a table of all proposals."""
    return [e for p in table(doc, "proposals") for e in table(p, name)]


def expansions(doc):
    """Returns all expansions of lines and offers."""
    return [e["expansion"] for e in table(doc, "lines") + table(doc, "offers") if "expansion" in e]


def rules_of(doc):
    """Returns all rules of the model and its proposals."""
    return table(doc, "rules") + proposals(doc, "rules")


def fieldings(doc):
    """Returns what it takes to field offers, as offers and nations say it."""
    return [o["fielding"] for o in table(doc, "offers") if "fielding" in o] + [
        d for n in table(doc, "nations") for d in table(n, "fielding")]


def discounts(doc, factor):
    """Multiplies the totals from which discounts hold."""
    for pool in proposals(doc, "pools"):
        for i, steps in pool.get("discounts", {}).items():
            pool["discounts"][i] = {start * factor: off for start, off in steps.items()}


def money(doc, factor):
    """Counts all money in another unit."""
    doc = copy.deepcopy(doc)
    for n in table(doc, "nations"):
        multiply(n, ["budget", "committed", "gdp"], factor)
    for c in table(doc, "capabilities"):
        multiply(c, ["missing_unit_worth"], factor)
    for o in table(doc, "offers"):
        multiply(o, ["price", "reference_price", "set_up", "support", "delivery_cost"], factor)
    for d in fieldings(doc):
        multiply(d, ["cost", "yearly"], factor)
    discounts(doc, factor)
    for e in expansions(doc) + table(doc, "programmes"):
        multiply(e, ["cost"], factor)
    for s in table(doc, "supply"):
        multiply(s, ["cost", "fixed_cost"], factor)
    for pool in proposals(doc, "pools"):
        multiply(pool.get("harmonisation", {}), ["cost"], factor)
    for fund in proposals(doc, "funds"):
        multiply(fund, ["allocations", "envelope"], factor)
    return doc


def quantity(doc, factor):
    """Makes everything larger: units and money alike."""
    doc = copy.deepcopy(doc)
    for n in table(doc, "nations"):
        multiply(n, ["budget", "committed", "gdp"], factor)
    for c in table(doc, "capabilities"):
        multiply(c, ["us_baseline", "held", "used", "ceiling", "targets", "us_provides", "provided_by"], factor)
    for h in table(doc, "holdings"):
        multiply(h, ["quantity"], factor)
    for o in table(doc, "offers"):
        multiply(o, ["capacity", "backlog", "minimum_order", "lots_of", "set_up"], factor)
        if isinstance(o["price"], dict):
            o["price"] = {k * factor: v for k, v in o["price"].items()}
        multiply(o.get("learning", {}), ["from", "up_to"], factor)
    for d in fieldings(doc):
        multiply(d, ["at_least", "cost", "yearly"], factor)
    discounts(doc, factor)
    for l in table(doc, "lines"):
        multiply(l, ["capacity", "backlog"], factor)
    for e in expansions(doc):
        multiply(e, ["at_most"], factor)
    for s in table(doc, "supply"):
        multiply(s, ["at_most", "at_least", "fixed_cost"], factor)
    for p in table(doc, "programmes"):
        multiply(p, ["cost"], factor)
    for r in rules_of(doc):
        if r["rule"] in ("at_least_nations", "at_least_suppliers"):
            r.setdefault("each", 1)
        multiply(r, ["each"], factor)
    for pool in proposals(doc, "pools"):
        multiply(pool.get("harmonisation", {}), ["cost"], factor)
    for fund in proposals(doc, "funds"):
        multiply(fund, ["allocations", "envelope"], factor)
    return doc


def shuffled(doc, draw):
    """Puts the entries of tables into another order."""
    doc = copy.deepcopy(doc)
    for name in ("nations", "capabilities", "offers", "producers", "lines", "holdings", "denials"):
        if isinstance(doc.get(name), dict):
            keys = list(doc[name])
            draw.shuffle(keys)
            doc[name] = {k: doc[name][k] for k in keys}
    return doc


def renamed(doc):
    """Gives capabilities, offers, firms, lines and holdings other names in another order of the alphabet, and swaps two nations."""
    text = yaml.safe_dump(doc, sort_keys=False)
    for old, new in (("cap", "zeal"), ("off", "item"), ("firm", "atelier"), ("line", "bench"), ("hold", "stock")):
        text = re.sub(rf"\b{old}(\d)\b", lambda m, new=new: f"{new}{9 - int(m[1])}", text)
    swap = {"DEU": "FRA", "FRA": "DEU"}
    return yaml.safe_load(re.sub(r"\b(DEU|FRA)\b", lambda m: swap[m[1]], text))


def halved(doc):
    """Makes two nations of DEU, each with half of everything."""
    doc = copy.deepcopy(doc)
    multiply(doc["nations"]["DEU"], ["budget", "committed", "gdp"], 0.5)
    doc["nations"]["SVN"] = copy.deepcopy(doc["nations"]["DEU"])
    for c in table(doc, "capabilities"):
        for name in ("held", "targets", "used"):
            if "DEU" in c.get(name, {}):
                c[name]["DEU"] = c[name]["SVN"] = times(c[name]["DEU"], 0.5)
    for key, h in list((doc.get("holdings") or {}).items()):
        if h["nation"] == "DEU":
            h["quantity"] = times(h["quantity"], 0.5)
            doc["holdings"]["other_" + key] = dict(copy.deepcopy(h), nation="SVN")
    for o in table(doc, "offers"):
        if "DEU" in o.get("delivery_cost", {}):
            o["delivery_cost"]["SVN"] = o["delivery_cost"]["DEU"]
    for e in [doc, *expansions(doc), *table(doc, "programmes"), *table(doc, "rules")]:
        for key in ("domestic", "paid_by", "nations", "inside"):
            if isinstance(e.get(key), str):
                e[key] = e[key].replace("DEU", "DEU, SVN")
        if isinstance(e.get("key"), dict) and "DEU" in e["key"]:
            half = f"{float(e['key']['DEU'].split()[0]) / 2!r} %"
            e["key"]["DEU"] = e["key"]["SVN"] = half
    return doc


def with_dearer_twin(doc):
    """Adds a dearer twin of the first offer, made on the same line and worth the same."""
    doc = copy.deepcopy(doc)
    first, o = next(iter(doc["offers"].items()))
    shared = {k: o.pop(k) for k in ("capacity", "backlog", "ramp", "expansion") if k in o}
    if shared:
        doc.setdefault("lines", {})["shared"] = shared
        lines = o.get("lines") or {}
        o["lines"] = {**({l: 1 for l in lines} if isinstance(lines, list) else lines), "shared": 1}
    twin = copy.deepcopy(o)
    twin["reference_price"] = o.get("reference_price", o["price"][0] if isinstance(o["price"], dict) else o["price"])
    twin["price"] = times(o["price"], 1.3)
    for s in table(doc, "supply"):
        if first in s.get("weight", {}):
            s["weight"]["twin"] = s["weight"][first]
    for n in table(doc, "nations"):
        if first in n.get("fielding", {}):
            n["fielding"]["twin"] = n["fielding"][first]
        if first in n.get("does_not_buy", []):
            n["does_not_buy"].append("twin")
    doc["offers"]["twin"] = twin
    return doc


def said_otherwise(doc):
    """Says the same in other words, where the language has two ways to say it."""
    doc = copy.deepcopy(doc)
    for n in table(doc, "nations"):
        firms, refused = n.pop("excludes", []), n.pop("does_not_buy", [])
        groups = doc.get("capability_groups") or {}
        refused = [k for e in refused for k in groups.get(e, [e])] + [p for p, o in doc["offers"].items() if o["by"] in firms]
        if refused:
            n["does_not_buy"] = list(dict.fromkeys(refused))
    for name, line in (doc.get("lines") or {}).items():
        users = [o for o in table(doc, "offers") if name in o.get("lines", ())]
        if "needs" in line and all(o.get("needs", line["needs"]) == line["needs"] for o in users):
            for o in users:
                o["needs"] = line["needs"]
            del line["needs"]
    for p, o in doc["offers"].items():
        takes = o.pop("fielding", None)
        for n in table(doc, "nations") if takes else []:
            n.setdefault("fielding", {})[p] = {**takes, **n.get("fielding", {}).get(p, {})}
    for r in rules_of(doc):
        if r["rule"] == "second_source":
            r.update(rule="largest_share", at_most=f"{100 - int(r.pop('at_least').split()[0])} %")
    return doc
