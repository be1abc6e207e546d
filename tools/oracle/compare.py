"""Compares Entente and the statement on random models."""

import collections
import multiprocessing
import random
import subprocess
import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "reliability"))
import bounds
import judge
import program
import results
import shrink
from families import FAMILIES, generate


def families_of(seed, mode, count, without=()):
    """Returns the families of a seed: one by turns, `count` at random, or one by turns and up to two more."""
    some = [f for f in FAMILIES if f not in without]
    draw = random.Random(seed * 7919 + 13)
    if mode == "each":
        return [some[seed % len(some)]]
    if mode == "mix":
        return draw.sample(some, count)
    return [some[seed % len(some)], *draw.sample(some, draw.choice([0, 1, 1, 2]))]


def made(seed, families, powers):
    """Returns the document of a seed, with larger amounts where powers of ten are given, and the name of a proposal."""
    doc, proposal = generate(seed, families)
    return (bounds.larger(seed, doc, powers) if powers else doc), proposal


def one(task):
    """Judges one seed; returns (seed, families, proposal, findings, counts of bounds)."""
    seed, families, powers, with_bounds = task
    doc, proposal = made(seed, families, powers)
    counts = [0, 0, 0, 0.0]
    try:
        if with_bounds:
            counts, found = bounds.judge(doc, proposal)
        else:
            found = judge.judge(doc, proposal)
    except subprocess.TimeoutExpired:
        found = [("slow", "Entente did not end within a minute")]
    except Exception:
        found = [("oracle", traceback.format_exc()[-600:])]
    return seed, families, proposal, found, counts


def run(models, seed, mode, mixed, chosen=None, without=(), powers=None, with_bounds=False, processes=2):
    """Compares; prints disagreements and counts; returns how many failed."""
    tasks = [(s, chosen or families_of(s, mode, mixed, without), powers, with_bounds) for s in range(seed, seed + models)]
    goals = wrong = told = weak = 0
    begun, kinds, by_family, failed, kept = time.time(), collections.Counter(), collections.Counter(), 0, []
    with multiprocessing.Pool(processes, maxtasksperchild=200) as pool:
        for s, families, proposal, found, counts in pool.imap_unordered(one, tasks, chunksize=4):
            by_family.update(set(families))
            goals, wrong, told, weak = goals + counts[0], wrong + counts[1], told + counts[2], weak + (counts[3] > 1.1e-4)
            real = [f for f in found if f[0] not in judge.HARMLESS]
            kinds.update({f[0] for f in found} or {"agreed"})
            for kind, text in real:
                print(f"seed {s} {'+'.join(families)} ({proposal}): {kind}: {text}", flush=True)
            failed += any(kind not in ("solver", "told", "not compared") for kind, _ in real)
            if real:
                kept.append((s, families, real[0][0]))
    print("models by family:", ", ".join(f"{f} {c}" for f, c in sorted(by_family.items())))
    print(f"{models} models in {time.time() - begun:.0f} s:", ", ".join(f"{k} {c}" for k, c in kinds.most_common()))
    if with_bounds:
        print(f"{goals} goals: {wrong} proven bounds are wrong, {told} of those that the search told; "
              f"{weak} models have a gap of more than 0.011 %")
    else:
        results.write("oracle", f"tools/oracle/run compare --models {models} --seed {seed}",
                      {"models compared": models, **dict(kinds.most_common()), "models with a difference in Entente": failed})
    for s, families, kind in kept[:10]:
        doc, proposal = made(s, families, powers)
        path = program.SCRATCH / "bad" / f"{s}-{'+'.join(families)}.yaml"
        program.write(doc, path)
        if kind in ("bound", "told", "not compared"):
            continue
        small = shrink.shrink(doc, proposal, kind)
        program.write(small, path.with_suffix(".small.yaml"))
        print(f"seed {s}: {path} and the smallest that fails next to it, under {proposal}", file=sys.stderr)
    print(f"{models - failed} passed, {failed} failed")
    return failed
