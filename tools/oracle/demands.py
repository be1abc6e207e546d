"""The part of random documents that says what is wanted: pools, rules, denials, funds and goals."""

OUTSIDE = ["USA", "KOR"]
KINDS = ["maintenance", "updates", "munitions", "enablers", "deliveries"]
RUNGS = ["headline", "ownership", "content", "authority", "assured"]


class Demands:
    """Adds to a document of a `Maker`."""

    def __init__(self, maker):
        self.m, self.on, self.random = maker, maker.on, maker.random
        self.chance, self.draw = maker.chance, maker.draw

    def percent(self, low, high):
        return f"{self.random.randint(low, high)} %"

    def nations(self, least=1):
        return "{" + ", ".join(self.m.some(self.m.nations, least)) + "}"

    def add(self, doc):
        """Adds everything; returns the name of the proposal."""
        proposal, own = "together", {}
        if self.on & {"pools", "funds", "participants", "through", "worse_off", "home", "discounts"}:
            proposal = "prop"
            count = self.random.randint(1, 2) if "pools" in self.on else 1
            own["pools"] = {f"pool{i}": self.pool(doc) for i in range(count)}
        if "alone" in self.on and proposal == "together":
            proposal = "alone"
        rules = self.rules(doc)
        if "worse_off" in self.on:
            own["rules"] = {"fair": self.soft({"rule": "nobody_worse_off"})}
        if self.on & {"denials", "lost", "half_working"}:
            self.denials(doc)
        if "lost" in self.on:
            rules["lost"] = self.soft({"rule": "lost_when_denied", "under": "us", "at_most": self.percent(10, 70)})
            if self.chance(0.4):
                rules["lost"]["of"] = self.random.choice(["each_capability", "basket"])
        if rules and proposal == "prop" and self.chance(0.5):
            own["rules"] = {**rules, **own.get("rules", {})}
        elif rules:
            doc["rules"] = rules
        if "funds" in self.on:
            own["funds"] = {f"fund{i}": self.fund() for i in range(self.random.randint(1, 2))}
        if proposal == "prop":
            doc["proposals"] = {"prop": own}
        doc["goals"] = self.goals(doc)
        self.further(doc)
        return proposal

    def pool(self, doc):
        d = {"members": self.nations(2)}
        if "discounts" in self.on:
            self.discounts(doc, d)
        if "pools" not in self.on:
            return d
        if self.chance(0.5):
            d["exclusive"] = True
        if self.chance(0.5):
            d["overhead"] = self.percent(1, 15)
        if self.chance(0.4):
            d["buys"] = self.m.some(self.m.capabilities)
        if self.chance(0.3) and len(self.m.years) > 1:
            d["opens"] = self.m.years[0] + self.random.randint(0, 1)
        if self.chance(0.4):
            d["harmonisation"] = {"cost": self.draw(0.5, 8)}
            if self.chance(0.4) and len(self.m.years) > 1:
                d["harmonisation"]["delay"] = self.random.choice(["1 year", 0, 1])
        return d

    def discounts(self, doc, pool):
        """Gives a pool discounts with producers whose offers have one price."""
        banded = {o["by"] for o in doc["offers"].values() if isinstance(o["price"], dict) or "learning" in o}
        for i in self.m.firms:
            if i not in banded and self.chance(0.8):
                start, off = self.draw(5, 60), self.random.randint(2, 20)
                steps = {start: f"{off} %"}
                if self.chance(0.4):
                    steps[round(start * self.draw(1.3, 3), 2)] = f"{off + self.random.randint(1, 20)} %"
                pool.setdefault("discounts", {})[i] = steps

    def soft(self, rule):
        if "priced" in self.on and self.chance(0.7):
            rule["or_pay"] = self.draw(0.1, 5)
        elif "ranks" in self.on and self.chance(0.8):
            rule["rank"] = self.random.randint(1, 2)
        return rule

    def narrow(self, rule):
        if self.chance(0.3):
            rule["capabilities"] = self.m.some(self.m.capabilities)
        return rule

    def rules(self, doc):
        choice, percent = self.random.choice, self.percent
        makers = {
            "content": lambda: {"rule": "european_content", "at_least": percent(30, 80),
                                "of": choice(["each_offer", "each_nation", "each_capability", "basket"])},
            "authority": lambda: {"rule": "design_authority"},
            "participants": lambda: {"rule": "at_least_nations", "at_least": self.random.randint(2, 3), "each": self.draw(0.3, 2)},
            "retour": lambda: {"rule": "juste_retour", "at_least": percent(20, 80)},
            "largest": lambda: {"rule": "largest_share", "at_most": percent(40, 80), "of": choice(["basket", "each_capability"])},
            "second": lambda: {"rule": "second_source", "at_least": percent(10, 40), "of": choice(["basket", "each_capability"])},
            "types": lambda: {"rule": "most_types", "at_most": self.random.randint(1, 2), "of": choice(["each_capability", "each_nation"])},
            "own_share": lambda: {"rule": "own_share", "at_most": choice(["100 %", "150 %", "90 %"])},
            "home": lambda: {"rule": "home_preference", "at_least": percent(20, 70)},
            "through": lambda: {"rule": "through_pool", "at_least": percent(20, 80)},
            "suppliers": lambda: {"rule": "at_least_suppliers", "at_least": self.random.randint(1, 3), "each": self.draw(0.3, 4)},
            "most_programmes": lambda: {"rule": "most_programmes", "at_most": 1},
            "named": lambda: {**choice([makers["largest"], makers["second"]])(), "producers": self.m.some(self.m.firms)},
            "excluded": lambda: {"rule": "excluded_producers", "producers": [choice(self.m.firms)]},
        }
        found = {}
        for name, maker in makers.items():
            if name in self.on:
                rule = maker()
                if name in ("content", "retour", "largest", "second", "types", "own_share", "home", "suppliers", "named"):
                    self.narrow(rule)
                if name == "content" and self.chance(0.4):
                    rule["rung"] = choice(RUNGS)
                if name == "suppliers" and self.chance(0.2):
                    rule["producers"] = self.m.some(self.m.firms)
                if name == "suppliers" and self.chance(0.4):
                    del rule["each"]
                if name == "most_programmes" and self.chance(0.5):
                    rule["programmes"] = self.m.some(list(doc["programmes"]))
                if name in ("content", "own_share", "types", "retour", "largest", "suppliers", "named") and self.chance(0.3):
                    rule["nations"] = self.nations()
                found[name] = self.soft(rule)
        return found

    def denials(self, doc):
        years = self.m.years
        doc["denials"] = {"us": {"by": ["USA"], "from": self.random.choice(years)}}
        if self.chance(0.3 if "half_working" in self.on else 0.5):
            doc["denials"]["us"]["what"] = self.random.sample(KINDS, self.random.randint(1, 4))
        if self.chance(0.6):
            by = "KOR" if self.chance(0.7) else self.random.choice(self.m.firms)
            doc["denials"]["kor"] = {"by": [by], "from": self.random.choice(years), "weight": self.draw(0.5, 2)}
        if self.chance(0.4):
            part = self.random.randint(20, 80)
            doc["decay"] = {"maintenance": {"share": f"{part} %", "gone": {0: "0 %", 2: "100 %"}},
                            "updates": {"share": f"{100 - part} %", "gone": {0: self.percent(0, 50), 1: "100 %"}}}
        for holding in (doc.get("holdings") or {}).values():
            if self.chance(0.6):
                holding["by"] = self.random.choice(self.m.firms)
            if self.chance(0.4):
                holding["without_us"] = self.draw(0, 1)
            if "half_working" in self.on:
                holding["without_us"] = self.random.choice(["0 %", "50 %", "20 %"])

    def fund(self):
        d = {"kind": self.random.choice(["loan", "grant"])}
        if self.chance(0.6):
            d["rate"] = self.percent(20, 90)
        if self.chance(0.7):
            d["allocations"] = {n: self.draw(3, 30) for n in self.m.nations if self.chance(0.7)} or {self.m.nations[0]: 5}
        if self.chance(0.5) or "allocations" not in d:
            d["envelope"] = self.draw(5, 60)
        if self.chance(0.3):
            d["pools"] = ["pool0"]
        if self.chance(0.3) and len(self.m.years) > 1:
            d["open"] = f"{self.m.years[0]}..{self.random.choice(self.m.years)}"
        if self.chance(0.6):
            d["asks"] = {"o": self.random.choice([{"rule": "european_content", "at_least": self.percent(30, 70)},
                                                  {"rule": "design_authority"},
                                                  {"rule": "at_least_nations", "at_least": self.random.randint(2, 3)}])}
        return d

    def goals(self, doc):
        goals, choice = [{"minimise": "gap"}], self.random.choice
        if self.on & {"ladder", "content", "within", "weighted", "near_lots"} or self.chance(0.5):
            goals.append({"maximise": "domestic_volume"})
            if "ladder" in self.on:
                goals[-1]["rung"] = choice(RUNGS)
        if self.chance(0.5):
            goals.append({"minimise": "cost"})
        if "ladder" in self.on and self.chance(0.4):
            goals.insert(1, {"minimise": "us_dependence"})
        targeted = [c for c in doc["capabilities"].values() if c.get("targets") and c.get("targets_are") != "required"]
        if self.on & {"targets", "surplus"} and targeted:
            name = choice(["national_gap", "national_shortfall"])
            if not any("missing_unit_worth" in c for c in targeted):
                name = "national_gap"
            goals.insert(self.random.randint(0, 1), {"minimise": name})
        if self.on & {"denials", "half_working"}:
            goals.insert(self.random.randint(0, 1), {"minimise": choice(["gap_under_denial", "worst_gap_under_denial"])})
        if "worst" in self.on:
            goals.insert(self.random.randint(0, 1), {"minimise": "worst_gap"})
        if "weighted" in self.on:
            goals[0] = {"minimise": {"gap": self.random.randint(50, 500), "cost": 1}}
        if "within" in self.on:
            for goal in goals[:-1]:
                if self.chance(0.7):
                    goal["within"] = self.percent(1, 15)
                if self.chance(0.3):
                    small = "gap" in str(goal) and "cost" not in str(goal)
                    goal["within_amount"] = self.draw(0.001, 0.05, 3) if small else self.draw(0.1, 5)
        if "require" in self.on and self.chance(0.5):
            goals = [{"require": "gap", "at_most": self.percent(60, 95)}, {"minimise": "cost"}]
        elif "require" in self.on:
            goals = goals[:1] + [{"require": "cost", "at_most": self.draw(40, 200)}] + goals[1:]
        return goals

    def further(self, doc):
        """Narrows goals, and lets enablers have a switch."""
        based = [k for k, c in doc["capabilities"].items() if "us_baseline" in c]
        for goal in doc["goals"]:
            wanted = goal.get("minimise")
            if isinstance(wanted, str) and "gap" in wanted and "national" not in wanted and self.chance(0.2):
                goal["of"] = self.m.some(based)
            if isinstance(wanted, str) and "under_denial" in wanted and self.chance(0.3):
                goal["under"] = self.m.some(list(doc["denials"]))
        for c in doc["capabilities"].values():
            if ("us_provides" in c or "provided_by" in c) and "denials" in doc and self.chance(0.6):
                duration = self.random.choice([0, 1])
                doc.setdefault("programmes", {})["sw"] = {"cost": self.draw(3, 30), "duration": duration, "payment": [1.0]}
                c["switch"] = "sw"
