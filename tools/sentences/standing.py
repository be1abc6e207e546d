"""Units that stand ready, gaps to the baselines, and what a denial takes, from orders and document alone."""

from phrases import Unknown


class Standing:
    """Answers what stands ready in a run, in normal times and under denials."""

    def __init__(self, book):
        self.book, self.f, self.kept = book, book.f, {}
        f = book.f
        self.based = [k for k in f.capabilities if any(v > 0 for v in f.capability[k]["baseline"].values())]

    def baseline(self, k, t):
        return self.f.capability[k]["baseline"][t]

    def ordered(self, k, t, quality=True, denial=None, in_end=False, nation=None):
        """Returns what of the orders serves in t; under a denial, what works; in the end: with a denial that begins in t."""
        f, total = self.f, 0.0
        for o in self.book.orders:
            offer = f.offer[o["offer"]]
            gives = offer["gives"].get(k, 0.0)
            if not gives or nation not in (None, o["nation"]):
                continue
            before = None
            if denial is not None and f.stopped(o["offer"], denial):
                before = t if in_end else f.denials[denial]["start"]
            serves = f.serving(o["offer"], o["year"], t, f.capability[k]["flow"], before)
            left = 1.0 if denial is None else self.left(offer["thing"], offer["by"], denial, t, in_end)
            total += serves * o["quantity"] * gives * (offer["quality"] if quality else 1.0) * left
        return total

    def left(self, thing, by, denial, t, in_end):
        if not in_end:
            return self.f._left(thing, by, denial, t)
        f, d = self.f, self.f.denials[denial]
        old = d["start"]
        d["start"] = t - 10**6
        try:
            return f._left(thing, by, denial, t)
        finally:
            d["start"] = old

    def held(self, k, t, denial=None, in_end=False, quality=True, nation=None):
        f = self.f
        used = sum(u[y] for m, u in f.capability[k]["used"].items() if nation in (None, m) for y in f.years if y <= t)
        if used and not quality:
            raise Unknown("units where some are used up")
        total = -used
        for h in f.holdings:
            if h["gives"] == k and nation in (None, h["nation"]):
                left = 1.0 if denial is None or h["thing"] is None else self.left(h["thing"], h["by"], denial, t, in_end)
                total += h["units"][t] * (h["quality"] if quality else 1.0) * left
        return total

    def works(self, k, t, denial, in_end=False):
        """Returns US-equivalents that work under a denial. What a nation has used up is taken from its own, down to nothing."""
        if not self.f.capability[k]["used"]:
            return self.held(k, t, denial, in_end) + self.ordered(k, t, denial=denial, in_end=in_end)
        return sum(self.own(k, t, n, denial, in_end) for n in self.book.nations)

    def own(self, k, t, nation, denial=None, in_end=False):
        """Returns US-equivalents of one nation, or what works of them under a denial."""
        return max(0.0, self.held(k, t, denial, in_end, nation=nation) + self.ordered(k, t, denial=denial, in_end=in_end, nation=nation))

    def ready(self, k, t):
        """Returns US-equivalents with the plan, usable or not."""
        return self.held(k, t) + self.ordered(k, t)

    def units(self, k, t):
        return self.held(k, t, quality=False) + self.ordered(k, t, quality=False)

    def usable(self, k, t, denial=None):
        f, book = self.f, self.book
        if denial is not None and t < f.denials[denial]["start"]:
            denial = None
        if f.capability[k]["needs"]:
            row = book.usable_rows.get((denial, k, t))
            if row is None:
                raise Unknown("who is served of enablers, where the plan does not say")
            return row["equivalents"]
        if denial is None:
            return self.ready(k, t)
        return self.works(k, t, denial)

    def in_end(self, k, t, denial):
        """Returns what would be usable in the long run if a denial began in t."""
        if self.f.capability[k]["needs"]:
            raise Unknown("enablers in the long run")
        return self.works(k, t, denial, True)

    def nothing(self, k, t):
        """Returns what would be usable were nothing ordered."""
        if self.f.capability[k]["needs"]:
            row = self.book.capability_rows.get((k, t))
            if row is None:
                raise Unknown("enablers, were nothing ordered")
            return (1 - row["gap_nothing_ordered"]) * self.baseline(k, t)
        return max(0.0, self.held(k, t))

    def gap(self, k, t, usable=None):
        """Returns the missing share of a baseline."""
        base = self.baseline(k, t)
        if base <= 0:
            return 0.0
        return max(0.0, base - (self.usable(k, t) if usable is None else usable)) / base

    def over_all(self, t, share):
        """Returns the weighted mean of a share over the capabilities with a baseline in t."""
        some = [k for k in self.based if self.baseline(k, t) > 0]
        weight = sum(self.f.capability[k]["weight"] for k in some)
        return sum(self.f.capability[k]["weight"] * share(k) for k in some) / weight if weight > 0 else 0.0

    def weighted(self, t, denial=None):
        return self.over_all(t, lambda k: self.gap(k, t, self.usable(k, t, denial)))

    def weighted_nothing(self, t):
        return self.over_all(t, lambda k: self.gap(k, t, self.nothing(k, t)))

    def lost(self, t, denial, in_end=False):
        """Returns the share of what is usable and needed that a denial takes, counted in baselines: none of it beyond a baseline."""
        before = after = 0.0
        for k in self.based:
            base = self.baseline(k, t)
            if base <= 0:
                continue
            size = self.f.capability[k]["weight"] / base
            before += size * min(base, self.usable(k, t))
            after += size * min(base, self.in_end(k, t, denial) if in_end else self.usable(k, t, denial))
        return (before - after) / before if before > 1e-12 else 0.0

    def needed(self, k, t, usable):
        """Returns what is usable and needed: none beyond a baseline; all, where there is none."""
        base = self.baseline(k, t)
        return min(base, usable) if base > 0 else usable

    def split(self, k, t):
        """Returns the gap and its parts: too few, not as good, no enabler."""
        whole = self.gap(k, t)
        ready = min(self.gap(k, t, self.ready(k, t)), whole)
        few = min(self.gap(k, t, self.units(k, t)), ready)
        return whole, few, ready - few, whole - ready

    def mean(self):
        """Returns the mean of the yearly weighted gaps, over years with a baseline."""
        years = [t for t in self.book.years if any(self.baseline(k, t) > 0 for k in self.based)]
        return sum(self.weighted(t) for t in years) / max(len(years), 1)
