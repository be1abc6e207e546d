"""The same linear programme by every tool, whole processes, one at a time, in turns."""

import json
import sys

import measure
from results import ENTENTE, HERE, ROOT, Part
from shapes import SEED, SIZES

WORK = ROOT / "target/bench/instances"
PEERS = HERE / "peers"
# Name on the page, script, words after the instance, and the sizes at which it is given no more than ten minutes.
TOOLS = {
    "bare HiGHS, interior point": ("bare_highs", ["ipm"], ()),
    "linopy, interior point": ("linopy_peer", ["ipm"], ()),
    "PuLP, HiGHS by interior point": ("pulp_peer", ["ipm"], ()),
    "Pyomo, interior point": ("pyomo_peer", ["ipm"], ()),
    "OR-tools, PDLP": ("ortools_peer", ["PDLP"], ("L", "XL")),
    "OR-tools, GLOP": ("ortools_peer", ["GLOP"], ("L", "XL")),
    "PuLP, CBC (its default)": ("pulp_peer", [], ("L", "XL")),
    "bare HiGHS, its default": ("bare_highs", [], ("L", "XL")),
}
BARE = "bare HiGHS, interior point"
TEN_MINUTES, PATIENCE = 600.0, 3600.0
WITHIN = 1e-6


def instance(size, seed=SEED):
    """The files of an instance, written if they are not there: for the peers, and for Entente."""
    name = size if isinstance(size, str) else "x".join(str(part) for part in size)
    place = WORK / f"{name}-{seed}"
    if not (place / "model.yaml").exists():
        shape = SIZES[size] if isinstance(size, str) else size
        made = measure.run([sys.executable, HERE / "entente_model.py", place, seed, *shape])
        if made["code"] != 0:
            sys.exit(made["errors"])
    return place


def can_leave_whole():
    """Whether this build can be told not to reduce."""
    return "--no-reduce" in measure.run([ENTENTE, "solve", "--help"])["out"]


def entente(place, *words, limit=PATIENCE):
    """Solves the model as Entente; its goal's value is the objective."""
    command = [ENTENTE, "solve", place / "model.yaml", "--proposal", "alone", "--format", "json", *words]
    run = measure.run(command, limit)
    if run["code"] == 0:
        goal = json.loads(run["out"])["goals"][0]
        run.update(status="optimal", objective=goal["value"], within=goal["proven_within"])
    return run


def peer(place, script, words, limit):
    """Solves the instance as a peer."""
    command = [sys.executable, PEERS / f"{script}.py", place / "instance.npz", *words]
    run = measure.run(command, limit, PYTHONPATH=str(HERE))
    for line in run["out"].splitlines():
        if line.startswith("RESULT "):
            run.update(json.loads(line[7:]))
    return run


def measure_size(size, rounds, resume, seed=SEED, only=None, limit=None):
    """All tools on one instance, round after round, so that a busy moment hits all alike."""
    place = instance(size, seed)
    name = size if seed == SEED else f"{size}-{seed}"
    part = Part(f"size-{name}", resume)
    whole = can_leave_whole()
    over = set()
    for turn in range(rounds):
        for tool in ["Entente", *(["Entente, not reduced"] if whole else []), *TOOLS]:
            if (only and tool not in only) or tool in over or part.has(tool=tool, turn=turn):
                continue
            script, words, hopeless = TOOLS.get(tool, (None, [], ()))
            patience = limit or (TEN_MINUTES if size in hopeless else PATIENCE)
            if script:
                run = peer(place, script, words, patience)
            else:
                run = entente(place, *(["--no-reduce"] if tool.endswith("reduced") else []), limit=patience)
            if not run["ended"]:
                over.add(tool)
            elif run["code"] != 0:
                print(run["errors"][-2000:], file=sys.stderr)
                sys.exit(f"{tool} failed on {name}")
            part.add(tool=tool, turn=turn, limit=patience, **run)
    return check(part.runs, name)


def check(runs, name):
    """Every tool that ended must have found the same optimum. PDLP is told as it is: it stops at a tolerance of its own."""
    ended = [run for run in runs if run["ended"] and run.get("objective") is not None]
    exact = next((run["objective"] for run in ended if run["tool"] == BARE), None)
    wrong = []
    for run in ended if exact is not None else []:
        off = abs(run["objective"] - exact) / max(1.0, abs(exact))
        if off > WITHIN and not run["tool"].endswith("PDLP"):
            wrong.append(f"{name}: {run['tool']} found {run['objective']}, not {exact}: {off:.1e} off")
    return wrong
