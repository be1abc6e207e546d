"""Makes holdings.csv by year from the order book: held and firm, less what retires; options and plans stay in the table."""

import held
import needs
import tables
from make_industry import assumed

HEAD = ["id", "name", "nation", "gives"] + [f"quantity.{year}" for year in held.YEARS]
HEAD += ["quantity.low", "quantity.high", "quality", "by", "value_added", "authority", "without_us", "source", "confidence", "note"]


def files(folder):
    """holdings.csv."""
    there = needs.offered(folder)
    makers = {row["id"] for row in tables.read(folder, "producers.csv", key="id")}
    rows, seen = [], set()
    spreads = assumed(folder)
    for holding in held.holdings(folder):
        if not there(holding["capability"]) or not any(holding["quantity"].values()):
            continue
        name = holding["id"]
        while name in seen:
            name += "_more"
        seen.add(name)
        row = {column: holding.get(column, "") for column in HEAD if "." not in column}
        row.update(
            id=name,
            gives=holding["capability"],
            by=holding["by"] if holding["by"] in makers else "",
            quality=tables.ranged(f"{holding['quality']:g}", spreads["quality"]),
        )
        if row["without_us"]:
            row["without_us"] = tables.ranged(row["without_us"], spreads["without_us"])
        for year in held.YEARS:
            amount = round(holding["quantity"][year], 3)
            row[f"quantity.{year}"] = f"{amount:g}"
        if row["confidence"] in ("unverified", "assumption"):
            # The range of a series holds the values of all its years.
            amounts, spread = holding["quantity"].values(), spreads["held"]
            row["quantity.low"] = tables.short(min(amounts) * spread.number("low"))
            row["quantity.high"] = tables.short(max(amounts) * spread.number("high"))
        rows.append(row)
    return {"holdings.csv": tables.written(HEAD, rows)}


def blocks(folder):
    """The table of the order book of the page."""
    kinds = held.types(folder)
    counted = {}
    for row in tables.read(folder, "order_book.csv"):
        cell = counted.setdefault(kinds[row["type"]]["capability"], dict.fromkeys(held.STATUSES, 0.0))
        cell[row["status"]] += row.number("quantity")
    lines = ["| units | held 2026 | firm orders | retired | options | plans |", "|---|---:|---:|---:|---:|---:|"]
    for capability, cell in sorted(counted.items()):
        lines.append(
            f"| {capability} | "
            + " | ".join(f"{cell[status]:,.0f}" for status in ("held", "firm", "retired", "option", "plan"))
            + " |"
        )
    return {"order_book": "\n".join(lines) + "\n"}
