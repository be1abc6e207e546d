"""Random model documents by family of features."""

import random

from demands import Demands

CODES, OUTSIDE = ["DEU", "FRA", "POL", "EST", "ITA"], ["USA", "KOR"]
FAMILIES = [
    "budget", "held", "quality", "flow", "targets", "required", "lead", "payment", "support", "life", "lines", "expansion",
    "bands", "incremental", "learning", "minimum", "lots", "set_up", "supply", "relations", "pools", "funds", "content",
    "participants", "retour", "largest", "second", "types", "own_share", "home", "worse_off", "through", "excluded", "authority",
    "ranks", "priced", "programmes", "enablers", "denials", "lost", "require", "weighted", "within", "gap_bands", "ladder",
    "delivery", "multi_gives", "overshoot", "alone", "worst",
    "retiring", "firm", "wear", "near_lots", "slow", "line_lots", "special", "half_working", "surplus", "no_gdp", "flow_support",
    "discounts", "fielding", "no_buy", "used", "ceiling", "suppliers", "most_programmes", "line_needs", "learning_further", "named",
]
LONG = {"wear", "firm", "retiring", "slow", "line_lots"}
SOME_YEARS = {"lead", "payment", "life", "expansion", "budget", "held", "programmes", "denials", "special", "half_working",
              "flow_support", "surplus", "fielding", "used", "most_programmes", "line_needs"}


def generate(seed, families):
    """Returns a document and the name of a proposal."""
    return Maker(seed, set(families)).document()


class Maker:
    """Makes one document. Every figure is drawn from the seed."""

    def __init__(self, seed, families):
        self.seed, self.on, self.random = seed, families, random.Random(seed)
        whole = self.random.randint
        self.years = list(range(2026, 2026 + (whole(4, 7) if families & LONG else whole(2, 5) if families & SOME_YEARS else whole(1, 3))))
        self.nations = CODES[: whole(2, 4)]
        count = max(whole(1, 3), 2 if families & {"enablers", "denials"} else 1)
        if families & LONG:
            count = min(count, 2)
        self.capabilities = [f"cap{i}" for i in range(count)]
        self.offers = [f"off{i}" for i in range(whole(2, 3 if families & LONG else 5))]
        self.firms = [f"firm{i}" for i in range(whole(2, 3))]
        self.seats = self.nations + OUTSIDE
        # Budgets are stated by all buyers or by none.
        self.rich = "budget" in families and whole(1, 10) == 1 and not families & {"own_share", "worse_off", "expansion", "programmes"}

    def chance(self, share):
        return self.random.random() < share

    def draw(self, low, high, digits=2):
        return round(self.random.uniform(low, high), digits)

    def some(self, things, least=1):
        return self.random.sample(things, self.random.randint(least, len(things)))

    def series(self, low, high):
        """Returns a number or a map of years."""
        if len(self.years) > 1 and self.chance(0.5):
            return {y: self.draw(low, high) for y in sorted(self.some(self.years))}
        return self.draw(low, high)

    def moving(self, low, high, rising):
        """Returns a map of years that rises or falls."""
        years = sorted(self.some(self.years, 2))
        return dict(zip(years, sorted((self.draw(low, high) for _ in years), reverse=not rising)))

    def document(self):
        doc = {"model": f"random {self.seed}", "money": "MEUR 2025", "horizon": f"{self.years[0]}..{self.years[-1]}", "proof_gap": 1e-9}
        doc["nations"] = {n: self.nation(n) for n in self.nations}
        doc["capabilities"] = caps = {k: self.capability() for k in self.capabilities}
        if not any("us_baseline" in c for c in caps.values()):
            caps["cap0"]["us_baseline"] = self.draw(8, 60)
        if "enablers" in self.on:
            self.enablers(caps)
        if self.on & {"held", "half_working"} and (self.on & {"quality", "denials", "half_working"} or self.chance(0.5)):
            doc["holdings"] = {f"hold{i}": self.holding() for i in range(self.random.randint(1, 3))}
        doc["producers"] = {i: {"seat": self.random.choice(self.nations if self.chance(0.65) else OUTSIDE)} for i in self.firms}
        if "ladder" in self.on or ("denials" in self.on and self.chance(0.5)):
            self.owners(doc)
        self.lines = {}
        if self.on & {"lines", "expansion", "slow", "line_lots", "line_needs"}:
            self.lines = {f"line{i}": self.line() for i in range(self.random.randint(1, 2))}
            doc["lines"] = self.lines
        doc["offers"] = {p: self.offer(i) for i, p in enumerate(self.offers)}
        if self.on & {"supply", "relations"}:
            doc["supply"] = {"rel": self.supply()}
        if "programmes" in self.on:
            self.developed(doc, self.offers[-1], "prog")
        if "most_programmes" in self.on:
            for i, p in enumerate(self.some(self.offers, 2)):
                self.developed(doc, p, f"prog{i}")
        if "line_needs" in self.on:
            self.opened(doc)
        if "used" in self.on and not self.on & {"denials", "lost", "half_working"}:
            self.used(doc)
        if "no_buy" in self.on:
            self.not_bought(doc)
        proposal = Demands(self).add(doc)
        return doc, proposal

    def nation(self, n):
        d = {"budget": self.draw(20, 90)}
        if "budget" in self.on:
            d["budget"] = self.series(20, 90)
            if self.chance(0.6):
                d["carry_over"] = self.random.choice(["50 %", "100 %", "20 %", 0.3])
            if self.chance(0.3):
                d["committed"] = self.series(1, 15)
        if "special" in self.on:
            d["carry_over"] = self.random.choice(["100 %", "50 %", "10 %", "90 %"])
            if self.chance(0.6):
                first = self.random.choice(self.years[:-1])
                d["budget"] = {first: self.draw(40, 150), first + 1: self.random.choice([0, self.draw(0, 10)])}
        if self.rich:
            d = {}
        if not ("no_gdp" in self.on and self.chance(0.6)):
            d["gdp"] = self.random.randint(50, 900)
        if "excluded" in self.on and n == self.nations[0] and self.chance(0.5):
            d["excludes"] = [self.firms[0]]
        if "fielding" in self.on and self.chance(0.5):
            d["fielding"] = {p: self.fielding() for p in self.offers if self.chance(0.4)}
        return d

    def fielding(self):
        some = {"at_least": self.draw(0.5, 4), "cost": self.draw(1, 15), "yearly": self.draw(0.2, 4)}
        takes = {k: 0 if self.chance(0.1) else v for k, v in some.items() if self.chance(0.6)}
        # By figures drawn already, so that the rest of the model stays as it was.
        if int(some["cost"] * 8) % 3 == 0:
            first = int(some["yearly"] * 8) % len(self.years)
            last = first + int(some["at_least"] * 8) % (len(self.years) - first)
            takes["paid"] = f"{self.years[first]}..{self.years[last]}"
        return takes

    def not_bought(self, doc):
        """Says of some nations that they do not buy some capabilities, groups or offers."""
        doc["capability_groups"] = {"both": self.some(self.capabilities)}
        for n in self.some(self.nations):
            things = ["both"] if self.chance(0.2) else self.random.sample(self.capabilities + self.offers, self.random.randint(1, 2))
            doc["nations"][n]["does_not_buy"] = things

    def used(self, doc):
        """Lets nations use up stocks, where nothing stands beside it that may not."""
        caps = doc["capabilities"]
        touched = {j for c in caps.values() for j in c.get("needs", {})}
        for k, c in caps.items():
            if c.get("kind") == "flow" or "needs" in c or k in touched or "us_provides" in c or self.chance(0.2):
                continue
            c["used"] = {n: self.series(0, 1) if self.chance(0.8) else self.draw(0.1, 4) for n in self.nations if self.chance(0.7)}
            if self.chance(0.8):
                c.setdefault("held", {n: self.draw(0, 8) for n in self.nations})
            for o in doc["offers"].values():
                if k in o["gives"]:
                    o.pop("service_life", None)

    def capability(self):
        c, near = {}, "near_lots" in self.on
        high = 15 if near else 30 if self.on & LONG else 60
        changing = self.on & {"held", "budget", "lead"} or (self.on & LONG and self.chance(0.4))
        c["us_baseline"] = self.series(4 if near else 8, high) if changing else self.draw(4 if near else 8, high)
        if self.chance(0.4):
            c["weight"] = self.draw(0.3, 3)
        if self.on & {"held", "half_working"} and self.chance(0.8):
            c["held"] = {n: self.series(0, 6) for n in self.nations if self.chance(0.7)}
        if self.on & {"retiring", "firm"}:
            rising = "firm" in self.on and ("retiring" not in self.on or self.chance(0.5))
            c["held"] = {n: self.moving(0, 10, rising) for n in self.nations if self.chance(0.7)}
        if "flow" in self.on and self.chance(0.6) or "flow_support" in self.on and self.chance(0.7):
            c["kind"] = "flow"
        if "targets" in self.on and self.chance(0.75) or "surplus" in self.on:
            c["targets"] = {n: self.series(2, 15) for n in self.nations if self.chance(0.8)} or {self.nations[0]: self.draw(2, 15)}
            if self.chance(0.6):
                c["missing_unit_worth"] = self.series(0.5, 6)
            if self.chance(0.3):
                del c["us_baseline"]
        if "surplus" in self.on:
            rich = self.random.choice(self.nations)
            c["held"] = {n: self.draw(15, 30) if n == rich else self.series(0, 5) for n in self.nations if n == rich or self.chance(0.5)}
        if "required" in self.on and self.chance(0.5):
            c["targets"] = {n: self.draw(0.3, 2.5) for n in self.nations if self.chance(0.6)} or {self.nations[0]: 1.5}
            c["targets_are"] = "required"
        if "gap_bands" in self.on and self.chance(0.7):
            c["gap_bands"] = {f"{self.random.randint(10, 60)} %": self.draw(0.5, 1.5), "100 %": self.draw(1.6, 4)}
        if "overshoot" in self.on and self.chance(0.6):
            c["overshoot"] = self.random.choice(["120 %", "80 %", "150 %", 1.05])
        if "ceiling" in self.on and self.chance(0.8):
            c["ceiling"] = self.series(3, 40)
        return c

    def enablers(self, caps):
        enabler = self.capabilities[-1]
        for k in self.some(self.capabilities[:-1]):
            caps[k]["needs"] = {enabler: self.draw(0.1, 1.2)}
            caps[k].pop("kind", None)
        if self.chance(0.7):
            caps[enabler]["us_provides"] = self.series(2, 15)
        if self.chance(0.4):
            caps[enabler]["provided_by"] = {"KOR": self.draw(1, 5)}
        if self.chance(0.5):
            caps[enabler].pop("us_baseline", None)
        caps[enabler].pop("kind", None)
        if not any("us_baseline" in c for c in caps.values()):
            caps["cap0"]["us_baseline"] = self.draw(8, 60)

    def holding(self):
        quantity = self.moving(1, 10, False) if len(self.years) > 1 and self.chance(0.5) else self.draw(1, 10)
        if "half_working" in self.on:
            quantity = self.draw(5, 20)
        return {"nation": self.random.choice(self.nations), "gives": self.random.choice(self.capabilities), "quantity": quantity,
                "quality": self.draw(0.3, 1.2)}

    def owners(self, doc):
        for i, firm in enumerate(self.firms):
            if self.chance(0.7):
                part = self.random.choice([30, 40, 49, 50, 51, 60, 75])
                one, other = self.random.sample(self.seats, 2)
                rest = 100 - part - (5 if self.chance(0.2) else 0)
                if i > 0 and self.chance(0.5):
                    one = self.firms[i - 1]
                doc["producers"][firm]["owners"] = {one: f"{part} %", other: f"{rest} %"}
        if self.chance(0.4):
            doc["domestic"] = set_of(self.random.sample(self.nations, max(1, len(self.nations) - 1)))

    def line(self):
        d = {"capacity": self.series(2, 20) if self.chance(0.5) else self.draw(2, 20)}
        if "slow" in self.on and self.chance(0.7):
            d = {"capacity": self.series(0.2, 1.3)}
        elif self.chance(0.4):
            d["backlog"] = self.series(0, 5)
        if "expansion" in self.on and self.chance(0.7):
            d["expansion"] = self.expansion()
            if self.chance(0.4):
                d["ramp"] = self.draw(0.05, 0.8)
        return d

    def expansion(self):
        e = {"cost": self.draw(0.5, 8), "at_most": self.draw(1, 15)}
        if self.chance(0.7):
            e["lead_time"] = self.random.choice([0, 1, "1 year", 2])
        if self.chance(0.4):
            e["paid_by"] = set_of(self.some(self.nations))
        if self.chance(0.5):
            keys = ["budget", "fixed"] if "no_gdp" in self.on else ["budget", "gdp", "fixed"]
            e["key"] = self.random.choice(keys)
            if e["key"] == "fixed":
                part = self.random.randint(10, 90)
                e["key"] = {self.nations[0]: f"{part} %", self.nations[1]: f"{100 - part} %"}
                e["paid_by"] = set_of(self.nations[:2])
        return e

    def offer(self, place):
        main = self.capabilities[place] if place < len(self.capabilities) else self.random.choice(self.capabilities)
        o = {"by": self.random.choice(self.firms), "gives": main, "price": self.draw(1, 8)}
        self.making(o)
        if "multi_gives" in self.on and len(self.capabilities) > 1 and self.chance(0.5):
            other = self.random.choice([k for k in self.capabilities if k != main])
            o["gives"] = {main: self.draw(0.5, 2), other: self.draw(0.1, 1)}
        if "quality" in self.on and self.chance(0.7):
            o["quality"] = self.draw(0.4, 1.3)
        self.time(o)
        self.terms(o)
        self.origin(o)
        return o

    def making(self, o):
        slow = bool(self.on & {"slow", "line_lots"})
        if self.chance(0.5):
            o["capacity"] = f"{self.draw(0.2, 1.5) if 'slow' in self.on and self.chance(0.6) else self.draw(2 if slow else 3, 25)} a year"
        if self.lines and self.chance(0.6):
            o.pop("capacity", None)
            chosen = self.some(list(self.lines))
            o["lines"] = {l: self.draw(0.5, 3) for l in chosen} if self.chance(0.6) else chosen
        elif "expansion" in self.on and "capacity" in o and self.chance(0.5):
            o["expansion"] = self.expansion()
            if self.chance(0.4):
                o["ramp"] = self.draw(0.05, 0.8)
        if "lines" in self.on and "capacity" in o and self.chance(0.3):
            o["backlog"] = self.draw(0, 3)
        if slow and self.chance(0.6):
            o["lots_of"] = self.random.choice([1, 1, 2, 3, 1.5])

    def time(self, o):
        if self.on & {"lead", "line_lots"} and self.chance(0.7):
            o["lead_time"] = self.random.choice(["1 year", "0.5 years", "1.25 years", 1, 0.4, "2 years"])
        if self.on & {"lead", "line_lots", "special"} and self.chance(0.25):
            o["open"] = f"{self.random.choice(self.years)}..{self.years[-1]}"
        if "payment" in self.on and self.chance(0.7):
            o["payment"] = self.random.choice([["50 %", "50 %"], ["30 %", "30 %", "40 %"], ["0 %", "100 %"], [0.1, 0.2, 0.3, 0.4]])
        if self.on & {"support", "flow_support"} and self.chance(0.6):
            o["support"] = self.draw(0.05, 0.8)
        if "life" in self.on and self.chance(0.7):
            o["service_life"] = self.random.choice([1, 2, "3 years"])
        if "wear" in self.on and self.chance(0.8) or "flow_support" in self.on and self.chance(0.3):
            o["service_life"] = self.random.choice([1, 2, 2, 3, "3 years", 4])

    def terms(self, o):
        if self.on & {"bands", "incremental"} and self.chance(0.6 if len(self.on & {"bands", "incremental"}) == 1 else 0.8):
            price, start = o["price"], self.draw(2, 12)
            o["price"] = {0: price, start: round(price * self.draw(0.6, 0.95), 3)}
            if self.chance(0.4):
                o["price"][round(start * self.draw(1.5, 3), 2)] = round(price * self.draw(0.4, 0.6), 3)
            if "incremental" in self.on and ("bands" not in self.on or self.chance(0.5)):
                o["bands_are"] = "incremental"
        elif "learning" in self.on and self.chance(0.6):
            o["learning"] = {"slope": self.random.choice(["85 %", "90 %", 0.8]), "from": self.draw(1, 5)}
        elif "learning_further" in self.on and self.chance(0.7):
            o["learning"] = {"slope": self.random.choice(["85 %", "90 %", 0.8, "70 %"]), "from": self.draw(0.5, 5)}
            o["bands_are"] = "incremental"
            if self.chance(0.4):
                o["learning"]["up_to"] = round(o["learning"]["from"] * self.draw(2, 9), 2)
        if "minimum" in self.on and self.chance(0.6):
            o["minimum_order"] = self.draw(1, 12)
        if "set_up" in self.on and self.chance(0.6):
            o["set_up"] = self.draw(2, 30)
        if "fielding" in self.on and self.chance(0.6):
            o["fielding"] = self.fielding()
        if "lots" in self.on and self.chance(0.6):
            o["lots_of"] = self.draw(1, 6) if self.chance(0.3) else self.random.randint(1, 5)
        if "near_lots" in self.on:
            if self.chance(0.5):
                o["lots_of"] = self.random.randint(2, 12)
            if self.chance(0.5):
                o["minimum_order"] = self.draw(3, 20)
        if "lots_of" in o and isinstance(o.get("lead_time"), (str, float)):
            o["lead_time"] = self.random.choice(["1 year", "2 years", 1])
        if "delivery" in self.on and self.chance(0.6):
            o["delivery_cost"] = {n: self.draw(0.05, 1) for n in self.nations if self.chance(0.7)}

    def origin(self, o):
        if self.on & {"ladder", "content", "retour", "funds", "denials", "authority"} and self.chance(0.7):
            part = self.random.randint(5, 95)
            one, other = self.random.sample(self.seats, 2)
            o["value_added"] = {one: f"{part} %", other: f"{100 - part} %"}
        if self.on & {"ladder", "authority", "funds"} and self.chance(0.4):
            o["authority"] = self.random.sample(self.seats, self.random.randint(1, 2))
        if "ladder" in self.on and self.chance(0.2):
            o["licensed_from"] = [self.random.choice(self.seats + self.firms)]
        if self.on & {"ladder", "denials"} and self.chance(0.4):
            o["without_us"] = self.draw(0, 1)
        if "ladder" in self.on and self.chance(0.3):
            o["reference_price"] = self.draw(1, 8)
        if "denials" in self.on and self.chance(0.4):
            o.pop("without_us", None)
            kind, share = self.random.random(), f"{self.random.randint(5, 60)} %"
            if kind < 0.4:
                o["sustained_by"] = {self.random.choice(OUTSIDE): share}
            elif kind < 0.7:
                o["software"] = {self.random.choice(OUTSIDE + self.firms): share}
            else:
                source = {self.random.choice(OUTSIDE): {0: self.draw(0.6, 1), 2: self.draw(0.1, 0.6)}}
                o["when_denied"] = {self.random.choice(["maintenance", "updates", "munitions"]): source}
        if "half_working" in self.on and self.chance(0.7):
            for key in ("when_denied", "sustained_by", "software"):
                o.pop(key, None)
            o["without_us"] = self.random.choice(["50 %", "0 %", "25 %", "100 %", 0.8])

    def supply(self):
        e = {}
        if self.chance(0.5):
            e["from"] = self.some(self.firms)
        if self.chance(0.4):
            e["to"] = set_of(self.some(self.nations))
        if self.chance(0.7):
            e["cost"] = self.draw(0.05, 0.8)
        if self.chance(0.6):
            e["at_most"] = self.draw(1, 10)
        if self.chance(0.4):
            e["weight"] = {self.offers[0]: self.draw(0.5, 2)}
        if "relations" in self.on:
            for key, share, value in (("fixed_cost", 0.6, self.draw(1, 12)), ("at_least", 0.5, self.draw(1, 6)),
                                      ("customers_at_most", 0.4, self.random.randint(1, len(self.nations))),
                                      ("suppliers_at_most", 0.4, self.random.randint(1, 2))):
                if self.chance(share):
                    e[key] = value
        if set(e) <= {"from", "to", "weight"}:
            e["cost"] = 0.2
        return e

    def developed(self, doc, p, name):
        """Lets an offer need a programme."""
        doc.setdefault("programmes", {})[name] = self.programme()
        offer = doc["offers"][p]
        offer["needs"] = name
        if isinstance(offer["price"], (int, float)):
            offer["price"] = round(offer["price"] * 0.4, 2)

    def opened(self, doc):
        """Lets a line need a programme."""
        names = list(doc.get("programmes") or {}) if self.chance(0.3) else []
        name = self.random.choice(names or ["opens"])
        doc.setdefault("programmes", {}).setdefault(name, self.programme())
        line = self.random.choice(list(self.lines))
        doc["lines"][line]["needs"] = name
        if not any(line in o.get("lines", ()) for o in doc["offers"].values()):
            offer = self.random.choice(list(doc["offers"].values()))
            for key in ("capacity", "backlog", "ramp", "expansion"):
                offer.pop(key, None)
            offer["lines"] = [line]

    def programme(self):
        d = {"cost": self.draw(5, 40), "duration": self.random.choice([0, 1, "1 year", 2])}
        if self.chance(0.5):
            d["payment"] = self.random.choice([["50 %", "50 %"], [1.0], ["20 %", "80 %"]])
        if self.chance(0.4):
            d["paid_by"] = set_of(self.some(self.nations))
        if self.chance(0.5):
            d["key"] = self.random.choice(["free", "budget"] + ([] if "no_gdp" in self.on else ["gdp"]))
        if self.chance(0.3):
            d["open"] = f"{self.years[0]}..{self.random.choice(self.years)}"
        return d


def set_of(nations):
    """Returns a set of countries as text."""
    return "{" + ", ".join(nations) + "}"
