"""Refuses contracts that contradict themselves, each kind of slip with file and line."""

import re
from urllib.parse import urlparse

import tax
from tables import read

REVIEW = "as recorded in the review"
USES = ("", "range")
# Munitions are a price of their own; in other classes they are a need apart from the system.
OF_MUNITIONS = ("missile", "munition", "ammunition")
# The first ammunition of a gun on a tank or vehicle is of the usual package.
AMMUNITION_IS_USUAL = ("tank", "vehicle")
ARMED = re.compile(r"\b(missiles?|rockets|weapons|ammunition|torpedoes)\b")
NOT_ARMED = re.compile(r"\b(no missiles named|without missiles|missiles not named|ammunition not named|ammunition vehicles|"
                       r"depends on weapons)\b")
UPKEEP = re.compile(r"\b((?:two|three|five|seven|ten|twelve) years of (?:support|upkeep|service|operation)|with upkeep|upkeep)\b")
# A page that tells of an approval, or of what shall be bought, tells of no signature.
BEFORE = re.compile(r"budget committee|defence committee|approv|-to-buy-|-soll-|closer-to|letter of intent|before signature|"
                    r"\bplan\b|preliminary", re.I)
UNLIKE = re.compile(r"\b(conversions?|converted|together|refurbished)\b")
ENDS = re.compile(r"for the (low end|high end|range)")


def checked(folder, classes, kinds, confidences):
    """The rows of contracts.csv, once none contradicts itself or another."""
    needed = ("offer", "buyer", "signed", "quantity", "sum", "currency", "price_year", "vat", "basis", "kind", "source", "confidence")
    rows = read(folder, "contracts.csv", needed)
    rates, outlets = tax.Tax(folder, ()), {row["host"]: row["kind"] for row in read(folder, "outlets.csv", ("host", "kind"), "host")}
    for row in rows:
        if row["offer"] not in classes:
            raise row.wrong(f"offers.csv has no offer `{row['offer']}`")
        for column, allowed in (("kind", kinds), ("confidence", confidences), ("vat", tax.SAID), ("use", USES)):
            if row[column] not in allowed:
                raise row.wrong(f"`{column}` is `{row[column]}`, and should be one of {', '.join(allowed)}")
        if row["confidence"] == "cited" and not (row["address"] and row["read"]):
            raise row.wrong("a cited contract names the address that was read, and the day")
        if row.number("quantity") <= 0:
            raise row.wrong("`quantity` must be more than nothing")
        dated(row)
        taxed(row, rates)
        signed(row)
        held(row, classes[row["offer"]])
        told(row, outlets)
    once(rows)
    stated_once(folder)
    return rows


def taxed(row, rates):
    """Tax: said or not, by whom, and in whose money the sum stands."""
    if (row["vat"] == "not said") == bool(row["vat_source"]):
        raise row.wrong("`vat_source` must say who says so where `vat` is yes or no, and be empty where it is not said")
    buyers = rates.of(row)
    if row["vat"] == "yes" and not rates.rate(row):
        raise row.wrong(f"`vat` is yes, and vat.csv has no tax of {row['buyer']}")
    own = {money for _, _, money in buyers} | {"EUR"}
    foreign = row["currency"] not in own and row["vat_source"] not in tax.BY_NATURE
    if foreign and (row["confidence"] == "cited" or "converted by the press" not in row["note"]):
        raise row.wrong(f"`currency` is {row['currency']}, which is neither the money of {row['buyer']} nor of a seller abroad: state the "
                        "sum as the parties do, or let it be no cited row whose note says `converted by the press`")


def signed(row):
    """Only a contract that a page tells to be signed is a contract."""
    if (row["kind"] == "contract") != bool(row["signature"]):
        raise row.wrong("`signature` must name where the signature is told of a contract, and be empty of a plan or quote")
    page = " ".join((row["source"], row["address"], row["holds"], row["note"]))
    if row["kind"] == "contract" and row["signature"] == "the page" and (before := BEFORE.search(page)):
        raise row.wrong(f"`{before[0]}` is told of what is not signed yet: make it a plan, or name in `signature` the page that tells "
                        "of the signature")


def held(row, kind):
    """What a contract holds and its basis say the same."""
    held_apart = NOT_ARMED.sub("", row["holds"])
    armed = ARMED.search(held_apart.replace("ammunition", "") if kind in AMMUNITION_IS_USUAL else held_apart)
    takes = "missiles" in row["basis"]
    if kind not in OF_MUNITIONS and row["basis"] != "programme":
        if armed and not takes and row["use"] != "range":
            raise row.wrong(f"`holds` names {armed[0]}, and `basis` takes no missiles out")
        if takes and not armed and "recorded in the review" not in row["holds"] + row["note"]:
            raise row.wrong("`basis` takes missiles out, and `holds` names none")
        upkeep = UPKEEP.search(row["holds"])
        if bool(upkeep) != ("upkeep" in row["basis"]):
            raise row.wrong("years of upkeep stand in `holds` and not in `basis`, or the other way round")
    if row["use"] != "range" and (unlike := UNLIKE.search(row["holds"])):
        raise row.wrong(f"`holds` says `{unlike[0]}`: an average over unlike things may only widen the range (`use: range`)")
    if row["use"] != "range" and (end := ENDS.search(row["note"])):
        raise row.wrong(f"`note` says `{end[0]}`, and `use` is not range")


def told(row, outlets):
    """Whose words were read: those of a party, of the press, of a machine, or none."""
    host = urlparse(row["address"]).netloc.removeprefix("www.")
    kind = outlets.get(host, "press")
    should = REVIEW if not row["read"] else "no" if kind == "party" else "yes"
    if row["press_copy"] != should:
        raise row.wrong(f"`press_copy` is `{row['press_copy']}`, and should be `{should}`, since outlets.csv makes `{host}` {kind}")
    if kind == "digest" and row["confidence"] == "cited":
        raise row.wrong(f"`{host}` is a digest, and cannot be cited")


def dated(row):
    """Prices are of the year of signature unless the note says of which."""
    for column in ("signed", "price_year"):
        if not re.fullmatch(r"\d{4}", row[column]):
            raise row.wrong(f"`{column}` is `{row[column]}`, and should be a year")
    if row["price_year"] != row["signed"] and f"prices of {row['price_year']}" not in row["note"]:
        raise row.wrong(f"`price_year` is not the year of signature: the note must say `prices of {row['price_year']}`")


def once(rows):
    """No purchase is counted twice: where a buyer stands twice for an offer, both rows say which purchase they tell of."""
    seen = {}
    for row in rows:
        for buyer in row["buyer"].split(", "):
            other = seen.setdefault((row["offer"], buyer), row)
            if other is not row and not (row["purchase"] and other["purchase"]):
                raise row.wrong(f"{buyer} stands in line {other.line} for the same offer: `purchase` must say in both whether it is the same")


def stated_once(folder):
    """Rates, prices and inflation say the same wherever they stand."""
    years = read(folder, "deflators.csv", ("year", "to_2025"), "year")
    worth = {row["year"]: row.number("to_2025") for row in years}
    for row in years:
        before = worth.get(str(int(row["year"]) - 1))
        if before and row.get("inflation") and abs(row.number("to_2025") * (1 + row.number("inflation")) / before - 1) > 2e-4:
            raise row.wrong("`to_2025` does not follow from `inflation` and the year before")
    if not (folder / "tables" / "money.csv").exists():
        return
    rates = {(row["currency"], row["year"]): row.number("per_eur") for row in read(folder, "rates.csv", ("currency", "year", "per_eur"))}
    for row in read(folder, "money.csv", ("what", "value"), "what"):
        name, _, year = row["what"].rpartition("_")
        other = 1 / worth[year] if name == "prices" and year in worth else rates.get((name.upper(), year))
        if other and abs(row.number("value") / other - 1) > 2e-4:
            raise row.wrong(f"`{row['what']}` is {row['value']}, and {other:.4g} in {'deflators' if name == 'prices' else 'rates'}.csv")
