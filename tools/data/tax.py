"""Value-added tax in the sums of contracts: stated, else spanned."""

import collections

from tables import read

SAID = ("yes", "no", "not said")
# Sums that hold no tax of the buyer by their nature: they say nothing of how a nation tells its own sums.
BY_NATURE = ("a seller abroad", "a NATO agency", "no such tax")
# A nation tells sums with tax by habit where at least so many purchases say it, and more than this share of them hold it.
LEAST_PURCHASES, LEAST_SHARE = 3, 2 / 3


class Tax:
    """The rates of tax by nation, and the nations whose sums hold it by habit."""

    def __init__(self, folder, contracts):
        self.rates = collections.defaultdict(list)
        for row in read(folder, "vat.csv", ("nation", "from", "rate", "currency", "source"), ("nation", "from")):
            self.rates[row["nation"]].append((int(row["from"]), row.number("rate"), row["currency"]))
        said = collections.defaultdict(dict)
        for row in contracts:
            if row["vat"] != "not said" and row["vat_source"] not in BY_NATURE:
                said[row["buyer"]][row["offer"], row["purchase"] or row.line] = row["vat"] == "yes"
        self.habit = {buyer for buyer, purchases in said.items() if len(purchases) >= LEAST_PURCHASES
                      and sum(purchases.values()) > LEAST_SHARE * len(purchases)}

    def of(self, row):
        """Rate and money of each buyer of a row in its year."""
        found = []
        for buyer in row["buyer"].split(", "):
            stated = [entry for entry in sorted(self.rates[buyer]) if entry[0] <= int(row["signed"])]
            if not stated:
                raise row.wrong(f"vat.csv has no rate of `{buyer}` in {row['signed']}")
            found.append(stated[-1])
        return found

    def rate(self, row):
        """The rate of the buyer; the highest of several."""
        return max(rate for _, rate, _ in self.of(row))

    def shares(self, row):
        """The least, usual and largest tax that a sum may hold, as a share of the sum without it."""
        rate = self.rate(row)
        if row["vat"] == "yes":
            return rate, rate, rate
        if row["vat"] == "no":
            return 0.0, 0.0, 0.0
        return 0.0, rate if row["buyer"] in self.habit else 0.0, rate
