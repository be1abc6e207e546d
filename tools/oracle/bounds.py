"""Holds bounds against the best value that is known: those that Entente proves, and those that its search told before.

It is for families without a rule that compares with everyone buying alone.
"""

import json
import random
import re
import subprocess

import changes
import program
import staged

BEYOND = 1e-6  # So much better than the best value that is known, relative, a bound is wrong.
FIELD = re.compile(r"stage\.value=(\S+) told=(\S+) proven=(\S+)")


def larger(seed, doc, powers):
    """Returns a document with money, or money and quantities, times a thousand or more; `powers` are the least and the most of ten."""
    draw = random.Random(seed * 31 + 7)
    change = draw.choice([changes.money, changes.quantity])
    return change(doc, 10.0 ** draw.randint(*powers))


def solve(doc, proposal):
    """Returns the goals as Entente tells them, and (value, bound that the search told, bound that is proven) of each that was proven."""
    command = [program.binary(), "solve", str(program.write(doc, program.scratch("told.yaml"))), "--proposal", proposal]
    done = subprocess.run([*command, "--format", "json", "-vv"], capture_output=True, text=True, timeout=120)
    if done.returncode:
        return None, []
    lines = re.sub(r"\x1b\[[0-9;]*m", "", done.stderr).splitlines()
    return json.loads(done.stdout)["goals"], [tuple(map(float, FIELD.search(line).groups())) for line in lines if "proven exactly" in line]


def judge(doc, proposal):
    """Returns (goals, proven bounds that are wrong, told bounds that are wrong, largest gap) and the findings: (kind, text)."""
    counts, found = [0, 0, 0, 0.0], []
    goals, lines = solve(doc, proposal)
    if goals is None:
        return counts, [("no plan", "")]
    _, stages = staged.solve(doc, proposal, [goal["kept_to"] for goal in goals])
    for goal, stage in zip(goals, stages):
        line = next((li for li in lines if li[0] == goal["value"] and li[2] == goal["bound"]), None)
        if line is None or stage.status != "optimal":
            found.append(("not compared", goal["goal"]))
            continue
        counts[0] += 1
        sign = 1 if stage.sense == "min" else -1
        best = min(sign * goal["value"], sign * stage.value)
        counts[3] = max(counts[3], goal["proven_within"])
        for place, kind, bound in ((1, "bound", line[2]), (2, "told", line[1])):
            if sign * bound > best + BEYOND * max(1e-3, abs(best)):
                counts[place] += 1
                found.append((kind, f"{bound:.12g} of {goal['goal']} is beyond {sign * best:.12g}; Entente {goal['value']:.12g}, statement {stage.value:.12g}"))
    return counts, found
