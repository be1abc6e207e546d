"""Further lines of the screen of `solve`: money by kind and year, orders by goal, targets, and what lists they hold."""

import re

from phrases import CLAIMED, Figure, figure


def ranked(text, tally, most=6, mark=" · ", sign=False):
    """Returns claims about a list such as `firm1 109 m · firm2 72.1 m`: each amount, its order, and that none is left out."""
    claims, items = [], text.split(mark)
    order = sorted(tally.values(), reverse=True)
    if most is not None:
        claims.append((f"{len(items)} listed", len(items) == min(most, len(tally)), f"{min(most, len(tally))} of {len(tally)}"))
    for place, item in enumerate(items):
        options = [(n, figure(item[len(n) + 1:])) for n in tally if item.startswith(n + " ")]
        options = [(n, v) for n, v in options if v is not None]
        right = [n for n, v in options if v.agrees(tally[n])]
        claims.append((f"{item}", bool(right), ", ".join(f"{n} {tally[n]:.8g}" for n, _ in options) or "nothing of that name"))
        if right and not sign and place < len(order):
            claims.append((f"{item} in place {place + 1}", any(abs(tally[n] - order[place]) <= 1e-6 * max(1, order[0]) for n in right),
                           f"there should stand {order[place]:.8g}"))
    return claims


def held(claims):
    """Returns claims as the reader takes them."""
    return [(f"{claim} (right: {right})", holds) for claim, holds, right in claims]


def said_years(years):
    """Returns years as the screen writes them: 2028–31, 2033."""
    parts, start = [], 0
    for end in range(len(years)):
        if end + 1 == len(years) or years[end + 1] != years[end] + 1:
            first, last = years[start], years[end]
            parts.append(str(first) if first == last else f"{first}–{last % 100:02}" if first // 100 == last // 100 else f"{first}–{last}")
            start = end + 1
    return ", ".join(parts)


def paid_for(said, book, standing):
    known = {"orders": book.total("orders"), "support what was delivered": book.total("support"), "enlarge lines": book.total("contributions"),
             "bring goods": book.total("delivery"), "set-ups and other fixed costs": book.total("fixed"),
             "what pools cost on top": book.total("overhead"), "development programmes": book.total("programmes"),
             "rules that are broken": book.total("penalties")}
    return {"holds": held(ranked(said["list"], {k: v for k, v in known.items() if v > 0.005 or k == "orders"}, most=9, sign=True))}


def not_spent(said, book, standing):
    book.left()
    years = {str(t): v for t, v in book.kept["left by year"].items() if v > 0.005}
    true = {"last": book.last, "holds": held(ranked(said["list"], years, most=99, sign=True))}
    if "sum" in said:
        # Whether lines, needs and prices let it be spent is not asked again; it is no more than what is left.
        true["sum"] = CLAIMED
        whole = sum(years.values())
        true["holds"].append((f"{said['sum']} of {whole:.6g} that are left", Figure(said["sum"]).value - Figure(said["sum"]).half <= whole * 1.0001))
        true["holds"].append(("something is missing", any(standing.gap(k, t) > 1e-6 for k in standing.based for t in book.years) or bool(national(book))))
    return true


def national(book):
    return [k for k in book.f.capabilities if book.f.capability[k]["targets"]]


def asked_for(said, book, standing):
    whole, share, claims = 0.0, 0.0, []
    items = re.findall(r"goal (\d+) ([\d. ]+ (?:bn|m))(?: (more|less))? \(([^)]*)\)", said["list"])
    room = 0.0
    for place, amount, way, part in items:
        sign = -1 if way == "less" else 1
        whole, share, room = whole + sign * Figure(amount).value, share + sign * Figure(part).value, room + Figure(amount).half
        true = Figure(amount).value / book.value() if book.value() > 0 else 0.0
        claims.append((f"{amount} ({part})", abs(true - Figure(part).value) <= Figure(part).half + Figure(amount).half / book.value() + 0.02, f"{true:.4g}"))
    claims.append((f"the goals ask for {whole:.6g}", abs(whole - book.value()) <= room + 0.02 * book.value(), f"{book.value():.6g} are ordered"))
    claims.append((f"the shares come to {share:.4g}", abs(share - 1) <= 0.002, "100 %"))
    claims.append((f"{len(items)} goals", len(items) <= len(book.goals()) and len(items) == len(said["list"].split(" · ")), f"{len(book.goals())}"))
    return {"holds": held(claims)}


def pooled(said, book, standing):
    several = {g for g, d in book.groups.items() if len(d["members"]) > 1}
    whole = book.value(lambda o: o["group"] in several)
    # Which orders nobody else could place instead is not asked again.
    return {"pooled": CLAIMED, "holds": [(f"{said['pooled']} through pools (right: at most {whole:.6g})", Figure(said["pooled"]).value - Figure(said["pooled"]).half <= whole * 1.0001)]}


def not_settled(said, book, standing):
    claims = []
    for item in re.sub(r" and \d+ more$", "", said["list"]).split(" · "):
        hit = re.fullmatch(r"(.+) (\d+ %) to (\d+ %)", item)
        k = next((k for k in standing.based if hit and book.name("capabilities", k) == hit.group(1)), None)
        own = standing.gap(k, book.last) if k else None
        ok = own is not None and Figure(hit.group(2)).value - 0.0051 <= own <= Figure(hit.group(3)).value + 0.0051
        claims.append((item, ok, f"the plan has {own}"))
    return {"last": book.last, "holds": held(claims)}


def mean(said, book, standing):
    years = [t for t in book.years if any(standing.baseline(k, t) > 0 for k in standing.based)]
    nothing = sum(standing.weighted_nothing(t) for t in years) / max(len(years), 1)
    true = {"span": said_years(book.years), "nothing": nothing, "plan": standing.mean()}
    if "goal" in said:
        true["goal"] = [str(i + 1) for i, g in enumerate(book.goals()) if g["goal"] == "minimise capability gap"]
    return true


def target(said, book, standing):
    n = next((n for n in book.nations if book.nation_name(n) == said["name"]), None)
    k = next((k for k in book.f.capabilities if book.name("capabilities", k) == said["capability"]), None)
    wanted = book.f.capability[k]["targets"].get(n) if k else None
    if not wanted:
        return {"holds": [(f"{said['name']} has no target for {said['capability']}", False)]}
    t = int(said["year"])

    def gap(year, plan):
        there = standing.held(k, year, nation=n) + (standing.ordered(k, year, nation=n) if plan else 0.0)
        return max(0.0, wanted[year] - max(0.0, there)) / wanted[year] if wanted[year] > 0 else 0.0
    first = next(y for y in book.years if wanted[y] > 0)
    return {"name": said["name"], "capability": said["capability"], "target": wanted[t], "year": t, "first": gap(first, False), "nothing": gap(t, False), "plan": gap(t, True)}
