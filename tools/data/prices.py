"""Brings contracts and quotes onto one basis: euros of 2025, with the usual package of spares and training, without missiles."""

import collections
import random
import re

import contract_checks
import tax
from tables import Wrong, read

BASES = {
    "package": (),
    "fly-away": ("package",),
    "package with missiles": ("missiles",),
    "package with upkeep": ("upkeep",),
    "package with missiles and upkeep": ("missiles", "upkeep"),
    "package with support vehicles": ("support vehicles",),
    "programme": ("development",),
}
KINDS = ("contract", "plan", "quote")
CONFIDENCE = ("cited", "derived", "partly_cited", "unverified", "assumption")
YEAR = 2025
VOUCHED = ("cited", "derived")
# Words of a contract's contents that say that it holds more than the units. Support vehicles are units.
PACKAGE = re.compile(r"\b(spares?|training(?! vehicles)|simulators?|tools|logistics?|services?|upkeep|documents|"
                     r"(?:first |technical )?support(?! vehicles| and))\b")
# Packages differ in more than is stated: no price is told more sharply than this.
LEAST_SPREAD = 0.05

Price = collections.namedtuple("Price", "value low high basis currency price_year quantity address read source confidence "
                                        "kind lacks rows")


def rates(folder):
    """Units of a currency for one euro, by currency and year: central, low and high, and whether a source vouches for it."""
    found = {}
    for row in read(folder, "rates.csv", ("currency", "year", "per_eur", "source"), ("currency", "year")):
        value = row.number("per_eur")
        ends = (value, row.number("low", value), row.number("high", value))
        found[row["currency"], int(row["year"])] = ends, row.get("confidence", "") in VOUCHED
    return found


def deflators(folder):
    """What a euro of a year is worth in euros of 2025, and whether a source vouches for it."""
    rows = read(folder, "deflators.csv", ("year", "to_2025", "source"), "year")
    return {int(row["year"]): (row.number("to_2025"), row.get("confidence", "") in VOUCHED) for row in rows}


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

    def __init__(self, folder, contracts=()):
        self.rates, self.deflators, self.shares = rates(folder), deflators(folder), shares(folder)
        self.tax = tax.Tax(folder, contracts)

    def unit(self, row, kind, amount):
        """Central, low and high price of one unit of a class of system, from an amount in the row's money and basis."""
        rate, deflator = self.of(row)
        least, usual, most = self.tax.shares(row) if "vat" in row else (0.0, 0.0, 0.0)
        amount *= deflator[0]
        central, low, high = (amount / (1 + part) for part in (usual, most, least))
        central, low, high = central / rate[0][0], low / rate[0][2], high / rate[0][1]
        if row["basis"] not in BASES:
            raise row.wrong(f"`basis` is `{row['basis']}`, and should be one of {', '.join(BASES)}")
        for part in BASES[row["basis"]]:
            least, usual, most = self.share(row, kind, part)
            if part == "package":
                central, low, high = central * (1 + usual), low * (1 + least), high * (1 + most)
            else:
                central, low, high = central * (1 - usual), low * (1 - most), high * (1 - least)
        if row["basis"].startswith("package") and not says_package(row):
            high *= 1 + self.share(row, kind, "package")[2]
        return central, low, high

    def share(self, row, kind, part):
        """Low, central and high share of a part of a class."""
        if (kind, part) not in self.shares:
            raise row.wrong(f"packages.csv has no share of {part} for the class `{kind}`")
        return self.shares[kind, part]

    def of(self, row):
        """The rate and the deflator of a row."""
        year, currency = self.year(row), row["currency"]
        if currency != "EUR" and (currency, year) not in self.rates:
            raise row.wrong(f"rates.csv has no rate of {currency} in {year}")
        if year not in self.deflators:
            raise row.wrong(f"deflators.csv has no year {year}")
        return ((1.0, 1.0, 1.0), True) if currency == "EUR" else self.rates[currency, year], self.deflators[year]

    def assumed(self, row):
        """What of a row's price no page says, as `obstacles` names it: nothing where the pages say it all."""
        rate, deflator = self.of(row)
        said_so = {
            "signature": row["kind"] == "contract",
            "page": row["confidence"] == "cited",
            "share": not BASES[row["basis"]],
            "package": says_package(row) or not row["basis"].startswith("package"),
            "tax": row["vat"] != "not said" or self.tax.rate(row) == 0,
            "rate": rate[1],
            "deflator": deflator[1],
        }
        return [what for what, known in said_so.items() if not known]

    @staticmethod
    def year(row):
        """The year of a row's prices."""
        if not re.fullmatch(r"\d{4}", row["price_year"]):
            raise row.wrong(f"`price_year` is `{row['price_year']}`, and should be a year")
        return int(row["price_year"])


def obstacles():
    """What may keep a price from being cited, in words."""
    return {"signature": "that a contract was signed: a plan or a quote", "page": "sum and number, in a page that was opened",
            "tax": "whether the sum holds tax", "package": "that spares, training or support are in it",
            "share": "how much to take out or to add to bring it to the basis", "rate": "the rate of exchange",
            "deflator": "the inflation since"}


def says_package(row):
    """Whether the contents of a contract name spares, training, support or the like. Estimates are on the basis they state."""
    return "holds" not in row or bool(PACKAGE.search(row["holds"]))


def prices(folder, classes):
    """The price of every offer, by id, given the class of each.

    Central: the contracts of the latest years, whole years until there are two, weighted by quantity. Where there is no
    contract, an estimate that is stated; else plans and quotes of the latest years. Low and high: the ends of all that is
    known of the offer. The order of rows says nothing: the build shuffles them and compares.
    """
    contracts = contract_checks.checked(folder, classes, KINDS, CONFIDENCE)
    convert, known = Converter(folder, contracts), collections.defaultdict(list)
    for row in contracts:
        known[row["offer"]].append(row)
    needed = ("offer", "value", "low", "high", "currency", "price_year", "basis", "source", "confidence")
    estimates = {row["offer"]: row for row in read(folder, "estimates.csv", needed, "offer")}
    for offer, row in estimates.items():
        if offer not in classes:
            raise row.wrong(f"offers.csv has no offer `{offer}`")
        if any(contract["kind"] == "contract" and not contract["use"] for contract in known[offer]):
            raise row.wrong(f"`{offer}` has a contract: an estimate beside it says nothing")
    found = {}
    for offer, kind in classes.items():
        if offer not in estimates and not known[offer]:
            raise Wrong(f"tables/offers.csv: `{offer}` has neither a contract nor an estimate")
        found[offer] = price(convert, kind, known[offer], estimates.get(offer))
        for seed in (None, 1, 2):
            rows = known[offer][::-1] if seed is None else random.Random(seed).sample(known[offer], len(known[offer]))
            if price(convert, kind, rows, estimates.get(offer))[:-1] != found[offer][:-1]:
                raise Wrong(f"tables/contracts.csv: the price of `{offer}` depends on the order of its rows")
    return found


def counted(rows):
    """The contracts that make a price, else the plans and quotes: one row a purchase, whole years, latest first, until two."""
    purchases = collections.defaultdict(list)
    for row in rows:
        if not row["use"]:
            purchases[row["purchase"] or f"line {row.line}"].append(row)

    def rank(row):
        return KINDS.index(row["kind"]), -int(row["signed"]), -row.number("quantity")

    best = []
    for same in purchases.values():
        same = sorted(same, key=rank)
        if len(same) > 1 and rank(same[0]) == rank(same[1]):
            raise same[0].wrong(f"nothing says whether this row or line {same[1].line} tells the purchase: mark one `use: range`")
        best.append(same[0])
    for kinds in (("contract",), ("plan", "quote")):
        these = [row for row in best if row["kind"] in kinds]
        chosen = []
        for year in sorted({int(row["signed"]) for row in these}, reverse=True):
            if len(chosen) < 2:
                of_year = [row for row in these if int(row["signed"]) == year]
                chosen += sorted(of_year, key=lambda row: (row["buyer"], row["purchase"], row.number("sum")))
        if chosen:
            return chosen
    return []


def price(convert, kind, rows, estimate):
    """The price of one offer from its rows and its estimate, of which either may be missing."""
    used = counted(rows)
    if estimate and not any(row["kind"] == "contract" for row in used):
        used = []
    rows = sorted(rows, key=lambda row: row.line)
    units = {id(row): convert.unit(row, kind, row.number("sum") / row.number("quantity")) for row in rows}
    ends = list(units.values())
    if used:
        weight = sum(row.number("quantity") for row in used)
        value = sum(units[id(row)][0] * row.number("quantity") for row in used) / weight
        source = "; ".join(said(row, convert) for row in used)
        quantity = weight / len(used)
    elif estimate:
        value = convert.unit(estimate, kind, estimate.number("value"))[0]
        ends += [convert.unit(estimate, kind, estimate.number(end)) for end in ("low", "high")]
        source, quantity = estimate["source"], None
    else:
        raise rows[0].wrong("no row of this offer makes a price: all are `use: range`")
    low = min([low for _, low, _ in ends] + [value * (1 - LEAST_SPREAD)])
    high = max([high for _, _, high in ends] + [value * (1 + LEAST_SPREAD)])
    first = used[0] if used else estimate
    these = used or [first]
    return Price(
        value, low, high, " + ".join(dict.fromkeys(row["basis"] for row in these)),
        " + ".join(dict.fromkeys(row["currency"] for row in these)), max(int(row["price_year"]) for row in these), quantity,
        first.get("address", ""), first.get("read", ""), source, standing(convert, used, estimate),
        used[0]["kind"] if used else "estimate", sorted({what for row in used for what in convert.assumed(row)}), rows)


def said(row, convert):
    """A contract in words: `DEU 2025, 20 for 3,750m EUR: …`."""
    words = {"yes": f" with {convert.tax.rate(row):.0%} tax", "no": " without tax", "not said": ", tax not said"}[row["vat"]]
    return (f"{row['buyer']} {row['signed']}: {row.number('quantity'):g} for {row.number('sum'):,.6g}m {row['currency']}"
            f"{words.replace('%', ' %')}, {row['basis']} ({row['source']})")


def standing(convert, used, estimate):
    """How far a price can be trusted: cited where pages name all that makes it, and nothing was assumed on the way."""
    if not used:
        return estimate["confidence"]
    if not any(convert.assumed(row) for row in used):
        return "cited"
    weakest = max((row["confidence"] for row in used), key=CONFIDENCE.index)
    return max("partly_cited", weakest, key=CONFIDENCE.index)


def is_read(price):
    """Whether a contract of the offer was read in a page that names sum and number of units."""
    return any(row["kind"] == "contract" and row["confidence"] == "cited" for row in price.rows)
