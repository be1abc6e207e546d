"""What is small: starting the program, checking models; and what each part of a run takes."""

import json
import re
import shutil

import measure
from european import MODEL
from results import ENTENTE, ROOT, Part
from sizes import instance

WORK = ROOT / "target/bench/phases"


def measure_small(rounds, resume):
    """Start-up, and `check` of the European model and of made-up ones."""
    part = Part("small", resume)
    asked = {"start-up": [ENTENTE, "--version"], "check, European model": [ENTENTE, "check", MODEL]}
    asked |= {f"check, {size}": [ENTENTE, "check", instance(size) / "model.yaml"] for size in ("S", "M", "L", "XL")}
    for turn in range(10 * rounds):
        for what, command in asked.items():
            run = measure.run(command)
            part.add(what=what, turn=turn, **run)
    return []


def measure_phases(sizes, resume, limit):
    """What the parts of a run take, by size, and the memory that a run has needed up to them."""
    part = Part("phases", resume)
    models = {size: [instance(size) / "model.yaml", "--proposal", "alone"] for size in sizes} | {"European model": [MODEL]}
    for name, model in models.items():
        if part.has(model=name):
            continue
        folder = WORK / name.replace(" ", "-")
        shutil.rmtree(folder, ignore_errors=True)
        run = measure.run([ENTENTE, "solve", *model, "--out", folder, "--verbose"], limit)
        if not run["ended"]:
            part.add(model=name, **run)
            continue
        provenance = json.loads((folder / "provenance.json").read_text())
        seconds = {timing["part"]: timing["seconds"] for timing in provenance["timings"]}
        seconds |= spans(run["errors"])
        seconds |= {f"goal {place}": goal["seconds"] for place, goal in enumerate(provenance["goals"], 1)}
        memory = {
            "read": measure.run([ENTENTE, "check", model[0]])["memory"],
            "formulate": measure.run([ENTENTE, "formulate", *model, "--out", folder / "programme.lp"])["memory"],
        }
        (folder / "programme.lp").unlink()
        part.add(model=name, seconds=seconds, memory_up_to=memory, size=provenance["size"], **run)
    return []


def spans(log):
    """Seconds of the spans that a verbose run tells and its provenance does not."""
    units = {"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1.0}
    found = {}
    log = log.replace('goal{goal="tie-break"}:', "tie-break:")
    named = r"[: ](validate|tie-break|report|pass): close time\.busy=([\d.]+)(ns|µs|ms|s)"
    for name, amount, unit in re.findall(named, log):
        found[name] = found.get(name, 0.0) + float(amount) * units[unit]
    return found
