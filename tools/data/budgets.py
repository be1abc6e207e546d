"""Budgets for major equipment and what signed contracts take of them, on one basis: payments as NATO counts them."""

import tables

FIRST, LAST = 2026, 2040
YEARS = range(FIRST, LAST + 1)
SIDES = ("value", "low", "high")
TREND = 2030  # the year from which on the share of equipment stays


def assumptions(folder):
    """The figures of money.csv: what, then value, low and high."""
    found = {}
    for row in tables.read(folder, "money.csv", needed=("what", "value", "source", "confidence"), key="what"):
        if " " in row["value"].strip():
            found[row["what"]] = [float(part) for part in row["value"].split()]
        else:
            value = row.number("value")
            found[row["what"]] = {"value": value, "low": row.number("low", value), "high": row.number("high", value)}
    return found


def gdps(folder):
    """Gross domestic product of 2025 by nation, MEUR, with the row that states it."""
    rate = assumptions(folder)["nato_usd_2025"]["value"]
    found = {}
    for row in tables.read(folder, "gdp.csv", needed=("nation", "gdp_2025", "unit", "source"), key="nation"):
        if row["unit"] not in ("MEUR", "MUSD"):
            raise row.wrong(f"`unit` is `{row['unit']}`, and should be MEUR or MUSD")
        found[row["nation"]] = (row.number("gdp_2025") / (rate if row["unit"] == "MUSD" else 1), row)
    return found


def between(points, year):
    """A straight line between points, level beyond the last."""
    known = sorted(points.items())
    if year <= known[0][0]:
        return known[0][1]
    for (before, left), (after, right) in zip(known, known[1:]):
        if year <= after:
            return left + (right - left) * (year - before) / (after - before)
    return known[-1][1]


def paths(folder, nation, member, start):
    """The share of gross domestic product by year for each side, from the first year's on."""
    found = {side: {FIRST: start[side]} for side in SIDES}
    for row in tables.read(folder, "paths.csv", needed=("nation", "year", "share_of_gdp", "low", "high", "source")):
        own = row["nation"] == nation
        if own or (row["nation"] == "*" and member and int(row["year"]) not in stated(folder, nation)):
            for side, column in zip(SIDES, ("share_of_gdp", "low", "high")):
                found[side][int(row["year"])] = row.number(column)
    return found


def stated(folder, nation):
    """The years for which a nation has a path of its own."""
    return {int(row["year"]) for row in tables.read(folder, "paths.csv") if row["nation"] == nation}


def spending(folder):
    """By nation: the budget for major equipment by year and side, MEUR of 2025, and the row that it starts from."""
    money = assumptions(folder)
    product = gdps(folder)
    budgets = {}
    for row in tables.read(folder, "budgets.csv", needed=("nation", "basis", "source", "confidence"), key="nation"):
        nation = row["nation"]
        if nation not in product:
            raise row.wrong(f"{nation} has no row in gdp.csv")
        gdp = product[nation][0]
        member = row["basis"] == "NATO"
        if member:
            total = row.number("spending_2026") / money["nato_usd_2026"]["value"] / money["prices_2026"]["value"]
            shares = [row.number(f"equipment_{year}") for year in (2024, 2025, 2026)]
            mean, now = sum(shares) / 3, shares[2]
            equipment = {
                side: {FIRST: now, TREND: (mean + money["equipment_long_run"][side] / 100) / 2} for side in SIDES
            }
        else:
            # Equipment as Eurostat books it at delivery: what is paid may be less or more.
            part = {"value": 0.3, "low": 0.22, "high": 0.38}
            total = row.number("spending_2025") / part["value"] * (1 + money["growth"]["value"] / 100)
            equipment = {side: {FIRST: part[side]} for side in SIDES}
        grown = {side: 1 + money["growth"][side] / 100 for side in SIDES}
        start = total / (gdp * grown["value"])
        path = paths(folder, nation, member, {side: start for side in SIDES})
        budgets[nation] = {
            side: {
                year: gdp * grown[side] ** (year - 2025) * between(path[side], year) * between(equipment[side], year)
                for year in YEARS
            }
            for side in SIDES
        }, row
    return budgets


def committed(folder, budgets=None):
    """By nation: of the budget, what signed contracts and what the set does not list take, by year and side, MEUR."""
    money = assumptions(folder)
    budgets = budgets or spending(folder)
    rows = {
        row["nation"]: row
        for row in tables.read(
            folder, "commitments.csv", needed=("nation", "signed", "low", "high", "unit"), key="nation"
        )
    }
    weights = money["paid_after"]
    if abs(sum(weights) - 100) > 1e-9 or len(weights) != len(YEARS):
        raise tables.Wrong(
            f"tables/money.csv: `paid_after` has {len(weights)} parts that sum to {sum(weights)}, and should have {len(YEARS)} that sum to 100"
        )
    found = {}
    for nation, (budget, _) in budgets.items():
        row = rows.get(nation) or rows["*"]
        series = {}
        for side, signed, elsewhere in zip(
            SIDES, ("signed", "low", "high"), ("elsewhere", "elsewhere_low", "elsewhere_high")
        ):
            owed = row.number(signed)
            if row["unit"].startswith("years"):
                owed *= budget["value"][FIRST]
            elif row["unit"] != "MEUR":
                raise row.wrong(f"`unit` is `{row['unit']}`, and should be MEUR or years of 2026 equipment money")
            part, waiting, series[side] = row.number(elsewhere), 0.0, {}
            for year, weight in zip(YEARS, weights):
                due = waiting + owed * weight / 100
                room = (1 - part) * budget["value"][year]
                paid = min(due, room)
                waiting = due - paid
                series[side][year] = part * budget["value"][year] + paid
        found[nation] = series, row
    return found
