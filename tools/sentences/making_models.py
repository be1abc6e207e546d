"""Random models with variety: those of tools/oracle, with names, other money and rates over them."""

import random

from demands import OUTSIDE
from families import FAMILIES, generate

# Families that make reports differ; the others are taken now and then.
VARIED = [
    "denials", "quality", "targets", "pools", "bands", "incremental", "learning", "funds", "programmes", "life", "enablers", "priced",
    "ranks", "held", "budget", "support", "expansion", "set_up", "fielding", "delivery", "relations", "ladder", "payment", "lead",
    "content", "retour", "lost", "gap_bands", "discounts", "no_gdp", "worse_off", "special", "flow", "overshoot", "worst", "within",
]
NAMES = ["Leopard 2A8", "K 9", "Patriot PAC-3", "Gripen E", "Type 212", "A 400 M", "FREMM", "M 777"]
PEOPLE = {"DEU": "Germany", "FRA": "France", "POL": "Poland", "EST": "Estonia", "ITA": "Italy"}


def model(seed):
    """Returns the document of a seed and the code of its proposal."""
    draw = random.Random(seed * 104729 + 7)
    families = draw.sample(VARIED, draw.randint(2, 6))
    if draw.random() < 0.5:
        families += draw.sample(FAMILIES, 1)
    if random.Random(seed * 31 + 5).random() < 0.1:
        families.append("required")
    doc, proposal = generate(seed, families)
    doc.pop("proof_gap", None)
    _names(doc, draw)
    _money(doc, draw)
    _sources(doc, draw)
    if proposal == "together" and draw.random() < 0.5:
        _proposals(doc, draw)
    return doc, proposal, families


def _names(doc, draw):
    for n, d in doc["nations"].items():
        if draw.random() < 0.6:
            d["name"] = PEOPLE[n]
    for number, (k, d) in enumerate(doc["capabilities"].items()):
        if draw.random() < 0.6:
            d["name"], d["unit"] = ["Main battle tanks", "Air defence", "Tanker aircraft"][number % 3], ["tanks", "fire units", "aircraft"][number % 3]
    for number, d in enumerate(doc["offers"].values()):
        if draw.random() < 0.5:
            d["name"] = NAMES[number % len(NAMES)]
    for d in (doc.get("denials") or {}).values():
        if draw.random() < 0.5:
            d["name"] = f"{' and '.join(d['by'])} denies"


def _money(doc, draw):
    """Gives some models another money, and some figures in another money than the model's."""
    if draw.random() < 0.25:
        doc["money"] = draw.choice(["MUSD 2025", "MSEK 2025", "MGBP 2024"])
    if draw.random() < 0.3:
        rate = round(draw.uniform(0.5, 1.8), 2)
        foreign = draw.choice(["NOK 2025", "CHF 2024"])
        doc["rates"] = {foreign: rate}
        for d in doc["offers"].values():
            if isinstance(d["price"], (int, float)) and "learning" not in d and draw.random() < 0.5:
                d["price"] = {"value": d["price"], "money": foreign}
                d.setdefault("reference_price", round(d["price"]["value"] * rate, 6))


def _sources(doc, draw):
    for d in doc["offers"].values():
        if draw.random() < 0.4:
            d["source"], d["confidence"] = "a public register", draw.choice(["cited", "derived", "partly_cited", "unverified"])
    for d in doc["nations"].values():
        if draw.random() < 0.3:
            d["source"], d["confidence"] = "a budget law", "cited"


def _proposals(doc, draw):
    """Adds proposals, so that there is something to compare."""
    nations = list(doc["nations"])
    doc["proposals"] = {"all_in": {"name": "all in one", "pools": {"office": {"members": "{" + ", ".join(nations) + "}", "exclusive": True,
                                                                              "overhead": f"{draw.randint(0, 5)} %"}}}}
    if len(nations) > 2:
        doc["proposals"]["fewer"] = {"pools": {"few": {"members": "{" + ", ".join(nations[1:]) + "}"}}}
    if draw.random() < 0.4:
        limit = {"rule": "largest_share", "at_most": f"{draw.randint(40, 80)} %"}
        doc["proposals"]["all_in"]["rules"] = {"limit": limit if draw.random() < 0.5 else {**limit, "or_pay": 0.5}}


def resolved(doc):
    """Returns the document with every amount in the model's money."""
    rates = {k: float(v) for k, v in (doc.get("rates") or {}).items()}

    def walk(value):
        if isinstance(value, dict):
            if set(value) >= {"value", "money"}:
                return float(value["value"]) * rates[value["money"]]
            return {k: walk(v) for k, v in value.items()}
        return [walk(v) for v in value] if isinstance(value, list) else value
    return walk(doc)


__all__ = ["model", "resolved", "OUTSIDE"]
