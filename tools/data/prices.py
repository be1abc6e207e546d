"""Brings contracts and quotes onto one basis: euros of 2025, with the usual package of spares and training, without missiles."""

import collections
import re

from tables import Row, Wrong, read

BASES = {
    "package": (),
    "fly-away": ("package",),
    "package with missiles": ("missiles",),
    "package with support vehicles": ("support vehicles",),
    "programme": ("development",),
}
KINDS = ("contract", "plan", "quote")
CONFIDENCE = ("cited", "derived", "partly_cited", "unverified", "assumption")
YEAR = 2025
# Packages differ in more than is stated: no price is told more sharply than this.
LEAST_SPREAD = 0.05

Price = collections.namedtuple("Price", "value low high basis currency price_year quantity address read source confidence "
                                        "kind rows")


def rates(folder):
    """Units of a currency for one euro, by currency and year: central, low and high."""
    found = {}
    for row in read(folder, "rates.csv", ("currency", "year", "per_eur", "source"), ("currency", "year")):
        value = row.number("per_eur")
        found[row["currency"], int(row["year"])] = (value, row.number("low", value), row.number("high", value))
    return found


def deflators(folder):
    """What a euro of a year is worth in euros of 2025."""
    rows = read(folder, "deflators.csv", ("year", "to_2025", "source"), "year")
    return {int(row["year"]): row.number("to_2025") for row in rows}


def shares(folder):
    """Low, central and high share of a part of a package, by class of system and part."""
    found = {}
    for row in read(folder, "packages.csv", ("class", "part", "of", "low", "central", "high", "source"), ("class", "part")):
        triple = tuple(row.number(column) for column in ("low", "central", "high"))
        if not triple[0] <= triple[1] <= triple[2]:
            raise row.wrong("low, central and high do not rise")
        found[row["class"], row["part"]] = triple
    return found


class Converter:
    """Turns what a row states into a unit price."""

    def __init__(self, folder):
        self.rates, self.deflators, self.shares = rates(folder), deflators(folder), shares(folder)

    def unit(self, row, kind, amount):
        """Central, low and high price of one unit of a class of system, from an amount in the row's money and basis."""
        year, currency = self.year(row), row["currency"]
        if currency == "EUR":
            per_eur = (1.0, 1.0, 1.0)
        elif (currency, year) in self.rates:
            per_eur = self.rates[currency, year]
        else:
            raise row.wrong(f"rates.csv has no rate of {currency} in {year}")
        if year not in self.deflators:
            raise row.wrong(f"deflators.csv has no year {year}")
        net = amount / (1 + row.number("vat", 0.0)) * self.deflators[year] if "vat" in row else amount * self.deflators[year]
        central, low, high = net / per_eur[0], net / per_eur[2], net / per_eur[1]
        if row["basis"] not in BASES:
            raise row.wrong(f"`basis` is `{row['basis']}`, and should be one of {', '.join(BASES)}")
        for part in BASES[row["basis"]]:
            if (kind, part) not in self.shares:
                raise row.wrong(f"packages.csv has no share of {part} for the class `{kind}`")
            least, usual, most = self.shares[kind, part]
            if part == "package":
                central, low, high = central * (1 + usual), low * (1 + least), high * (1 + most)
            else:
                central, low, high = central * (1 - usual), low * (1 - most), high * (1 - least)
        return central, low, high

    @staticmethod
    def year(row):
        """The year of a row's prices."""
        if not re.fullmatch(r"\d{4}", row["price_year"]):
            raise row.wrong(f"`price_year` is `{row['price_year']}`, and should be a year")
        return int(row["price_year"])


def prices(folder, classes):
    """The price of every offer, by id, given the class of each.

    Central: the latest two contracts weighted by quantity. Where there is none, an estimate that is stated; else the latest
    two plans or quotes. Low and high: the ends of all that is known of the offer.
    """
    convert, known = Converter(folder), collections.defaultdict(list)
    needed = ("offer", "buyer", "signed", "quantity", "sum", "currency", "price_year", "basis", "kind", "source", "confidence")
    for row in read(folder, "contracts.csv", needed):
        if row["offer"] not in classes:
            raise row.wrong(f"offers.csv has no offer `{row['offer']}`")
        if row["kind"] not in KINDS:
            raise row.wrong(f"`kind` is `{row['kind']}`, and should be one of {', '.join(KINDS)}")
        if row["confidence"] not in CONFIDENCE:
            raise row.wrong(f"`confidence` is `{row['confidence']}`, and should be one of {', '.join(CONFIDENCE)}")
        if row["confidence"] == "cited" and not (row["address"] and row["read"]):
            raise row.wrong("a cited contract names the address that was read, and the day")
        if row.number("quantity") <= 0:
            raise row.wrong("`quantity` must be more than nothing")
        known[row["offer"]].append(row)
    needed = ("offer", "value", "low", "high", "currency", "price_year", "basis", "source", "confidence")
    estimates = {row["offer"]: row for row in read(folder, "estimates.csv", needed, "offer")}
    for offer, row in estimates.items():
        if offer not in classes:
            raise row.wrong(f"offers.csv has no offer `{offer}`")
        if any(contract["kind"] == "contract" for contract in known[offer]):
            raise row.wrong(f"`{offer}` has a contract: an estimate beside it says nothing")
    found = {}
    for offer, kind in classes.items():
        if offer not in estimates and not known[offer]:
            raise Wrong(f"tables/offers.csv: `{offer}` has neither a contract nor an estimate")
        found[offer] = price(convert, kind, known[offer], estimates.get(offer))
    return found


def price(convert, kind, rows, estimate):
    """The price of one offer from its rows and its estimate, of which either may be missing."""
    latest = sorted(rows, key=lambda row: -int(row["signed"]))
    signed = [row for row in latest if row["kind"] == "contract"]
    used = signed[:2] or ([] if estimate else latest[:2])
    units = {id(row): convert.unit(row, kind, row.number("sum") / row.number("quantity")) for row in rows}
    ends = list(units.values())
    if used:
        weight = sum(row.number("quantity") for row in used)
        value = sum(units[id(row)][0] * row.number("quantity") for row in used) / weight
        source = "; ".join(said(row) for row in used)
        quantity = weight / len(used)
    else:
        value = convert.unit(estimate, kind, estimate.number("value"))[0]
        ends += [convert.unit(estimate, kind, estimate.number(end)) for end in ("low", "high")]
        source, quantity = estimate["source"], None
    low = min([low for _, low, _ in ends] + [value * (1 - LEAST_SPREAD)])
    high = max([high for _, _, high in ends] + [value * (1 + LEAST_SPREAD)])
    first = used[0] if used else estimate
    return Price(
        value, low, high, first["basis"], " + ".join(dict.fromkeys(row["currency"] for row in used or [first])),
        int(first["price_year"]), quantity, first.get("address", ""), first.get("read", ""), source, standing(used, estimate),
        used[0]["kind"] if used else "estimate", rows)


def said(row):
    """A contract in words: `DEU 2025, 20 for 3,750m EUR: …`."""
    tax = f" with {row['vat']} tax" if row["vat"] else ""
    return (f"{row['buyer']} {row['signed']}: {row.number('quantity'):g} for {row.number('sum'):,.6g}m {row['currency']}{tax},"
            f" {row['basis']} ({row['source']})")


def standing(used, estimate):
    """How far a price can be trusted: cited where the pages read name sum and number of units and no share is assumed."""
    if not used:
        return estimate["confidence"]
    if all(row["confidence"] == "cited" and row["kind"] == "contract" for row in used):
        return "partly_cited" if any(BASES[row["basis"]] for row in used) else "cited"
    weakest = max((row["confidence"] for row in used), key=CONFIDENCE.index)
    return max("partly_cited", weakest, key=CONFIDENCE.index)


def is_read(price):
    """Whether a contract of the offer was read in a page that names sum and number of units."""
    return any(row["kind"] == "contract" and row["confidence"] == "cited" for row in price.rows)
