#!/usr/bin/env python3
"""Checks a certificate of `entente prove` in exact fractions.

    check.py FOLDER [FOLDER ...]      folders with certificate.json, program.mps and plan.sol

For every goal it is claimed that the plan has a value, and that no point of the program that keeps earlier goals at their limits is
beyond a bound. Nothing is taken on trust but the program itself. The exit code is 1 if any claim does not follow.
Every number is read as a double precision floating-point number, which is a fraction.
"""

import hashlib
import json
import math
import pathlib
import sys
from fractions import Fraction


MOVED = Fraction(1, 10**6)  # How far a limit may be moved for a plan that keeps it only to within rounding, relative, and of 1 at least.


class Refused(Exception):
    """A claim that does not follow; the text says which step."""


def need(condition, what):
    if not condition:
        raise Refused(what)


def fraction(number):
    """A finite floating-point number as a fraction."""
    number = float(number)
    need(math.isfinite(number), f"{number} is not finite")
    return Fraction(number)


def whole(number, below, what):
    need(isinstance(number, int) and not isinstance(number, bool) and 0 <= number < below, what)
    return number


class Program:
    """A program in free MPS format: minimise or maximise one of several objectives over rows and columns whose lower bounds are 0."""

    def __init__(self, text):
        self.objectives, self.terms, self.columns = {}, [], []
        self.lower, self.upper, self.kinds, self.integer, self.most = [], [], [], [], []
        names, places, section, integer, seen = {}, {}, None, False, set()
        for line in text.splitlines():
            words = line.split()
            if not words or line.startswith("*"):
                continue
            if not line[0].isspace():
                section = words[0]
                need(section in ("NAME", "ROWS", "COLUMNS", "RHS", "BOUNDS", "ENDATA"), f"section {section}")
            elif section == "ROWS":
                kind, name = words
                need(kind in "NLGE" and name not in names, f"row {name}")
                if kind == "N":
                    self.objectives[name], names[name] = {}, name
                else:
                    names[name] = len(self.terms)
                    self.terms.append({})
                    self.kinds.append(kind)
                    self.lower.append(None if kind == "L" else Fraction(0))
                    self.upper.append(None if kind == "G" else Fraction(0))
            elif section == "COLUMNS" and words[1] == "'MARKER'":
                integer = words[2] == "'INTORG'"
            elif section == "COLUMNS":
                name, row, number = words
                if name not in places:
                    places[name] = len(self.columns)
                    self.columns.append(name)
                    self.integer.append(integer)
                    self.most.append(None)
                terms = self.objectives[row] if row in self.objectives else self.terms[names[row]]
                need(places[name] not in terms, f"{name} stands twice in {row}")
                terms[places[name]] = fraction(number)
            elif section == "RHS":
                _, row, number = words
                need(row not in self.objectives and row not in seen, f"right side of {row}")
                seen.add(row)
                place = names[row]
                self.lower[place] = None if self.lower[place] is None else fraction(number)
                self.upper[place] = None if self.upper[place] is None else fraction(number)
            elif section == "BOUNDS":
                kind, _, column, number = words
                need(kind == "UP", f"bound {kind}")
                self.most[places[column]] = fraction(number)


class Rows:
    """Rows of a program with further rows behind them, and the kinds of its columns."""

    def __init__(self, other):
        self.terms, self.lower, self.upper = list(other.terms), list(other.lower), list(other.upper)
        self.integer = list(other.integer)

    def add(self, terms, lower, upper):
        self.terms.append(terms)
        self.lower.append(lower)
        self.upper.append(upper)


def bound(rows, costs, multipliers, least, most):
    """The least that costs come to, as multipliers of rows imply; None where they imply nothing."""
    earned, left = Fraction(0), dict(costs)
    for place, number in multipliers:
        multiplier = fraction(number)
        place = whole(place, len(rows.terms), f"row {place}")
        limit = rows.lower[place] if multiplier > 0 else rows.upper[place]
        if multiplier == 0 or limit is None:
            continue
        earned += multiplier * limit
        for column, coefficient in rows.terms[place].items():
            left[column] = left.get(column, 0) - multiplier * coefficient
    for column, reduced in left.items():
        if reduced != 0:
            limit = least[column] if reduced > 0 else most[column]
            if limit is None:
                return None
            earned += reduced * limit
    return earned


def tree_bound(rows, costs, nodes, most):
    """The least bound of all leaves of a tree; None where all of them are empty."""
    need(isinstance(nodes, list) and nodes, "a tree without nodes")
    best, seen, open_nodes = None, set(), [(0, {}, {})]
    while open_nodes:
        place, low, high = open_nodes.pop()
        need(whole(place, len(nodes), f"node {place}") not in seen, f"node {place} is reached twice")
        seen.add(place)
        (kind, body), = nodes[place].items()
        if kind == "branch":
            column = whole(body["column"], len(rows.integer), "a column that there is not")
            at = fraction(body["at"])
            need(rows.integer[column] and at.denominator == 1, f"node {place} branches on what is not whole")
            old = high.get(column, most[column])
            open_nodes.append((body["below"], low, {**high, column: at if old is None else min(at, old)}))
            open_nodes.append((body["above"], {**low, column: max(at + 1, low.get(column, Fraction(0)))}, high))
            continue
        least = Limits(low, 0)
        limits = Limits(high, most)
        if kind == "empty":
            crossed = any(limits[column] is not None and number > limits[column] for column, number in low.items())
            crossed = crossed or any(number < least[column] for column, number in high.items())
            if not crossed:
                value = bound(rows, {}, body, least, limits)
                need(value is not None and value > 0, f"node {place} is not empty")
        else:
            need(kind == "leaf", f"node {place} is a {kind}")
            value = bound(rows, costs, body, least, limits)
            need(value is not None, f"leaf {place} has no bound")
            best = value if best is None else min(best, value)
    return best


class Limits:
    """Limits of columns: some that branches set, and others."""

    def __init__(self, own, other):
        self.own, self.other = own, other

    def __getitem__(self, column):
        if column in self.own:
            return self.own[column]
        return self.other if self.other == 0 else self.other[column]


def implied(rows, claims, most):
    """Adds upper limits of columns that a row implies, given those before."""
    for claim in claims:
        row = whole(claim["row"], len(rows.terms), "a row that there is not")
        own = whole(claim["column"], len(most), "a column that there is not")
        sign, limit = (1, rows.upper[row]) if claim["by_upper"] else (-1, rows.lower[row])
        need(limit is not None, f"row {row} has no such limit")
        top, sum_of = fraction(claim["upper"]), Fraction(0)
        for column, coefficient in rows.terms[row].items():
            part = sign * coefficient
            if column == own:
                need(part > 0, f"row {row} does not limit column {own}")
                sum_of += part * top
            elif part < 0:
                need(most[column] is not None, f"row {row} has a column without a limit")
                sum_of += part * most[column]
        need(rows.terms[row].get(own), f"row {row} has no column {own}")
        need(sum_of >= sign * limit, f"row {row} does not limit column {own} so")
        most[own] = top if most[own] is None else min(most[own], top)


def check_goal(program, claim, plan, values):
    """Checks what is claimed of one goal; returns how far its value and its bound are apart."""
    objective = program.objectives[claim["objective"]]
    sign = -1 if claim["maximise"] else 1
    costs = {column: sign * coefficient for column, coefficient in objective.items()}
    value = sum((coefficient * plan[column] for column, coefficient in objective.items()), Fraction(0))
    need(abs(value - fraction(claim["value"])) <= abs(value) * Fraction(1, 10**12), "the value is not that of the plan")
    rows, most = Rows(program), list(program.most)
    for summed in claim["sums"]:
        columns = {whole(column, len(program.columns), "a sum of what there is not") for column in summed}
        need(len(columns) == len(summed) and all(program.integer[column] for column in columns), "a sum is not one of integers")
        need(all(most[column] is not None for column in columns), "a sum has no limit")
        rows.add({**dict.fromkeys(columns, Fraction(1)), len(most): Fraction(-1)}, Fraction(0), Fraction(0))
        rows.integer.append(True)
        most.append(sum(most[column] for column in columns))
    for kept in claim["kept"]:
        need(kept["objective"] in values, f"{kept['objective']} is no earlier goal")
        limit, (reached, is_most) = fraction(kept["limit"]), values[kept["objective"]]
        beyond = limit - reached if is_most else reached - limit
        need(beyond <= max(abs(reached), 1) * Fraction(1, 10**6), f"the plan does not keep {kept['objective']}")
        rows.add(program.objectives[kept["objective"]], *((limit, None) if is_most else (None, limit)))
    for moved in claim["moved"]:
        row, limits = whole(moved["row"], len(rows.terms), "a row"), rows.upper if moved["is_upper"] else rows.lower
        need(not 0 <= row - len(program.terms) < len(claim["sums"]), "the row of a sum is moved")
        limit, old = fraction(moved["limit"]), limits[row]
        need(old is not None and abs(limit - old) <= MOVED * max(1, abs(old)), f"row {row} is moved too far")
        limits[row] = limit
    implied(rows, claim["implied"], most)
    base = Rows(rows)
    for cut in claim["cuts"]:
        terms = {}
        for column, number in cut["terms"]:
            column = whole(column, len(most), "a cut over a column that there is not")
            need(column not in terms, "a cut names a column twice")
            terms[column] = fraction(number)
        least = tree_bound(base, {c: -n for c, n in terms.items()}, cut["tree"], most)
        need(least is None or least >= -fraction(cut["upper"]), "a cut is not proven")
        rows.add(terms, None, fraction(cut["upper"]))
    least = tree_bound(rows, costs, claim["tree"], most)
    if claim["bound"] is None:
        need(least is None, "that there is no point is not proven")
    else:
        need(least is None or least >= sign * fraction(claim["bound"]), "the bound is not proven")
    values[claim["objective"]] = (value, claim["maximise"])
    return value


def check(folder):
    """Checks the certificate of a folder; prints a line for each goal."""
    folder = pathlib.Path(folder)
    certificate = json.loads((folder / "certificate.json").read_text())
    texts = {name: (folder / file).read_bytes() for name, file in (("program", "program.mps"), ("plan", "plan.sol"))}
    for name, text in texts.items():
        need(hashlib.sha256(text).hexdigest() == certificate[name], f"the {name} is another one, by its digest")
    program = Program(texts["program"].decode())
    lines = [line.split() for line in texts["plan"].decode().splitlines()]
    need([name for name, _ in lines] == program.columns, "the plan does not have the columns of the program")
    plan = [fraction(number) for _, number in lines]
    violation = fraction(certificate["violation"])
    for terms, lower, upper in zip(program.terms, program.lower, program.upper):
        at = sum((coefficient * plan[column] for column, coefficient in terms.items()), Fraction(0))
        need(lower is None or lower - at <= violation, "the plan violates a row by more than is said")
        need(upper is None or at - upper <= violation, "the plan violates a row by more than is said")
    for at, most, integer in zip(plan, program.most, program.integer):
        need(-at <= violation and (most is None or at - most <= violation), "the plan violates a bound")
        need(not integer or abs(at - round(at)) <= violation, "what must be whole in the plan is not")
    need(len(certificate["goals"]) == len(program.objectives), "not every goal has a claim")
    values = {}
    for claim in certificate["goals"]:
        value = check_goal(program, claim, plan, values)
        print(f"{folder}: {claim['goal']}: {float(value):.12g}, bound {claim['bound']}: proven")


def main():
    failed = False
    for folder in sys.argv[1:]:
        try:
            check(folder)
        except (Refused, KeyError, ValueError, TypeError, AttributeError, IndexError) as refused:
            failed = True
            print(f"{folder}: NOT PROVEN: {type(refused).__name__}: {refused}")
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
