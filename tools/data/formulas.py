"""Evaluates formulas on a built data set: `price(f127)`, `need(frigate, 2035) - decided(frigate)`, `cell(money, growth, value)`."""

import ast
import csv
import functools
import io
import operator
import pathlib
import re

import budgets
import held
import make_capabilities
import make_holdings
import make_industry
import make_nations
import needs
import tables

OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
EUROPE = set(held.EUROPEAN_UNION) | {"GBR", "NOR", "TUR"}
# Where an output counts as European beside the buyers' own.
NEIGHBOURS = {"UKR", "CHE"}
PRESETS = pathlib.Path(__file__).resolve().parent.parent.parent / "src" / "input" / "presets"
END = 2035


class Asked(Exception):
    """A formula that cannot be evaluated, and why."""


def points(text):
    """A figure as it stands in a document, as values by year; a single value stands under no year."""
    stated = text.split(", source:")[0].split("  #")[0]
    years = {int(year): float(value) for year, value in re.findall(r"\b(20\d\d): (-?[\d.]+)", stated)}
    if years:
        return years
    single = re.search(r"value: (-?[\d.]+)", stated) or re.match(r"(-?[\d.]+)", stated)
    return {None: float(single[1])} if single else {}


def at(text, year=None):
    """The value of a figure in a year: straight lines between the years that are stated, level ends."""
    known = points(text)
    if not known:
        raise Asked(f"`{text[:40]}` holds no number")
    if None in known:
        return known[None]
    if year is None:
        if len(known) > 1:
            raise Asked("the figure changes by year: name one")
        return next(iter(known.values()))
    return budgets.between(known, int(year))


def end(text, name):
    """The low or high end of a figure."""
    found = re.search(rf"\b{name}: (-?[\d.]+)", text)
    if not found:
        raise Asked(f"the figure has no `{name}`")
    return float(found[1])


class Built:
    """What the build writes, read back."""

    def __init__(self, folder):
        self.folder = folder
        self.offers = entries(make_industry.offers(folder))
        self.lines = entries(make_industry.lines(folder))
        self.capabilities = keyed(make_capabilities.files(folder)["capabilities.csv"])
        self.nations = keyed(make_nations.files(folder)["nations.csv"])
        self.holdings = rows(make_holdings.files(folder)["holdings.csv"])
        self.seats = {row["id"]: row["seat"] for row in tables.read(folder, "producers.csv", key="id")}
        self.decided, _ = needs.counted(folder)

    def names(self):
        """What a formula may call."""
        return {name: getattr(self, f"f_{name}") for name in (
            "price", "price_low", "price_high", "offer", "line", "nation", "need", "need_low", "need_high", "target", "held",
            "equal", "holding", "booked", "decided", "output", "backlog", "first", "cell", "count", "spending", "members", "preset")}

    def figure(self, offer, field):
        """A field of an offer as it stands there."""
        found = self.offers.get(offer)
        if found is None:
            raise Asked(f"there is no offer `{offer}`")
        if field not in found:
            raise Asked(f"`{offer}` has no `{field}`")
        return found[field]

    def f_price(self, offer):
        """Price of one unit, MEUR of 2025."""
        return at(self.figure(offer, "price"))

    def f_price_low(self, offer):
        """Low end of a price."""
        return end(self.figure(offer, "price"), "low")

    def f_price_high(self, offer):
        """High end of a price."""
        return end(self.figure(offer, "price"), "high")

    def f_offer(self, offer, field, year=None):
        """A field of an offer, in a year where it changes."""
        return at(self.figure(offer, field), year)

    def f_backlog(self, offer):
        """All units that a line owes to others."""
        known = points(self.figure(offer, "backlog"))
        return sum(budgets.between(known, year) for year in range(min(known), max(known) + 1))

    def f_line(self, line, field, year=None):
        """A field of a line that several offers share."""
        return at(self.lines[line][field], year)

    def some(self, nation):
        """The nations that a name stands for."""
        groups = {"ALL": EUROPE, "EU27": set(held.EUROPEAN_UNION)}
        return [row for row in self.nations.values() if row["id"] in groups.get(nation, {nation})]

    def f_nation(self, nation, field, year):
        """Budget or committed money of a nation, of ALL or of EU27, MEUR of 2025."""
        return sum(float(row[f"{field}.{int(year)}"]) for row in self.some(nation))

    def baseline(self, capability):
        """The cell of what is needed."""
        if capability not in self.capabilities:
            raise Asked(f"there is no capability `{capability}`")
        return self.capabilities[capability]["us_baseline"]

    def f_need(self, capability, year=END):
        """What all nations need, in US-equivalents."""
        return at(self.baseline(capability), year)

    def f_need_low(self, capability):
        """Low end of what all nations need."""
        return end(self.baseline(capability), "low")

    def f_need_high(self, capability):
        """High end of what all nations need."""
        return end(self.baseline(capability), "high")

    def f_target(self, nation, capability, year=END):
        """A nation's target; of ALL or EU27 the sum."""
        found = dict(re.findall(r"([A-Z]{3}): (\{[^}]*\}|[\d.]+)", self.capabilities[capability]["targets"]))
        return sum(at(found[row["id"]], year) for row in self.some(nation) if row["id"] in found)

    def f_held(self, capability, year, nation="ALL"):
        """Units that are held in a year."""
        here = {row["id"] for row in self.some(nation)}
        return sum(float(row[f"quantity.{int(year)}"]) for row in self.holdings
                   if row["gives"] == capability and row["nation"] in here)

    def f_equal(self, capability, year):
        """US-equivalents that are held in a year."""
        return sum(float(row[f"quantity.{int(year)}"]) * at(row["quality"]) for row in self.holdings
                   if row["gives"] == capability)

    def f_holding(self, name, year):
        """Units of the holdings whose id ends with a name."""
        found = [row for row in self.holdings if row["id"] == name or row["id"].endswith(f"_{name}")]
        if not found:
            raise Asked(f"no holding is called `{name}`")
        return sum(float(row[f"quantity.{int(year)}"]) for row in found)

    def f_first(self, name):
        """The first year of the firm orders of a holding."""
        years = [int(row["year"]) for row in tables.read(self.folder, "order_book.csv")
                 if row["id"] == name and row["status"] == "firm"]
        if not years:
            raise Asked(f"no firm order is called `{name}`")
        return min(years)

    def f_booked(self, capability, status, nation="ALL"):
        """Units of a status in the order book, of a capability or of a type."""
        kinds = held.types(self.folder)
        if capability not in kinds and capability not in self.capabilities:
            raise Asked(f"`{capability}` is neither a type nor a capability")
        here = {row["id"] for row in self.some(nation)}
        return sum(row.number("quantity") for row in tables.read(self.folder, "order_book.csv")
                   if capability in (row["type"], kinds[row["type"]]["capability"])
                   and row["status"] == status and row["nation"] in here)

    def f_decided(self, capability):
        """US-equivalents in 2035 of what is held today or decided, whichever is more."""
        return sum(path[END] for path in self.decided.get(capability, {}).values())

    def f_output(self, capability, year):
        """Units a year that lines in Europe can make."""
        return sum(at(offer["capacity"], year) for offer in self.offers.values()
                   if offer["gives"] == capability and self.seats[offer["by"]] in EUROPE | NEIGHBOURS)

    def f_cell(self, table, key, column):
        """A cell of a table, by the first column."""
        found = [row for row in tables.read(self.folder, f"{table}.csv") if next(iter(row.values())) == key]
        if len(found) != 1:
            raise Asked(f"tables/{table}.csv has {len(found)} rows of `{key}`, and should have one")
        return found[0].number(column)

    def f_count(self, table, column="", word=""):
        """Rows of a table, or those where a column holds a word."""
        return sum(not column or row[column] == word for row in tables.read(self.folder, f"{table}.csv"))

    def f_spending(self, nation, year):
        """All of defence, MEUR at the prices of the year, of the nations that are in NATO."""
        rate = budgets.assumptions(self.folder)[f"nato_usd_{int(year)}"]["value"]
        here = {row["id"] for row in self.some(nation)}
        return sum(row.number(f"spending_{int(year)}") / rate for row in tables.read(self.folder, "budgets.csv")
                   if row["basis"] == "NATO" and row["nation"] in here)

    def f_members(self, group):
        """Members of a set of countries."""
        found = re.search(rf"^{group}: \[([^\]]*)\]", (self.folder / "groups.yaml").read_text(encoding="utf-8"), re.M)
        if not found:
            raise Asked(f"groups.yaml lists no `{group}`")
        return len(found[1].split(","))

    def f_preset(self, name, what):
        """The envelope of a preset's fund, or the sum of its allocations."""
        path = next(iter(sorted(PRESETS.glob(f"{name}_*.yaml"))), None)
        if path is None:
            raise Asked(f"there is no preset `{name}`")
        text = path.read_text(encoding="utf-8")
        if what == "envelope":
            return float(re.search(r"envelope:\s+value: (\d+)", text)[1])
        block = re.search(r"allocations:\n((?:\s+[A-Z]{3}: \d+\n)+)", text)[1]
        return sum(float(amount) for amount in re.findall(r": (\d+)", block))


def entries(text):
    """The entries of a document that the build writes, each field as its text."""
    found, name = {}, None
    for line in text.splitlines():
        if entry := re.match(r"^(\w+):(?: \{.*)?$", line):
            name = entry[1]
            found[name] = {}
            for field, cell in re.findall(r"(\w+): (\{[^}]*\}|[^,{}]+)", line.partition(": {")[2]):
                found[name][field] = cell
        elif name and (field := re.match(r"^  (\w+): (.*)$", line)):
            found[name][field[1]] = field[2]
        elif name and (field := re.match(r"^    (\w+): (.*)$", line)):
            found[name][f"fielding_{field[1]}"] = field[2]
    return found


def rows(text):
    """The rows of a table that is built."""
    return list(csv.DictReader(io.StringIO(text)))


def keyed(text):
    """The rows of a table that is built, by id."""
    return {row["id"]: row for row in rows(text)}


@functools.lru_cache(maxsize=4)
def built(folder):
    """A data set read back; once in a build."""
    return Built(folder)


def value(folder, formula):
    """The value of a formula; `Asked` where it cannot be evaluated."""
    try:
        return evaluated(ast.parse(formula.strip(), mode="eval").body, built(folder).names())
    except SyntaxError:
        raise Asked("it is not a formula") from None
    except (KeyError, TypeError, ValueError, StopIteration, ZeroDivisionError) as error:
        raise Asked(f"{type(error).__name__}: {error}") from None


def evaluated(node, names):
    """The value of a part of a formula."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return node.value
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        return OPERATORS[type(node.op)](evaluated(node.left, names), evaluated(node.right, names))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -evaluated(node.operand, names)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        if node.func.id not in names:
            raise Asked(f"`{node.func.id}` is none of {', '.join(sorted(names))}")
        words = [word.id if isinstance(word, ast.Name) else evaluated(word, names) for word in node.args]
        return names[node.func.id](*words)
    raise Asked(f"`{ast.unparse(node)}` is neither a number nor one of the functions")


def filled(folder, text):
    """A text with each `{formula}` or `{formula:.1f}` replaced by its value."""
    def one(found):
        formula, _, form = found[1].partition(":")
        amount = value(folder, formula)
        return format(amount, form or (",.0f" if abs(amount) >= 1000 else ".4g"))
    return re.sub(r"\{([^{}]+)\}", one, text)
