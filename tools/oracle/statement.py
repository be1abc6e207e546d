"""The model of docs/formulation.md, stated naively: a variable for each order, a class for each offer and holding, a
variable for each euro of a fund and order.
"""

from collections import defaultdict

import goals
import making
import money
import purchase
import rules
import serving
from document import Facts
from figures import countries, num
from linear import Linear, plus
from needs import Needs

GOALS = [{"minimise": "gap"}, {"maximise": "domestic_volume"}, {"minimise": "cost"}]


class Statement:
    """Holds the program of one document under one proposal.

    `nothing`: nothing can be ordered, enlarged or started, for the value of doing nothing. `alone`: by nation, shortfall and
    payments with everyone alone, for rules nobody_worse_off.
    """

    def __init__(self, doc, proposal="together", nothing=False, alone=None):
        self.doc, self.nothing, self.alone = doc, nothing, alone
        self.f, self.lp = Facts(doc), Linear()
        own = (doc.get("proposals") or {}).get(proposal) or {}
        self.groups = self._groups(proposal, own)
        self.rules = given({**(doc.get("rules") or {}), **(own.get("rules") or {})})
        self.programmes = given({**(doc.get("programmes") or {}), **(own.get("programmes") or {})})
        self.funds = given(own.get("funds") or {})
        self.goals = doc.get("goals") or GOALS
        self.denials = self._denials_in_use()
        self.standing = self._standing_targets()
        self.needs = Needs(self.f, self.denials, self.rules)
        self._build()

    def _groups(self, proposal, own):
        f, groups = self.f, {}
        alone = dict(buys=None, opens=f.first, delay=0, overhead=0.0, agreeing=0.0, discounts={})
        if proposal == "together" and proposal not in (self.doc.get("proposals") or {}):
            return {"joint": dict(alone, members=f.nations, exclusive=True, pool=True)}
        for g, d in (own.get("pools") or {}).items():
            agreeing = d.get("harmonisation") or {}
            groups[g] = dict(members=f.among(d["members"]), buys=f.some_capabilities(d.get("buys")),
                             opens=int(d.get("opens", f.first)), delay=int(num(agreeing.get("delay", 0))),
                             overhead=num(d.get("overhead", 0)), agreeing=num(agreeing.get("cost", 0)),
                             exclusive=bool(d.get("exclusive", False)), pool=True, discounts=d.get("discounts") or {})
        for n in f.nations:
            groups["alone-" + n] = dict(alone, members=[n], exclusive=False, pool=False)
        return groups

    def _denials_in_use(self):
        """Returns the denials at which a goal, something required or a rule looks."""
        used = []
        for goal in self.goals:
            if any("under_denial" in m for m in goals.measures(goal)):
                used += goal.get("under") or list(self.f.denials)
        used += [r["under"] for r in self.rules.values() if r["rule"] == "lost_when_denied"]
        return list(dict.fromkeys(used))

    def _standing_targets(self):
        """Returns the shares of baselines by GDP that stand for targets where nobody has any, for nobody_worse_off."""
        f = self.f
        if not any(r["rule"] == "nobody_worse_off" for r in self.rules.values()):
            return {}
        if any(v > 0 for k in f.capabilities for s in f.capability[k]["targets"].values() for v in s.values()):
            return {}
        if any(f.nation[n]["gdp"] is None for n in f.nations):
            return {}
        return {(n, k): {t: v * f.gdp_share(n, k) for t, v in f.capability[k]["baseline"].items()}
                for k in f.capabilities for n in f.nations}

    def _build(self):
        f, lp = self.f, self.lp
        self.pay = {(n, t): defaultdict(float) for n in f.nations for t in f.years}
        self.shorts = defaultdict(lambda: defaultdict(float))
        purchase.orders(self)
        self.most = {p: self.needs.most(p) for p in f.offers}
        purchase.prices(self)
        money.payments(self)
        making.supply(self)
        making.lines(self)
        making.programmes(self)
        serving.stocks(self)
        serving.used_up(self)
        serving.ceilings(self)
        serving.usable(self)
        self.needs.write(lp, self.x, self.y)
        serving.gaps(self)
        if not self.nothing:
            rules.write(self)
        money.funds(self)
        money.budgets(self)
        self.cost = defaultdict(float)
        for paid in self.pay.values():
            plus(self.cost, paid)
        self.objectives = [goals.objective(self, g) for g in self.goals]
        if not self.nothing:
            for goal, value in zip(self.goals, self.objectives):
                if "require" in goal and goal.get("at_most") is not None:
                    lp.row(value, at_most=num(goal["at_most"]), name="required")
                if "require" in goal and goal.get("at_least") is not None:
                    lp.row(value, at_least=num(goal["at_least"]), name="required")

    def concerns(self, rule):
        """Returns whether a rule speaks of an order, as a function of (nation, group, offer)."""
        nations = set(self.f.among(rule.get("nations")))
        capabilities = self.f.some_capabilities(rule.get("capabilities"))
        named = rule["rule"] in ("excluded_producers", "largest_share", "second_source")
        producers = None if named else rule.get("producers")
        pools = rule.get("pools")

        def speaks(n, g, p):
            o = self.f.offer[p]
            return (n in nations and (capabilities is None or o["main"] in capabilities)
                    and (producers is None or o["by"] in producers) and (pools is None or g in pools))
        return speaks

    def inside(self, rule):
        """Returns the countries that count as inside for a rule."""
        if rule.get("inside") is None:
            return self.f.domestic
        return set(countries(rule["inside"], self.f.groups, self.f.nations))

    def breaks(self, rule, p):
        """Returns whether an offer by itself breaks a rule that judges every offer."""
        f = self.f
        if rule["rule"] == "european_content":
            return f.inside(p, rule.get("rung", "content"), self.inside(rule)) < num(rule["at_least"]) - 1e-12
        if rule["rule"] == "design_authority":
            return not f.free_to_change(p, self.inside(rule))
        return rule["rule"] == "excluded_producers" and f.offer[p]["by"] in rule["producers"]

    def split(self, key, payers):
        """Returns the payers' shares by a fixed key."""
        f = self.f
        if isinstance(key, dict):
            return {n: num(v) for n, v in key.items()}
        if key == "budget":
            weight = {n: sum((f.nation[n]["budget"] or f.zero).values()) for n in payers}
        else:
            weight = {n: f.nation[n]["gdp"] for n in payers}
        return {n: w / sum(weight.values()) for n, w in weight.items()}


def given(table):
    """Returns a table without entries that are taken back."""
    return {k: v for k, v in table.items() if v is not None}
