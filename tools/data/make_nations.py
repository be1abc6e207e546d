"""Makes nations.csv: budgets, commitments, what a nation does not buy, and types that it knows already."""

import budgets
import needs
import tables

SHOWN = (2026, 2027, 2028, 2029, 2030, 2031, 2032, 2033, 2034, 2035, 2040)


def rounded(amount):
    """MEUR as people write them: tens, ones below 250."""
    return str(int(round(amount, -1)) if amount >= 250 else int(round(amount)))


def refused(folder):
    """By nation: the capabilities and offers it does not buy, and the producers it buys nothing from."""
    skips = {nation: [] for nation in budgets.gdps(folder)}
    excludes = {nation: [] for nation in skips}
    for capability, nations in needs.roles(folder).items():
        for nation in skips:
            if nation not in nations:
                skips[nation].append(capability)
    for row in tables.read(folder, "only.csv", needed=("offer", "nations", "reason"), key="offer"):
        for nation in skips:
            if nation not in row["nations"]:
                skips[nation].append(row["offer"])
    for row in tables.read(
        folder, "refusals.csv", needed=("nation", "kind", "what", "reason"), key=("nation", "kind", "what")
    ):
        where = {"producer": excludes, "offer": skips, "capability": skips}.get(row["kind"])
        if where is None or row["nation"] not in skips:
            raise row.wrong("`kind` should be producer, offer or capability, and `nation` one of gdp.csv")
        if row["what"] not in where[row["nation"]]:
            where[row["nation"]].append(row["what"])
    return skips, excludes


def known_types(folder):
    """By nation: the offers whose type it holds or has on firm order: nothing more to pay for having the type."""
    types = {row["id"]: row for row in tables.read(folder, "held_types.csv", key="id")}
    stated = {row["id"] for row in tables.read(folder, "offers.csv", key="id")}
    found = {nation: set() for nation in budgets.gdps(folder)}
    for row in tables.read(folder, "order_book.csv", needed=("id", "nation", "type", "status", "quantity")):
        offer = types[row["type"]]["offer"]
        if row["status"] in ("held", "firm") and offer in stated:
            found[row["nation"]].add(offer)
    return found


def files(folder):
    """nations.csv."""
    money = budgets.assumptions(folder)
    product = budgets.gdps(folder)
    spent = budgets.spending(folder)
    taken = budgets.committed(folder, spent)
    skips, excludes = refused(folder)
    known = known_types(folder)
    offered = needs.offered(folder)
    head = ["id", "name", "gdp.value", "gdp.source", "gdp.confidence"]
    head += [f"budget.{year}" for year in SHOWN] + ["budget.low", "budget.high", "budget.source", "budget.confidence"]
    head += [f"committed.{year}" for year in SHOWN]
    head += ["committed.low", "committed.high", "committed.source", "committed.confidence"]
    head += ["carry_over", "excludes", "does_not_buy", "fielding", "source", "confidence", "note"]
    rows = []
    for nation in sorted(product):
        gdp, stated = product[nation]
        budget, start = spent[nation]
        commit, owed = taken[nation]
        row = {
            "id": nation,
            "name": stated["name"],
            "gdp.value": rounded(gdp),
            "gdp.source": stated["source"],
            "gdp.confidence": "derived" if stated["unit"] == "MUSD" else stated["confidence"],
            "budget.source": f"{start['source']}; path: paths.csv",
            "budget.confidence": "derived",
            "committed.source": owed["source"],
            "committed.confidence": owed["confidence"],
            "carry_over": f"{20 if nation == 'DEU' else money['carry_over']['value']:g} %",
            "excludes": "[" + ", ".join(excludes[nation]) + "]" if excludes[nation] else "",
            "does_not_buy": (
                "[" + ", ".join(item for item in skips[nation] if offered(item)) + "]" if skips[nation] else ""
            ),
            "fielding": (
                "{ "
                + ", ".join(f"{offer}: {{ cost: 0, yearly: 0 }}" for offer in sorted(known[nation]) if offered(offer))
                + " }"
                if any(offered(offer) for offer in known[nation])
                else ""
            ),
            "source": start["source"],
            "confidence": "partly_cited",
            "note": start["note"],
        }
        for year in SHOWN:
            row[f"budget.{year}"] = rounded(budget["value"][year])
            row[f"committed.{year}"] = rounded(min(commit["value"][year], budget["value"][year]))
        # The range of a series holds the values of all its years.
        for name, series in (("budget", budget), ("committed", commit)):
            row[f"{name}.low"] = rounded(min(min(series[side].values()) for side in budgets.SIDES) - 5)
            row[f"{name}.high"] = rounded(max(max(series[side].values()) for side in budgets.SIDES) + 5)
        rows.append(row)
    return {"nations.csv": tables.written(head, rows)}


def blocks(folder):
    """The table of budgets of the page, with low and high."""
    spent = budgets.spending(folder)
    taken = budgets.committed(folder, spent)
    eu = [nation for nation in spent if nation not in ("GBR", "NOR", "TUR")]
    lines = ["| bn EUR of 2025 | 2026 | 2030 | 2035 | 2040 | 2026 to 2035 |", "|---|---:|---:|---:|---:|---:|"]

    def line(name, of):
        cells = [f"{of(year) / 1000:.0f}" for year in (2026, 2030, 2035, 2040)]
        lines.append(
            f"| {name} | " + " | ".join(cells) + f" | {sum(of(year) for year in range(2026, 2036)) / 1000:.0f} |"
        )

    for name, nations in (("all 30", list(spent)), ("EU27", eu)):
        for side, words in (("value", ""), ("low", ", low"), ("high", ", high")):
            line(f"{name}{words}", lambda year: sum(spent[nation][0][side][year] for nation in nations))
    for side, words in (("value", ""), ("low", ", low"), ("high", ", high")):
        line(f"committed, all 30{words}", lambda year: sum(taken[nation][0][side][year] for nation in spent))
    line("free, all 30", lambda year: sum(spent[n][0]["value"][year] - taken[n][0]["value"][year] for n in spent))
    return {"budgets": "\n".join(lines) + "\n"}
