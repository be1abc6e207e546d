"""What nations hold, year by year: held, firm orders and retirements of the order book, and joint fleets by share."""

import re

import budgets
import tables

YEARS = budgets.YEARS
WORN_FROM = 2031  # the first year in which a part of what is held today is worn out, where no retirement is stated
STATUSES = ("held", "firm", "option", "plan", "retired")
EUROPEAN_UNION = "AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GRC HRV HUN IRL ITA LTU LUX LVA MLT NLD POL PRT ROU SVK SVN SWE".split()


def types(folder):
    """The rows of held_types.csv by id."""
    return {
        row["id"]: row for row in tables.read(folder, "held_types.csv", needed=("id", "name", "capability"), key="id")
    }


def change(row, year):
    """How much of a row's quantity has come or gone by a year: a straight line over its years."""
    start = int(row["year"])
    end = int(row["to"] or start)
    if end < start:
        raise row.wrong(f"`to` is {end}, before `year`")
    return row.number("quantity") * min(max(year - start + 1, 0) / (end - start + 1), 1)


def holdings(folder):
    """One entry a holding: quantity by year, what is decided of it (held, firm and retired), and what else is known."""
    kinds = types(folder)
    life = {row["capability"]: row.number("life") for row in tables.read(folder, "organisation.csv", key="capability")}
    nations = set(budgets.gdps(folder))
    grouped = {}
    for row in tables.read(
        folder, "order_book.csv", needed=("id", "nation", "type", "status", "quantity", "source", "confidence")
    ):
        if row["status"] not in STATUSES:
            raise row.wrong(f"`status` is `{row['status']}`, and should be one of {', '.join(STATUSES)}")
        if row["type"] not in kinds:
            raise row.wrong(f"`{row['type']}` has no row in held_types.csv")
        if row["nation"] not in nations:
            raise row.wrong(f"{row['nation']} has no row in gdp.csv")
        if row["status"] in ("held", "firm", "retired"):
            if not row["year"]:
                raise row.wrong("`year` is empty, and must be stated of what is held, firm or retired")
            grouped.setdefault((row["id"], row["nation"], row["type"]), []).append(row)
    found = []
    for (name, nation, kind), rows in grouped.items():
        quantity, decided = {}, {}
        serves = life[kinds[kind]["capability"]]
        leaves = any(row["status"] == "retired" for row in rows)
        for year in YEARS:
            old = sum(row.number("quantity") for row in rows if row["status"] == "held")
            new = sum(change(row, year) for row in rows if row["status"] == "firm")
            gone = sum(retired(row, year) for row in rows if row["status"] == "retired")
            worn = 0 if leaves else old * max(year - WORN_FROM + 1, 0) / serves
            quantity[year] = max(old - gone - worn, 0.0) + new
            decided[year] = max(old - gone, 0.0) + new
        found.append(entry(name, nation, kinds[kind], quantity, rows) | {"decided": decided})
    return found + joint(folder, kinds)


def retired(row, year):
    """What has left by a year. Where a fleet shrinks to 2035, it goes on shrinking at the same pace: an assumption."""
    start, end = int(row["year"]), int(row["to"] or row["year"])
    if end >= 2035 > start:
        return row.number("quantity") / (end - start + 1) * max(year - start + 1, 0)
    return change(row, year)


def joint(folder, kinds):
    """The parts of joint fleets by nation."""
    gdp = {nation: value for nation, (value, _) in budgets.gdps(folder).items()}
    fleets = {}
    for row in tables.read(
        folder, "joint_fleets.csv", needed=("fleet", "type", "year", "quantity", "members", "key", "source")
    ):
        if row["key"] != "gdp":
            raise row.wrong(f"`key` is `{row['key']}`, and should be gdp")
        fleets.setdefault((row["fleet"], row["type"], row["members"]), []).append(row)
    found = []
    for (fleet, kind, members), rows in fleets.items():
        nations = EUROPEAN_UNION if members == "EU27" else re.findall(r"[A-Z]{3}", members)
        whole = sum(gdp[nation] for nation in nations)
        points = {int(row["year"]): row.number("quantity") for row in rows}
        for nation in nations:
            quantity = {year: budgets.between(points, year) * gdp[nation] / whole for year in YEARS}
            found.append(
                entry(
                    f"{nation.lower()}_{fleet}",
                    nation,
                    kinds[kind],
                    quantity,
                    rows,
                    "share of a joint fleet by gross domestic product",
                )
                | {"decided": quantity}
            )
    return found


def entry(name, nation, kind, quantity, rows, note=""):
    """A holding."""
    first = rows[0]
    order = ("cited", "derived", "partly_cited", "unverified", "assumption")
    sources = list(dict.fromkeys(row["source"] for row in rows))
    own = f"{{ {nation}: 100 % }}"
    return {
        "id": name,
        "nation": nation,
        "name": kind["name"],
        "capability": kind["capability"],
        "quality": kind.number("quality", 1),
        "quantity": quantity,
        "by": kind["by"],
        "value_added": own if kind["value_added"] == "owner" else kind["value_added"],
        "authority": f"[{nation}]" if kind["authority"] == "owner" else kind["authority"],
        "without_us": kind["without_us"],
        "source": "; ".join(sources),
        "confidence": max((row["confidence"] for row in rows), key=order.index),
        "note": note or first["note"],
    }
