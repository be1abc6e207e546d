"""docs/benchmarks.md, from what is measured. Nothing in it is written by hand but the words between the tables."""

from statistics import median

import tables
from results import ROOT, head, read
from sizes import BARE, TOOLS
from study import ENTENTE_TOOL, PROPOSALS, differences
from study import TOOLS as STUDY_TOOLS

PAGE = ROOT / "docs/benchmarks.md"

INTRODUCTION = """# Benchmarks

<!-- Made by `tools/bench/run`. Edit the words in tools/bench/page.py and tools/bench/tables.py, and measure the figures. -->

How fast Entente is beside the solver that it uses and beside the tools that analysts would otherwise reach for, on the same
work and in the same runs. Everything here is measured by one command, which installs the peers, builds Entente, runs one
process at a time and writes this page:

```sh
tools/bench/run                                    # everything: some hours
tools/bench/run --quick                            # a first look, in some minutes
tools/bench/run --only sizes --sizes L --resume    # one part; what is measured stays
tools/bench/run --page                             # only this page, from what is measured
```

Whole processes are timed, from start to end: starting the interpreter and reading the instance, building the programme,
solving it, and reading the plan back. Every tool has one thread. Tools take turns, so that a busy moment of the machine hits all
alike; where a tool ran several times, the median stands here. Times are seconds of the processor, which other work on the
machine hardly changes; memory is the largest that the process had.
"""


def write():
    """Writes the page."""
    sections = [INTRODUCTION, measured_with(), sizes(), seeds(), european(), study(), small(), phases(), curves()]
    PAGE.write_text("\n".join(section for section in sections if section))
    print(f"written: {PAGE.relative_to(ROOT)}")


def measured_with():
    """Machine and versions, by date."""
    parts = ["size-S", "size-M", "size-L", "size-XL", "european", "study", "small", "phases", "curves"]
    heads = {part: found for part in parts if (found := head(part))}
    if not heads:
        return ""
    lines = []
    for found in {(h["date"], h["machine"], tuple(h["versions"].items())): h for h in heads.values()}.values():
        what = ", ".join(part.removeprefix("size-") for part, h in heads.items() if h == found or same(h, found))
        versions = dict(found["versions"])
        entente = versions.pop("entente")
        peers = ", ".join(f"{name} {version}" for name, version in versions.items())
        lines.append(f"* {what}: {found['date']}, {found['machine']}; Entente at {entente}; {peers}.")
    return "\n".join(["Measured:", "", *dict.fromkeys(lines), ""])


def same(a, b):
    """Whether two parts were measured alike."""
    return all(a[key] == b[key] for key in ("date", "machine", "versions"))


def typical(runs, key="cpu"):
    """The median of runs that ended."""
    values = [run[key] for run in runs if run["ended"] and run.get("code") == 0]
    return median(values) if values else None


def grouped(runs, *keys):
    """Runs by the values of keys, in the order in which they came."""
    groups = {}
    for run in runs:
        groups.setdefault(tuple(run.get(key) for key in keys), []).append(run)
    return groups


def sizes():
    """The tools side by side, size by size."""
    out = [tables.SIZES]
    for size, words in tables.SIZE_WORDS.items():
        runs = list(read(f"size-{size}"))
        if not runs:
            continue
        groups = {key[0]: group for key, group in grouped(runs, "tool").items()}
        size_of = next((run for run in runs if run.get("rows")), None)
        bare = typical(groups.get(BARE, []))
        exact = next((run["objective"] for run in groups.get(BARE, []) if run.get("objective") is not None), None)
        out.append(f"### {size}: {words}\n")
        if size_of:
            amounts = (f"{size_of[key]:,} {key}".replace(",", " ") for key in ("rows", "columns", "coefficients"))
            out.append(f"{', '.join(amounts)} with the recursion of stocks. The optimum is {exact:.6f}.\n")
        order = ["Entente", "Entente, not reduced", *TOOLS]
        rows = []
        for tool in (tool for tool in order if tool in groups):
            group = groups[tool]
            seconds = typical(group)
            if seconds is None:
                limit = group[0]["limit"]
                memory = max(run["memory"] for run in group)
                rows.append([tool, f"> {limit:.0f}", f"> {limit:.0f}", ratio(limit, bare, "> "), mb(memory), ""])
                continue
            off = max(abs(run["objective"] - exact) / max(1, abs(exact)) for run in group) if exact is not None else None
            of = seconds_text(typical(group, "wall"))
            rows.append([tool, seconds_text(seconds), of, ratio(seconds, bare), mb(typical(group, "memory")), error(off)])
        heads = ["tool", "processor s", "wall s", "times bare HiGHS", "MB", "off the optimum by"]
        out.append(table(heads, rows))
        # What a tool that was ended had started is not known as its own.
        busiest = max((run.get("others", 0.0) for run in runs if run["ended"]), default=0.0)
        if busiest > 0.5:
            words = "Measured beside other work on the machine, which took up to {:.1f} cores and makes everything slower: read ratios.\n"
            out.append(words.format(busiest))
    return "\n".join(out) if len(out) > 1 else ""


def seeds():
    """Other instances of the same sizes, which nobody has tuned to."""
    rows = []
    for size in ("M", "L"):
        for path in sorted((ROOT / "tools/bench/results").glob(f"size-{size}-*.jsonl")):
            runs = list(read(path.stem))
            groups = {key[0]: group for key, group in grouped(runs, "tool").items()}
            bare = typical(groups.get(BARE, []))
            cells = [size, path.stem.rsplit("-", 1)[1], seconds_text(bare)]
            for tool in ("Entente", "Entente, not reduced"):
                seconds = typical(groups.get(tool, []))
                cells += [seconds_text(seconds), ratio(seconds, bare)]
            rows.append(cells)
    heads = ["size", "seed", BARE, "Entente", "times bare", "not reduced", "times bare"]
    return tables.SEEDS + "\n" + table(heads, rows) if rows else ""


def european():
    """The comparison, the plan made anew, and the matrices in the bare solver."""
    runs = list(read("european"))
    if not runs:
        return ""
    groups = {key[0]: group for key, group in grouped(runs, "what").items()}
    rows = [
        [what, seconds_text(typical(group)), seconds_text(typical(group, "wall")), mb(typical(group, "memory"))]
        for what, group in groups.items()
        if what not in ("decided", "open", "planned anew")
    ]
    out = [tables.EUROPEAN, table(["Entente", "processor s", "wall s", "MB"], rows)]
    again = [
        [run["proposal"], *(seconds_text(of(run["seconds"][1:])) for of in (median, min, max)), seconds_text(run["seconds"][0])]
        for run in groups.get("planned anew", [])
    ]
    if again:
        out += [tables.EUROPEAN_AGAIN, table(["proposal", "median", "least", "most", "the first, with the base"], again)]
    compare = typical(groups.get("compare", []))
    for what in ("decided", "open"):
        rows, total, all_ended = [], 0.0, True
        for run in groups.get(what, []):
            for stage in run.get("stages", []):
                ended = stage["status"].lower() == "optimal"
                all_ended &= ended
                total += stage["seconds"]
                within = f"{stage['gap']:.2%}" if stage["gap"] < 10 else "no plan"
                rows.append([run["proposal"], stage["goal"], seconds_text(stage["seconds"]), "yes" if ended else f"no: {within}"])
        if rows:
            least = "" if all_ended else "at least "
            out.append(tables.EUROPEAN_BARE[what].format(limit=groups[what][0]["limit"]))
            if earlier := groups[what][0].get("date"):
                out.append(f"These were measured earlier, on {earlier}.\n")
            out.append(table(["proposal", "goal", "processor s", "proven"], rows))
            if compare:
                out.append(f"Together {least}{total:.0f} s, {least}{total / compare:.1f} times the comparison by Entente.\n")
    return "\n".join(out)


def study():
    """Runs a second of the study, by tool, and what it costs to keep to what the base decides."""
    runs = list(read("study"))
    out = [tables.STUDY]
    for what, words in tables.STUDY_WORDS.items():
        groups = {key[0]: group for key, group in grouped([run for run in runs if run["what"] == what], "tool").items()}
        if groups:
            out += [words, study_table(groups, differences(runs, what))]
    if len(out) > 1:
        out.append(tables.STUDY_TRICKS)
    out += [fixing(run) for run in runs if run["what"] == "fixing"]
    return "\n".join(out) if len(out) > 1 else ""


def study_table(groups, off):
    """Entente, and each tool by its mean over the proposals."""
    rows, base = [], None
    for tool in (tool for tool in (ENTENTE_TOOL, *STUDY_TOOLS) if tool in groups):
        group = groups[tool]
        if tool == ENTENTE_TOOL:
            whole = group[0]
            count, base = whole["runs"], whole["cpu"] / whole["runs"]
            mean, by_proposal, rate = base, [""] * len(PROPOSALS), count / whole["wall"]
        else:
            seconds = {run["proposal"]: run["seconds"] for run in group if run.get("seconds")}
            count = sum(len(of) for of in seconds.values())
            means = {proposal: sum(of) / len(of) for proposal, of in seconds.items()}
            mean = sum(means.values()) / len(means) if means else None
            by_proposal = [seconds_text(means.get(proposal)) for proposal in PROPOSALS]
            rate = 2.0 / mean if mean else None
        apart = "" if tool == ENTENTE_TOOL or tool not in off else error(max(off[tool]))
        cells = [tool, f"{count:,}".replace(",", " "), seconds_text(mean), *by_proposal]
        rows.append([*cells, "" if rate is None else f"{rate:.2f}", ratio(mean, base), apart])
    if base is not None:
        whole = groups[ENTENTE_TOOL][0]
        rows[0][0] += " (the whole study)" if whole["scenarios"] > 10 else f" ({whole['scenarios']} scenarios)"
    heads = ["tool", "runs", "processor s a run", *PROPOSALS, "runs a second on two cores", "times Entente", "off"]
    return table(heads, rows) + (busy(groups[ENTENTE_TOOL][0]) if base is not None else "")


def busy(run):
    """What the wall clock of Entente's run was worth."""
    kept = f"{run['from_base']:,} of {run['runs']:,} runs kept to the base".replace(",", " ")
    wall = f"{run['cpu']:.0f} processor seconds in {run['wall']:.0f} seconds of the clock"
    return f"\nEntente: {kept}; {wall}, while other work on the machine took {run['others']:.1f} cores.\n"


def fixing(run):
    """How far plans with decisions of the base are from plans that decide by themselves."""
    rows = []
    for name, pairs in run["pairs"].items():
        apart = [fixed - own if name == "gap" else fixed / own - 1.0 for fixed, own in pairs]
        largest = max(apart, key=abs)
        unit = " points" if name == "gap" else " %"
        rows.append([name.replace(":", " by "), *(f"{100 * value:+.3f}{unit}" for value in (sum(apart) / len(apart), largest))])
    words = tables.STUDY_FIXING.format(
        draws="One draw" if run["draws"] == 1 else f"{run['draws']} draws",
        runs=run["runs"],
        within=f"{run['proven_within']:.1%}" if run["proven_within"] is not None else "its gap",
        own=seconds_text(run["cpu"] / run["runs"]),
        base=seconds_text(run["cpu_from_base"] / run["runs"]),
    )
    return words + "\n" + table(["measure", "from the base is off by, on average", "at most"], rows)


def small():
    """Starting, and checking."""
    rows = [
        [what, f"{1000 * typical(group, 'wall'):.1f}", f"{1000 * typical(group):.1f}", mb(typical(group, "memory"))]
        for (what,), group in grouped(read("small"), "what").items()
    ]
    return tables.SMALL + "\n" + table(["", "wall ms", "processor ms", "MB"], rows) if rows else ""


def phases():
    """What each part of a run takes."""
    runs = [run for run in read("phases") if run.get("seconds")]
    if not runs:
        return ""
    names = list(dict.fromkeys(name for run in runs for name in run["seconds"]))
    goals = sorted(name for name in names if name.startswith("goal"))
    known = [name for phase in tables.PHASES for name in (phase, *(goals if phase == "solve" else ())) if name in names]
    shown = known + [name for name in names if name not in known]
    words = tables.PHASES | {goal: f"of it: {goal}" for goal in goals}
    rows = [[words.get(name, name), *(seconds_text(run["seconds"].get(name)) for run in runs)] for name in shown]
    inside = ("validate", "tie-break", "pass")
    outer = [[s for name, s in run["seconds"].items() if name not in inside and name not in goals] for run in runs]
    rest = [run["wall"] - sum(seconds) for run, seconds in zip(runs, outer)]
    rows.append(["starting, tables, ending", *(seconds_text(max(0.0, value)) for value in rest)])
    rows.append(["**all**", *(f"**{seconds_text(run['wall'])}**" for run in runs)])
    for what in ("read", "formulate"):
        rows.append([f"MB up to {what}", *(mb(run["memory_up_to"][what]) for run in runs)])
    rows.append(["MB at most", *(mb(run["memory"]) for run in runs)])
    return tables.PHASES_WORDS + "\n" + table(["wall s", *(run["model"] for run in runs)], rows)


def curves():
    """How time grows."""
    out = []
    for (axis,), runs in grouped(read("curves"), "axis").items():
        by_tool = {key[0]: {run["value"]: run for run in group} for key, group in grouped(runs, "tool").items()}
        values = list(dict.fromkeys(run["value"] for run in runs))
        rows = []
        for value in values:
            cells = [str(value)]
            for found in by_tool.values():
                run = found.get(value)
                if run is None:
                    cells += ["", ""]
                elif run["ended"] and run["code"] == 0:
                    cells += [seconds_text(run["cpu"]), mb(run["memory"])]
                else:
                    cells += [f"> {run['limit']:.0f}" if not run["ended"] else "gave up", mb(run["memory"])]
            rows.append(cells)
        heads = [axis, *(head for tool in by_tool for head in (f"{tool}, s", "MB"))]
        out.append(table(heads, rows))
    return tables.CURVES + "\n" + "\n".join(out) if out else ""


def table(heads, rows):
    """A table with numbers to the right."""
    lines = ["| " + " | ".join(heads) + " |", "| --- |" + " --: |" * (len(heads) - 1)]
    lines += ["| " + " | ".join(cell if cell else "–" for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def seconds_text(value):
    """Seconds with as many places as they deserve."""
    if value is None:
        return ""
    return f"{value:.4f}" if value < 0.01 else f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 100 else f"{value:.0f}"


def ratio(value, base, sign=""):
    """How many times the base."""
    return f"{sign}{value / base:.2f}" if value is not None and base else ""


def mb(value):
    """Megabytes."""
    return "" if value is None else f"{value:.0f}"


def error(value):
    """A relative difference."""
    return "" if value is None else "0" if value == 0 else f"{value:.0e}"
