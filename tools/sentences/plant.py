"""False sentences: true output is altered on its way to the reader, and each alteration must be found."""

import json
import re
import time

import running
import survey
from phrases import Figure, Reader, flat

TRIES = 250


def sentence(start, change):
    """Makes a change of the first line that begins so; the change returns None where it does not apply."""
    def alter(text):
        lines = text.split("\n")
        for place, line in enumerate(lines):
            if re.match(r"\s*" + start, flat(line)):
                new = change(flat(line))
                if new is not None and new != flat(line):
                    lines[place] = new
                    return "\n".join(lines)
        return None
    return alter


def scaled(pattern, factor):
    """Returns a change that multiplies the number after a pattern, kept in its printed form."""
    def change(line):
        hit = re.search(pattern, line)
        if not hit:
            return None
        old = hit.group(1)
        number = Figure(old)
        places = len(old.partition(".")[2])
        raw = float(old.replace(" ", "").replace("−", "-").replace("+", "")) * factor
        new = f"{abs(raw):,.{places}f}".replace(",", " ")
        new = ("−" if raw < 0 else "+" if number.signed else "") + new
        return None if new == old else line[:hit.start(1)] + new + line[hit.end(1):]
    return change


def replaced(old, new):
    """Returns a change of words."""
    def change(line):
        made = re.sub(old, new, line, count=1)
        return made if made != line else None
    return change


def exchanged(pattern):
    """Returns a change that exchanges two groups of a pattern, where they differ."""
    def change(line):
        hit = re.search(pattern, line)
        if not hit or hit.group(1) == hit.group(2):
            return None
        return line[:hit.start(1)] + hit.group(2) + line[hit.end(1):hit.start(2)] + hit.group(1) + line[hit.end(2):]
    return change


def data(*path, change):
    """Makes a change of one value of a JSON document; `None` in the path is the first entry."""
    def alter(text):
        try:
            document = json.loads(text)
        except ValueError:
            return None
        place = document[0] if isinstance(document, list) and document else document
        try:
            for key in path[:-1]:
                place = place[key]
            old = place[path[-1]]
        except (KeyError, IndexError, TypeError):
            return None
        new = change(old)
        if new is None or new == old:
            return None
        place[path[-1]] = new
        return json.dumps(document)
    return alter


def more(factor, least=1e-2):
    return lambda old: old * factor if isinstance(old, (int, float)) and abs(old) > least else None


NUM = r"(\d{1,3}(?: \d{3})*(?:\.\d+)?)"
# What is altered: name, part of the survey, command whose output it is (or `page`), and how.
PLANTS = [
    ("orders 3 % too dear", "solve", "solve", sentence(r"[\d. ]+ (m|bn) [A-Z]{3}", scaled(NUM + " (?:m|bn) [A-Z]{3}", 1.03))),
    ("what is paid 3 % too low", "solve", "solve", sentence(r"[\d. ]+ (m|bn) [A-Z]{3} at the prices paid;", scaled(r", " + NUM + " (?:m|bn) are paid", 0.97))),
    ("millions for billions", "solve", "solve", sentence(r"most by", replaced(r" m\b", " bn"))),
    ("another nation", "solve", "solve", sentence(r"most by .* · ", exchanged(r"most by +(\S+) .*? · (\S+) "))),
    ("a producer left out", "solve", "solve", sentence(r"most to .* · ", replaced(r" · .*", ""))),
    ("a share taken for another", "solve", "solve", sentence(r"on every count", exchanged(r"up to +seat (\d+ %).*without US (\d+ %)"))),
    ("today and plan exchanged", "solve", "solve", sentence(r"all capabilities, weighted", exchanged(r"weighted +(\S+ %) +\S+ % +(\S+ %)"))),
    ("another capability", "solve", "solve", lambda t: exchange_names(t, "Main battle tanks", "Air defence")),
    ("the baseline in another unit", "solve", "solve", sentence(r"Main battle tanks  ", replaced("  tanks  ", "  boats  "))),
    ("a bound on the wrong side", "solve", "solve", sentence(r"\d minimise cost", scaled(r"minimise cost +[\d. ]+? M[A-Z]{3} +" + NUM, 1.05))),
    ("another money", "solve", "solve", sentence(r"\d maximise domestic", lambda line: line.replace("MEUR", "MUSD") if "MEUR" in line else None)),
    ("a sign", "solve", "solve", sentence(r"free budget of", lambda line: line.replace(" -", " ") if " -" in line else None)),
    ("a limit in other years", "solve", "solve", sentence(r"free budget of .*2026", replaced("2026", "2027"))),
    ("all rules hold", "solve", "solve", sentence(r"Rules: \d+; broken:", lambda line: line.replace("; broken:", ", all hold (table rules)"))),
    ("all figures are sourced", "solve", "solve", sentence(r"Audited", replaced(r"\d+ % of all figures", "0 % of all figures"))),
    ("a denial that takes less", "solve", "solve", sentence(r".*of what is usable and needed is lost", scaled(r"; " + NUM + " %", 0.9))),
    ("a sentence that nobody checks", "solve", "solve", sentence(r"Audited", lambda line: line + "\nAll of this saves 12 % of 4.1 bn.")),
    ("the gap of another year", "report", "page", lambda t: replaced(r"to (\d+\.\d %) in (20\d\d); without", r"to \1 in 2025; without")(t)),
    ("nothing is left", "report", "page", lambda t: replaced(r" [\d.]+ (?:m|bn) are left\.", " nothing is left.")(t) if "are left." in t and " 0 m are left" not in t else None),
    ("work for orders", "report", "page", exchanged(r"\(([\d.]+ m) [A-Z]{3}\) orders most, most of the work goes to [^()]+ \(([\d.]+ m)")),
    ("a producer that gets less", "report", "page", lambda t: replaced(r"most goes to (\S+), ", r"most goes to firm9, ")(t)),
    ("one capability fewer", "report", "page", lambda t: replaced(r"^0 of (\d) capabilities are", r"1 of \1 capabilities are")(t)),
    ("less below the first price", "report", "page", scaled(r"ordered costs " + NUM + " % less", 0.9)),
    ("figures that are no estimates", "report", "page", lambda t: scaled(r"vouches for; " + NUM + " of", 0.5)(t)),
    ("a cell of a table", "report", "table", None),
    ("a saving 3 % too large", "compare", "compare", sentence(r".*%  .*\+[\d.]+ m", scaled(r"  (\+" + NUM[1:-1] + ") m", 1.03))),
    ("nobody is worse off", "compare", "compare", sentence(r".*\d worse off \(", replaced(r"\d worse off \([^)]*\)", "nobody is worse off"))),
    ("a nation that is not worse off", "compare", "compare", sentence(r".*: nobody is worse off", replaced("nobody is worse off", "1 worse off (DEU pays 5.00 m more)"))),
    ("a sign of points", "compare", "compare", sentence(r".* −[\d.]+ points", lambda line: line.replace("−", "+") if "points" in line else None)),
    ("the price of another proposal", "compare", "compare", sentence(r"\S.*  [\d.]+ × [\d.]+  ", exchanged(r"([\d.]+ × [\d.]+) .*?([\d.]+ × [\d.]+)"))),
    ("it cannot reach it", "compare", "compare", sentence(r"(all|fewer|prop|together).*  [\d. ]+ m  [\d. ]+ m .*%$", lambda line: re.sub(r"^(.*?  [\d. ]+ m)  +[\d. ]+ m  .*", r"\1  –  –  –  –  –  –  –", line))),
    ("the smallest gap of another", "compare", "page", exchanged(r"in 20\d\d is \S+ % under (“[^”]+”).* and \S+ % under (“[^”]+”)")),
    ("none is smaller", "compare", "page", lambda t: re.sub(r": “[^”]+” leaves the smallest gap to the United States, on average \S+ % over (\S+), against (\S+ %) alone",
                                                          r": none of them surely leaves a smaller gap to the United States than standalone procurement, on average \2 over \1", t)),
    ("the same for what differs", "compare", "compare", sentence(r".*, −[\d.]+ points  ", replaced(r", −[\d.]+ points", ", same"))),
    ("money left in another year", "solve", "solve", sentence(r"not spent 2026", replaced("not spent 2026", "not spent 2027"))),
    ("a goal that asks for more", "solve", "solve", sentence(r"asked for by", scaled(r"goal 1 " + NUM, 1.1))),
    ("the rung by itself", "solve", "solve", sentence(r"domestic, by itself", scaled(r"value added (\d+) %", 0.9))),
    ("a rung 3 % too high", "ladder", "ladder", data("lines", 0, "rungs", 0, change=lambda v: v * 0.97 if v > 0.05 else None)),
    ("less lost under a denial", "stress", "stress", data("years", -1, "lost", change=more(0.97))),
    ("a gap under a denial", "stress", "stress", data("years", -1, "gap_when_denied", change=more(0.97))),
    ("independent a year sooner", "timeline", "timeline", data("independent_from", change=lambda v: v - 1 if isinstance(v, int) else None)),
    ("what a nation pays", "why", "why", sentence(r"[\d.]+ M[A-Z]{3} for orders", scaled(NUM + " M", 1.03))),
    ("prices for quantities", "diff", "diff", lambda t: exchange_json(t, "by_price", "by_quantity")),
    ("what a figure moves", "sensitivity", "sensitivity", data("lines", 0, "up", change=more(1.03))),
    ("a point of the frontier", "frontier", "frontier", data("points", 0, 1, change=more(1.03))),
    ("insured better than can be", "independence", "independence", data("points", -1, "gap_when_denied", change=more(0.95))),
    ("enough that is not enough", "infeasible", "infeasible", data("parties", 0, "enough_is", change=more(0.97))),
    ("a shock that costs less", "shocks", "results", lambda t: shock(t)),
]


def exchange_names(text, one, other):
    """Exchanges two names in a table."""
    lines = text.split("\n")
    rows = [i for i, line in enumerate(lines) if re.match(rf" ({one}|{other})  ", line)]
    if len(rows) != 2 or [re.split(r"  +", lines[i])[1:] for i in rows][0] == [re.split(r"  +", lines[i])[1:] for i in rows][1]:
        return None
    for i in rows:
        lines[i] = lines[i].replace(one, "\0").replace(other, one).replace("\0", other)
    return "\n".join(lines)


def exchange_json(text, one, other):
    try:
        document = json.loads(text)
        if abs(document[one] - document[other]) < 1e-3:
            return None
        document[one] = document[one] * 1.2 + 1
        return json.dumps(document)
    except (ValueError, KeyError, TypeError):
        return None


def shock(text):
    document = json.loads(text)
    for row in document["percentiles"]:
        if row["of"] == "cut" and row["mean"] > 0.02:
            row["mean"] *= 0.97
            return json.dumps(document)
    return None


class Altered:
    """Stands between the program and the reader, and alters one output."""

    def __init__(self, command, change):
        self.command, self.change, self.done = command, change, None
        self.ask, self.page = running.ask, running.page

    def __enter__(self):
        running.ask, running.page = self.asked, self.paged
        return self

    def __exit__(self, *_):
        running.ask, running.page = self.ask, self.page

    def asked(self, *args, **how):
        code, out, trouble = self.ask(*args, **how)
        if args[0] == self.command and code == 0 and self.done is None:
            new = self.change(out)
            if new is not None and new != out:
                self.done, out = new, new
        return code, out, trouble

    def paged(self, path):
        page = self.page(path)
        if self.command == "page" and self.done is None:
            for place, (tag, kind, text) in enumerate(page.sentences):
                new = self.change(flat(text)) if tag in ("p", "li") else None
                if new is not None and new != flat(text):
                    page.sentences[place], self.done = (tag, kind, new), new
                    break
        if self.command == "table" and self.done is None:
            rows = page.tables[0]
            hit = re.fullmatch(r"(\d+\.\d)", rows[-1][1]) if len(rows) > 1 else None
            if hit and float(rows[-1][1]) > 1:
                rows[-1][1] = f"{float(rows[-1][1]) * 0.97:.1f}"
                self.done = rows[-1][1]
        return page


def faults(part, seed):
    """Returns the contradictions of one part about one model."""
    reader, case = Reader(), survey.Case(seed)
    if case.code == 0 or getattr(part, "without_plan", False):
        part(reader, case)
    return {(text[:60] if says.startswith("nobody") else text, says) for _, text, says, _ in reader.faults}


def run(models, seed):
    """Plants each false sentence in the first model where it applies; returns how many were not found."""
    parts, found, missed, begun = survey.parts(), 0, [], time.time()
    for name, part, command, change in PLANTS:
        for s in range(seed, seed + max(models, TRIES)):
            try:
                with Altered(command, change) as altered:
                    false = faults(parts[part], s)
                if altered.done is None:
                    continue
                true = faults(parts[part], s)
            except running.Slow:
                continue
            if false - true:
                found += 1
                print(f"found: {name} (seed {s}): {sorted(false - true)[0][1][:150]}", flush=True)
            else:
                missed.append(name)
                print(f"NOT FOUND: {name} (seed {s})", flush=True)
            break
        else:
            missed.append(name)
            print(f"NOT PLANTED: {name}: no model has such a sentence", flush=True)
    print(f"{len(PLANTS)} planted, {found} found in {time.time() - begun:.0f} s" + (f"; not found: {', '.join(missed)}" if missed else ""))
    return len(missed)
