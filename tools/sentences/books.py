"""What a run comes to, added up from its tables of decisions and the document alone."""

from collections import defaultdict

from document import Facts
from figures import num, span
from making_models import resolved
from running import document, table

# What people call countries for which a document has no name.
COUNTRIES = {"USA": "United States", "KOR": "South Korea", "DEU": "Germany", "FRA": "France", "POL": "Poland", "EST": "Estonia", "ITA": "Italy"}
NOTHING = 1e-6


class Book:
    """Holds one run: document, orders, payments; answers what they add up to."""

    def __init__(self, doc, proposal, folder):
        self.doc, self.proposal, self.folder = resolved(doc), proposal, folder
        self.f = f = Facts(self.doc)
        self.first, self.last, self.years, self.nations = f.first, f.last, f.years, f.nations
        self.own = (self.doc.get("proposals") or {}).get(proposal) or {}
        self.groups = self._groups()
        self.orders = table(folder, "orders")
        self.payments = table(folder, "payments")
        self.extra = table(folder, "line_expansion")
        self.started = table(folder, "programmes")
        self.penalties = table(folder, "penalties")
        self.funding = table(folder, "funding")
        self.spending = table(folder, "spending")
        self.prices = table(folder, "prices")
        self.figures = table(folder, "figures")
        self.origin = document(folder, "provenance")
        self.programmes = {**(self.doc.get("programmes") or {}), **(self.own.get("programmes") or {})}
        self.rules = {**(self.doc.get("rules") or {}), **(self.own.get("rules") or {})}
        self.usable_rows = {(r["denial"], r["capability"], r["year"]): r for r in table(folder, "usable")}
        self.enabled = {k for k, c in f.capability.items() if c["needs"]} | {j for c in f.capability.values() for j in c["needs"]}
        self.kept = {}
        by_code = table(folder, "capabilities")
        self.capability_rows = {(r["capability"], r["year"]): r for r in by_code}

    # Names.

    def _groups(self):
        f, groups = self.f, {}
        if self.proposal == "together" and "together" not in (self.doc.get("proposals") or {}):
            return {"joint": dict(members=f.nations, overhead=0.0, name="all together", pool=True)}
        for g, d in (self.own.get("pools") or {}).items():
            groups[g] = dict(members=f.among(d["members"]), overhead=num(d.get("overhead", 0)), name=d.get("name", g), pool=True,
                             discounts=d.get("discounts") or {}, exclusive=bool(d.get("exclusive")))
        for n in f.nations:
            groups[n] = dict(members=[n], overhead=0.0, name=self.nation_name(n) + " alone", pool=False)
        return groups

    def proposal_name(self):
        default = {"together": "all together", "alone": "everyone alone"}.get(self.proposal, self.proposal)
        return self.own.get("name", default)

    def nation_name(self, n):
        return (self.doc["nations"][n] or {}).get("name", COUNTRIES.get(n, n))

    def country_name(self, c):
        if c in self.doc["nations"]:
            return self.nation_name(c)
        return ((self.doc.get("countries") or {}).get(c) or {}).get("name", COUNTRIES.get(c, c))

    def name(self, kind, code):
        return ((self.doc.get(kind) or {}).get(code) or {}).get("name", code)

    def producer_name(self, i):
        return self.name("producers", i)

    def coin(self):
        return str(self.doc.get("money", "MEUR")).split(" ")[0].lstrip("M")

    # Orders.

    def value(self, of=lambda o: True):
        return sum(o["value"] for o in self.orders if of(o))

    def tally(self, key):
        """Returns the value of orders by a column, or by a function of an order."""
        found = defaultdict(float)
        for o in self.orders:
            found[o[key] if isinstance(key, str) else key(o)] += o["value"]
        return {k: v for k, v in found.items() if v > 0}

    def units(self):
        found = defaultdict(float)
        for o in self.orders:
            found[o["offer"]] += o["quantity"]
        return found

    def work(self):
        """Returns the value added by country."""
        found = defaultdict(float)
        for o in self.orders:
            for c, share in self.f.offer[o["offer"]]["added"].items():
                found[c] += o["value"] * share
        return {c: v for c, v in found.items() if v > 0}

    def rung(self, rung, alone=False, of=lambda o: True):
        """Returns the domestic share of orders on a rung: cumulated, or of the rung by itself."""
        whole, part = 0.0, 0.0
        for o in filter(of, self.orders):
            share = self.f.inside(o["offer"], rung, self.f.domestic) if alone else self.f.ladder(o["offer"], rung)
            whole, part = whole + o["value"], part + o["value"] * share
        return part / whole if whole > 0 else 0.0

    # Money.

    def paid(self):
        """Returns payments by (nation, year) and kind."""
        if "paid" not in self.kept:
            self.kept["paid"] = self._paid()
        return self.kept["paid"]

    def _paid(self):
        f, found = self.f, defaultdict(lambda: defaultdict(float))
        for p in self.payments:
            if p["what"] == "orders":
                for t, share in f.due(p["offer"], p["year"]).items():
                    found[p["nation"], t]["orders"] += p["amount"] * share
                    found[p["nation"], t]["overhead"] += p["amount"] * share * self.groups[p["group"]]["overhead"]
            else:
                found[p["nation"], p["year"]]["fixed"] += p["amount"]
        supplies, loads = set(), defaultdict(float)
        for o in self.orders:
            offer, n = f.offer[o["offer"]], o["nation"]
            supplies.add((offer["by"], n))
            bring = offer["delivery"].get(n, 0.0)
            for entry in (self.doc.get("supply") or {}).values():
                if _concerns(f, entry, offer["by"], n):
                    bring += num((entry.get("weight") or {}).get(o["offer"], 1)) * _pair(entry.get("cost"), offer["by"], n)
            for t, part in f.deliveries(o["offer"], o["year"]).items():
                found[n, t]["delivery"] += bring * part * o["quantity"]
            flow = f.capability[offer["main"]]["flow"]
            for t in f.years:
                serves = f.serving(o["offer"], o["year"], t, flow) * o["quantity"]
                found[n, t]["support"] += offer["support"] * serves
                loads[n, o["offer"], t] += serves
        for (n, p, t), serves in loads.items():
            if serves > NOTHING and not f.fielding(n, p)["paid"]:
                found[n, t]["support"] += f.fielding(n, p)["yearly"]
        for entry in (self.doc.get("supply") or {}).values():
            for i, n in supplies:
                if _concerns(f, entry, i, n):
                    found[n, f.first]["fixed"] += _pair(entry.get("fixed_cost"), i, n)
        self._shared(found)
        for r in self.penalties:
            found[r["nation"], r["year"]]["penalties"] += r["amount"]
        return found

    def _shared(self, found):
        """Adds what nations pay towards lines and programmes."""
        f = self.f
        for r in self.extra:
            x = f.lines[self.line(r["line"])]["expansion"]
            if r["nation"] is not None:
                found[r["nation"], r["year"]]["contributions"] += r["contribution"]
            elif x["key"] != "free" and r["cost"]:
                for n, share in self.split(x["key"], x["payers"]).items():
                    found[n, r["year"]]["contributions"] += share * r["cost"]
        for r in self.started:
            d = self.programmes[r["programme"]]
            if r["nation"] is not None:
                found[r["nation"], r["year"]]["programmes"] += r["contribution"]
            elif d.get("key", "free") != "free":
                for i, part in enumerate(self.profile(d)):
                    for n, share in self.split(d["key"], f.among(d.get("paid_by"))).items():
                        found[n, min(r["year"] + i, f.last)]["programmes"] += share * part * num(d["cost"])

    def line(self, code):
        return code if code in self.f.lines else "line of " + code

    def profile(self, programme):
        duration = max(int(num(programme["duration"])), 1)
        return [num(q) for q in programme["payment"]] if programme.get("payment") else [1 / duration] * duration

    def split(self, key, payers):
        """Returns the payers' shares by a fixed key."""
        if isinstance(key, dict):
            return {n: num(v) for n, v in key.items()}
        if key == "budget":
            weight = {n: sum((self.f.nation[n]["budget"] or self.f.zero).values()) for n in payers}
        else:
            weight = {n: self.f.nation[n]["gdp"] for n in payers}
        return {n: w / sum(weight.values()) for n, w in weight.items()}

    def total(self, *kinds, of=lambda n, t: True):
        """Returns the payments of some kinds, or of all."""
        return sum(v for (n, t), row in self.paid().items() if of(n, t) for kind, v in row.items() if not kinds or kind in kinds)

    def funded(self, of=lambda n, t: True):
        return sum(r["amount"] for r in self.funding if of(r["nation"], r["year"]))

    def budget(self, what="budget"):
        """Returns the budgets of all who have one, or what is free of them."""
        return sum(v for n in self.nations if self.f.nation[n]["budget"] for v in self.f.nation[n][what].values())

    def limited(self, n):
        return self.f.nation[n]["budget"] is not None

    def left(self):
        """Returns (what lapses, what is left in the last year), worked out from year to year."""
        carried = {(r["nation"], r["year"]): r["carried"] or 0.0 for r in self.spending}
        lapsed = ends = 0.0
        by_year = self.kept["left by year"] = defaultdict(float)
        for n in filter(self.limited, self.nations):
            came = 0.0
            for t in self.years:
                row = self.f.nation[n]["free"][t] + came - sum(self.paid()[n, t].values())
                row += self.funded(lambda m, u, n=n, t=t: (m, u) == (n, t)) - carried.get((n, t), 0.0)
                came = carried.get((n, t), 0.0)
                by_year[t] += row
                if t == self.last:
                    ends += row
                else:
                    lapsed += row
        return lapsed, ends

    # Proofs.

    def goals(self):
        """Returns the goals of the model in order, with how they were proven."""
        return list(self.origin["goals"])

    def proven(self):
        """Returns the largest distance of a goal from its bound; None where one has no bound."""
        gaps = [g["proof_gap"] for g in self.goals()]
        return None if any(g is None for g in gaps) else max(gaps, default=0.0)

    def audited(self):
        return document(self.folder, "summary")["audited_limits"]

    def unverified(self):
        """Returns the unverified share of order value, of figures, and both counts."""
        guess = {r["figure"]: r["confidence"] in ("unverified", "assumption") for r in self.figures}
        # A price map or list has one figure for each point, all of one source.
        bad = {p: any(v for k, v in guess.items() if k == f"offers.{p}.price" or k.startswith(f"offers.{p}.price.")) for p in self.f.offers}
        whole = self.value()
        share = self.value(lambda o: bad[o["offer"]]) / whole if whole > 0 else 0.0
        count = sum(r["confidence"] in ("unverified", "assumption") for r in self.figures)
        return share, count / max(len(self.figures), 1), count, len(self.figures), bad

    def span(self):
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    def in_lines(self):
        return span(self.doc["horizon"], None)


def _concerns(f, entry, i, n):
    return i in (entry.get("from") or list(f.producers)) and n in f.among(entry.get("to"))


def _pair(value, i, n):
    if value is None:
        return 0.0
    if isinstance(value, dict):
        return num((value.get(i) or {}).get(n, 0))
    return num(value)
