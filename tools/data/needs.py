"""What each nation needs of each capability: what it has decided to hold, its plans, and its part of what is missing."""

import re

import budgets
import held
import tables

GOAL = 2035
PATH = range(budgets.FIRST, GOAL + 1)
SIDES = ("value", "low", "high")
STOCKS = ("ammunition_155mm",)  # what is held today is no measure of what is needed


def requirements(folder):
    """The rows of requirements.csv by capability."""
    rows = tables.read(
        folder,
        "requirements.csv",
        needed=("capability", "how", "quantity", "low", "high", "key", "source", "confidence"),
        key="capability",
    )
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
    """By capability and nation, US-equivalents by year of what is decided, never less than today's force; and plans."""
    decided, plans = {}, {}
    for holding in held.holdings(folder):
        cell = decided.setdefault(holding["capability"], {}).setdefault(holding["nation"], dict.fromkeys(PATH, 0.0))
        for year in PATH:
            cell[year] += holding["decided"][year] * holding["quality"]
    for capability, nations in decided.items():
        for path in nations.values():
            today = 0.0 if capability in STOCKS else path[budgets.FIRST]
            for year in PATH:
                path[year] = max(path[year], today)
    types = held.types(folder)
    for row in tables.read(folder, "order_book.csv"):
        if row["status"] == "plan":
            kind = types[row["type"]]
            cell = plans.setdefault(kind["capability"], {})
            cell[row["nation"]] = cell.get(row["nation"], 0) + row.number("quantity") * kind.number("quality", 1)
    return decided, plans


def counted(folder):
    """What counts as need: by capability and nation what is decided, and plans, of the nations that have the role."""
    decided, plans = format_of(folder)
    able = roles(folder)
    for capability, planned in plans.items():
        if strangers := sorted(set(planned) - able.get(capability, set())):
            raise tables.Wrong(
                f"tables/order_book.csv: {', '.join(strangers)} plans {capability}, and roles.csv does not say that it needs it"
            )
    force = {
        capability: {nation: path for nation, path in nations.items() if nation in able.get(capability, ())}
        for capability, nations in decided.items()
    }
    return force, plans


def targets(folder):
    """By capability: side, then nation, then year, US-equivalents.

    What a nation has decided counts as it comes, so that nothing is bought to bridge the wait for a firm order. Plans and
    what is missing count from the first year on. What a nation without the role still holds adds nothing to the need.
    """
    gdp = {nation: value for nation, (value, _) in budgets.gdps(folder).items()}
    decided, plans = counted(folder)
    least = {
        row["capability"]: row.number("least") for row in tables.read(folder, "organisation.csv", key="capability")
    }
    able = roles(folder)
    found = {}
    for capability, row in requirements(folder).items():
        have = decided.get(capability, {})
        final = {nation: path[GOAL] for nation, path in have.items()}
        planned = plans.get(capability, {})
        key = weight(row["key"], gdp, decided)
        found[capability] = {}
        for side, column in zip(SIDES, ("quantity", "low", "high")):
            missing = row.number(column) - sum(planned.values()) - (sum(final.values()) if row["how"] == "total" else 0)
            part = shared(max(missing, 0), able[capability], final, least.get(capability, 0), key)
            found[capability][side] = {
                nation: {
                    year: have.get(nation, {}).get(year, 0) + planned.get(nation, 0) + part.get(nation, 0)
                    for year in PATH
                }
                for nation in gdp
            }
    return found


def weight(key, gdp, decided):
    """What a nation counts in a key: gross domestic product, howitzers, or what it has of another capability."""
    if key == "gdp":
        return gdp
    of = ("wheeled_howitzer", "tracked_howitzer") if key == "guns" else (key,)
    counted = {nation: sum(decided.get(one, {}).get(nation, {}).get(GOAL, 0) for one in of) for nation in gdp}
    return counted if any(counted.values()) else gdp


def shared(amount, able, have, least, key):
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


def exact(value):
    """A sum with all digits of its parts."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def path_of(years, written=tables.short):
    """A series as a cell: one number where it does not change."""
    if max(years.values()) - min(years.values()) < 1e-6:
        return written(years[GOAL])
    points, last = [], None
    for year in PATH:
        if year in (PATH[0], GOAL) or years[year] != last or years[year] != years[year + 1]:
            points.append(f"{year}: {written(years[year])}")
        last = years[year]
    return "{ " + ", ".join(points) + " }"


def sided_path(nation, sides):
    """A nation's target as a cell, with its range, which holds the values of all its years."""
    values = [amount for side in SIDES for amount in sides[side][nation].values()]
    stated = path_of(sides["value"][nation])
    ends = f"low: {tables.short(min(values))}, high: {tables.short(max(values))}"
    return stated[:-2] + f", {ends} }}" if stated.startswith("{") else f"{{ value: {stated}, {ends} }}"


def cells(folder):
    """By capability, what its row of capabilities.csv holds of needs."""
    found = {}
    sided = targets(folder)
    decided, plans = counted(folder)
    for capability, row in requirements(folder).items():
        here = sided[capability]
        # The sum of the targets as they are written, so that rounding leaves no need that no target holds.
        whole = {
            side: {year: sum(float(tables.short(path[year])) for path in here[side].values()) for year in PATH}
            for side in SIDES
        }
        # The range of a series holds the values of all its years.
        low = min(min(whole[side].values()) for side in SIDES)
        high = max(max(whole[side].values()) for side in SIDES)
        ends = f"low: {exact(low)}, high: {exact(high)}"
        stated = path_of(whole["value"], exact)
        stated = stated[:-2] + f", {ends} }}" if stated.startswith("{") else f"{{ value: {stated}, {ends} }}"
        force = sum(path[GOAL] for path in decided.get(capability, {}).values())
        planned = sum(plans.get(capability, {}).values())
        words = (
            f"{force:,.0f} US-equivalents in 2035 of what is held today or decided, whichever is more"
            if force
            else "nothing counted as held"
        )
        if planned:
            words += f"; {planned:,.0f} more are planned"
        words += f"; {'in all' if row['how'] == 'total' else 'to come on top of firm orders'} {row.number('quantity'):,.0f}: {row['source']}"
        found[capability] = {
            "us_baseline": stated,
            "basis": words,
            "targets": "{ "
            + ", ".join(
                f"{nation}: {sided_path(nation, here)}"
                for nation, path in sorted(here["value"].items())
                if max(path.values()) > 1e-6
            )
            + " }",
            "targets_are": "wanted",
            "source": row["source"],
            "confidence": row["confidence"],
        }
        if row["used_a_year"]:
            stock = {}
            for holding in held.holdings(folder):
                if holding["capability"] == capability:
                    amount = holding["quantity"][budgets.FIRST] * holding["quality"] * row.number("used_a_year")
                    stock[holding["nation"]] = stock.get(holding["nation"], 0) + amount
            ends = [row.number(f"used_{end}") / row.number("used_a_year") for end in ("low", "high")]
            found[capability]["used"] = (
                "{ "
                + ", ".join(
                    f"{nation}: {{ value: {tables.short(amount)}, low: {tables.short(amount * ends[0])}, high: {tables.short(amount * ends[1])} }}"
                    for nation, amount in sorted(stock.items())
                )
                + " }"
            )
    return found
