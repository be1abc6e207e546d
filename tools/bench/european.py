"""The European model: compared, planned anew, and its matrices in the bare solver."""

import json
import shutil
import sys

import measure
from results import ENTENTE, HERE, ROOT, Part

MODEL = ROOT / "models/european-pillar.yaml"
WORK = ROOT / "target/bench/european"
CHANGED = "nations.FRA.budget={ 2026: 20000, 2035: 40000 }"




def measure_european(rounds, resume, limit):
    """All of it; `limit` is what the bare solver gets for each goal, in seconds."""
    part = Part("european", resume)
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    for turn in range(rounds):
        compare = measure.run([ENTENTE, "compare", MODEL, "--out", WORK / "compared"], 3600)
        if compare["code"] != 0:
            sys.exit(compare["errors"])
        part.add(what="compare", turn=turn, **compare)
    again(part, rounds)
    for folder in sorted(path.parent for path in (WORK / "compared").glob("**/summary.json")):
        bare(part, folder, limit)
    return []


def again(part, rounds):
    """One proposal solved, and the same with one budget changed; from the plan at hand if this build can."""
    run = WORK / "together"
    solve = [ENTENTE, "solve", MODEL, "--format", "json"]
    can_start = "--from" in measure.run([ENTENTE, "solve", "--help"])["out"]
    for turn in range(rounds):
        part.add(what="solve", turn=turn, **measure.run([*solve, "--out", run], 3600))
        changed = [*solve, "--set", CHANGED, *(["--from", run] if can_start else [])]
        part.add(what="one budget changed", turn=turn, from_plan=can_start, **measure.run(changed, 3600))


def bare(part, folder, limit):
    """The matrices of one proposal, goal by goal, in HiGHS alone: with the decisions given, and without."""
    summary = json.loads((folder / "summary.json").read_text())
    files = []
    for place, _ in enumerate(summary["goals"], 1):
        files.append(WORK / f"{folder.name}-{place}.mps")
        command = [ENTENTE, "formulate", MODEL, "--proposal", summary["proposal"], "--goal", place, "--out", files[-1]]
        if measure.run(command)["code"] != 0:
            sys.exit(f"{command} failed")
    for how in ("decided", "open"):
        command = [sys.executable, HERE / "peers/bare_stages.py", folder, how, limit, *files]
        run = measure.run(command, 3600 + 3 * limit, PYTHONPATH=str(HERE))
        for line in run["out"].splitlines():
            if line.startswith("RESULT "):
                run["stages"] = json.loads(line[7:])["stages"]
        if run["code"] != 0:
            sys.exit(run["errors"])
        part.add(what=how, proposal=summary["proposal"], **run)
    for file in files:
        file.unlink()
