"""What each nation needs of each capability: what it has decided to hold, its plans, and its part of what is missing."""

import re

import budgets
import held
import tables

GOAL = 2035
SIDES = ("value", "low", "high")
STOCKS = ("ammunition_155mm",)  # what is held today is no measure of what is needed


def requirements(folder):
    """The rows of requirements.csv by capability."""
    rows = tables.read(folder, "requirements.csv", needed=("capability", "how", "quantity", "low", "high", "key", "source", "confidence"), key="capability")
    for row in rows:
        if row["how"] not in ("beside", "total"):
            raise row.wrong(f"`how` is `{row['how']}`, and should be beside (firm orders) or total")
    return {row["capability"]: row for row in rows}


def roles(folder):
    """By capability: the nations that need it."""
    known = set(budgets.gdps(folder))
    found = {}
    for row in tables.read(folder, "roles.csv", needed=("capability", "nations", "confidence"), key="capability"):
        found[row["capability"]] = nations = set(re.findall(r"[A-Z]{3}", row["nations"]))
        if nations - known:
            raise row.wrong(f"{', '.join(sorted(nations - known))} has no row in gdp.csv")
    return found


def offered(folder):
    """Tells whether an offer or capability is in the set."""
    there = set()
    for name in ("capabilities.csv", "missions.csv"):
        if (folder / "tables" / name).exists():
            there |= {row["id"] for row in tables.read(folder, name)}
    there |= {row["id"] for row in tables.read(folder, "offers.csv")}
    return there.__contains__


def format_of(folder):
    """By capability and nation, US-equivalents: the larger of today's force and of what is decided for 2035; and plans."""
    firm, today, plans = {}, {}, {}
    for holding in held.holdings(folder):
        for cells_of, year in ((firm, GOAL), (today, budgets.FIRST)):
            cell = cells_of.setdefault(holding["capability"], {})
            cell[holding["nation"]] = cell.get(holding["nation"], 0) + holding["decided"][year] * holding["quality"]
    for capability, cell in today.items():
        if capability not in STOCKS:
            for nation, amount in cell.items():
                firm[capability][nation] = max(firm[capability][nation], amount)
    types = held.types(folder)
    for row in tables.read(folder, "order_book.csv"):
        if row["status"] == "plan":
            kind = types[row["type"]]
            cell = plans.setdefault(kind["capability"], {})
            cell[row["nation"]] = cell.get(row["nation"], 0) + row.number("quantity") * kind.number("quality", 1)
    return firm, plans


def targets(folder):
    """By capability: side, then nation, US-equivalents."""
    gdp = {nation: value for nation, (value, _) in budgets.gdps(folder).items()}
    firm, plans = format_of(folder)
    least = {row["capability"]: row.number("least") for row in tables.read(folder, "organisation.csv", key="capability")}
    able = roles(folder)
    found = {}
    for capability, row in requirements(folder).items():
        have = firm.get(capability, {})
        planned = plans.get(capability, {})
        # A capability without a US-equivalent of its own in 2035 is shared by the key alone.
        found[capability] = {}
        for side, column in zip(SIDES, ("quantity", "low", "high")):
            asked = row.number(column)
            missing = asked - sum(planned.values()) - (sum(have.values()) if row["how"] == "total" else 0)
            part = shared(max(missing, 0), gdp, able[capability], have, least.get(capability, 0), weight(folder, row["key"], gdp))
            found[capability][side] = {
                nation: have.get(nation, 0) + planned.get(nation, 0) + part.get(nation, 0) for nation in gdp
            }
    return found


def weight(folder, key, gdp):
    """What a nation counts in a key: gross domestic product, howitzers, or what it has of another capability."""
    if key == "gdp":
        return gdp
    firm, _ = format_of(folder)
    of = ("wheeled_howitzer", "tracked_howitzer") if key == "guns" else (key,)
    counted = {nation: sum(firm.get(one, {}).get(nation, 0) for one in of) for nation in gdp}
    return counted if any(counted.values()) else gdp


def shared(amount, gdp, able, have, least, key):
    """An amount among the nations that need the capability; a part below the least useful quantity goes to the others."""
    left = [nation for nation in sorted(able) if key[nation] > 0]
    while left:
        whole = sum(key[nation] for nation in left)
        part = {nation: amount * key[nation] / whole for nation in left}
        small = [nation for nation in left if part[nation] < least and have.get(nation, 0) < least]
        if not small or len(left) == 1:
            return part
        left.remove(min(small, key=part.get))
    return {}


def cells(folder):
    """By capability, what its row of capabilities.csv holds of needs."""
    found = {}
    sided = targets(folder)
    firm, plans = format_of(folder)
    able = roles(folder)
    for capability, row in requirements(folder).items():
        here = sided[capability]
        whole = {side: sum(here[side].values()) for side in SIDES}
        decided, planned = sum(firm.get(capability, {}).values()), sum(plans.get(capability, {}).values())
        flow = capability in ("loitering_munition", "long_range_drone")
        words = f"{decided:,.0f} US-equivalents held today or decided for 2035, whichever is more" if not flow else "a year"
        if planned:
            words += f"; {planned:,.0f} more are planned"
        words += f"; {'in all' if row['how'] == 'total' else 'to come on top of firm orders'} {row.number('quantity'):,.0f}: {row['source']}"
        found[capability] = {
            "us_baseline.value": tables.short(whole["value"]), "us_baseline.low": tables.short(min(whole["low"], whole["value"])),
            "us_baseline.high": tables.short(max(whole["high"], whole["value"])), "basis": words,
            "targets": "{ " + ", ".join(f"{n}: {tables.short(v)}" for n, v in sorted(here["value"].items()) if v > 1e-6 and n in able[capability]) + " }",
            "targets_are": "wanted", "source": row["source"], "confidence": row["confidence"],
        }
        if row["used_a_year"]:
            stock = {}
            for holding in held.holdings(folder):
                if holding["capability"] == capability:
                    stock[holding["nation"]] = stock.get(holding["nation"], 0) + holding["quantity"][2026] * holding["quality"]
            found[capability]["used"] = "{ " + ", ".join(f"{n}: {tables.short(v * row.number('used_a_year'))}" for n, v in sorted(stock.items())) + " }"
    return found
