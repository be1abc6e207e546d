"""The European model: compared, planned anew, and its matrices in the bare solver."""

import csv
import json
import shutil
import sys

import duckdb
import measure
from results import ENTENTE, HERE, ROOT, Part

MODEL = ROOT / "models/european-pillar.yaml"
WORK = ROOT / "target/bench/european"
CHANGED = "nations.FRA.budget={ 2026: 20000, 2035: 40000 }"
PROPOSALS = ["together", "eu27", "eu27_minus_two", "european_nato", "safe_only"]
# Whose budgets are changed one at a time, half of them up and half of them down.
NATIONS = {"DEU": 1.05, "FRA": 0.95, "POL": 1.05, "ITA": 0.95, "NLD": 1.05, "EST": 0.95}


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
    compared_anew(part)
    again(part, rounds)
    replanned(part)
    for folder in sorted(path.parent for path in (WORK / "compared").glob("**/summary.json")):
        bare(part, folder, limit)
    return []


def compared_anew(part):
    """The comparison with one budget changed, nation by nation: integer decisions are made sooner for some than for others."""
    with open(ROOT / "data/europe-2025/nations.csv") as file:
        nations = {row["id"]: row for row in csv.DictReader(file)}
    for code, by in NATIONS.items():
        told = {name: value for name, value in nations[code].items() if name.startswith("budget.") and value}
        budget = ", ".join(f"{name.removeprefix('budget.')}: {by * float(value):.1f}" for name, value in told.items())
        run = measure.run([ENTENTE, "compare", MODEL, "--set", f"nations.{code}.budget={{ {budget} }}"], 3600)
        if run["code"] != 0:
            sys.exit(run["errors"])
        part.add(what=f"compare, {code} with {100 * by:.0f} % of its budget", **run)


def again(part, rounds):
    """One proposal solved, and the same with one budget changed."""
    solve = [ENTENTE, "solve", MODEL, "--format", "json"]
    for turn in range(rounds):
        part.add(what="solve", turn=turn, **measure.run(solve, 3600))
        part.add(what="one budget changed", turn=turn, **measure.run([*solve, "--set", CHANGED], 3600))


def replanned(part):
    """Plans with one budget changed, each from the plan of the model as it is, in a batch on one core: seconds of each."""
    lines = ["study: One budget changed", f"model: {MODEL}", "base: false", f"proposals: [{', '.join(PROPOSALS)}]"]
    lines += ["decisions: from_base", "scenarios:"]
    lines += [f"  {code}: {{ budget.{code}: x{by} }}" for code, by in NATIONS.items()]
    study, folder = WORK / "one-budget.yaml", WORK / "one-budget"
    study.write_text("\n".join(lines) + "\n")
    run = measure.run([ENTENTE, "batch", study, "--jobs", "1", "--out", folder, "--progress", "none"], 3600)
    if run["code"] != 0:
        sys.exit(run["errors"])
    asked = f"select proposal, list(seconds) from '{folder}/times/*.parquet' group by proposal"
    for proposal, seconds in sorted(duckdb.sql(asked).fetchall()):
        part.add(what="planned anew", proposal=proposal, seconds=seconds)


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
        part.add(what=how, proposal=summary["proposal"], limit=limit, **run)
    for file in files:
        file.unlink()
