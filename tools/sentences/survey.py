"""Goes through random models, reads what is printed about each, and reports contradictions and counts."""

import collections
import time
import traceback

import making_models
import running
import solve_screen
from books import Book
from phrases import Reader
from standing import Standing


class Case:
    """One random model, solved: its document, proposal, run folder, and what a reader of it needs."""

    def __init__(self, seed):
        self.seed = seed
        self.doc, self.proposal, self.families = making_models.model(seed)
        self.model = running.write(self.doc, running.SCRATCH / "model.yaml")
        self.folder = running.SCRATCH / "run"
        code, self.screen, self.trouble = running.ask("solve", self.model, "--proposal", self.proposal, "--out", self.folder, "--force",
                                                      "--report", running.SCRATCH / "run.html")
        self.code = code
        if code == 0:
            self.book = Book(self.doc, self.proposal, self.folder)
            self.standing = Standing(self.book)


def solve_part(reader, case):
    solve_screen.read(reader, f"seed {case.seed}, solve", case.screen, case.book, case.standing)


def parts():
    """Returns the parts of the survey by name."""
    found = {"solve": solve_part}
    for name, module in (("report", "page"), ("tables", "tables"), ("compare", "compare_screen")):
        try:
            found[name] = __import__(module).part
        except ModuleNotFoundError:
            continue
    try:
        found.update(__import__("asking").PARTS)
    except ModuleNotFoundError:
        pass
    return found


def run(models, seed, only, kinds):
    """Reads what is printed about `models` models; returns how many contradictions there are."""
    chosen = {name: part for name, part in parts().items() if not only or name in only}
    reader, begun, outcomes, seen = Reader(), time.time(), collections.Counter(), collections.Counter()
    for s in range(seed, seed + models):
        try:
            case = Case(s)
        except running.Slow:
            outcomes["slow"] += 1
            continue
        outcomes["solved" if case.code == 0 else f"exit {case.code}"] += 1
        for name, part in chosen.items():
            before = len(reader.faults)
            try:
                if case.code == 0 or getattr(part, "without_plan", False):
                    part(reader, case)
            except running.Slow as late:
                outcomes[f"slow: {name}"] += 1
                del late
            except Exception:
                reader.fault(f"seed {s}, {name}", "", "the check ended", traceback.format_exc()[-700:])
            for where, text, says, right in reader.faults[before:]:
                key = kind(name, says)
                seen[key] += 1
                if not kinds or seen[key] == 1:
                    print(f"{where}: {says}\n    right: {right}\n    in: {text[:300]}\n    model: {'+'.join(case.families)}", flush=True)
    print("contradictions by kind:", ", ".join(f"{k} {c}" for k, c in seen.most_common()))
    print("not checked:", ", ".join(f"{a} ({b}) {c}" for (a, b), c in sorted(reader.unchecked.items())))
    print("models:", ", ".join(f"{k} {c}" for k, c in outcomes.most_common()), f"in {time.time() - begun:.0f} s")
    print(f"{models} models, {reader.sentences} sentences read, {reader.numbers} numbers recomputed, {len(reader.faults)} contradictions")
    return len(reader.faults)


def kind(name, says):
    """Returns a short name of a kind of contradiction."""
    import re
    return name + ": " + re.sub(r"[-−+]?\d[\d .]*", "#", says)[:48]

