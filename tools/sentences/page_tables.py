"""The tables of a report: those of the run as they stand in its files, those behind pictures recomputed."""

import re

from figures import num
from phrases import Unknown, figure, flat
from running import table

WORDS = ["domestic seat", "owned inside", "by value added", "free to change", "works without the US"]
RUNGS = ["headline", "ownership", "content", "authority", "assured"]


def below_first(book):
    """Returns by how much what is ordered of offers with several prices costs less than at the first price."""
    paid = first = 0.0
    for o in book.orders:
        bands = book.f.offer[o["offer"]]["bands"]
        if len(bands) > 1:
            paid += o["value"]
            first += o["quantity"] * bands[0][1]
    return 1 - paid / first if first > 0 else 0.0


def held_ladder(book, standing, t, ordered=False, alone=False):
    """Returns the value of what is held in baselines, and its domestic shares by rung, cumulated."""
    f, whole, sums = book.f, 0.0, [0.0] * 5
    for h in f.holdings:
        k = h["gives"]
        base = standing.baseline(k, t)
        if base <= 0:
            continue
        value = h["units"][t] * h["quality"] * f.capability[k]["weight"] / base
        whole += value
        thing, by = h["thing"] or {}, h["by"]
        # What nobody's support keeps running counts where it is held.
        seat = f.producers[by]["seat"] if by else None if thing.get("value_added") else h["nation"]
        share = 1.0
        owned = sum(v for c, v in f.owned(by).items() if c not in f.producers and c in f.domestic) if by else float(seat in f.domestic) if seat else 1.0
        added = {c: num(v) for c, v in (thing.get("value_added") or ({seat: 1} if seat else {})).items()}
        makers = (thing.get("authority") or ([seat] if seat else [])) + (thing.get("licensed_from") or [])
        free = all((f.producers[a]["seat"] if a in f.producers else a) in f.domestic for a in makers)
        parts = [1.0 if seat is None or seat in f.domestic else 0.0, owned, sum(v for c, v in added.items() if c in f.domestic) if added else 1.0,
                 1.0 if free else 0.0, f.without_us(thing)]
        for place, part in enumerate(parts):
            share = part if alone else share * part
            sums[place] += value * share
    if any(f.capability[k]["used"] for k in f.capabilities):
        raise Unknown("the ladder of holdings where some are used up")
    if ordered:
        for o in book.orders:
            for k, gives in f.offer[o["offer"]]["gives"].items():
                base = standing.baseline(k, t)
                if base <= 0:
                    continue
                serves = f.serving(o["offer"], o["year"], t, f.capability[k]["flow"]) * o["quantity"] * gives * f.offer[o["offer"]]["quality"]
                value = serves * f.capability[k]["weight"] / base
                whole += value
                for place, rung in enumerate(RUNGS):
                    sums[place] += value * (f.inside(o["offer"], rung, f.domestic) if alone else f.ladder(o["offer"], rung))
    return whole, [s / whole if whole > 0 else 0.0 for s in sums]


def cells(reader, where, name, said, true):
    """Compares one cell."""
    if true is None:
        reader.skip_cell(name)
        return
    reader.numbers += 1
    printed = figure(said) or figure(said + " a")
    if isinstance(true, str):
        if said != true:
            reader.fault(where, f"table {name}", said, true)
    elif printed is None:
        if not (said == "" and true == 0):
            reader.fault(where, f"table {name}", said or "an empty cell", true)
    elif not printed.agrees(float(true), 1e-5):
        reader.fault(where, f"table {name}", said, f"{true:.10g}")


def read(reader, where, page, book, standing):
    """Reads every table of a report that is recomputed here."""
    names = [re.match(r"Table: (.*) \(([\d ]+) rows?\)", text) for tag, _, text in page.sentences if tag == "summary"]
    names = [(hit.group(1), int(hit.group(2).replace(" ", ""))) for hit in names if hit]
    for (name, count), rows in zip(names, page.tables):
        head, body = [flat(c) for c in rows[0]], [[flat(c) for c in row] for row in rows[1:]]
        reader.numbers += 1
        if count != len(body):
            reader.fault(where, f"table {name}", f"{count} rows", len(body))
        if name in OWN:
            try:
                OWN[name](reader, where, name, head, body, book, standing)
            except Unknown as unknown:
                reader.unchecked[name, str(unknown)] = reader.unchecked.get((name, str(unknown)), 0) + 1
        else:
            stored(reader, where, name, head, body, book)


def stored(reader, where, name, head, body, book):
    """Compares a table of the page with the file of that name."""
    rows = table(book.folder, name.replace(" ", "_"))
    if not rows or any("members together" in row for row in body):
        reader.unchecked["table", name] = reader.unchecked.get(("table", name), 0) + 1
        return
    fields = list(rows[0])
    if len(rows) != len(body):
        reader.fault(where, f"table {name}", f"{len(body)} rows", f"{len(rows)} in the file")
        return
    for said, row in zip(body, rows):
        for title, cell, field in zip(head, said, fields):
            true = row[field]
            if isinstance(true, (int, float)) and str(true) != cell:
                # A table whose rows have units of their own shows shares in %.
                percent = "(%)" in title or (row.get("unit") == "share" and field in ("value", "against_alone", "plus_minus"))
                cells(reader, where, f"{name}, {title}", cell, true * 100 if percent else true)
            elif field == "unit" and true == "share" and cell in ("%", "points"):
                continue
            elif (str(true) if true is not None else "") != cell and not cell.endswith("…"):
                reader.fault(where, f"table {name}, {title}", cell, true)


def shares(reader, where, name, said, true):
    cells(reader, where, name, said, None if true is None else true * 100)


def gap_by_year(reader, where, name, head, body, book, standing):
    for row in body:
        t = int(row[0])
        shares(reader, where, name, row[1], standing.weighted_nothing(t))
        shares(reader, where, name, row[2], standing.weighted(t))
        for said, d in zip(row[3:], book.f.denials):
            try:
                shares(reader, where, f"{name}, {d}", said, standing.weighted(t, d))
            except Unknown:
                continue


def gap_by_capability(reader, where, name, head, body, book, standing):
    for row, k in zip(body, standing.based):
        for said, t in zip(row[1:], book.years):
            if standing.baseline(k, t) > 0:
                shares(reader, where, f"{name}, {k} {t}", said, standing.gap(k, t))


def money(reader, where, name, head, body, book, standing):
    paid, made = {}, {}
    for p in book.payments:
        if p["what"] == "orders":
            key = book.nation_name(p["nation"]), book.groups[p["group"]]["name"]
            paid[key] = paid.get(key, 0.0) + p["amount"]
    for o in book.orders:
        key = book.groups[o["group"]]["name"], book.producer_name(o["producer"])
        made[key] = made.get(key, 0.0) + o["value"]
    for step, one, other, said in body:
        cells(reader, where, f"{name}, {one} to {other}", said, (paid if step == "nation to group" else made).get((one, other), 0.0))


def orders_and_work(reader, where, name, head, body, book, standing):
    ordered = {book.country_name(n): v for n, v in book.tally("nation").items()}
    work = {book.country_name(c): v for c, v in book.work().items()}
    inside = {book.country_name(c) for c in book.f.domestic}
    for row in body:
        cells(reader, where, f"{name}, {row[0]}", row[1], "yes" if row[0] in inside else "no")
        for said, true in zip(row[2:], (ordered.get(row[0], 0.0), work.get(row[0], 0.0), work.get(row[0], 0.0) - ordered.get(row[0], 0.0))):
            cells(reader, where, f"{name}, {row[0]}", said, true)


def producers(reader, where, name, head, body, book, standing):
    for row in body:
        def of(o, maker=row[0]):
            return book.producer_name(o["producer"]) == maker
        whole = book.value(of)
        alone = book.rung("content", True, of) * whole
        cells(reader, where, f"{name}, {row[0]}: domestic by value added", row[2], alone)
        cells(reader, where, f"{name}, {row[0]}: other", row[3], whole - alone)
        cells(reader, where, f"{name}, {row[0]}: orders", row[4], whole)
        for said, rung in zip(row[5:], RUNGS):
            shares(reader, where, f"{name}, {row[0]}: {rung}", said, book.rung(rung, True, of=of))


def prices(reader, where, name, head, body, book, standing):
    sums = {}
    for o in book.orders:
        key = book.name("offers", o["offer"]), book.groups[o["group"]]["name"]
        units, value, _ = sums.get(key, (0.0, 0.0, None))
        sums[key] = units + o["quantity"], value + o["value"], book.f.offer[o["offer"]]["bands"][0][1]
    for row in body:
        units, value, first = sums[row[0], row[1]]
        for said, true in zip(row[2:5], (units, value / units, first)):
            cells(reader, where, f"{name}, {row[0]}", said, true)
        shares(reader, where, f"{name}, {row[0]}", row[5], 1 - value / units / first)


def ladder(reader, where, name, head, body, book, standing):
    columns = []
    for title in head[1:]:
        if title.startswith("ordered"):
            columns.append([book.rung(r) for r in RUNGS])
        elif title.startswith("held"):
            columns.append(held_ladder(book, standing, book.first)[1])
        else:
            columns.append(held_ladder(book, standing, book.last, True)[1])
    for place, row in enumerate(body):
        for title, said, column in zip(head[1:], row[1:], columns):
            shares(reader, where, f"{name}, {row[0]}, {title}", said, column[place])


def decoupling(reader, where, name, head, body, book, standing):
    f = book.f
    for row in body:
        by = row[0].split(": ")[0]
        some = [d for d in f.denials
                if " and ".join(book.producer_name(a) if a in f.producers else book.country_name(a) for a in f.denials[d]["by"]) == by]
        for d in some:
            shares(reader, where, f"{name}, {d} {row[1]}", row[2], standing.lost(int(row[1]), d, True))


def goals(reader, where, name, head, body, book, standing):
    for row, proof in zip(body, book.goals()):
        size = 100 if row[5] == "%" else 1
        for said, key in zip(row[1:4], ("value", "bound", "kept_to")):
            cells(reader, where, f"{name}, {row[0]}", said, proof[key] * size)


def unverified(reader, where, name, head, body, book, standing):
    bad = book.unverified()[4]
    tally = {book.name("offers", p): v for p, v in book.tally("offer").items() if bad[p]}
    if len(tally) != len(body) and name == "Unverified prices":
        reader.fault(where, f"table {name}", f"{len(body)} rows", f"{len(tally)} offers: {sorted(tally)}")
    for row in body:
        cells(reader, where, f"{name}, {row[0]}", row[2], tally.get(row[0], 0.0))
        shares(reader, where, f"{name}, {row[0]}", row[3], tally.get(row[0], 0.0) / book.value())


def nothing(reader, where, name, head, body, book, standing):
    reader.unchecked["table", name] = reader.unchecked.get(("table", name), 0) + 1


OWN = {"Gap by year": gap_by_year, "Gap by capability": gap_by_capability, "Money for orders": money, "Orders and work": orders_and_work,
       "Volume by producer": producers, "Unit prices": prices, "Dependence ladder": ladder, "Decoupling": decoupling, "Goals": goals,
       "Unverified prices": unverified, "Largest unverified": unverified, "What binds": nothing, "Rules": nothing, "Sources": nothing,
       "Unverified figures": nothing, "Figures": nothing}
