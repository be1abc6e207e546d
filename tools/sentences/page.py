"""The report of one run: its sentences, and what their numbers must be."""

import re

import page_tables
import running
from phrases import CLAIMED, About, Leading, Phrase, Unknown, figure, listed, shown_money, shown_percent
from solve_screen import RUNGS, by_name, foot, held

QUIET = ("h1", "h2", "h3", "caption", "figcaption", "title", "noscript")


def orders(said, book, standing):
    true = {"span": book.span(), "ordered": book.value(), "coin": book.coin(), "n": len(book.nations), "under": book.proposal_name()}
    true["holds"] = [("one nation, and there are more", "n" in said or len(book.nations) == 1)]
    if "one" in said:
        true["one"] = "buying"
        true["holds"].append(("they do not buy as one", book.proposal == "together"))
    true["holds"].append(("nothing is ordered, and something is", "ordered" in said or book.value() < 1e-6))
    if "today" in said:
        true.update(today=standing.weighted_nothing(book.first), plan=standing.weighted(book.last), last=book.last,
                    nothing=standing.weighted_nothing(book.last))
        years = [t for t in book.years if any(standing.baseline(k, t) > 0 for k in standing.based)]
        true.update(mean=standing.mean(), mean2=sum(standing.weighted_nothing(t) for t in years) / max(len(years), 1))
    return true


def spent(said, book, standing):
    free, (lapsed, left), paid = book.budget("free"), book.left(), book.total()
    true = {"free": free, "coin": book.coin(), "paid": paid, "support": book.total("support"), "support2": book.total("support"), "lapsed": lapsed, "left": left,
            "funded": book.funded(), "free2": free, "unlimited": book.total(of=lambda n, t: not book.limited(n)) - book.funded(lambda n, t: not book.limited(n))}
    signed = book.budget() - book.budget("free")
    claims = [(f"signed contracts take {signed:.6g}", ("free2" in said) == (signed > 1e-9)),
              (f"lapsed is left out ({lapsed:.6g})", "lapsed" in said or lapsed < 0.0051)]
    claims.append((f"nothing is left, and {left:.6g} is", "left" in said or left < 0.0051))
    # "Of them" speaks of what is free of the budgets: what funds and nations without a limit pay is not of them.
    outside = book.total(of=lambda n, t: not book.limited(n)) + book.funded(lambda n, t: book.limited(n))
    if "all" in said:
        true.update(all=paid, paid=paid - outside)
    claims.append((f"of {free:.6g} free, {paid:.6g} are spent, {lapsed:.6g} lapse and {left:.6g} are left: {outside:.6g} of it is no budget's",
                   outside < 0.006 or "all" in said))
    for name in ("funded", "unlimited"):
        claims.append((f"{name} is left out ({true[name]:.6g})", name in said or true[name] < 0.0051))
    true["holds"] = claims
    return true


def unlimited(said, book, standing):
    return {"paid": book.total(), "coin": book.coin(), "holds": [("some buyer has a budget", book.budget() <= 0)]}


def inside(said, book, standing):
    true = {"seat": book.rung("headline", True), "content": book.rung("content", True), "assured": book.rung("assured", True)}
    for name in ("seat2", "content2", "assured2"):
        if name in said:
            true[name] = book.rung({"seat2": "headline", "content2": "content", "assured2": "assured"}[name])
    if "most" in said:
        tally = {book.producer_name(i): v for i, v in book.tally("producer").items()}
        true["most"] = Leading(tally, shown_money)
        true["sum"] = max(tally.values(), default=0.0)
    return true


def nothing_ordered(said, book, standing):
    return {"holds": [("something is ordered", book.value() < 1e-6)], "held": None}


def if_denied(said, book, standing):
    last, gaps = book.last, {}
    for d in book.f.denials:
        gaps[d] = standing.weighted(last, d)
    worst = max(gaps.values())
    d = by_name(book, "denials", said["name"], book.f.denials)
    if d is None:
        return {"holds": [(f"no denial {said['name']}", False)]}
    return {"name": said["name"], "last": last, "gap": gaps[d], "plan": standing.weighted(last), "lost": standing.lost(last, d),
            "holds": [(f"{said['name']} is the worst ({gaps[d]:.6g}, the largest is {worst:.6g})", gaps[d] >= worst - 1e-6)]}


def missing(said, book, standing):
    last = book.last
    rows = sorted(((standing.gap(k, last), book.name("capabilities", k)) for k in standing.based), reverse=True)
    rows = [(v, n) for v, n in rows if v >= 0.005]
    claims = []
    items = re.findall(r"(.+?) \(([^()]*%)\)(?:, |$)", said["list"])
    claims.append((f"{len(items)} listed", len(items) == min(3, len(rows)), f"{min(3, len(rows))}"))
    for place, (name, share) in enumerate(items):
        true = dict((n, v) for v, n in rows).get(name)
        ok = true is not None and figure(share).agrees(true) and abs(true - rows[place][0]) < 1e-6
        claims.append((f"{name} {share}", ok, f"{true}"))
    return {"last": last, "holds": held(claims)}


def nothing_missing(said, book, standing):
    worst = max((standing.gap(k, book.last) for k in standing.based), default=0.0)
    return {"last": book.last, "holds": [(f"something is missing ({worst:.4g})", worst < 0.00501)]}


def sure(said, book, standing):
    true = foot(said, book, standing)
    worst = book.proven()
    if "within" in said:
        if worst is None:
            return {"holds": [("some goal has no bound", False)]}
        true["within"] = 1e-6 if worst < 1e-6 else About(worst, 1e-2)
    return true


def over_years(said, book, standing):
    return {"first": book.first, "last": book.last, "start": standing.weighted(book.first), "nothing1": standing.weighted_nothing(book.first), "plan": standing.weighted(book.last),
            "nothing": standing.weighted_nothing(book.last)}


def by_capability(said, book, standing):
    gaps = {book.name("capabilities", k): standing.gap(k, book.last) for k in standing.based}
    worst = max(gaps.values())
    close = [v for v in gaps.values() if abs(v - 0.01) < 1e-6]
    closed = sum(v < 0.01 for v in gaps.values())
    true = {"last": book.last, "all": len(gaps), "closed": None if close else closed}
    if "worst" in said:
        true["worst"] = Leading(gaps, shown_percent)
        true["share"] = worst
    else:
        true["holds"] = [("all are within 1 %", worst < 0.01 + 1e-6)]
    return true


def through_pools(said, book, standing):
    groups = {g: sum(p["amount"] for p in book.payments if p["group"] == g and p["what"] == "orders") for g in book.groups}
    whole = sum(groups.values())
    pooled = sum(v for g, v in groups.items() if book.groups[g]["pool"])
    nations = {book.nation_name(n): sum(p["amount"] for p in book.payments if p["nation"] == n and p["what"] == "orders") for n in book.nations}
    makers = {book.producer_name(i): v for i, v in book.tally("producer").items()}
    return {"share": pooled / whole, "whole": whole, "coin": book.coin(), "paid": max(nations.values()), "made": max(makers.values()),
            "payer": Leading(nations, shown_money), "maker": Leading(makers, shown_money)}


def work(said, book, standing):
    ordered = {book.country_name(n): v for n, v in book.tally("nation").items()}
    done = book.work()
    abroad = {book.country_name(c): v for c, v in done.items() if c not in book.f.domestic}
    done = {book.country_name(c): v for c, v in done.items()}
    true = {"buyer": Leading(ordered, shown_money), "orders": max(ordered.values()), "coin": book.coin(),
            "worker": Leading(done, shown_money), "work": max(done.values()), "holds": []}
    if "away" in said:
        true.update(away=sum(abroad.values()) / sum(done.values()), first=Leading(abroad, shown_money), sum=max(abroad.values(), default=0.0))
    else:
        true["holds"].append(("none of the work leaves", sum(abroad.values()) < 1e-6, f"{sum(abroad.values()):.6g}"))
    if "worker" not in said:
        true["holds"].append((f"{said['buyer']} get most of the work", true["worker"].wrong(said["buyer"]) is None, true["worker"].wrong(said["buyer"])))
    true["holds"] = held(true["holds"])
    return true


def producers(said, book, standing):
    makers = {book.producer_name(i): v for i, v in book.tally("producer").items()}
    true = {"content": book.rung("content", True), "whole": book.value(), "coin": book.coin(), "first": Leading(makers, shown_money),
            "count": len(makers), "share": sum(sorted(makers.values(), reverse=True)[:5]) / book.value(), "few": 5}
    true.update(first2=true["first"], first3=true["first"], count2=len(makers))
    true["holds"] = [("all of it goes to one", "first" not in said or len(makers) == 1)]
    true.update(alike=true["first"], each=max(makers.values()))
    if "alike" in said:
        true["holds"].append((f"it goes to {said['alike']} only, and {sorted(makers)} get some", sorted(listed(said["alike"], makers)) == sorted(makers)))
    return true


def below_first(said, book, standing):
    return {"less": page_tables.below_first(book)}


def ladder(said, book, standing):
    true = inside(said, book, standing)
    if "held" in said:
        true["held"] = page_tables.held_ladder(book, standing, book.first, alone=True)[1][4]
    return true


def decoupling(said, book, standing):
    f, courses = book.f, {}
    for d in f.denials:
        courses[d] = [standing.lost(t, d, True) for t in book.years]
    some = [d for d in f.denials if " and ".join(book.country_name(a) if a not in f.producers else book.producer_name(a) for a in f.denials[d]["by"]) == said["by"]]
    claims = []
    for d in some:
        true = courses[d]
        ok = figure(said["start"]).agrees(true[0], 1e-5) and figure(said["end"]).agrees(true[-1], 1e-5)
        if not ok:
            claims.append((f"{said['start']} and {said['end']}", False, f"{true[0]:.6g} and {true[-1]:.6g}"))
            continue
        course = ", ".join(f"{t} {v:.4g}" for t, v in zip(book.years, true))
        if "from" in said:
            year = int(said["from"])
            after = [v for t, v in zip(book.years, true) if t >= year]
            before = dict(zip(book.years, true)).get(year - 1, 1.0)
            claims.append((f"borne from {year} on", max(after) < 0.1 + 1e-7 and before >= 0.1 - 1e-7, course))
        elif said["end_words"].startswith("it is borne throughout"):
            claims.append(("borne throughout", max(true) < 0.1 + 1e-7, course))
        elif "in no year" in said["end_words"]:
            claims.append(("in no year would it take less than 10 %", min(true) >= 0.1 - 1e-7, course))
        else:
            claims.append(("from no year on", true[-1] >= 0.1 - 1e-7, course))
        claims = [c for c in claims if c[1]] or claims
        break
    if not some:
        claims = [(f"no denial by {said['by']}", False, "")]
    return {"first": book.first, "last": book.last, "holds": held(claims), "what": said["what"], "by": said["by"], "start": CLAIMED, "end": CLAIMED,
            "from": CLAIMED, "end_words": said.get("end_words", "")}


def rests(said, book, standing):
    share, figures, count, whole, _ = book.unverified()
    return {"orders": share, "bad": count, "all": whole, "figures": figures}


def about(said, book, standing):
    return {"span": book.span(), "money": str(book.doc.get("money", "MEUR")), "under": book.proposal_name()}


def rows(said, book, standing):
    return {"count": CLAIMED, "name": said["name"]}


THROUGH_POOLS = ("{p:share} of {m:whole} {c:coin} for orders go through pools; most is paid by {w:payer} ({m:paid} {c:c2}[[ each]]), "
                 "and most goes to {w:maker} ({m:made} {c:c3}[[ each]]).")
ABROAD = ("[[{p:away} of the work goes to countries that do not count as domestic, most of it to {w:first} ({m:sum} {c:c3}[[ each]])]]"
          "[[none of the work leaves the domestic countries]].")
WORK_OF_BUYERS = "{w:buyer} ({m:orders} {c:coin}[[ each]]) order[[s]] most and get[[s]] most of the work ({m:work} {c:c2}[[ each]]), and " + ABROAD
WORK = "{w:buyer} ({m:orders} {c:coin}[[ each]]) order[[s]] most, most of the work goes to {w:worker} ({m:work} {c:c2}[[ each]]), and " + ABROAD
PHRASES = [
    Phrase("{w:span} · money in {w:money} · {w:under}", about, "about"),
    Phrase("[[{i:n} nations]][[One nation]][[, {w:one} as one,]][[, under “{w:under}”,]] place[[s]] [[no ]]orders[[ of {m:ordered} {c:coin}]] in {w:span}"
           "[[, which brings the capability gap to the United States from {p:today} today to {p:plan} in {y:last}; without new orders it would be {p:nothing}[[; on average over the years it is {p:mean} instead of {p:mean2}]]]].", orders, "orders"),
    Phrase("All of it costs {m:paid} {c:coin}; no budget limits it.", unlimited, "no budget"),
    Phrase("[[Budgets come to {m:free} {c:coin}]][[Signed contracts leave {m:free2} {c:coin2} of the budgets]]: {m:paid} of them are spent[[ ({m:support} of it to support what was delivered)]]"
           "[[, {m:lapsed} lapse unspent]] and [[nothing is]][[{m:left} are]] left[[; {m:all}[[ ({m:support2} of it to support what was delivered)]] are paid in all, "
           "[[{m:funded} of it by funds]][[ and ]][[{m:unlimited} of it by buyers without a limit]]]].", spent, "spent"),
    Phrase("Nothing is ordered[[; of what is held today, {p:held} works without the United States]].", nothing_ordered),
    Phrase("Producers seated in domestic countries get {p:seat} of the money for orders; {p:content} of all of it is value added inside, and {p:assured} buys what still works without the United States"
           "[[; most goes to {w:most}, {m:sum}[[ each]]]].", inside, "made inside"),
    Phrase("If {w:name}, the gap in {y:last} would be {p:gap} instead of {p:plan}, and {p:lost} of what is usable and needed would be lost.", if_denied, "if denied"),
    Phrase("Under the denial “{w:name}”, the gap in {y:last} would be {p:gap} instead of {p:plan}, and {p:lost} of what is usable and needed would be lost.", if_denied, "if denied"),
    Phrase("What is still missing in {y:last} to US baselines: {l:list}.", missing, "still missing"),
    Phrase("In {y:last} nothing is missing to any US baseline.", nothing_missing),
    Phrase("The plan is proven to be within {p:within} of the best possible and keeps all {i:limits} limits that were checked, but {p:orders} of the money for orders rests on prices that no source vouches for, and {p:figures} of all figures are estimates.", sure, "how sure"),
    Phrase("The plan is the best that was found, without a proof for every goal, and keeps all {i:limits} limits that were checked, but {p:orders} of the money for orders rests on prices that no source vouches for, and {p:figures} of all figures are estimates.", sure, "how sure"),
    Phrase("With the plan the gap to the US baselines is {p:plan} in {y:last}; it would be {p:nothing} if nothing were ordered.", over_years, "gap by year"),
    Phrase("The gap to the US baselines, {p:nothing1} today, is {p:plan} in {y:last} with the plan; were nothing ordered, it would be {p:nothing}.", over_years, "gap by year"),
    Phrase("With the plan, the gap to the US baselines is {p:plan} in {y:last}; were nothing ordered, it would be {p:nothing}.", over_years, "gap by year"),
    Phrase("With the plan, the gap to the US baselines is {p:start} in {y:first} and {p:plan} in {y:last}; were nothing ordered, it would be {p:nothing1} and {p:nothing}.", over_years, "gap by year"),
    Phrase("{p:share} of the baseline of {w:worst} is missing in {y:last}.", by_capability, "by capability"),
    Phrase("{i:closed} of {i:all} capabilities are within 1 % of their baselines in {y:last}; most is missing of {w:worst}, {p:share} of the baseline[[ of each]].", by_capability, "by capability"),
    Phrase("All {i:all} capabilities are within 1 % of their baselines in {y:last}.", by_capability, "by capability"),
    Phrase(THROUGH_POOLS, through_pools, "through pools"),
    Phrase(WORK_OF_BUYERS, work, "work"),
    Phrase(WORK, work, "work"),
    Phrase("{p:content} of {m:whole} {c:coin} paid for orders is value added inside; [[all of it goes to {w:first}]][[it goes to {w:alike} ({m:each} {c:c2} each)]][[it goes to {i:count} producers, most of it to {w:first2}]][[{i:few} of {i:count2} producers get {p:share} of the money, first {w:first3}]].", producers, "producers"),
    Phrase("Where prices fall with quantity, what is ordered costs {p:less} less than at the price of the first unit.", below_first, "below first"),
    Phrase("{p:seat} of the money for orders goes to producers seated in domestic countries, {p:content} of it is value added inside, and {p:assured} buys what still works without the United States[[; of what is held today, {p:held} does]].", ladder, "ladder"),
    Phrase("A denial of {w:what} by {w:by} that begins in {y:first} would take {p:start} of what is usable and needed in the end, and {p:end} if it begins in {y:last}; from {y:from} on it is borne, since it would take less than 10 %.", decoupling, "decoupling"),
    Phrase("A denial of {w:what} by {w:by} that begins in {y:first} would take {p:start} of what is usable and needed in the end, and {p:end} if it begins in {y:last}; {x:end_words}.", decoupling, "decoupling"),
    Phrase("{p:orders} of the money for orders rests on prices that no source vouches for; {i:bad} of {i:all} figures of the model ({p:figures}) are estimates or assumptions. They are listed here with what is known of each.", rests, "rests on"),
    Phrase("Table: {w:name} ({i:count} row[[s]])", rows, "table"),
    Phrase("The dotted line is 10 %, below which a denial counts as borne.[[ {x}]]", None),
    Phrase("Each mark is one group that orders. The line is the price by quantity. Axes of prices do not begin at 0.", None),
    Phrase("Computed by entente {x:version}", None),
    Phrase("Files that were read, with their digests ({x:count})", None),
    Phrase("Made by entente {x:version}", None),
]


def part(reader, case):
    """Reads the report of a run."""
    page = running.page(running.SCRATCH / "run.html")
    read(reader, f"seed {case.seed}, report", page, case.book, case.standing)


def read(reader, where, page, book, standing):
    for tag, _, text in page.sentences:
        if tag in QUIET or (tag == "p" and text.startswith("Options:")):
            continue
        reader.read(where, text, PHRASES, book, standing)
    page_tables.read(reader, where, page, book, standing)


__all__ = ["part", "read", "PHRASES", "RUNGS", "Unknown"]
