"""Patterns of sentences: what may be printed, and which numbers stand in it.

A pattern is the sentence with places in braces: `{m:paid}` is money, `{p:share}` a percentage, and so on (PLACES). `[[…]]`
may be missing, two or more blanks match any run of two or more blanks, and `*` after a place repeats nothing: lists are places
of their own (`{l:list}`), which the check takes apart.
"""

import re
import traceback

NUMBER = r"[-−+±]?\d{1,3}(?: \d{3})*(?:\.\d+)?(?:e-?\d+)?"
PLACES = {
    "m": rf"(?:{NUMBER} (?:bn|m)|{NUMBER})",  # money
    "p": rf"{NUMBER} %",  # percentage
    "pts": rf"{NUMBER}(?: points)?",  # change of a share
    "n": rf"{NUMBER}",  # number
    "g": rf"{NUMBER}(?: %| [^\d\s]+)?",  # value of a goal
    "i": r"(?:\d{1,3}(?: \d{3})+|\d+)",  # count
    "y": r"\d{4}",  # year
    "c": r"[A-Z]{3}",  # name of a money
    "u": r"M[A-Z]{3}",  # millions of a money
    "w": r".+?",  # words that the check compares
    "l": r".+?",  # list that the check takes apart
    "x": r".*?",  # text that nobody checks, such as seconds
    "bar": r"[█░]*",
}


class Figure:
    """A printed number: its value in MEUR, units or from 0 to 1, and half of its last digit."""

    def __init__(self, text):
        self.text = text
        kind = re.fullmatch(rf"({NUMBER})(?: (bn|m|%|points|[^\d\s]+))?", text)
        if not kind:
            raise ValueError(f"no number: {text}")
        digits, unit = kind.group(1), kind.group(2)
        self.unit = unit
        size = {"bn": 1000.0, "%": 0.01, "points": 0.01}.get(unit, 1.0)
        plain = digits.replace("−", "-").replace("+", "").replace("±", "").replace(" ", "")
        self.value = float(plain) * size
        mantissa, _, power = plain.partition("e")
        places = len(mantissa.partition(".")[2])
        self.half = 0.5 * 10.0 ** ((int(power) if power else 0) - places) * size
        if self.value == 0 and "." not in mantissa and unit not in ("%",):
            self.half = 0.005 * (0.01 if unit == "points" else 1.0)
        self.signed = digits[0] in "+−±"

    def agrees(self, true, dust=2e-6):
        """Returns whether a true value rounds to this figure; dust is what solvers leave open, relative."""
        return abs(self.value - true) <= self.half * (1 + 1e-6) + dust * max(abs(true), abs(self.value)) + 1e-9


def flat(text):
    """Returns text in which every blank is a plain one."""
    return re.sub(r"[\u00a0\u202f\u2009]", " ", text)


def figure(text):
    """Returns the number of a text, or None where it holds none."""
    try:
        return Figure(text.strip())
    except ValueError:
        return None


def compiled(pattern):
    """Returns the regular expression of a pattern, and its places as (name, kind)."""
    places, out, at = [], [], 0
    for hit in re.finditer(r"\{(\w+)(?::(\w+))?\}|\[\[|\]\]", pattern):
        out.append(_plain(pattern[at:hit.start()]))
        at = hit.end()
        if hit.group(0) == "[[":
            out.append("(?:")
        elif hit.group(0) == "]]":
            out.append(")?")
        else:
            kind, name = hit.group(1), hit.group(2) or f"_{len(places)}"
            places.append((name, kind))
            out.append(f"(?P<{name}>{PLACES[kind]})")
    out.append(_plain(pattern[at:]))
    return re.compile("".join(out)), places


def _plain(text):
    return re.sub(r"(?:\\ ){2,}", lambda _: r" {2,}", re.escape(text))


class Phrase:
    """One sentence that may be printed, and what its numbers must be."""

    def __init__(self, pattern, truth, name=None):
        self.pattern, self.truth = pattern, truth
        self.name = name or getattr(truth, "__name__", "?")
        self.regex, self.places = compiled(pattern)


class Reader:
    """Reads sentences with a table of phrases, and counts."""

    def __init__(self):
        self.sentences, self.numbers, self.unchecked, self.faults = 0, 0, {}, []

    def fault(self, where, text, says, right):
        self.faults.append((where, text, says, right))

    def read(self, where, text, phrases, *facts):
        """Reads one sentence; returns the phrase that it is, or None."""
        text = flat(text)
        for phrase in phrases:
            hit = phrase.regex.fullmatch(text)
            if hit:
                self.sentences += 1
                self._judge(where, text, phrase, hit, facts)
                return phrase
        if re.search(r"\d", text):
            self.fault(where, text, "nobody checks this sentence", "a pattern of tools/sentences")
        return None

    def _judge(self, where, text, phrase, hit, facts):
        said = {name: hit.group(name) for name, _ in phrase.places if hit.group(name) is not None}
        kinds = dict(phrase.places)
        # Countries take their article in a sentence.
        said = {name: re.sub(r"^the (?=United )", "", word) if kinds[name] == "w" else word for name, word in said.items()}
        try:
            true = phrase.truth(said, *facts) if phrase.truth else {}
        except Unknown as unknown:
            self.skip(phrase, str(unknown))
            return
        except Exception:
            self.fault(where, text, f"the check {phrase.name} ended", traceback.format_exc(limit=-2)[-400:])
            return
        claims = true.pop("holds", [])
        for claim, holds in claims:
            self.numbers += 1
            if not holds:
                self.fault(where, text, claim, "that is not so")
        for name, word in said.items():
            if kinds[name] in ("x", "bar"):
                continue
            if name not in true:
                if kinds[name] == "l" and claims:
                    continue
                if re.search(r"\d", word):
                    self.fault(where, text, f"nobody checks {name}: {word}", "a check")
                continue
            if true[name] is CLAIMED:
                continue
            if true[name] is None:
                self.skip(phrase, name)
                continue
            self.compare(where, text, name, word, true[name])

    def skip_cell(self, name):
        self.unchecked["table", name] = self.unchecked.get(("table", name), 0) + 1

    def skip(self, phrase, what):
        key = (phrase.name, what)
        self.unchecked[key] = self.unchecked.get(key, 0) + 1

    def compare(self, where, text, name, word, true):
        """Compares a figure, a count, a year or words with what is true."""
        self.numbers += 1
        if isinstance(true, Leading):
            right = true.wrong(word)
            if right is not None:
                self.fault(where, text, f"{name} {word}", right)
        elif isinstance(true, (set, tuple, list)):
            if word not in true:
                self.fault(where, text, f"{name} {word}", " or ".join(map(str, true)))
        elif isinstance(true, str):
            if word != true:
                self.fault(where, text, f"{name} {word}", true)
        else:
            printed, dust = figure(word) or figure(word + " a"), 2e-6
            if re.fullmatch(r"\d{4}", word):
                printed = Figure(word[0] + " " + word[1:])
            if isinstance(true, About):
                true, dust = true.value, true.dust
            if printed is None or not printed.agrees(float(true), dust):
                self.fault(where, text, f"{name} {word}", f"{true:.10g}")


class Leading:
    """Those that have most: all whose amounts are printed like the largest. Of more than four, three are named and the others counted."""

    def __init__(self, values, shown):
        self.values, self.shown = values, shown

    def wrong(self, text):
        """Returns who should be named, or None where the names are right."""
        def printed(value):
            # Solvers leave a last digit open.
            return {self.shown(value * (1 + dust)) for dust in (-2e-6, 0, 2e-6)}
        top = printed(max(self.values.values(), default=0.0))
        perhaps = {name for name, v in self.values.items() if printed(v) & top}
        surely = {name for name in perhaps if printed(self.values[name]) == top} if len(top) == 1 else set()
        *names, last = [re.sub(r"^the (?=United )", "", name) for name in listed(text, self.values)]
        others = re.fullmatch(r"(\d+) others", last)
        names, count = (names, int(others.group(1))) if others else ([*names, last], 0)
        if set(names) <= perhaps and len(surely) <= len(names) + count <= len(perhaps) and (count or surely <= set(names)):
            return None
        return " and ".join(sorted(perhaps)) or "nobody"


def listed(text, names):
    """Returns the names of `a, b and c`; a name may hold ` and ` itself."""
    if text in names:
        return [text]
    return [x for part in text.split(", ") for x in ([part] if part in names else part.split(" and "))]


def shown_money(value):
    """Returns an amount in MEUR as it is printed."""
    if value * (1 + 1e-9) >= 1000:
        return f"{value * (1 + 1e-9) / 1000:.1f} bn"
    size = value * (1 + 1e-9)
    return f"{size:.{0 if size >= 100 else 1 if size >= 10 else 2}f} m"


def shown_percent(share):
    """Returns a share as it is printed without digits."""
    return f"{share * 100 * (1 + 1e-9):.0f} %"


class About:
    """A true value that is known to a relative distance only."""

    def __init__(self, value, dust):
        self.value, self.dust = value, dust


# A figure that the check compares in a claim of its own.
CLAIMED = object()


class Unknown(Exception):
    """What cannot be recomputed here; the sentence is counted as not checked."""
