"""Holds bounds against the best value that is known: those that Entente proves, and those that its search told before."""

import random
import re
import subprocess

import changes
import program

BEYOND = 1e-6  # So much better than the best value that is known, relative, a bound is wrong.
FIELD = re.compile(r"stage\.value=(\S+) told=(\S+) proven=(\S+)")


def larger(seed, doc, powers):
    """Returns a document with money, or money and quantities, times a thousand or more; `powers` are the least and the most of ten."""
    draw = random.Random(seed * 31 + 7)
    change = draw.choice([changes.money, changes.quantity])
    return change(doc, 10.0 ** draw.randint(*powers))


def told(doc, proposal):
    """Returns (value, bound that the search told, bound that is proven) of each goal that was proven."""
    command = [program.binary(), "solve", str(program.write(doc, program.scratch("told.yaml"))), "--proposal", proposal, "-vv"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", done.stderr).splitlines()
    return [tuple(map(float, FIELD.search(line).groups())) for line in lines if "proven exactly" in line]


def judge(doc, proposal, known):
    """Returns (goals, proven bounds that are wrong, told bounds that are wrong, largest gap), with texts of those that are wrong.

    `known` are the goals as Entente tells them, each with the stage of the statement.
    """
    lines = told(doc, proposal)
    counts, texts = [0, 0, 0, 0.0], []
    for goal, stage in known:
        line = next((li for li in lines if li[0] == goal["value"] and li[2] == goal["bound"]), None)
        if line is None or stage.status != "optimal":
            continue
        counts[0] += 1
        sign = 1 if stage.sense == "min" else -1
        best = min(sign * goal["value"], sign * stage.value)
        counts[3] = max(counts[3], goal["proven_within"])
        for place, name, bound in ((1, "proven", line[2]), (2, "told", line[1])):
            if sign * bound > best + BEYOND * max(1e-3, abs(best)):
                counts[place] += 1
                texts.append(f"{name} bound {bound:.12g} of {goal['goal']} is beyond {sign * best:.12g}")
    return counts, texts
