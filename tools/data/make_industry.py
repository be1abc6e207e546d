"""Makes producers.yaml, lines.yaml and offers.yaml."""

import collections
import json
import re

import fielding
import tax
from prices import CONFIDENCE, is_read, obstacles, prices
from tables import Wrong, figure, quoted, ranged, read, short

PLAIN = ("backlog", "lines", "expansion", "open", "lead_time", "payment", "service_life", "value_added", "authority")
# Fields of which the document keeps range, source and confidence; of others it keeps the value, and the source as a remark.
FIGURES = ("capacity",)


def files(folder):
    """The files of this module."""
    return {"producers.yaml": producers(folder), "lines.yaml": lines(folder), "offers.yaml": offers(folder),
            "data_set.yaml": data_set(folder)}


def data_set(folder):
    """What the set says of itself: name, version, and that every price states basis, currency and year."""
    stated = json.loads((folder / "tables" / "package.json").read_text(encoding="utf-8"))
    return ("# What this data set says of itself. Made from tables/package.json.\n"
            f"name: {quoted(stated['title'])}\nversion: {quoted(stated['version'])}\n"
            "prices_state: [basis, currency, price_year]\n")


def producers(folder):
    """Firms with seat and owners."""
    out = ["# Firms that make offers or keep holdings running: seat and owners. Owners are countries (for owners seated there) or",
           "# other firms of this table. What is not listed is unknown and counts as foreign to everyone. Made from",
           "# tables/producers.csv.", ""]
    for row in read(folder, "producers.csv", ("id", "name", "seat", "source", "confidence"), "id"):
        parts = [f"name: {quoted(row['name'])}", f"seat: {row['seat']}"]
        if row["owners"]:
            parts.append(f"owners: {row['owners']}")
        parts += [f"source: {quoted(row['source'])}", f"confidence: {row['confidence']}"]
        if row["note"]:
            parts.append(f"note: {quoted(row['note'])}")
        out.append(f"{row['id']}: {{ {', '.join(parts)} }}")
    return "\n".join(out) + "\n"


def lines(folder):
    """Lines that several offers share."""
    out = ["# Lines that several offers share. A line of one offer alone stands in the offer. Made from tables/lines.csv."]
    spreads = assumed(folder)
    for row in read(folder, "lines.csv", ("id", "name", "capacity", "source", "confidence"), "id"):
        out += ["", f"{row['id']}:", f"  name: {quoted(row['name'])}"]
        known = {"source": quoted(row["capacity_source"]), "confidence": row["capacity_confidence"]}
        out.append(f"  capacity: {ranged(row['capacity'], spreads['capacity'], **known)}")
        for field in ("backlog", "expansion"):
            out += plain(field, row, {}, spreads)
        out += [f"  source: {quoted(row['source'])}", f"  confidence: {row['confidence']}"]
        if row["note"]:
            out.append(f"  note: {quoted(row['note'])}")
    return "\n".join(out) + "\n"


def assumed(folder):
    """The range that is assumed of what no source vouches for, by kind of figure."""
    return {row["field"]: row for row in read(folder, "ranges.csv", ("field", "low", "high", "source"), "field")}


def offers(folder):
    """What can be ordered."""
    rows = read(folder, "offers.csv", ("id", "name", "by", "gives", "class", "source", "confidence"), "id")
    ids = [row["id"] for row in rows]
    sourced = collections.defaultdict(dict)
    for row in read(folder, "figures.csv", ("offer", "field", "value", "confidence"), ("offer", "field")):
        if row["offer"] not in ids:
            raise row.wrong(f"offers.csv has no offer `{row['offer']}`")
        if row["field"] not in FIGURES + PLAIN:
            raise row.wrong(f"`{row['field']}` is none of {', '.join(FIGURES + PLAIN)}")
        if row["confidence"] not in CONFIDENCE:
            raise row.wrong(f"`confidence` is `{row['confidence']}`, and should be one of {', '.join(CONFIDENCE)}")
        sourced[row["offer"]][row["field"]] = row
    priced = prices(folder, {row["id"]: row["class"] for row in rows})
    spreads = assumed(folder)
    curves = {row["class"]: row for row in read(folder, "learning.csv", ("class", "slope", "doublings"), "class")}
    types = fielding.text(folder)
    out = ["# What can be ordered. Prices are MEUR of 2025 a unit on one basis: a contract with the usual package of spares and",
           "# training, without tax and missiles; basis, currency and price_year are those of the source, before it was brought to that",
           "# basis. Made from tables/offers.csv, contracts.csv, estimates.csv and figures.csv, which name",
           "# their sources row by row. Payment, quality, service life, value added, authority and the share without US support",
           "# are estimates unless a remark names a source: no entry as a whole is labelled better than partly_cited.", ""]
    for row in rows:
        out += offer(row, priced[row["id"]], sourced[row["id"]], curves, spreads, types.get(row["id"])) + [""]
    return "\n".join(out)


def offer(row, price, sourced, curves, spreads, type_cost):
    """One offer, line by line."""
    out = [f"{row['id']}:", f"  name: {quoted(row['name'])}", f"  by: {row['by']}", f"  gives: {row['gives']}"]
    if row["quality"]:
        out.append(f"  quality: {ranged(row['quality'], spreads['quality'])}")
    out += [f"  price: {price_text(price)}", f"  learning: {learning(row, price, curves, spreads['first_lot'])}"]
    capacity = sourced.get("capacity")
    if capacity:
        known = {"source": capacity["source"] and quoted(capacity["source"]), "confidence": capacity["confidence"]}
        if capacity["low"] or capacity["high"] or capacity["confidence"] in ("cited", "derived"):
            text = figure(capacity["value"], low=capacity["low"], high=capacity["high"], **known)
        else:
            text = ranged(capacity["value"], spreads["capacity"], **known)
        out.append(f"  capacity: {text}")
    for field in PLAIN[:6]:
        out += plain(field, row, sourced, spreads)
    out += [f"  needs: {row['needs']}"] if row["needs"] else []
    if row["support_share"]:
        out.append(f"  support: {ranged(short(price.value * row.number('support_share')), spreads['support'])}")
    for field in PLAIN[6:]:
        out += plain(field, row, sourced, spreads)
    out += [f"  without_us: {ranged(row['without_us'], spreads['without_us'])}"] if row["without_us"] else []
    out += type_cost or []
    out += [f"  source: {quoted(row['source'])}", f"  confidence: {row['confidence']}"]
    return out + ([f"  note: {quoted(row['note'])}"] if row["note"] else [])


def plain(field, row, sourced, spreads):
    """A field as it stands in the table, or as a source has it, which is then named in a remark."""
    found = sourced.get(field)
    text = found["value"] if found else row[field]
    if not text:
        return []
    if field == "backlog":
        text = ranged(text.strip("{ }"), spreads[field])
    elif field == "expansion":
        text = re.sub(r"(cost|at_most): ([0-9.]+)", lambda part: f"{part[1]}: {ranged(part[2], spreads[field])}", text)
    return [f"  {field}: {text}" + (f"  # {found['confidence']}: {found['source']}" if found else "")]


def price_text(price):
    """A price with all that is known of it."""
    parts = [f"value: {short(price.value)}", f"low: {short(price.low)}", f"high: {short(price.high)}"]
    parts += [f"basis: {price.basis}", f"currency: {price.currency}", f"price_year: {price.price_year}"]
    parts += [f"quantity: {short(price.quantity)}"] if price.quantity else []
    parts += [f"{key}: {quoted(text)}" for key, text in (("address", price.address), ("read", price.read)) if text]
    parts += [f"source: {quoted(price.source)}", f"confidence: {price.confidence}"]
    return "{ " + ", ".join(parts) + " }"


def learning(row, price, curves, spread):
    """The learning curve: from the quantity for which the price holds, as far as the class of system allows."""
    if row["class"] not in curves:
        raise row.wrong(f"learning.csv has no class `{row['class']}`")
    curve = curves[row["class"]]
    known = price.quantity is not None and price.quantity >= 1 and price.kind == "contract"
    start = price.quantity if known else row.number("first_lot")
    first = figure(short(start), confidence="derived") if known else ranged(short(start), spread, confidence="assumption")
    end = start * 2 ** curve.number("doublings")
    slope = figure(curve["slope"], low=curve["low"], high=curve["high"], source=quoted(curve["source"]),
                   confidence=curve["confidence"])
    ends = {key: short(start * 2 ** curve.number(f"doublings_{key}")) for key in ("low", "high")}
    return f"{{ slope: {slope}, from: {first}, up_to: {figure(short(end), **ends, confidence='assumption')} }}"


def blocks(folder):
    """Tables for the page: prices by confidence."""
    rows = read(folder, "offers.csv", ("id", "class"), "id")
    priced = prices(folder, {row["id"]: row["class"] for row in rows})
    count = collections.Counter(price.confidence for price in priced.values())
    reading = sum(is_read(price) for price in priced.values())
    if not priced:
        raise Wrong("tables/offers.csv holds no offer")
    rests = rows_of_confidence(folder, priced)
    cells = [f"{kind} {count[kind]}" for kind in CONFIDENCE if count[kind]]
    why = collections.Counter(what for price in priced.values() for what in price.lacks)
    return {"prices": f"Of {len(priced)} prices: {', '.join(cells)}. {reading} offers have a contract that was read in a page "
                      "which names sum and number of units.\n\n" + lacking(priced, why),
            "confidence": rests, "introductions": fielding.costliest(folder), "tax": sums(folder)}


def lacking(priced, why):
    """What keeps prices that rest on a contract, a plan or a quote from being cited."""
    rest = sum(bool(price.lacks) for price in priced.values())
    out = [f"What keeps {rest} prices that rest on a contract, a plan or a quote from being cited (several may apply):", "",
           "| what no page says | prices |", "|---|---:|"]
    return "\n".join(out + [f"| {words} | {why[what]} |" for what, words in obstacles().items() if why[what]]) + "\n"


def sums(folder):
    """What the sums of contracts say of tax, and whose habit it is."""
    rows = read(folder, "contracts.csv", ("vat",))
    count = collections.Counter(row["vat"] for row in rows)
    nature = sum(row["vat_source"] in tax.BY_NATURE for row in rows)
    habit = ", ".join(sorted(tax.Tax(folder, rows).habit)) or "no nation"
    return (f"Of {len(rows)} sums, {count['yes']} hold tax, {count['no']} do not ({nature} of them by their nature), and of "
            f"{count['not said']} it is not said. With tax by habit: {habit}.\n")


def rows_of_confidence(folder, priced):
    """On which prices the orders of a plan on the old data rest, those of the same on these, and those of the set's own model."""
    plans = orders_by_confidence(folder, priced)
    out = ["| price of what is ordered | old data, offers | share of order value | these data, offers | share of order value | own model, offers | share of order value |",
           "|---|---:|---:|---:|---:|---:|---:|"]
    for kind in plans[1]:
        cells = []
        for plan in plans:
            row = plan.get(kind)
            cells += [str(row[0]), f"{row[1]:.1%}".replace("%", " %")] if row else ["", ""]
        out.append(f"| {kind.replace('_', ' ')} | " + " | ".join(cells) + " |")
    weak = [sum(plan[kind][1] for kind in ("unverified", "assumption")) for plan in plans]
    out.append("| **no source vouches for it** | | " + " | | ".join(f"**{share:.1%}**".replace("%", " %") for share in weak) + " |")
    return "\n".join(out) + "\n"


def orders_by_confidence(folder, priced):
    """Offers and share of order value by label, of the old plan as it was told, of those on these data by the prices as they are now."""
    rows = read(folder, "confidence.csv", ("plan", "value"), ("plan", "offer", "confidence"))
    whole = {plan: sum(row.number("value") for row in rows if row["plan"] == plan) for plan in ("before", "after", "own")}
    old = {row["confidence"]: (row["offers"], row.number("value") / whole["before"]) for row in rows if row["plan"] == "before"}
    return [old, *(by_label([row for row in rows if row["plan"] == plan], priced, whole[plan]) for plan in ("after", "own"))]


def by_label(rows, priced, whole):
    """Offers and share of order value of one plan by label, and by what was read."""
    found = collections.defaultdict(list)
    for row in rows:
        if row["offer"] not in priced:
            raise row.wrong(f"offers.csv has no offer `{row['offer']}`")
        price, value = priced[row["offer"]], row.number("value")
        found[price.confidence].append(value)
        found["a contract was read"] += [value] * is_read(price)
        found["a contract, a plan or a quote was read"] += [value] * any(one["confidence"] == "cited" for one in price.rows)
    kinds = [*CONFIDENCE, "a contract was read", "a contract, a plan or a quote was read"]
    return {kind: (len(found[kind]), sum(found[kind]) / whole) for kind in kinds}
