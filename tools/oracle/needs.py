"""How much may be ordered: needs by runs of years (docs/formulation.md, `need` and `own_share`)."""

from collections import defaultdict

from figures import num
from linear import expr

EVERYBODY = None
NORMAL = None


class Needs:
    """Knows requirements, needs and rooms, and writes their rows."""

    def __init__(self, facts, denials, rules):
        self.f, self.denials = facts, denials
        self.rules = [(name, r) for name, r in rules.items() if r["rule"] == "own_share"]
        self.served, self.gdp = {}, None
        if all(facts.nation[n]["gdp"] is not None for n in facts.nations):
            self.gdp = sum(facts.nation[n]["gdp"] for n in facts.nations) or None

    def requirement(self, k, t):
        """Returns what is required of k in t: baseline, targets together, or what capabilities that need k ask."""
        f, c = self.f, self.f.capability[k]
        asked = sum(f.capability[j]["needs"][k] * self.requirement(j, t) for j in f.capabilities if k in f.capability[j]["needs"])
        return max(c["baseline"][t], sum(v[t] for v in c["targets"].values()), asked)

    def need(self, k, t, denial=NORMAL):
        """Returns what all nations together need of k in t."""
        f, c = self.f, self.f.capability[k]
        together = c["overshoot"] * self.requirement(k, t) - f.held(k, t, None, denial)
        if not c["targets"] and not c["used"]:
            return together
        target = {n: c["targets"].get(n, f.zero)[t] for n in f.nations}
        return max(together, sum(max(0.0, c["overshoot"] * target[n] - f.held(k, t, n, denial)) for n in f.nations))

    def own_need(self, n, k, t, denial=NORMAL):
        """Returns what a nation that is limited by its own need needs of k in t."""
        f, c = self.f, self.f.capability[k]
        if c["targets"]:
            return c["overshoot"] * c["targets"][n][t] - f.held(k, t, n, denial)
        lack = {m: max(0.0, -f.held(k, t, m, denial)) for m in f.nations if f.buys(m, k)}
        return lack.get(n, 0.0) + f.gdp_share(n, k) * max(0.0, self.need(k, t, denial) - sum(lack.values()))

    def speaks(self, rule, n, k):
        """Returns whether a rule own_share speaks of a nation and a capability."""
        chosen = self.f.some_capabilities(rule.get("capabilities"))
        return n in self.f.among(rule.get("nations")) and (chosen is None or k in chosen)

    def limited(self, n, k):
        """Returns whether a nation is limited by its own need of k."""
        if any(self.speaks(r, n, k) for _, r in self.rules):
            return False
        if self.f.capability[k]["targets"]:
            return n in self.f.capability[k]["targets"]
        return self.gdp is not None

    def level(self, subject, k, t, denial=NORMAL):
        """Returns the need in t of everybody or of one nation."""
        return self.need(k, t, denial) if subject is EVERYBODY else self.own_need(subject, k, t, denial)

    def wanted(self, order, candidates):
        """Returns whether something of the main capability is needed in a year in which a unit delivered with the order, of
        whatever could be ordered, could still serve."""
        f, (n, _, p, year) = self.f, order
        k = f.offer[p]["main"]
        subject = n if self.limited(n, k) else EVERYBODY
        for u in f.deliveries(p, year):
            for t in range(u, self.last_service(k, u, candidates) + 1):
                if self.level(subject, k, t) > 0:
                    return True
                if any(self.left(p, u, d) is not None and self.level(subject, k, t, d) > 0 for d in self.denials):
                    return True
        return False

    def last_service(self, k, delivered, candidates):
        """Returns the last year in which anything delivered in a year could serve."""
        f, flow = self.f, self.f.capability[k]["flow"]
        if (k, delivered) not in self.served:
            offers = {(p, year) for _, _, p, year in candidates if f.offer[p]["main"] == k}
            last = [f.retires(p, delivered, flow) for p, year in offers if delivered in f.deliveries(p, year)]
            self.served[k, delivered] = max(last, default=delivered)
        return self.served[k, delivered]

    def left(self, p, delivered, denial):
        """Returns the least share above 0 that works under a denial while the unit serves; None: it counts nothing there."""
        f = self.f
        start = f.denials[denial]["start"]
        if delivered >= start and f.stopped(p, denial):
            return None
        flow = f.capability[f.offer[p]["main"]]["flow"]
        works = [f.offer_left(p, denial, t) for t in range(max(start, delivered), f.retires(p, delivered, flow) + 1)]
        return min((w for w in works if w > 0), default=None)

    def runs(self, k, orders):
        """Yields (first, last, end, deliveries) of every run of years in which something arrives and still serves."""
        f, flow = self.f, self.f.capability[k]["flow"]
        arriving = [(o, u, v) for o in orders if f.offer[o[2]]["main"] == k for u, v in f.deliveries(o[2], o[3]).items()]
        for t in f.years:
            for s in [t] if flow else [s for s in f.years if s >= t]:
                here = [(o, u, v) for o, u, v in arriving if t <= u <= s <= f.retires(o[2], u, flow)]
                if here:
                    yield t, s, max(f.retires(o[2], u, flow) for o, u, _ in here), here

    def room(self, subject, k, first, end, denial=NORMAL, factor=1.0):
        """Returns the largest need of the years of a run, and at least 0."""
        return max([0.0] + [factor * self.level(subject, k, t, denial) for t in range(first, end + 1)])

    def limits(self, subject, k, orders, concerned, factor=1.0):
        """Yields ({order: coefficient}, room, {order: counts}) for every row of a subject."""
        f = self.f
        for first, _, end, here in self.runs(k, orders):
            rooms = {d: self.room(subject, k, first, end, d, factor) for d in [NORMAL, *self.denials]}
            rows, counts = {d: defaultdict(float) for d in rooms}, defaultdict(float)
            for o, u, part in here:
                if not concerned(o):
                    continue
                count = f.worth(o[2]) * part
                counts[o] += count
                left = {d: self.left(o[2], u, d) for d in self.denials}
                offered = {d: rooms[d] / w for d, w in left.items() if w is not None}
                best = max(offered.values(), default=0.0)
                slack = 1e-9 * max(1.0, best)
                if best <= rooms[NORMAL] + slack:
                    rows[NORMAL][o] += count
                for d, room in offered.items():
                    if room >= max(best, rooms[NORMAL]) - slack:
                        rows[d][o] += left[d] * count
            yield [(row, rooms[d]) for d, row in rows.items() if row], counts

    def write(self, lp, x, y):
        """Writes the rows of need, beyond and margin for orders x and what of them goes beyond the need."""
        f = self.f
        for o, v in y.items():
            lp.row(expr((v, 1), (x[o], -1)), at_most=0, name="beyond")
        self.above_minimum = {}
        for g, p in dict.fromkeys((o[1], o[2]) for o in y):
            offer = f.offer[p]
            if offer["lump"] > offer["lot"]:
                above, most = lp.var(f"above minimum {g} {p}", 1, True), self.most(p)
                total = [(x[o], 1) for o in x if (o[1], o[2]) == (g, p)]
                lp.row(expr(*total, (above, offer["minimum"] - most)), at_most=offer["minimum"], name="above minimum")
                self.above_minimum[g, p] = above
        for k in f.capabilities:
            own = [n for n in f.nations if self.limited(n, k)]
            for subject in own + ([] if len(own) == len(f.nations) else [EVERYBODY]):
                for rows, counts in self.limits(subject, k, list(x), lambda o: subject in (EVERYBODY, o[0])):
                    for row, room in rows:
                        terms = [(x[o], c) for o, c in row.items()] + [(y[o], -c) for o, c in row.items() if o in y]
                        lp.row(expr(*terms), at_most=room, name=f"need {subject} {k}")
                    self._margin(lp, y, {o: c for o, c in counts.items() if o in y})

    def _margin(self, lp, y, counts):
        lump = {p: self.f.offer[p]["lump"] * self.f.worth(p) for p in {o[2] for o in counts}}
        if not counts:
            return
        lp.row(expr(*[(y[o], c) for o, c in counts.items()]), at_most=max(lump.values()), name="margin")
        for p, most in lump.items():
            terms = [(y[o], c) for o, c in counts.items() if o[2] == p]
            lp.row(expr(*terms), at_most=most, name="margin")
            lot = self.f.offer[p]["lot"] * self.f.worth(p)
            for (g, q), above in self.above_minimum.items():
                own = [(y[o], c) for o, c in counts.items() if (o[1], o[2]) == (g, p)]
                if q == p and own:
                    lp.row(expr(*own, (above, most - lot)), at_most=most, name="margin of lots")

    def share_rows(self, rule, n, k, x):
        """Yields (expression of orders, limit) for every row of a rule own_share."""
        money = sum(sum(self.f.nation[m]["free"].values()) for m in self.f.nations)
        share = sum(self.f.nation[n]["free"].values()) / money
        for rows, _ in self.limits(EVERYBODY, k, list(x), lambda o: o[0] == n, num(rule["at_most"])):
            for row, room in rows:
                yield expr(*[(x[o], c) for o, c in row.items()]), share * room

    def most(self, p):
        """Returns more units of p than can ever be ordered through one group."""
        f, k = self.f, self.f.offer[p]["main"]
        flow, life = f.capability[k]["flow"], f.offer[p]["life"]
        blocks = len(f.years) if flow else 1 if life is None else -(-len(f.years) // life)
        lefts = [w for d in self.denials for u in f.years if (w := self.left(p, u, d)) is not None]
        tops = [self.room(EVERYBODY, k, f.first, f.last, d) for d in [NORMAL, *self.denials]]
        tops += [sum(self.room(n, k, f.first, f.last, d) for n in f.nations if self.limited(n, k)) for d in [NORMAL, *self.denials]]
        room = max(tops) / min([1.0] + lefts)
        return (1 + len(self.denials)) * blocks * (room / f.worth(p) + f.offer[p]["lump"] * len(f.nations)) + 1.0
