"""The facts of a model document: what docs/file-format.md says, as plain tables."""

from collections import defaultdict

from dependence import Dependence
from figures import countries, num, series, shares, span, spread

SUPPORT = ("maintenance", "updates", "munitions", "enablers", "deliveries")


class Facts(Dependence):
    """Holds nations, capabilities, holdings, producers, lines, offers and denials of one document."""

    def __init__(self, doc):
        self.doc = doc
        self.first, self.last = span(doc["horizon"], None)
        self.years = list(range(self.first, self.last + 1))
        self.zero = {t: 0.0 for t in self.years}
        self.groups = doc.get("groups") or {}
        buyers = countries(doc.get("buyers"), self.groups, list(doc["nations"]))
        self.nations = [n for n in doc["nations"] if n in buyers]
        self.domestic = set(countries(doc.get("domestic"), self.groups, self.nations))
        self.nation = {n: self._nation(doc["nations"][n] or {}) for n in self.nations}
        self.capabilities = list(doc["capabilities"])
        self.capability = {k: self._capability(doc["capabilities"][k] or {}) for k in self.capabilities}
        self.holdings = list(self._holdings())
        self.producers = doc.get("producers") or {}
        self.lines = {l: self._line(d) for l, d in (doc.get("lines") or {}).items()}
        self.offers = list(doc["offers"])
        self.offer = {p: self._offer(p, doc["offers"][p]) for p in self.offers}
        self.denials = {d: self._denial(v) for d, v in (doc.get("denials") or {}).items()}
        self.decay = doc.get("decay")

    def among(self, value):
        """Returns the buyers of a set, in the order of the document."""
        chosen = countries(value, self.groups, self.nations)
        return [n for n in self.nations if n in chosen]

    def some_capabilities(self, value):
        """Returns a list of capabilities or groups of them as a set; None: all."""
        if value is None:
            return None
        groups = self.doc.get("capability_groups") or {}
        return {k for e in value for k in (groups[e] if e in groups else [e])}

    def buys(self, n, k):
        """Returns whether a nation buys a capability."""
        return k not in self.some_capabilities(self.nation[n]["does_not_buy"])

    def gdp_share(self, n, k):
        """Returns a nation's share of k by gross domestic product, of those that buy it."""
        return self.nation[n]["gdp"] / sum(self.nation[m]["gdp"] for m in self.nations if self.buys(m, k)) if self.buys(n, k) else 0.0

    def fielding(self, n, p):
        """Returns what it takes a nation to field an offer: its own words, field by field, before those of the offer."""
        takes = {**self.offer[p]["fielding"], **(self.nation[n]["fielding"].get(p) or {})}
        first, last = [int(year) for year in takes["paid"].split("..")] if "paid" in takes else (1, 0)
        return dict({key: num(takes.get(key, 0)) for key in ("at_least", "cost", "yearly")},
                    paid=[t for t in self.years if first <= t <= last])

    def programmes_for(self, p):
        """Returns the programmes that an offer and its lines need."""
        needed = [self.offer[p]["needs"]] + [self.lines[l]["needs"] for l in self.offer[p]["lines"]]
        return list(dict.fromkeys(d for d in needed if d))

    def _nation(self, d):
        budget = None if d.get("budget") == "unlimited" else series(d.get("budget"), self.years)
        committed = series(d.get("committed"), self.years, self.zero)
        free = None if budget is None else {t: budget[t] - committed[t] for t in self.years}
        gdp = None if d.get("gdp") is None else num(d["gdp"])
        return dict(budget=budget, free=free, carry=num(d.get("carry_over", 0)), gdp=gdp, excludes=d.get("excludes") or [],
                    does_not_buy=d.get("does_not_buy") or [], fielding=d.get("fielding") or {})

    def _capability(self, d):
        years = self.years
        targets = {n: series(v, years) for n, v in (d.get("targets") or {}).items() if n in self.nations}
        bands, start = [], 0.0
        for end, slope in sorted((num(a), num(b)) for a, b in (d.get("gap_bands") or {1: 1}).items()):
            bands.append((end - start, slope))
            start = end
        used = {n: series(v, years) for n, v in (d.get("used") or {}).items() if n in self.nations}
        provided = {w: series(v, years) for w, v in (d.get("provided_by") or {}).items()}
        if d.get("us_provides") is not None:
            provided["USA"] = series(d["us_provides"], years)
        return dict(flow=d.get("kind") == "flow", baseline=series(d.get("us_baseline"), years, self.zero),
                    weight=num(d.get("weight", 1)), targets=targets, required=d.get("targets_are") == "required",
                    worth=series(d.get("missing_unit_worth"), years, self.zero), bands=bands,
                    overshoot=num(d.get("overshoot", 1)), needs=shares(d.get("needs")), provided=provided,
                    switch=d.get("switch"), used=used, ceiling=series(d.get("ceiling"), years))

    def _holdings(self):
        for k in self.capabilities:
            for n, v in ((self.doc["capabilities"][k] or {}).get("held") or {}).items():
                if n in self.nations:
                    yield dict(nation=n, gives=k, units=series(v, self.years), quality=1.0, thing=None, by=None)
        for d in (self.doc.get("holdings") or {}).values():
            if d["nation"] in self.nations:
                yield dict(nation=d["nation"], gives=d["gives"], units=series(d["quantity"], self.years),
                           quality=num(d.get("quality", 1)), thing=d, by=d.get("by"))

    def _line(self, d):
        capacity = series(d["capacity"], self.years)
        backlog = series(d.get("backlog"), self.years, self.zero)
        free = {t: max(0.0, capacity[t] - backlog[t]) for t in self.years}
        expansion, x = None, d.get("expansion")
        if x is not None:
            expansion = dict(cost=num(x["cost"]), lead=whole(x.get("lead_time", 1)), at_most=num(x["at_most"]),
                             payers=self.among(x.get("paid_by")), key=x.get("key", "free"))
        return dict(capacity=capacity, free=free, ramp=None if d.get("ramp") is None else num(d["ramp"]), expansion=expansion,
                    needs=d.get("needs"))

    def _offer(self, p, d):
        gives = {d["gives"]: 1.0} if isinstance(d["gives"], str) else shares(d["gives"])
        price = d["price"]
        if isinstance(price, dict) and "value" not in price:
            bands = sorted((num(a), num(b)) for a, b in price.items() if a not in ("source", "confidence"))
        else:
            bands = [(0.0, num(price))]
        if d.get("learning"):
            bands = learned(bands[0][1], d["learning"], d.get("bands_are") == "incremental")
        lines = d.get("lines") or {}
        lines = {l: 1.0 for l in lines} if isinstance(lines, list) else shares(lines)
        if d.get("capacity") is not None:
            self.lines["line of " + p] = self._line(d)
            lines["line of " + p] = 1.0
        seat = self.producers[d["by"]]["seat"]
        lots = None if d.get("lots_of") is None else num(d["lots_of"])
        minimum = num(d.get("minimum_order", 0))
        return dict(by=d["by"], seat=seat, gives=gives, main=next(iter(gives)), quality=num(d.get("quality", 1)), bands=bands,
                    incremental=d.get("bands_are") == "incremental" and len(bands) > 1, price=bands[0][1],
                    reference=num(d.get("reference_price", bands[0][1])), lead=spread(num(d.get("lead_time", 0))),
                    payment=[num(v) for v in d.get("payment") or [1.0]], open=span(d.get("open"), (self.first, self.last)),
                    lines=lines, support=num(d.get("support", 0)), minimum=minimum, set_up=num(d.get("set_up", 0)), lots=lots,
                    life=None if d.get("service_life") is None else whole(d["service_life"]),
                    lump=(1 - 1e-5) * max(lots or 0.0, minimum), lot=(1 - 1e-5) * (lots or 0.0), delivery=shares(d.get("delivery_cost")), needs=d.get("needs"),
                    added=shares(d.get("value_added")) or {seat: 1.0}, authority=d.get("authority") or [seat],
                    licensed=d.get("licensed_from") or [], thing=d,
                    fielding=d.get("fielding") or {})

    def _denial(self, d):
        return dict(by=d["by"], start=int(d["from"]), what=set(d.get("what") or SUPPORT), weight=num(d.get("weight", 1)))

    def worth(self, p):
        """Returns the US-equivalents of its main capability that a unit of p gives."""
        o = self.offer[p]
        return o["gives"][o["main"]] * o["quality"]

    def due(self, p, year):
        """Returns the shares of the price by year; what is due after the horizon falls in its last year."""
        parts = defaultdict(float)
        for j, v in enumerate(self.offer[p]["payment"]):
            parts[min(year + j, self.last)] += v
        return parts

    def deliveries(self, p, year):
        """Returns the parts of an order of `year` by year of delivery."""
        return {year + j: v for j, v in self.offer[p]["lead"].items()}

    def retires(self, p, delivered, flow):
        """Returns the last year of the horizon in which a unit delivered in a year serves."""
        if flow:
            return delivered
        life = self.offer[p]["life"]
        return self.last if life is None else min(self.last, delivered + life - 1)

    def serving(self, p, year, t, flow, before=None):
        """Returns the part of an order of `year` that serves in t; deliveries from year `before` on do not come."""
        return sum(v for u, v in self.deliveries(p, year).items()
                   if (before is None or u < before) and u <= t <= self.retires(p, u, flow))

    def held(self, k, t, n=None, denial=None):
        """Returns the US-equivalents of k that are held in t and not used up by then, by one nation or all; under a denial, what
        still works."""
        used = sum(u[y] for m, u in self.capability[k]["used"].items() if n in (None, m) for y in self.years if y <= t)
        return -used + sum(h["units"][t] * h["quality"] * (1.0 if denial is None else self.holding_left(h, denial, t))
                   for h in self.holdings if h["gives"] == k and n in (None, h["nation"]))


def learned(price, curve, further):
    """Returns the bands of a learning curve; of further units, by chords between doublings, and beyond the last the price there."""
    start, slope = num(curve["from"]), num(curve["slope"])
    most, bands = num(curve.get("up_to", 8 * start)), [(0.0, price)]
    while 2 * start <= most * (1 + 1e-12):
        bands.append((start, price * (2 * slope - 1)) if further else (2 * start, price * slope))
        start, price = 2 * start, price * slope
    return [*bands, (start, price)] if further and len(bands) > 1 else bands


def whole(time):
    """Returns a time in whole years; the page refuses parts of a year here."""
    years = num(time)
    assert years == int(years), f"{time} is not a whole number of years"
    return int(years)
