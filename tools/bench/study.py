"""The European study by Entente, and some of its runs by other tools that are handed the same matrices."""

import csv
import json
import random
import re
import shutil
import sys

import measure
from european import MODEL
from plan import PRICED, first_bands
from results import ENTENTE, HERE, ROOT, Part
from shapes import SEED

STUDY = ROOT / "examples/studies/european-budgets.yaml"
WORK = ROOT / "target/bench/study"
PROPOSALS = ["eu27", "european_nato", "safe_only"]
# Name on the page, and script. All solve by interior point with crossover, in one thread.
BARE = "bare HiGHS"
TOOLS = {BARE: "study_highs", "linopy": "study_linopy", "PuLP": "study_pulp", "Pyomo": "study_pyomo"}
ENTENTE_TOOL = "Entente"
# What the model lets later goals give up of what a goal gains (`within: 2 %`).
GIVEN_UP = 0.02
# So many scenarios of a study may be asked of other tools; which, hangs on the seed alone.
SAMPLE = 10
DAY = 86400.0
WITHIN = 1e-6


def measure_study(asked):
    """All of it. Tools that are named are measured anew, and what is known of others stays."""
    part = Part("study", asked.resume or asked.tools)
    for tool in (asked.tools or []) if not asked.resume else []:
        part.forget(tool=tool)
    wanted = [tool for tool in (ENTENTE_TOOL, *TOOLS) if not asked.tools or tool in asked.tools]
    WORK.mkdir(parents=True, exist_ok=True)
    studies = {"all budgets": shipped(asked.runs), "one budget": one_budget(asked.runs)}
    for what, study in studies.items():
        if ENTENTE_TOOL in wanted:
            entente(part, what, study)
        if any(tool in wanted for tool in TOOLS):
            peers(part, what, study, wanted, asked)
    if ENTENTE_TOOL in wanted and asked.each:
        error_of_fixing(part, asked.each)
    return check(part.runs)


def copy(name, n, **changes):
    """The shipped study with fewer draws, or other values for some keys."""
    text = STUDY.read_text().replace("../../models/", "../../../models/")
    text = re.sub(r"\n  n: \d+", f"\n  n: {n}", text)
    for key, value in changes.items():
        text = re.sub(rf"\n{key}: \S+", f"\n{key}: {value}", text)
    path = WORK / f"{name}.yaml"
    path.write_text(text)
    return path


def shipped(runs):
    """The study as it is shipped, or with fewer draws."""
    return STUDY if runs is None else copy(f"draws-{runs}", runs)


def one_budget(most):
    """The budget of each nation, or of so many at most, 5 % up, and 5 % down, with all others as they are."""
    with open(base_of(PROPOSALS[0]) / "spending.csv") as file:
        nations = list(dict.fromkeys(row["nation"] for row in csv.DictReader(file)))[:most]
    lines = ["study: One European budget", "model: ../../../models/european-pillar.yaml", "base: false"]
    lines += [f"proposals: [{', '.join(PROPOSALS)}]", "decisions: from_base", "scenarios:"]
    ways = (("up", 1.05), ("down", 0.95))
    lines += [f"  {code}_{way}: {{ budget.{code}: x{by} }}" for code in nations for way, by in ways]
    path = WORK / "one-budget.yaml"
    path.write_text("\n".join(lines) + "\n")
    return path


def must(command, limit=DAY):
    """A run that has to end well."""
    run = measure.run(command, limit, PYTHONPATH=str(HERE))
    if run["code"] != 0:
        sys.exit(f"{' '.join(str(word) for word in command)}\n{run['errors'][-2000:]}")
    return run


def base_of(proposal):
    """The folder of the plan of the model as it is, solved if it is not there or older than the program."""
    folder = WORK / "base" / proposal
    summary = folder / "summary.json"
    if not summary.exists() or summary.stat().st_mtime < ENTENTE.stat().st_mtime:
        shutil.rmtree(folder, ignore_errors=True)
        must([ENTENTE, "solve", MODEL, "--proposal", proposal, "--out", folder])
    return folder


def batch(study):
    """Every run of a study, with the folder for its tables: what it took, and where they are."""
    folder = WORK / study.stem
    shutil.rmtree(folder, ignore_errors=True)
    run = must([ENTENTE, "batch", study, "--jobs", "2", "--out", folder, "--progress", "none"])
    return {key: value for key, value in run.items() if key not in ("out", "errors")}, folder


def told(folder, *scenarios):
    """What the tables of a study say: of these scenarios, and over all."""
    return json.loads(must([sys.executable, HERE / "study_tables.py", folder, *scenarios])["out"])


def sample(folder):
    """The scenarios that other tools are asked for, in the order in which they are asked."""
    names = told(folder)["scenarios"]
    return random.Random(SEED).sample(names, min(SAMPLE, len(names)))


def entente(part, what, study):
    """The whole study by Entente, on two cores, with the plans of the base that it begins with."""
    if part.has(what=what, tool=ENTENTE_TOOL):
        return
    taken, folder = batch(study)
    found = told(folder, *sample(folder))
    part.add(
        what=what,
        tool=ENTENTE_TOOL,
        runs=found["runs"],
        from_base=found["from_base"],
        scenarios=len(found["scenarios"]),
        values={f"{run['scenario']} {run['proposal']}": run["values"] for run in found["told"] if run["from_base"]},
        **taken,
    )


def peers(part, what, study, wanted, asked):
    """Some scenarios by every tool, proposal by proposal."""
    folder, journal = WORK / study.stem, WORK / study.stem / "journal.jsonl"
    if not journal.exists() or journal.stat().st_mtime < ENTENTE.stat().st_mtime:
        sys.exit(f"{what}: other tools get the figures that this build of Entente drew: measure Entente (anew) first")
    for proposal in PROPOSALS:
        missing = [tool for tool in TOOLS if tool in wanted and not part.has(what=what, tool=tool, proposal=proposal)]
        if not missing:
            continue
        found = told(folder, *sample(folder)[: asked.draws])["told"]
        runs = [run for run in found if run["proposal"] == proposal and run["from_base"]]
        matrices = [prepare(study, run) for run in runs]
        for tool in missing:
            count = asked.draws if tool == BARE else asked.rebuilt
            command = [sys.executable, HERE / "peers" / f"{TOOLS[tool]}.py", *matrices[:count]]
            run = measure.run(command, asked.limit or DAY, PYTHONPATH=str(HERE))
            for line in run["out"].splitlines():
                if line.startswith("RESULT "):
                    run.update(json.loads(line[7:]))
            if run["ended"] and run["code"] != 0:
                sys.exit(f"{tool} on {proposal}\n{run['errors'][-2000:]}")
            part.add(what=what, tool=tool, proposal=proposal, scenarios=[run["scenario"] for run in runs[:count]], **run)
        for file in matrices:
            file.unlink()


def prepare(study, run):
    """Writes the matrices of one run as Entente formulates it, unreduced, with every integer decision of the base."""
    proposal, base = run["proposal"], base_of(run["proposal"])
    changes = [word for line in budgets(base, run["factors"]) for word in ("--set", line)]
    files = []
    for place, _ in enumerate(run["values"], 1):
        files.append(WORK / f"{proposal}-{place}.mps")
        must([ENTENTE, "formulate", MODEL, "--proposal", proposal, "--goal", place, "--out", files[-1], *changes])
    priced_in(base, proposal)
    out = WORK / f"{study.stem}-{run['scenario']}-{proposal}.npz"
    must([sys.executable, HERE / "study_matrices.py", out, base, GIVEN_UP, *files])
    for file in files:
        file.unlink()
    return out


def priced_in(base, proposal):
    """Notes with a plan between which prices it had to decide: where it had one, there is nothing that it says no to."""
    note = base / PRICED
    if not note.exists():
        file = WORK / f"{proposal}-base.mps"
        must([ENTENTE, "formulate", MODEL, "--proposal", proposal, "--goal", 1, "--out", file])
        note.write_text("\n".join(sorted(first_bands(file.read_text()))))
        file.unlink()


def budgets(base, factors):
    """A scenario as values for `--set`: budgets, and signed contracts, which are paid as far as there is money."""
    nations = {}
    with open(base / "spending.csv") as file:
        for row in csv.DictReader(file):
            budget = float(row["budget"]) * factors.get(row["nation"], 1.0)
            nations.setdefault(row["nation"], []).append((row["year"], budget, min(float(row["committed"]), budget)))
    for code, years in nations.items():
        for place, key in ((1, "budget"), (2, "committed")):
            yield f"nations.{code}.{key}={{ {', '.join(f'{year[0]}: {year[place]!r}' for year in years)} }}"


def error_of_fixing(part, draws):
    """The same draws with every integer decision from the base, and decided anew in each run; pairs of what both come to."""
    if part.has(what="fixing", draws=draws):
        return
    taken, found = {}, {}
    for decisions in ("from_base", "each"):
        taken[decisions], folder = batch(copy(f"fixing-{decisions}", draws, decisions=decisions))
        found[decisions] = told(folder)
    fixed, own = (found[decisions]["measures"] for decisions in ("from_base", "each"))
    pairs = {name: [[fixed[name][run], value] for run, value in own[name].items() if run in fixed[name]] for name in own}
    more = {"runs": found["each"]["runs"], "proven_within": found["each"]["proven_within"], "pairs": pairs}
    part.add(what="fixing", tool=ENTENTE_TOOL, draws=draws, cpu_from_base=taken["from_base"]["cpu"], **more, **taken["each"])


def differences(runs, what):
    """How far each tool is from Entente at most, goal by goal, relative: by tool."""
    entente_run = next((run for run in runs if (run["what"], run["tool"]) == (what, ENTENTE_TOOL)), None)
    off = {}
    for run in runs if entente_run else []:
        if run["what"] != what or not run.get("values") or run["tool"] == ENTENTE_TOOL:
            continue
        for scenario, values in zip(run["scenarios"], run["values"]):
            theirs = entente_run["values"].get(f"{scenario} {run['proposal']}")
            if theirs:
                apart = [abs(a - b) / max(abs(b), 1e-9) for a, b in zip(values, theirs)]
                off[run["tool"]] = [max(pair) for pair in zip(apart, off.get(run["tool"], apart))]
    return off


def check(runs):
    """Every tool must have found what Entente found, goal by goal."""
    wrong = []
    for what in ("all budgets", "one budget"):
        for tool, off in differences(runs, what).items():
            if max(off) > WITHIN:
                wrong.append(f"study, {what}: {tool} is off by {', '.join(f'{value:.1e}' for value in off)} from Entente")
    return wrong
