"""Makes comparison.md and one page for each proposal: what a comparison of the European model came to, from the tables of `results`."""

import collections
import csv
import io
import statistics

import yaml

import tables

HEADS = {
    "TABLE": (("gap", "mean gap"), ("gap_last_year", "gap in 2040"), ("orders", "orders"), ("cost", "paid"), ("same_orders", "the orders of alone"),
              ("saving", "saved on them"), ("saving_price", "by prices"), ("saving_pool_costs", "by what pools cost"), ("proven_within", "plan proven within")),
    "LEVEL": (("least_cost", "least cost of the level of alone"), ("less_than_alone", "less than alone"), ("less_by_price", "by prices"),
              ("less_by_fixed_costs", "by costs of types"), ("less_by_other_orders", "by other orders"), ("traded_capabilities", "capabilities with more missing"),
              ("least_cost_proven_within", "proven within")),
}
# Proposals that differ by who is in, and how the page names the difference.
PAIRS = (("eu27", "eu25", "EU27"), ("safe", "safe_17", "SAFE"))


# Fewer draws than these say nothing of a band.
ENOUGH = 10


class Results:
    """The tables of a comparison."""

    def __init__(self, folder):
        self.folder = folder / "results"
        self.found, self.names = collections.defaultdict(dict), {}
        for row in self.table("comparison.csv"):
            self.found[row["proposal"]][row["measure"]] = row
            self.names[row["proposal"]] = row["name"]
        self.same = self.table("same_orders.csv")
        self.goals = {row["proposal"]: (float(row["reached"]), float(row["bound"])) for row in self.table("goals.csv")}
        model = folder.parent.parent / "models" / f"{folder.name}.yaml"
        self.proposals = yaml.safe_load(model.read_text(encoding="utf-8"))["proposals"] if model.exists() else collections.defaultdict(dict)
        with (folder / "capabilities.csv").open(encoding="utf-8", newline="") as file:
            self.capability = {row["id"]: row["name"] for row in csv.DictReader(file)}

    def table(self, name):
        """The rows of a table; none where it is not there."""
        path = self.folder / name
        return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))) if path.exists() else []

    def value(self, code, measure):
        """A number of the comparison."""
        return float(self.found[code][measure]["value"])

    def saved(self, code, assumption="as assumed", case=""):
        """What is saved on the orders of alone, MEUR."""
        for row in self.same:
            if (row["proposal"], row["assumption"], row["case"]) == (code, assumption, case):
                return float(row["saved"])
        raise tables.Wrong(f"results/same_orders.csv: no row of {code}, {assumption}, {case}")

    def assumptions(self, of):
        """Assumptions with what a number comes to at their low and high ends, the widest first; the number by assumption and case is `of`."""
        names = dict.fromkeys(row["assumption"] for row in self.same if row["case"])
        ends = [(name, of(name, "low"), of(name, "high")) for name in names]
        return sorted(ends, key=lambda end: -abs(end[2] - end[1]))


def files(folder):
    """comparison.md and the pages of proposals, where the set has results."""
    if not (folder / "results" / "comparison.csv").exists():
        return {}
    it = Results(folder)
    made = {"TABLE": lambda: table(it, "TABLE"), "LEVEL": lambda: level(it), "POOLING": lambda: pooling(it), "MEMBERS": lambda: members(it),
            "INDEPENDENCE": lambda: independence(it), "BAND": lambda: band(it), "PAGES": lambda: pages(it)}
    lines = []
    for line in (folder / "results" / "about.md").read_text(encoding="utf-8").rstrip("\n").split("\n"):
        lines += made.pop(line)() if line in made else [line]
    if made:
        raise tables.Wrong(f"results/about.md: each of {', '.join(made)} must stand once, in a line of its own, where its table goes")
    pages_of = {f"results/{code}.md": "\n".join(page(it, code)) + "\n" for code in it.found if code != "alone"}
    return {"comparison.md": "\n".join(lines) + "\n", **pages_of}


def table(it, name):
    """A table of all proposals."""
    heads = HEADS[name]
    lines = ["| proposal | " + " | ".join(head for _, head in heads) + " |", "|---|" + "---:|" * len(heads)]
    for code, rows in it.found.items():
        # Alone is what the others are compared with.
        blank = lambda measure: code == "alone" and (measure.startswith(("saving", "less_", "traded")))
        cells = ["" if blank(measure) else cell(rows.get(measure)) for measure, _ in heads]
        lines.append(f"| {it.names[code]} | " + " | ".join(cells) + " |")
    return lines


def level(it):
    """The table of least costs, and what the level is made of elsewhere."""
    by = collections.defaultdict(list)
    for row in it.table("traded.csv"):
        by[row["proposal"]].append(f"{it.capability[row['capability']].lower()} +{100 * float(row['more_missing']):.1f}")
    lines = [*table(it, "LEVEL"), "", "More is missing there than alone, in points of the mean gap (the three largest):", ""]
    return lines + [f"* {it.names[code]}: {', '.join(list_of[:3])}" for code, list_of in by.items()]


def share(value):
    """A share as percent."""
    return f"{100 * float(value):.1f} %"


def billions(value, sign=False):
    """Money as people read it."""
    return f"{float(value) / 1000:{'+' if sign else ''}.1f} bn"


def cell(row):
    """A value as people read it; a difference that the proofs leave open cannot be told."""
    if row is None or not row["value"]:
        return ""
    value = float(row["value"])
    if row["unit"] == "share":
        return share(value)
    if row["unit"] == "number":
        return f"{value:.0f}"
    open_ = float(row["plus_minus"]) if row["plus_minus"] and row["measure"] == "less_than_alone" else None
    if open_ is None:
        return billions(value)
    return f"{billions(value)} ± {open_ / 1000:.1f}" if abs(value) > open_ else f"cannot be told (± {open_ / 1000:.1f} bn)"


def gap_apart(it, one, other):
    """What one plan leaves more of the first goal than another, points, and whether that is beyond what the proofs leave open."""
    (a, a_bound), (b, b_bound) = it.goals[one], it.goals[other]
    open_ = max(a - a_bound, b - b_bound)
    told = f"{100 * (a - b):+.2f} points ± {100 * open_:.2f}"
    return told if abs(a - b) > open_ else f"{told}, which cannot be told from zero"


def tornado(ends, head):
    """The three assumptions that matter most, as a table."""
    lines = [f"| {head} | at its low end | at its high end |", "|---|---:|---:|"]
    return lines + [f"| {name} | {billions(low, True)} | {billions(high, True)} |" for name, low, high in ends[:3]]


def pooling(it):
    """What pooling saves by cause, and its range."""
    code = "eu27"
    ends = it.assumptions(lambda name, case: it.saved(code, name, case))
    rows = it.found[code]
    low, high = min(min(a, b) for _, a, b in ends), max(max(a, b) for _, a, b in ends)
    whole = it.value("alone", "same_orders")
    return [
        f"On the standalone orders ({billions(whole)} with what types cost), “{it.names[code]}” saves **{billions(it.value(code, 'saving'))}** "
        f"({share(it.value(code, 'saving') / whole)}): {billions(rows['saving_price']['value'], True)} by prices, {billions(rows['saving_pool_costs']['value'], True)} "
        f"by what the pool costs, nothing by costs of types, since the same nations have the same types. One assumption at a time, {billions(low)} to {billions(high)}:",
        "", *tornado(ends, f"assumption ({it.names[code]}, saved)"),
    ]


def members(it):
    """What Hungary and Poland's leaving changes."""
    lines = ["| | saved on the orders of alone, with both | without | change | first goal without, against with |", "|---|---:|---:|---:|---:|"]
    for both, without, name in PAIRS:
        lines.append(f"| {name} | {billions(it.saved(both))} | {billions(it.saved(without))} | {billions(it.saved(without) - it.saved(both), True)} | {gap_apart(it, without, both)} |")
    both, without, name = PAIRS[0]
    nations = {(row["proposal"], row["nation"]): float(row["saved"]) for row in it.table("same_orders_nations.csv")}
    leavers = ("HUN", "POL")
    others = sum(nations[without, nation] - amount for (code, nation), amount in nations.items() if code == both and nation not in leavers)
    ends = it.assumptions(lambda assumption, case: it.saved(without, assumption, case) - it.saved(both, assumption, case))
    left = ", ".join(f"{nation} {billions(nations[without, nation] - nations[both, nation], True)}" for nation in leavers)
    return [*lines, "", f"Of the change of the {name}, {left}, and {billions(others, True)} for the other 25. One assumption at a time:", "",
            *tornado(ends, f"assumption ({name}, change by leaving)")]


def independence(it):
    """What orders without American sellers cost."""
    lines = []
    solved = {row["plan"]: row for row in it.table("independence.csv")}
    if not solved:
        lines += ["No plan without American sellers has been solved: how much later the gap closes without them is not known.", ""]
    else:
        lines += ["| | mean gap | gap in 2040 | gap in 2040 if the US deny support from 2029 | orders | of American sellers | paid |", "|---|---:|---:|---:|---:|---:|---:|"]
        says = []
        for code, row in solved.items():
            of = code.removesuffix("_without_us")
            name = it.names[of] if of == code else f"{it.names[of]}, nothing from American sellers"
            lines.append(f"| {name} | {share(row['gap'])} | {share(row['gap_last_year'])} | {share(row['gap_denied'])} | {billions(row['orders'])} | {billions(row['american'])} | {billions(row['cost'])} |")
            if of != code:
                pair = (solved[of], row)
                by, open_ = float(row["reached"]) - float(pair[0]["reached"]), max(float(one["reached"]) - float(one["bound"]) for one in pair)
                says.append(f"Under “{it.names[of]}” the first goal is {100 * by:+.2f} points ± {100 * open_:.2f} without American sellers"
                            + (", which cannot be told from zero." if abs(by) <= open_ else "."))
        lines += ["", " ".join(says), ""]
    rows = [row for row in it.table("replacing.csv") if row["plan"] == "eu27"]
    base = rows[0]
    ends = collections.defaultdict(dict)
    for row in rows:
        if row["case"]:
            ends[row["assumption"]][row["case"]] = float(row["more"])
    ends = sorted(((name, end["low"], end["high"]) for name, end in ends.items()), key=lambda end: -abs(end[2] - end[1]))
    lines += [
        f"In money alone: the plan of the EU27 orders {billions(base['american'])} from American sellers. {billions(base['replaced'])} of it have another seller from whom the nation buys, "
        f"and the cheapest of these, unit for unit of what counts, would come to {billions(base['more'], True)}; {billions(base['without_another'])} have none. Lines and delivery times are not "
        "looked at here: what American orders buy is time. One assumption at a time:", "", *tornado(ends, "assumption (EU27, more to pay)"),
    ]
    return lines


def band(it):
    """The headline over draws, proposal by proposal and where both are there by pairs."""
    rows = it.table("band.csv")
    if not rows:
        return ["No draws have been solved."]
    by = collections.defaultdict(dict)
    for row in rows:
        by[row["proposal"]][row["draw"]] = row
    open_ = [(float(row["first_goal"]) - float(row["bound"])) / float(row["first_goal"]) for row in rows]
    lines = [f"{len(by['eu27'])} draws for the EU27 and {len(by['alone'])} for standalone procurement, each solved for the first goal alone (without cost after it), which is proven within "
             f"{share(min(open_))} to {share(max(open_))}:", "", "| | draws | least | median | most | as assumed |", "|---|---:|---:|---:|---:|---:|"]
    for code in ("alone", "eu27"):
        for measure, name in (("gap", "mean gap"), ("gap_last_year", "gap in 2040")):
            values = [float(row[measure]) for row in by[code].values()]
            if values:
                ends = " | ".join(share(end(values)) for end in (min, statistics.median, max))
                lines.append(f"| {name}, {it.names[code]} | {len(values)} | {ends} | {share(it.value(code, measure))} |")
    if min(len(by["eu27"]), len(by["alone"])) < ENOUGH:
        lines[0] = f"**Too few draws for a band**, of which {ENOUGH} are the least: {lines[0]}"
    both = by["alone"].keys() & by["eu27"].keys()
    if both:
        apart = [100 * (float(by["eu27"][draw]["first_goal"]) - float(by["alone"][draw]["first_goal"])) for draw in both]
        now = 100 * (it.goals["eu27"][0] - it.goals["alone"][0])
        lines.append(f"| first goal, EU27 less alone, points | {len(apart)} | {min(apart):+.1f} | {statistics.median(apart):+.1f} | {max(apart):+.1f} | {now:+.1f} |")
    return lines


def pages(it):
    """A list of the pages of proposals."""
    return [f"* [{it.names[code]}](results/{code}.md)" for code in it.found if code != "alone"]


def about(it, code):
    """What the model says of a proposal, and who is in its pools."""
    entry = it.proposals[code]
    text = " ".join(str(entry.get("about", "")).split())
    pools = sorted({str(pool["members"]) for pool in entry.get("pools", {}).values()})
    return ["", *([text, ""] if text else []), f"Members: {', '.join(pools)}; overhead {', '.join(sorted({str(pool.get('overhead', 'none')) for pool in entry.get('pools', {}).values()}))}."]


def page(it, code):
    """One page on a proposal."""
    rows, alone = it.found[code], it.found["alone"]
    pick = (("gap", "mean gap, 2026 to 2040"), ("gap_last_year", "gap in 2040"), ("gap_under_denial:us_2029", "gap in 2040 if the United States deny all support from 2029"),
            ("orders", "orders"), ("cost", "paid"), ("funded", "of it, paid by funds"), ("domestic_by_itself_headline", "orders from domestic seats"),
            ("domestic_by_itself_assured", "orders that work without the United States"))
    lines = [f"# {it.names[code][0].upper()}{it.names[code][1:]}", "", "Made from the tables of this folder; [the comparison](../comparison.md) says how to read them. Money is EUR of 2025, over 15 years.", *about(it, code), "",
             "| | everyone alone | this proposal |", "|---|---:|---:|"]
    lines += [f"| {name} | {cell(alone[measure])} | {cell(rows[measure])} |" for measure, name in pick]
    ends = it.assumptions(lambda name, case: it.saved(code, name, case))
    low, high = min(min(a, b) for _, a, b in ends), max(max(a, b) for _, a, b in ends)
    lines += ["", f"* **The first goal** (the gap, with a quarter of national gaps) is {gap_apart(it, code, 'alone')} against alone.",
              f"* **Saved on the standalone orders**: {billions(it.value(code, 'saving'))} of {billions(it.value('alone', 'same_orders'))} ({share(it.value(code, 'saving') / it.value('alone', 'same_orders'))}): "
              f"{billions(it.value(code, 'saving_price'), True)} by prices, {billions(it.value(code, 'saving_pool_costs'), True)} by what pools cost. One assumption at a time {billions(low)} to {billions(high)}; "
              f"most by {', '.join(name for name, _, _ in ends[:3])}."]
    traded = [row for row in it.table("traded.csv") if row["proposal"] == code]
    less = cell(rows["less_than_alone"])
    if less.startswith("cannot"):
        lines.append(f"* **The level of alone**: whether it costs less {less}.")
    else:
        lines.append(f"* **The level of alone** costs {less} less, where each is reached at its least cost. " + (
            f"That is no saving on the same forces: more is missing there of {len(traded)} capabilities, most of "
            f"{it.capability[traded[0]['capability']].lower()} (+{100 * float(traded[0]['more_missing']):.1f} points), and less of others." if traded else "No capability has more missing there than alone."))
    saved = sorted(((float(row["saved"]), row["nation"]) for row in it.table("same_orders_nations.csv") if row["proposal"] == code), reverse=True)
    lines.append("* **Who saves most** on those orders: " + ", ".join(f"{nation} {billions(amount)}" for amount, nation in saved[:5] if amount > 0.5) + ".")
    nations = [row for row in it.table("comparison_nations.csv") if row["proposal"] == code]
    worse = collections.Counter(row["worse_off"] for row in nations if row["worse_off"])
    lines.append(f"* **Worse off than alone**: {sum(worse.values())} of {len(nations)} nations ({worse['more missing']} have more missing of what they want, {worse['pays more']} pay more for no less).")
    work = sorted(((float(row["work"]) - float(row["work_alone"]), row["nation"]) for row in nations), reverse=True)
    lines.append("* **Work** in nations that buy: most gained " + ", ".join(f"{nation} {billions(by, True)}" for by, nation in work[:3] if by > 0) + "; most lost "
                 + ", ".join(f"{nation} {billions(by, True)}" for by, nation in work[:-4:-1] if by < 0) + ".")
    lines.append(f"* **How sure**: the first goal is proven within {share((it.goals[code][0] - it.goals[code][1]) / it.goals[code][0])}, with what it gives up for cost; cost within {share(it.value(code, 'proven_within'))}. "
                 "What is paid is not to be compared, gaps and the same orders are.")
    return lines
