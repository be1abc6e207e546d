"""Ownership, the dependence ladder, and what is left when support is denied."""

from collections import defaultdict

from figures import num, shares, since

RUNGS = ("headline", "ownership", "content", "authority", "assured")
HALF = 0.5 + 1e-12
KINDS = {"maintenance", "updates", "munitions"}


class Dependence:
    """Answers who controls whom and what works on; a part of `Facts`."""

    def owned(self, i, seen=()):
        """Returns the shares of i by owner; chains are followed, and firms on the way count as well."""
        owners = self.producers[i].get("owners")
        if owners is None:
            return {self.producers[i]["seat"]: 1.0}
        found = defaultdict(float)
        for owner, share in shares(owners).items():
            found[owner] += share
            if owner in self.producers and owner not in seen:
                for further, part in self.owned(owner, seen + (i,)).items():
                    found[further] += share * part
        return found

    def controlled(self, a):
        """Returns the producers under a country or producer."""
        under = {a} if a in self.producers else {i for i, d in self.producers.items() if d["seat"] == a}
        while True:
            more = set()
            for i in set(self.producers) - under:
                owners = self.owned(i)
                if owners.get(a, 0) > HALF or any(owners.get(j, 0) > HALF for j in under):
                    more.add(i)
            if not more:
                return under
            under |= more

    def inside(self, p, rung, inside):
        """Returns one rung of the ladder by itself, from 0 to 1."""
        o = self.offer[p]
        if rung == "headline":
            return 1.0 if o["seat"] in inside else 0.0
        if rung == "ownership":
            return sum(v for c, v in self.owned(o["by"]).items() if c not in self.producers and c in inside)
        if rung == "content":
            return sum(v for c, v in o["added"].items() if c in inside)
        if rung == "authority":
            return 1.0 if self.free_to_change(p, inside) else 0.0
        return self.without_us(o["thing"])

    def free_to_change(self, p, inside):
        """Returns whether nobody outside must agree to changes and exports."""
        o = self.offer[p]
        return all((self.producers[a]["seat"] if a in self.producers else a) in inside for a in o["authority"] + o["licensed"])

    def ladder(self, p, rung):
        """Returns the product of the rungs up to one."""
        share = 1.0
        for r in RUNGS[: RUNGS.index(rung) + 1]:
            share *= self.inside(p, r, self.domestic)
        return share

    def without_us(self, thing):
        """Returns the share of a thing that works for good without the United States."""
        if thing.get("without_us") is not None:
            return num(thing["without_us"])
        return self._bill(thing, "USA", None, KINDS)[1]

    def _bill(self, thing, a, year, kinds):
        """Returns whether the bill speaks of a or of somebody under a, and what it leaves; year None: in the end."""
        spoken, left = False, 1.0
        denied = thing.get("when_denied") or {}
        for kind, listed in (("maintenance", "sustained_by"), ("updates", "software"), ("munitions", None)):
            curves, sources = denied.get(kind) or {}, (thing.get(listed) or {}) if listed else {}
            for who in {a} | self.controlled(a):
                if who in curves:
                    spoken = True
                    if kind in kinds:
                        left *= since(curves[who], 10**6 if year is None else year)
                elif who in sources:
                    spoken = True
                    if kind in kinds:
                        left *= 1 - num(sources[who]) * self._gone(kind, year)
        return spoken, left

    def _gone(self, kind, year):
        gone = ((self.decay or {}).get(kind) or {}).get("gone")
        return 1.0 if year is None or gone is None else since(gone, year)

    def _left(self, thing, by, denial, t):
        d = self.denials[denial]
        if thing is None or t < d["start"]:
            return 1.0
        year, left = t - d["start"], 1.0
        spread = {k: num(v["share"]) for k, v in self.decay.items()} if self.decay else {"maintenance": 1.0}
        for a in d["by"]:
            spoken, rest = self._bill(thing, a, year, d["what"])
            if spoken:
                left *= rest
                continue
            left *= 1 - self._lost(thing, by, a) * sum(s * self._gone(k, year) for k, s in spread.items() if k in d["what"])
        return left

    def _lost(self, thing, by, a):
        """Returns what is lost in the end where the bill says nothing of a."""
        us = 0.0 if thing.get("without_us") is None else 1 - num(thing["without_us"])
        if a == "USA":
            return us
        if any(thing.get(k) for k in ("when_denied", "sustained_by", "software")):
            return 0.0
        seat = self.producers[by]["seat"] if by else None
        added = shares(thing.get("value_added")) or ({seat: 1.0} if seat else {})
        lost = added.get(a, 0.0)
        if by is not None and seat != a and by in self.controlled(a):
            lost += added.get(seat, 0.0)
        return min(lost, us) if a in self.controlled("USA") else lost

    def offer_left(self, p, denial, t):
        """Returns the share of an offer's units that works in t under a denial."""
        return self._left(self.offer[p]["thing"], self.offer[p]["by"], denial, t)

    def holding_left(self, holding, denial, t):
        """Returns the share of a holding that works in t under a denial."""
        return self._left(holding["thing"], holding["by"], denial, t)

    def stopped(self, p, denial):
        """Returns whether deliveries of an offer stop under a denial."""
        d, o = self.denials[denial], self.offer[p]
        if "deliveries" not in d["what"]:
            return False
        makers = {o["by"], *o["authority"], *o["licensed"]}
        return any(makers & (self.controlled(a) | {a}) for a in d["by"])

    def provided(self, k, t, denial=None):
        """Returns the units of an enabler that others provide in t."""
        total = 0.0
        for who, units in self.capability[k]["provided"].items():
            if denial is not None:
                d = self.denials[denial]
                if t >= d["start"] and "enablers" in d["what"] and any(who == a or who in self.controlled(a) for a in d["by"]):
                    continue
            total += units[t]
        return total
