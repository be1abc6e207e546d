"""Makes comparison.md: what a comparison of the proposals of the European model came to, from the tables that `compare` wrote."""

import csv

import tables

COLUMNS = (("gap", "mean gap"), ("gap_last_year", "gap in 2040"), ("orders", "orders"), ("cost", "paid"), ("least_cost", "least cost of what alone reaches"),
           ("saving", "saved"), ("saving_price", "of it by prices"), ("saving_pool_costs", "by what pools cost"), ("saving_reallocation", "by other orders"))


def files(folder):
    """comparison.md, where the set has results."""
    path = folder / "results" / "comparison.csv"
    if not path.exists():
        return {}
    found = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault((row["proposal"], row["name"]), {})[row["measure"]] = row
    lines = (folder / "results" / "about.md").read_text(encoding="utf-8").rstrip("\n").split("\n")
    table = ["| proposal | " + " | ".join(name for _, name in COLUMNS) + " | proven within |", "|---|" + "---:|" * (len(COLUMNS) + 1)]
    for (code, name), rows in found.items():
        # Alone is what the others are compared with.
        cells = ["" if code == "alone" and measure.startswith("saving") else cell(rows.get(measure)) for measure, _ in COLUMNS]
        proven = " / ".join(share(rows[measure]["value"]) for measure in ("proven_within", "least_cost_proven_within") if measure in rows)
        table.append(f"| {name} | " + " | ".join(cells) + f" | {proven} |")
    if lines.count("TABLE") != 1:
        raise tables.Wrong("results/about.md: one line must be TABLE, where the table goes")
    place = lines.index("TABLE")
    return {"comparison.md": "\n".join(lines[:place] + table + lines[place + 1:]) + "\n"}


def share(value):
    """A share as percent."""
    return f"{100 * float(value):.1f} %"


def cell(row):
    """A value as people read it, with its ± where that is known."""
    if row is None or not row["value"]:
        return ""
    if row["unit"] == "share":
        return share(row["value"])
    billions = f"{float(row['value']) / 1000:.1f} bn"
    return billions + (f" ± {float(row['plus_minus']) / 1000:.1f}" if row["plus_minus"] and row["measure"] == "saving" else "")
