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


def one(task):
    """Judges one seed; returns (seed, families, proposal, findings)."""
    seed, families = task
    doc, proposal = generate(seed, families)
    try:
        found = judge.judge(doc, proposal)
    except subprocess.TimeoutExpired:
        found = [("slow", "Entente did not end within a minute")]
    except Exception:
        found = [("oracle", traceback.format_exc()[-600:])]
    return seed, families, proposal, found


def run(models, seed, mode, mixed, chosen=None, without=(), processes=2):
    """Compares; prints disagreements and counts; returns how many failed."""
    tasks = [(s, chosen or families_of(s, mode, mixed, without)) for s in range(seed, seed + models)]
    begun, kinds, by_family, failed, kept = time.time(), collections.Counter(), collections.Counter(), 0, []
    with multiprocessing.Pool(processes, maxtasksperchild=200) as pool:
        for s, families, proposal, found in pool.imap_unordered(one, tasks, chunksize=4):
            by_family.update(set(families))
            real = [f for f in found if f[0] not in judge.HARMLESS]
            kinds.update({f[0] for f in found} or {"agreed"})
            for kind, text in real:
                print(f"seed {s} {'+'.join(families)} ({proposal}): {kind}: {text}", flush=True)
            failed += any(kind != "solver" for kind, _ in real)
            if real:
                kept.append((s, families, real[0][0]))
    print("models by family:", ", ".join(f"{f} {c}" for f, c in sorted(by_family.items())))
    print(f"{models} models in {time.time() - begun:.0f} s:", ", ".join(f"{k} {c}" for k, c in kinds.most_common()))
    results.write("oracle", f"tools/oracle/run compare --models {models} --seed {seed}",
                  {"models compared": models, **dict(kinds.most_common()), "models with a difference in Entente": failed})
    for s, families, kind in kept[:10]:
        doc, proposal = generate(s, families)
        path = program.SCRATCH / "bad" / f"{s}-{'+'.join(families)}.yaml"
        program.write(doc, path)
        small = shrink.shrink(doc, proposal, kind)
        program.write(small, path.with_suffix(".small.yaml"))
        print(f"seed {s}: {path} and the smallest that fails next to it, under {proposal}", file=sys.stderr)
    print(f"{models - failed} passed, {failed} failed")
    return failed
