"""What proposals demand."""

from collections import defaultdict

from figures import num
from linear import ONE, expr, plus
from purchase import judges_offers

BY_NATION = ("design_authority", "excluded_producers", "juste_retour", "home_preference", "through_pool", "own_share",
             "nobody_worse_off")
NO_SHORTFALL = 1e-9
LOOSENED = 1e-6


def write(m):
    """Writes the rows of all rules, what is missing to them, and penalties."""
    written = [Rule(m, name, rule) for name, rule in m.rules.items()]
    for rule in written:
        rule.write()
    for rule in written:
        rule.pays_no_more()


class Rule:
    """Writes one rule."""

    def __init__(self, m, name, rule):
        self.m, self.name, self.rule, self.kind = m, name, rule, rule["rule"]
        speaks = m.concerns(rule)
        self.orders = {o: x for o, x in m.x.items() if speaks(*o[:3])}
        self.nations = m.f.among(rule.get("nations"))
        self.soft = rule.get("or_pay") is not None or rule.get("rank") is not None
        self.of = rule.get("of")
        self.by_nation = self.kind in BY_NATION or self.of in ("each_nation", "each_offer")
        self.shorts, self.paying = [], {}

    def write(self):
        """Writes rows and, where the rule may be broken, what that takes."""
        getattr(self, self.kind)()
        price, rank = self.rule.get("or_pay"), self.rule.get("rank")
        if rank is not None:
            total = self.m.shorts[int(rank)]
            for short, _ in self.shorts:
                total[short] += 1.0
        if price is not None:
            price = num(price) * (100 if self.kind == "nobody_worse_off" else 1)
            for some in [[n] for n in self.nations] if self.by_nation else [self.nations]:
                owed = expr(*[(s, -price) for s, n in self.shorts if not self.by_nation or n == some[0]])
                for n in some:
                    for t in self.m.f.years:
                        paid = self.m.lp.var(f"penalty {self.name} {n} {t}")
                        owed[paid] += 1
                        self.m.pay[n, t][paid] += 1
                self.m.lp.row(owed, 0, 0)

    def short(self, n=None):
        """Returns a new amount that may be missing, or nothing where the rule must hold."""
        if not self.soft:
            return {}
        self.shorts.append((self.m.lp.var(f"short {self.name} {n}"), n))
        return {self.shorts[-1][0]: 1.0}

    def at_least_nothing(self, terms, n=None):
        """Writes that terms and what is missing are 0 or more."""
        self.m.lp.row(plus(expr(*terms), self.short(n)), at_least=0, name=self.name)

    def reference(self, o):
        return self.m.f.offer[o[2]]["reference"]

    def main(self, o):
        return self.m.f.offer[o[2]]["main"]

    def european_content(self):
        inside = self.m.inside(self.rule)
        share, rung = num(self.rule["at_least"]), self.rule.get("rung", "content")
        over = {p: self.m.f.inside(p, rung, inside) - share for p in self.m.f.offers}
        if judges_offers(self.rule):
            for n in self.nations if self.soft else []:
                self.at_least_nothing([(x, self.reference(o) * min(0.0, over[o[2]])) for o, x in self.orders.items() if o[0] == n], n)
            return
        subject = {"each_nation": lambda o: o[0], "each_capability": self.main, "basket": lambda o: None}[self.of]
        for q in dict.fromkeys(subject(o) for o in self.orders):
            terms = [(x, self.reference(o) * over[o[2]]) for o, x in self.orders.items() if subject(o) == q]
            self.at_least_nothing(terms, q if self.by_nation else None)

    def design_authority(self):
        for n in self.nations if self.soft else []:
            broken = [(x, -self.reference(o)) for o, x in self.orders.items() if o[0] == n and self.m.breaks(self.rule, o[2])]
            self.at_least_nothing(broken, n)

    excluded_producers = design_authority

    def at_least_nations(self):
        lp, least, each = self.m.lp, num(self.rule["at_least"]), num(self.rule.get("each", 1))
        for g, p in dict.fromkeys(o[1:3] for o in self.orders if self.m.groups[o[1]]["pool"]):
            takes_part = {}
            for n in dict.fromkeys(o[0] for o in self.orders if o[1:3] == (g, p)):
                ordered = expr(*[(x, 1.0) for o, x in self.orders.items() if o[:3] == (n, g, p)])
                w = takes_part[n] = lp.var(f"takes_part {n} {g} {p}", 1, True)
                lp.row(plus(expr((w, -each)), ordered), at_least=0)
                lp.row(plus(expr((w, -self.m.most[p])), ordered), at_most=0)
            short = self.short()
            for n in takes_part:
                row = expr((takes_part[n], -least), *[(w, 1.0) for w in takes_part.values()])
                lp.row(plus(row, short), at_least=0)

    def juste_retour(self):
        share = num(self.rule["at_least"])
        for n in self.nations:
            row = defaultdict(float)
            for o in self.orders:
                plus(row, self.m.value[o], self.m.f.offer[o[2]]["added"].get(n, 0.0) - (share if o[0] == n else 0.0))
            self.at_least_nothing(row.items(), n)

    def largest_share(self):
        self.shares_of_producers(num(self.rule.get("at_most", 1)))

    def second_source(self):
        self.shares_of_producers(1 - num(self.rule["at_least"]))

    def shares_of_producers(self, share):
        """Writes that no producer has more than a share."""
        subject = (lambda o: None) if self.of == "basket" else self.main
        for q in dict.fromkeys(subject(o) for o in self.orders):
            mine = {o: x for o, x in self.orders.items() if subject(o) == q}
            for i in dict.fromkeys(self.m.f.offer[o[2]]["by"] for o in mine):
                if self.rule.get("producers") is not None and i not in self.rule["producers"]:
                    continue
                self.at_least_nothing([(x, self.reference(o) * (share - (self.m.f.offer[o[2]]["by"] == i))) for o, x in mine.items()])

    def at_least_suppliers(self):
        lp, least, each = self.m.lp, num(self.rule["at_least"]), num(self.rule.get("each", 1))
        for k in dict.fromkeys(self.main(o) for o in self.orders):
            mine = {o: x for o, x in self.orders.items() if self.main(o) == k}
            supplies = {}
            for i in dict.fromkeys(self.m.f.offer[o[2]]["by"] for o in mine):
                his = {o: x for o, x in mine.items() if self.m.f.offer[o[2]]["by"] == i}
                ordered = expr(*[(x, 1.0) for x in his.values()])
                w = supplies[i] = lp.var(f"supplier {k} {i}", 1, True)
                most = len(self.m.groups) * sum(self.m.most[p] for p in {o[2] for o in his})
                lp.row(plus(expr((w, -each)), ordered), at_least=0)
                lp.row(plus(expr((w, -most)), ordered), at_most=0)
            short = self.short()
            for i in supplies:
                row = expr((supplies[i], -least), *[(w, 1.0) for w in supplies.values()])
                lp.row(plus(row, short), at_least=0)

    def most_programmes(self):
        counted = self.rule.get("programmes") or list(self.m.starts)
        starts = [(j, -1.0) for d in counted for j in self.m.starts[d].values()]
        self.at_least_nothing([(ONE, num(self.rule["at_most"])), *starts])

    def most_types(self):
        lp = self.m.lp
        for n in self.nations if self.by_nation else [None]:
            mine = {o: x for o, x in self.orders.items() if n in (None, o[0])}
            for k in dict.fromkeys(self.main(o) for o in mine):
                terms = [(ONE, num(self.rule["at_most"]))]
                for p in dict.fromkeys(o[2] for o in mine if self.main(o) == k):
                    used = lp.var(f"in_use {n} {p}", 1, True)
                    ordered = expr(*[(x, 1.0) for o, x in mine.items() if o[2] == p])
                    lp.row(plus(expr((used, -self.m.most[p] * len(self.m.groups))), ordered), at_most=0)
                    terms.append((used, -1.0))
                self.at_least_nothing(terms, n)

    def home_preference(self):
        share = num(self.rule["at_least"])
        for n in self.nations:
            self.at_least_nothing([(x, self.reference(o) * ((self.m.f.offer[o[2]]["seat"] == n) - share))
                                   for o, x in self.orders.items() if o[0] == n and not self.m.groups[o[1]]["pool"]], n)

    def through_pool(self):
        share = num(self.rule["at_least"])
        for n in self.nations:
            self.at_least_nothing([(x, self.reference(o) * (self.m.groups[o[1]]["pool"] - share))
                                   for o, x in self.orders.items() if o[0] == n], n)

    def own_share(self):
        for n in self.nations:
            for k in self.m.f.capabilities:
                if not self.m.needs.speaks(self.rule, n, k):
                    continue
                short = self.short(n)
                for ordered, most in self.m.needs.share_rows(self.rule, n, k, self.orders):
                    self.m.lp.row(plus(ordered, short, -1), at_most=most, name=self.name)

    def nobody_worse_off(self):
        m = self.m
        for n in self.nations:
            shortfall, paid = m.alone[n]
            row = plus(expr((ONE, shortfall + LOOSENED)), self.shortfall(n), -1)
            m.lp.row(plus(row, self.short(n)), at_least=0, name=self.name)
            if shortfall <= NO_SHORTFALL:
                self.paying[n] = max(1.0, paid), plus(expr((ONE, paid / max(1.0, paid) + LOOSENED)), self.short(n))

    def pays_no_more(self):
        """Writes that those without a shortfall alone pay no more, penalties of all rules included."""
        for n, (unit, row) in self.paying.items():
            for t in self.m.f.years:
                plus(row, self.m.pay[n, t], -1 / unit)
            self.m.lp.row(row, at_least=0, name=self.name)

    def shortfall(self, n):
        """Returns a nation's shortfall as an expression."""
        m, f = self.m, self.m.f
        if m.standing:
            levels = {k: m.standing[n, k] for k in f.capabilities}
        else:
            levels = {k: f.capability[k]["targets"][n] for k in f.capabilities
                      if n in f.capability[k]["targets"] and not f.capability[k]["required"]}
        levels = {k: {t: v for t, v in s.items() if v > 0} for k, s in levels.items()}
        levels = {k: s for k, s in levels.items() if s}
        weight, total = sum(f.capability[k]["weight"] for k in levels), defaultdict(float)
        for k, level in levels.items():
            for t, v in level.items():
                if m.standing:
                    missing = m.lp.var("standing")
                    m.lp.row(plus(expr((missing, 1)), m.own_stock[n, k, t]), at_least=v)
                    bands = [missing]
                else:
                    bands = [j for j, _ in m.own_missing[n, k, t]]
                for j in bands:
                    total[j] += f.capability[k]["weight"] / weight / len(level) / v
        return total

    def lost_when_denied(self):
        m, f, d = self.m, self.m.f, self.rule["under"]
        share, chosen = num(self.rule["at_most"]), f.some_capabilities(self.rule.get("capabilities"))
        for t in f.years:
            if t < max(f.denials[d]["start"], int(self.rule.get("from", 0))):
                continue
            some = [k for k in m.with_baseline if f.capability[k]["baseline"][t] > 0 and (chosen is None or k in chosen)]
            weight, together = sum(f.capability[k]["weight"] for k in some), defaultdict(float)
            for k in some:
                baseline = f.capability[k]["baseline"][t]
                normal = m.usable[None, k, t] if f.capability[k]["needs"] else m.stock[k, t]
                kept = plus(plus(defaultdict(float), m.usable[d, k, t], 1 / baseline), normal, -(1 - share) / baseline)
                if self.of == "each_capability":
                    self.at_least_nothing(kept.items())
                plus(together, kept, f.capability[k]["weight"] / weight)
            if some and self.of != "each_capability":
                self.at_least_nothing(together.items())
