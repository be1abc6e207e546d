"""What it takes a nation to field a type: the least useful quantity, and what the type costs beside the price of its units."""

from prices import prices
from tables import Wrong, figure, quoted, read, short

ENDS = ("", "_low", "_high")
FIELDS = ("at_least", "cost", "yearly")


def rows(folder):
    """By offer: least order, cost and yearly cost, each central, low and high, with source and confidence.

    The least order stands by capability in organisation.csv. Costs are shares of the least order at the offer's price, by
    class of system, in introduction.csv.
    """
    offers = read(folder, "offers.csv", ("id", "gives", "class"), "id")
    priced = prices(folder, {row["id"]: row["class"] for row in offers})
    needed = ("capability", "least", "low", "high", "source", "confidence")
    least = {row["capability"]: row for row in read(folder, "organisation.csv", needed, "capability")}
    needed = ("class", "cost", "cost_low", "cost_high", "yearly", "yearly_low", "yearly_high", "over", "over_low", "over_high",
              "source", "yearly_source", "over_source", "confidence")
    shares = {row["class"]: row for row in read(folder, "introduction.csv", needed, "class")}
    for row in list(shares.values()):
        for field in ("cost", "yearly", "over"):
            low, central, high = (row.number(field + end) for end in ("_low", "", "_high"))
            if not 0 <= low <= central <= high:
                raise row.wrong(f"`{field}` is not between its low and its high")
    found = {}
    for row in offers:
        if row["class"] not in shares:
            raise row.wrong(f"introduction.csv has no class `{row['class']}`")
        if row["gives"] not in least:
            raise row.wrong(f"organisation.csv has no capability `{row['gives']}`")
        one, share = least[row["gives"]], shares[row["class"]]
        value = priced[row["id"]].value * one.number("least")
        entry = {"at_least": [one.number(column) for column in ("least", "low", "high")], "class": row["class"],
                 "source": {"at_least": one["source"], "cost": share["source"], "yearly": share["yearly_source"]},
                 "confidence": {"at_least": one["confidence"], "cost": share["confidence"], "yearly": "assumption"},
                 "over": [share.number("over" + end) for end in ENDS]}
        for field in ("cost", "yearly"):
            entry[field] = [value * share.number(field + end) for end in ENDS]
        found[row["id"]] = entry
    return found


def text(folder):
    """By offer: the lines of `fielding` in the document."""
    written = {}
    years = {row["what"]: row for row in read(folder, "money.csv", ("what", "value"), "what")}
    if not {"fielding_first", "fielding_last"} <= set(years):
        raise Wrong("money.csv has no rows `fielding_first` and `fielding_last`")
    paid = "..".join(f"{years[end].number('value'):g}" for end in ("fielding_first", "fielding_last"))
    for offer, entry in rows(folder).items():
        parts = ["  fielding:", f"    paid: {paid}"]
        for field in FIELDS:
            central, low, high = entry[field]
            known = {"low": short3(low), "high": short3(high), "source": quoted(entry["source"][field]),
                     "confidence": entry["confidence"][field]}
            parts.append(f"    {field}: {figure(short3(central), **known)}")
        written[offer] = parts
    return written


def short3(value):
    """A number with at most three digits that count: none of these is known better."""
    return short(float(f"{value:.3g}"))


def costliest(folder, number=12):
    """A table of the types that cost most to introduce."""
    everything = rows(folder)
    if not everything:
        raise Wrong("tables/offers.csv holds no offer")
    ordered = sorted(everything.items(), key=lambda pair: (-pair[1]["cost"][0], pair[0]))[:number]
    lines = ["| type | least order | cost, MEUR | range | a year, MEUR | range | paid over, years |",
             "|---|---:|---:|---|---:|---|---|"]
    for offer, entry in ordered:
        cost, yearly, over = entry["cost"], entry["yearly"], entry["over"]
        lines.append(
            f"| `{offer}` | {entry['at_least'][0]:g} | {cost[0]:.0f} | {cost[1]:.0f} to {cost[2]:.0f} | {yearly[0]:.0f} "
            f"| {yearly[1]:.0f} to {yearly[2]:.0f} | {over[0]:g} ({over[1]:g} to {over[2]:g}) |")
    return "\n".join(lines) + "\n"
