"""The screen of `compare`: its lines, and what their numbers must be."""

import copy
import re

import compare_page
import goals_again
import nations
import page
import running
import tables
from books import Book
from phrases import CLAIMED, About, Phrase, Unknown, figure, flat
from solve_screen import RUNGS, broken_rules, held
from solve_screen import model_goals as solved
from standing import Standing

HEADS = ["domestic seat", "owned", "content", "free", "without US"]


class Comparison:
    """Holds the runs of a comparison, standalone procurement first."""

    def __init__(self, case, folder):
        self.doc, self.case, self.folder = case.doc, case, folder
        self.rows = running.document(folder, "comparison")["proposals"]
        self.runs = {}
        for row in self.rows:
            if row["failed"] is None:
                book = Book(case.doc, row["proposal"], folder / row["proposal"])
                self.runs[row["proposal"]] = (book, Standing(book))
        self.names = {code: book.proposal_name() for code, (book, _) in self.runs.items()}
        self.alone = self.runs.get("alone")
        self.reached = goals_again.value(*self.alone, self.model_goal()) if self.alone else None
        self.again = {}
        self.section = ""

    def model_goal(self):
        return next(g for g in self.doc.get("goals") or [{"minimise": "gap"}] if "require" not in g)

    def of(self, name):
        """Returns the code of a proposal by its name."""
        return next((c for c, n in self.names.items() if n == name), None)

    def least(self, code):
        """Returns the least cost of the standalone level of the first goal, by a model of its own; None: no plan."""
        if code not in self.again:
            self.again[code] = self._least(code)
        return self.again[code]

    def more_missing(self, code):
        """Returns by how much the gap of each capability is larger in the plan at least cost than alone, mean of the years."""
        there = self.folder / code / "at_least_cost"
        if not there.exists():
            return {}
        mean = lambda rows: {k: sum(r["gap"] or 0.0 for r in own) / len(own) for k in {r["capability"] for r in rows}
                             for own in [[r for r in rows if r["capability"] == k]]}
        before = mean(running.table(self.folder / "alone", "capabilities"))
        return {k: by - before[k] for k, by in mean(running.table(there, "capabilities")).items() if k in before}

    def goods_again(self, code):
        """Returns what the orders of alone cost at the prices of a proposal; None where pools are not simple."""
        book, units = self.runs[code][0], {}
        own = book.own.get("pools") or {}
        if any(not d.get("exclusive") or set(d) - {"members", "exclusive", "overhead", "name", "about"} for d in own.values()):
            return None
        pools = {g: d for g, d in book.groups.items() if d["pool"]}
        if book.proposal != "together" and any(not own.get(g) for g in pools):
            return None
        for o in self.alone[0].orders:
            group = next((g for g, d in pools.items() if o["nation"] in d["members"]), o["nation"])
            units[group, o["offer"]] = units.get((group, o["offer"]), 0.0) + o["quantity"]
        return sum(tables.total(book.f.offer[p], amount) if book.f.offer[p]["incremental"] else
                   amount * max((b for b in book.f.offer[p]["bands"] if b[0] <= amount + 1e-5 * max(1.0, amount)), key=lambda b: b[0])[1]
                   for (_, p), amount in units.items())

    def _least(self, code):
        goal = self.model_goal()
        if goals_again.measures(goal).keys() & {"cost"} or len(goals_again.measures(goal)) > 1 or any("rank" in r or r["rule"] == "nobody_worse_off" for r in self.runs[code][0].rules.values()):
            raise Unknown("least cost of such a first goal")
        doc, wanted = copy.deepcopy(self.doc), list(goals_again.measures(goal))[0]
        reached = self.reached
        slack = 1e-6 * max(abs(reached), 1e-3)
        bound = {"at_most": reached + slack} if "minimise" in goal else {"at_least": reached - slack}
        kept = {k: goal[k] for k in ("of", "under", "rung") if k in goal}
        required = [g for g in doc.get("goals") or [] if "require" in g]
        doc["goals"] = [*required, {"require": wanted, **bound, **kept}, {"minimise": "cost"}]
        path = running.write(doc, running.SCRATCH / "least.yaml")
        code_, out, _ = running.ask("solve", path, "--proposal", code, "--format", "json")
        if code_ != 0:
            return None
        import json
        return json.loads(out)["goals"][0]["value"]


def title(said, c):
    return {"title": c.doc["model"], "first": c.alone[0].first, "last": c.alone[0].last, "money": str(c.doc["money"])}


def reaches(said, c):
    code = c.of(said["name"])
    if code is None:
        return {"holds": [(f"no proposal {said['name']}", False)]}
    (book, standing), (alone, base) = c.runs[code], c.alone
    true = {"name": said["name"], "gap": standing.mean(), "last": standing.weighted(book.last), "orders": book.value(),
            "types": len(book.tally("offer")), "breaches": len(broken_rules(book)), "holds": []}
    units = book.units()
    true["types"] = sum(1 for p, v in units.items() if v > 1e-6)
    for name, rung in zip(("seat", "owned", "content", "free", "us"), RUNGS):
        true[name] = book.rung(rung, True) * book.value()
    if "against" in said:
        true["against"] = CLAIMED
        true["holds"].append(differs(said["against"], standing.mean() - base.mean(), 0.01))
    within = book.proven()
    true["within"] = None if within is None else About(within, 0.01)
    if said["within"] == "not proven":
        true["within"] = "not proven" if within is None else f"{within}"
    elif within is not None and within < 1e-6:
        true["within"] = figure(said["within"]).value if figure(said["within"]).value <= 1.001e-6 else 0.0
    return true


def differs(text, true, unit):
    """Returns a claim about a difference such as `−4.33 points ± 0.2`, `same ± 1.0` or `not proven`."""
    if text == "not proven":
        return f"{text} (right: {true:.6g})", True
    what, _, open_ = text.partition(" ± ")
    room = figure(open_).value * (unit if figure(open_).unit is None else 1.0) if open_ else 0.0
    if what in ("same", "cannot be told"):
        return f"{what}, and they differ by {true:.6g}, with {room:.6g} open", abs(true) <= max(room * 1.5, 6e-5 if unit < 1 else 0.006)
    printed = figure(what)
    return f"{text} (right: {true:.8g})", printed is not None and printed.agrees(true, 1e-5) and abs(true) > room * 0.5


def denied(said, c):
    """Reads one row of gaps in the last year, in normal times or under a denial; the columns are proposals."""
    claims = []
    for item, (code, (book, standing)) in zip(re.split(r" {2,}", said["list"].strip()), c.runs.items()):
        d = None if said["name"] == "in normal times" else next((d for d in book.f.denials if book.name("denials", d) == said["name"]), "?")
        true = standing.weighted(book.last, d)
        claims.append((f"{code}: {item}", figure(item).agrees(true, 1e-5), f"{true:.8g}"))
    return {"holds": held(claims), "name": said["name"]}


def gap_heads(said, c):
    return {"last": c.alone[0].last, "codes": CLAIMED, "holds": [(f"columns {said['codes']}", said["codes"].split() == list(c.runs))]}


def costs(said, c):
    code = c.of(said["name"])
    if code is None:
        return {"holds": [(f"no proposal {said['name']}", False)]}
    book, _ = c.runs[code]
    true = {"name": said["name"], "holds": []}
    row = next(r for r in c.rows if r["proposal"] == code)
    loose = 2e-3 + (row["least_cost_within"] or 0.0)
    if "least" in said and said["least"] != "–":
        try:
            least = c.least(code)
            true["least"] = About(least, loose) if least is not None else None
            if least is None:
                true["holds"].append((f"least cost {said['least']}, and no plan is found that reaches it", False))
        except Unknown:
            true["least"] = None
        if "saved" in said:
            first = next(r for r in c.rows if r["proposal"] == "alone")
            room = max(r["least_cost"] * (r["least_cost_within"] or 0) for r in (first, row))
            saved(true, said, book, row["saving"], first["least_cost"], row["least_cost"], room)
        true["within"] = figure(said["within"]).value if "within" in said and figure(said["within"]) and (row["least_cost_within"] or 0) < 1e-6 else \
            About(row["least_cost_within"] or 0.0, 0.01)
    elif "saved" in said:
        # The first goal is money: what is paid is the least cost already.
        saved(true, said, book, row["saving"], c.alone[0].total(), book.total(), 1e-4 * book.total())
        if list(goals_again.measures(c.model_goal()))[0] != "cost":
            true["holds"].append(("no least cost is stated, and the first goal is not money", False))
    elif "least" in said:
        try:
            least = c.least(code)
            true["holds"].append((f"it cannot reach the standalone level, and does for {least}", least is None))
        except Unknown:
            pass
        true["least"] = "–"
    return true


def saved(true, said, book, saving, alone, own, room):
    """Adds what must be true of a saving and its parts; room is what the proofs leave open."""
    true["saved"] = CLAIMED
    true["holds"].append(differs(said["saved"], alone - own, 1.0))
    if abs(alone - own) > 2 * room + 0.01 and said["saved"].startswith(("same", "cannot")):
        true["holds"].append((f"{said['saved']}, and {alone - own:.6g} are saved", False))
    true["part"] = (alone - own) / alone if alone > 0 else 0.0
    rest = figure(said["other"].partition(" ± ")[0])
    parts = [figure(said[p]) for p in ("prices", "set_ups", "pools")] + ([rest] if rest else [])
    printed = figure(said["saved"].partition(" ± ")[0])
    total, near = sum(p.value for p in parts), sum(p.half for p in parts) + (printed.half if printed else 0.01)
    # Other orders carry all that the proofs leave open.
    true["other"] = CLAIMED
    if rest:
        true["holds"].append((f"by other orders {said['other']}", rest.agrees(saving["reallocation"])))
        true["holds"].append((f"by other orders {said['other']}, and {room:.6g} are open", rest.value == 0 or abs(saving["reallocation"]) > 0.98 * room - 0.01))
    else:
        total += saving["reallocation"]
        near += 0.005
        open_ = 1.02 * room + 2e-6 * max(alone, own) + 0.01
        true["holds"].append((f"by other orders {said['other']}, and {saving['reallocation']:.6g} are proven", said["other"].startswith("not") or abs(saving["reallocation"]) <= open_))
    whole = printed.value if printed else alone - own
    true["holds"].append((f"parts add up to {total:.6g}, saved {whole:.6g}", abs(total - whole) <= near * 1.01 + 1e-9))
    for name, value in (("prices", saving["price"]), ("set_ups", saving["fixed"]), ("pools", -saving["pools"])):
        true[name] = value
    pools = sum(1 for g in book.groups.values() if g["pool"])
    true["holds"].append((f"nothing is lost to pools where there is none ({said['pools']})", pools > 0 or abs(saving["pools"]) < 0.01))


def same_orders(said, c):
    """Reads what the orders of alone cost under a proposal: the parts add up, and prices are those of the document."""
    code = c.of(said["name"])
    if code is None:
        return {"holds": [(f"no proposal {said['name']}", False)]}
    book, alone = c.runs[code][0], c.alone[0]
    row = next(r for r in c.rows if r["proposal"] == code)["same_orders"]
    true = {"name": said["name"], "paid": book.total(), "cost": row and row["cost"], "saved": row and row["saved"], "part": CLAIMED, "holds": []}
    if row is None:
        return {**true, "holds": [("the orders of alone cannot be placed, and nobody checks that", said.get("cost") == "–")]}
    once = sum(p["amount"] for p in alone.payments if p["what"] != "orders")
    least = alone.value() + once
    # Supply relations have fixed costs, too, which no table of payments has.
    true["holds"].append((f"alone's orders cost {row['cost'] + row['saved']:.8g}, and their payments come to {least:.8g}",
                          row["cost"] + row["saved"] >= least - 1e-5 * max(1.0, least) and (alone.doc.get("supply")
                          or row["cost"] + row["saved"] <= least + 1e-5 * max(1.0, least))))
    if "prices" in said:
        true.update(prices=row["price"], set_ups=row["fixed"], pools=-row["pools"])
        sum_ = row["price"] + row["fixed"] - row["pools"]
        true["holds"].append((f"parts come to {sum_:.8g}, saved {row['saved']:.8g}", abs(sum_ - row["saved"]) <= 1e-6 * max(1.0, least)))
        if "part" in said:
            true["part"] = row["saved"] / (row["cost"] + row["saved"])
        goods = c.goods_again(code)
        if goods is not None:
            true["holds"].append((f"by prices {row['price']:.8g}, and the same goods cost {goods:.8g}", abs(alone.value() - goods - row["price"]) <= 2e-5 * max(1.0, least)))
    elif abs(row["saved"]) > 1e-6 * max(1.0, least):
        true["holds"].append((f"{code} saves {row['saved']:.6g}", False))
    return true


def trades(said, c):
    """Reads of which capabilities more is missing at the level of alone, from the tables of the plans at least cost."""
    claims = []
    for item in said["list"].split("; "):
        name, _, list_ = item.partition(": ")
        code = c.of(name)
        if code is None:
            claims.append((f"no proposal {name}", False))
            continue
        more = c.more_missing(code)
        for what, points in re.findall(r"(?:^|, )(.*?) \(([+−][\d.]+ points)\)", list_):
            named = [by for k, by in more.items() if c.alone[0].name("capabilities", k) == what]
            claims.append((f"{what} {points} under {name}: {named}", any(figure(points).agrees(by, 1e-4) for by in named)))
    silent = [code for code in c.runs if code != "alone" and any(by > 0.0101 for by in c.more_missing(code).values())]
    claims.append((f"{silent} leave more missing of some", len(said["list"].split("; ")) >= len(silent)))
    return {"list": CLAIMED, "holds": claims}


def cost_heads(said, c):
    if "at" not in said:
        return {}
    return {"at": About(c.reached, 1e-5)}


def price(said, c):
    """Reads one row of unit prices; the columns are proposals."""
    claims = []
    code = next((p for p in c.doc["offers"] if c.doc["offers"][p].get("name", p) == said["name"]), None)
    if code is None:
        return {"holds": [(f"no offer {said['name']}", False)]}
    items = re.split(r" {2,}", said["list"].strip())
    for item, (which, (book, _)) in zip(items, c.runs.items()):
        units = sum(o["quantity"] for o in book.orders if o["offer"] == code)
        value = sum(o["value"] for o in book.orders if o["offer"] == code)
        if item == "–":
            claims.append((f"{which}: none", units < 1e-6, f"{units:.6g} units"))
            continue
        each, _, count = item.partition(" × ")
        ok = figure(each) and figure(count) and units > 0 and figure(each).agrees(value / units) and figure(count).agrees(units)
        claims.append((f"{which}: {item}", bool(ok), f"{value / max(units, 1e-12):.6g} × {units:.6g}"))
    claims.append((f"{len(items)} columns", len(items) == len(c.runs), f"{len(c.runs)}"))
    return {"holds": held(claims), "name": said["name"]}


def nation(said, c):
    """Reads what one proposal means to nations."""
    code = c.of(said["name"])
    if code is None:
        return {"holds": [(f"no proposal {said['name']}", False)]}
    (book, standing), (alone, base) = c.runs[code], c.alone
    claims = []
    if "worse" in said or "nobody" in said["list"]:
        surely, maybe = nations.worse(book, standing, alone, base)
        if "worse" in said:
            count, items = int(said["worse"]), said["who"].split(", ")
            named = {i.split(" ")[0] for i in items if i != "…"}
            claims.append((f"{count} worse off", len(surely) <= count <= len(surely) + len(maybe), f"{surely} and perhaps {maybe}"))
            for n in named:
                claims.append((f"{n} is worse off", n in surely or n in maybe, f"{sorted(surely)}"))
            for item in filter(lambda i: i != "…", items):
                hit = re.fullmatch(r"(\w+) pays (.+) more", item)
                n = item.split(" ")[0]
                if hit:
                    true = nations.paid(book, n) - nations.paid(alone, n)
                    claims.append((item, figure(hit.group(2)).agrees(true, 1e-5), f"{true:.8g}"))
                else:
                    true = nations.shortfall(book, standing, n) - nations.shortfall(alone, base, n)
                    claims.append((item, figure(item.split(" ", 1)[1]).agrees(true, 1e-5), f"{true:.8g}"))
        else:
            claims.append(("nobody is worse off", not surely, f"{surely}"))
    work, before = book.work(), alone.work()
    change = {n: work.get(n, 0.0) - before.get(n, 0.0) for n in book.nations}
    for words, sign in (("most work gained ", 1), ("work lost ", -1)):
        some = {n: v for n, v in change.items() if v * sign > 0.5}
        hit = re.search(words + r"([^;]+)", said["list"])
        items = hit.group(1).strip().split(", ") if hit else []
        claims.append((f"{words}{items}", len(items) == min(4, len(some)), f"{some}"))
        for item in items:
            n, _, amount = item.partition(" ")
            claims.append((item, n in some and figure(amount).agrees(change[n], 1e-5), f"{change.get(n)}"))
    return {"holds": held(claims), "name": said["name"], "worse": CLAIMED, "who": CLAIMED}


def own_needs(said, c):
    """Some nation's orders are limited by no need of its own."""
    f, rules = c.alone[0].f, c.alone[0].rules.values()
    free = []
    for k in f.capabilities:
        targets = {n for n, s in f.capability[k]["targets"].items() if any(v > 0 for v in s.values())}
        for n in f.nations:
            ruled = any(r["rule"] == "own_share" and (r.get("capabilities") is None or k in f.some_capabilities(r["capabilities"])) for r in rules)
            gdp = not targets and all(f.nation[m]["gdp"] is not None for m in f.nations)
            if n not in targets and not ruled and not gdp:
                free.append((n, k))
    return {"holds": [("every nation's orders are limited by a need of its own", bool(free))]}


def mean_missing(said, c):
    every = [nations.shortfall(b, s, n) for b, s in c.runs.values() for n in b.nations]
    return {"mean": sum(every) / len(every)}


def missing_words(said, c):
    return {"holds": [("it can be told who is worse off", nations.wants(c.alone[0]) is None)]}


TITLE = [Phrase("{w:title} · {y:first}–{y:last} · {w:money} · proposals compared with standalone procurement, {x:seconds} s", title, "title"),
         Phrase("{w:title} · {y:first} · {w:money} · proposals compared with standalone procurement, {x:seconds} s", title, "title")]
SECTIONS = {
    "What it reaches": [
        Phrase("{w:name}  {p:gap}[[, {w:against}]]  {p:last}  {m:orders}  {m:seat}  {m:owned}  {m:content}  {m:free}  {m:us}  {i:types}  {i:breaches}  {w:within}", reaches, "reaches"),
        Phrase("±: {x}", None),
    ],
    "Gap in": [Phrase("{w:name}  {l:list}", denied, "denied")],
    "What it saves": [
        Phrase("{w:name}  {m:paid}  {m:cost}  {m:saved}[[  {p:part}]]  {m:prices}  {m:set_ups}  {m:pools}", same_orders, "same orders"),
        Phrase("{w:name}  {m:paid}  {m:cost}", same_orders, "same orders"),
        Phrase("{w:name}  {m:paid}  {w:cost}  –  –  –  –  –", same_orders, "same orders"),
        Phrase("–: some of these orders cannot be placed there.", None),
        Phrase("Saved: on the standalone orders, the same goods from the same sellers for the same nations, {x}", None),
    ],
    "The same level": [
        Phrase("{w:name}  {m:least}  {w:saved}[[  {p:part}]]  {m:prices}  {m:set_ups}  {m:pools}  {w:other}  {w:within}", costs, "costs"),
        Phrase("{w:name}  –  {w:saved}[[  {p:part}]]  {m:prices}  {m:set_ups}  {m:pools}  {w:other}", costs, "costs"),
        Phrase("{w:name}  {m:least}[[  {p:within}]]", costs, "costs"),
        Phrase("{w:name}  {w:least}[[  –  –  –  –  –  –  –]][[  –  –  –  –  –  –]][[  {p:within}]]", costs, "costs"),
        Phrase("–: it cannot reach the standalone level, or not in the time there is.", None),
        Phrase("Less than alone: the least cost of the standalone level of the first goal ({w}), {x}", lambda said, c: {"_0": c.alone[0].goals()[-len(solved(c.alone[0]))]["goal"]}, "note"),
        Phrase("Less money is no saving there, since other forces make up the same level. Of these more is missing than alone, and of others less: {l:list}.", trades, "trades"),
    ],
    "Price of a unit": [Phrase("{w:name}  {l:list}", price, "price")],
    "Nations": [
        Phrase("Alone, one nation may buy for others here, so that what pooling saves cannot be told: {x}", own_needs, "own needs"),
        Phrase("Who is worse off cannot be told: {x}.", missing_words, "cannot be told"),
        Phrase(nations.STATED, nations.stated, "worse off"),
        Phrase("What a nation wants: targets, or its share of the baselines by gross domestic product; {p:mean} on average.", mean_missing, "what is wanted"),
        Phrase(nations.SHARED_OUT, nations.shared_out, "shared out"),
        Phrase("{w:name}: {i:worse} worse off ({w:who})[[; {l:list}]]", lambda said, c: nation({"list": "", **said}, c), "nations"),
        Phrase("{w:name}: {l:list}", nation, "nations"),
    ],
}
STARTS = [Phrase("Gap in {y:last} if support were denied  {l:codes}", gap_heads, "gap heads"),
          Phrase("The same level  least cost[[ at {g:at}]]  less than alone{x}", cost_heads, "cost heads")]


def read(reader, where, text, c):
    """Reads a screen of `compare`, line by line."""
    section = None
    for place, line in enumerate(line.strip() for line in flat(text).splitlines() if line.strip()):
        start = next((s for s in SECTIONS if line.startswith(s)), None)
        if place == 0:
            reader.read(where, line, TITLE, c)
        elif start and not line.startswith("Nations:"):
            section = start
            if re.search(r"\d", line):
                reader.read(where, line, STARTS, c)
        elif " has no result: " in line:
            failed = [r for r in c.rows if r["failed"]]
            reader.sentences += 1
            if not any(line.startswith(r["name"]) for r in failed):
                reader.fault(where, line, "has no result", "it has")
        else:
            reader.read(where, line, SECTIONS.get(section, []), c)


def part(reader, case):
    """Solves all proposals of a model, and reads the comparison and its report."""
    folder = running.SCRATCH / "compared"
    report = running.SCRATCH / "compared.html"
    code, out, _ = running.ask("compare", case.model, "--out", folder, "--force", "--report", report, seconds=120)
    if code != 0:
        return
    c = Comparison(case, folder)
    where = f"seed {case.seed}, compare"
    if c.alone is None:
        return
    read(reader, where, out, c)
    compare_page.read(reader, where + " report", running.page(report), c, page)


__all__ = ["part", "read", "SECTIONS"]
