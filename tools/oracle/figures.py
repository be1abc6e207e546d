"""Reads the short forms of the file format: numbers, shares, series of years, spans and sets of countries."""

import math
import re


def num(value):
    """Returns a figure as a number: 4.4, `65 %`, `700 a year`, `2.5 years`, `{ value: 4.4 }`."""
    if isinstance(value, dict):
        return num(value["value"])
    if isinstance(value, (int, float)):
        return float(value)
    text = str(value).strip()
    if text.endswith("%"):
        return float(text[:-1].strip()) / 100
    return float(re.match(r"^[-+]?[0-9.]+(e[-+]?\d+)?", text).group(0))


def series(value, years, default=None):
    """Returns the value of every year: straight lines between the years that are stated, and level ends."""
    if value is None:
        return default
    if not isinstance(value, dict) or "value" in value:
        return {t: num(value) for t in years}
    points = sorted((int(t), num(v)) for t, v in value.items() if str(t).isdigit())
    return {t: _between(points, t) for t in years}


def _between(points, t):
    if t <= points[0][0]:
        return points[0][1]
    for (a, u), (b, w) in zip(points, points[1:]):
        if a <= t <= b:
            return u + (w - u) * (t - a) / (b - a)
    return points[-1][1]


def since(value, year):
    """Returns a share `year` years after a denial."""
    if not isinstance(value, dict):
        return num(value)
    return series({int(a): b for a, b in value.items()}, [year])[year]


def span(value, default):
    """Returns the first and last year of `2026..2035` or `2026`."""
    if value is None:
        return default
    first, _, last = str(value).partition("..")
    return int(first), int(last or first)


def countries(value, groups, everything):
    """Returns the countries of a set such as `EU27 - {HUN} + {GBR}`, in order."""
    if value is None:
        return list(everything)
    if isinstance(value, list):
        return [c for e in value for c in (countries(groups[e], groups, everything) if e in groups else [e])]
    found, adding = [], True
    for token in re.findall(r"\{[^}]*\}|[A-Za-z0-9_]+|[-+]", value):
        if token in "+-":
            adding = token == "+"
            continue
        if token[0] == "{":
            some = [c.strip() for c in token[1:-1].split(",") if c.strip()]
        else:
            some = countries(groups[token], groups, everything) if token in groups else [token]
        found = found + [c for c in some if c not in found] if adding else [c for c in found if c not in some]
    return found


def spread(time):
    """Returns the parts of a delivery by whole years after the order."""
    whole = math.floor(time + 1e-12)
    part = time - whole
    return {whole: 1.0} if part < 1e-12 else {whole: 1 - part, whole + 1: part}


def shares(value):
    """Returns a table of shares as numbers."""
    return {k: num(v) for k, v in (value or {}).items()}
