#!/usr/bin/env python3
"""Alters certificates, one figure at a time, and says what the checker makes of them.

    alter.py ENTENTE COUNT [SEED]

A bound that is claimed better than the one that was proven, a plan that is worse than it says, and a tree without one of its leaves must be
refused. Whatever else passes must be true: its bound is no better than the one that is proven, and its plan is still what it says it is.
"""

import contextlib
import copy
import hashlib
import io
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import check

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "reliability"))
import results

MODELS = [
    "four-tanks", "knapsack", "whole-lots", "multi", "multi-fixed", "hard-cases", "shells-for-three", "worst-gap", "gap-bands", "learning",
    "fielding", "discounts", "national-targets", "ranked-rules", "robust-plan", "second-source",
]
CASES = ["wrongly-proven", "minimum-orders", "lots-of-ten", "cut-off-by-presolve", "unused-pool"]


def accepted(folder):
    """Whether the checker accepts a folder."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            check.check(folder)
    except (check.Refused, KeyError, ValueError, TypeError, AttributeError, IndexError):
        return False
    return True


def other(number, dice):
    """Another number, near or far."""
    return dice.choice([
        lambda: number * (1 + dice.choice([-1, 1]) * 10 ** dice.uniform(-9, 0)),
        lambda: -number,
        lambda: number + dice.choice([-1, 1]) * 10 ** dice.uniform(-6, 3),
        lambda: 0.0,
    ])()


def leaves(tree):
    return [place for place, node in enumerate(tree) if "branch" not in node]


class Altered:
    """One altered certificate: what was done, and whether it must be refused."""

    def __init__(self, parts, dice):
        self.certificate, self.program, self.plan = copy.deepcopy(parts[0]), parts[1], parts[2]
        self.must_fail, self.keeps_digest = False, False
        claim = dice.choice(self.certificate["goals"])
        kind = dice.choice(["bound", "bound", "plan", "dual", "dual", "branch", "leaf", "row", "value", "limit", "implied", "sum"])
        self.kind = kind
        getattr(self, "alter_" + kind)(claim, dice)

    def alter_bound(self, claim, dice):
        if claim["bound"] is None:
            claim["bound"] = 0.0
            return
        better = dice.random() < 0.7
        step = 10 ** dice.uniform(-7, 2) * max(1e-3, abs(claim["bound"]))
        up = better != claim["maximise"]
        claim["bound"] += step if up else -step
        self.must_fail, self.kind = better, "bound, better" if better else "bound, worse"

    def alter_plan(self, claim, dice):
        lines = self.plan.splitlines()
        place = dice.randrange(len(lines))
        name, number = lines[place].split()
        lines[place] = f"{name} {other(float(number), dice)!r}"
        self.plan = "\n".join(lines) + "\n"
        if dice.random() < 0.5:
            self.keeps_digest, self.must_fail, self.kind = True, True, "plan, with the old digest"

    def alter_dual(self, claim, dice):
        bodies = [node[kind] for node in claim["tree"] for kind in ("leaf", "empty") if node.get(kind)]
        if bodies:
            entry = dice.choice(dice.choice(bodies))
            entry[1] = other(entry[1], dice)

    def alter_branch(self, claim, dice):
        branches = [node["branch"] for node in claim["tree"] if "branch" in node]
        if not branches:
            return self.alter_bound(claim, dice)
        branch = dice.choice(branches)
        what = dice.choice(["at", "column", "below", "above"])
        branch[what] += dice.choice([-1, 1])

    def alter_leaf(self, claim, dice):
        # A part of the tree is left out: its branch leads to the other part alone.
        branches = [node["branch"] for node in claim["tree"] if "branch" in node]
        if not branches:
            return self.alter_dual(claim, dice)
        branch = dice.choice(branches)
        if dice.random() < 0.5:
            branch["above"] = branch["below"]
        else:
            branch["below"] = branch["above"]
        self.must_fail, self.kind = True, "leaf left out"

    def alter_row(self, claim, dice):
        lines = self.program.splitlines()
        first, last = lines.index("COLUMNS") + 1, lines.index("BOUNDS")
        places = [place for place in range(first, last) if len(lines[place].split()) == 3 and "MARKER" not in lines[place]]
        place = dice.choice(places)
        name, row, number = lines[place].split()
        lines[place] = f" {name} {row} {other(float(number), dice)!r}"
        self.program = "\n".join(lines) + "\n"

    def alter_value(self, claim, dice):
        claim["value"] = other(claim["value"], dice)

    def alter_limit(self, claim, dice):
        if not claim["kept"]:
            return self.alter_value(claim, dice)
        kept = dice.choice(claim["kept"])
        kept["limit"] = other(kept["limit"], dice)

    def alter_implied(self, claim, dice):
        if not claim["implied"]:
            return self.alter_dual(claim, dice)
        limit = dice.choice(claim["implied"])
        limit["upper"] *= dice.choice([0.1, 0.5, 0.999])

    def alter_sum(self, claim, dice):
        # Another sum is whole, too, but the proof may not hold of it.
        if not claim["sums"]:
            return self.alter_branch(claim, dice)
        summed = dice.choice(claim["sums"])
        place = dice.randrange(len(summed))
        if len(summed) > 1 and dice.random() < 0.5:
            del summed[place]
        else:
            summed[place] += dice.choice([-1, 1])

    def write(self, folder):
        program, plan = self.program.encode(), self.plan.encode()
        self.certificate["program"] = hashlib.sha256(program).hexdigest()
        if not self.keeps_digest:
            self.certificate["plan"] = hashlib.sha256(plan).hexdigest()
        (folder / "program.mps").write_bytes(program)
        (folder / "plan.sol").write_bytes(plan)
        (folder / "certificate.json").write_text(json.dumps(self.certificate))


def optimum(program_text, claim):
    """The best that a goal of an altered program comes to, by a solver; None where it is not known."""
    import highspy
    program = check.Program(program_text)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("mip_rel_gap", 0.0)
    costs = program.objectives[claim["objective"]]
    infinity = highspy.kHighsInf
    for column, most in enumerate(program.most):
        solver.addVar(0.0, infinity if most is None else float(most))
        if program.integer[column]:
            solver.changeColIntegrality(column, highspy.HighsVarType.kInteger)
        solver.changeColCost(column, float(costs.get(column, 0)))
    rows = list(zip(program.terms, program.lower, program.upper))
    for kept in claim["kept"]:
        limit = check.fraction(kept["limit"])
        maximise = kept["objective"] in claim["maximised"]
        rows.append((program.objectives[kept["objective"]], limit if maximise else None, None if maximise else limit))
    for terms, lower, upper in rows:
        low = -infinity if lower is None else float(lower)
        high = infinity if upper is None else float(upper)
        solver.addRow(low, high, len(terms), list(terms), [float(number) for number in terms.values()])
    sense = highspy.ObjSense.kMaximize if claim["maximise"] else highspy.ObjSense.kMinimize
    solver.changeObjectiveSense(sense)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return solver.getInfo().objective_function_value


def is_true(altered):
    """Whether every bound of an accepted certificate is true, by solving again."""
    maximised = {claim["objective"] for claim in altered.certificate["goals"] if claim["maximise"]}
    for claim in altered.certificate["goals"]:
        best = optimum(altered.program, {**claim, "maximised": maximised})
        if best is None or claim["bound"] is None:
            continue
        room = 1e-6 * max(1.0, abs(best))
        beyond = best - claim["bound"] if claim["maximise"] else claim["bound"] - best
        if beyond > room:
            return False
    return True


def main():
    entente, count = sys.argv[1], int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    dice, kinds, wrong = random.Random(seed), {}, 0
    with tempfile.TemporaryDirectory() as base:
        base = pathlib.Path(base)
        parts = []
        for model in [f"models/{name}.yaml" for name in MODELS] + [f"tests/cases/{name}.yaml" for name in CASES]:
            if not pathlib.Path(model).exists():
                continue
            folder = base / pathlib.Path(model).stem
            subprocess.run([entente, "prove", model, "--out", str(folder)], check=True, capture_output=True)
            if not accepted(folder):
                sys.exit(f"{model}: its own certificate is not accepted")
            certificate = json.loads((folder / "certificate.json").read_text())
            parts.append((certificate, (folder / "program.mps").read_text(), (folder / "plan.sol").read_text()))
        folder = base / "altered"
        folder.mkdir()
        for number in range(count):
            altered = Altered(dice.choice(parts), dice)
            altered.write(folder)
            passes = accepted(folder)
            is_false = passes and (altered.must_fail or not is_true(altered))
            counts = kinds.setdefault(altered.kind, {"refused": 0, "accepted and true": 0, "accepted and false": 0})
            counts["accepted and false" if is_false else "accepted and true" if passes else "refused"] += 1
            if is_false:
                wrong += 1
                print(f"accepted, and false: number {number}, {altered.kind}, {altered.certificate['title']}")
    print(f"{count} altered certificates of {len(parts)} models, seed {seed}")
    for kind, counts in sorted(kinds.items()):
        print(f"  {kind}: {counts['refused']} refused, {counts['accepted and true']} accepted, since it is still true")
    results.write("altered", f"tools/check-proof/run --altered {count}", dict(sorted(kinds.items())))
    print(f"{wrong} accepted that are false")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
