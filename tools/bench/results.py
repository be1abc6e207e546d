"""What was measured, on disk as it comes: one JSON line a run, one file a part, beside this script."""

import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FOLDER = HERE / "results"
ENTENTE = ROOT / "target/release/entente"


def machine():
    """The machine in plain words."""
    name = next(
        (line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine()
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores of {name}, {memory:.0f} GB"


def versions():
    """What was compared, each with its version."""
    version = "import importlib.metadata as m, json; print(json.dumps({p: m.version(p) for p in %r.split()}))"

    asked = [sys.executable, "-c", version % "highspy linopy pulp pyomo ortools"]
    peers = json.loads(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    return {"entente": commit, **peers}


class Part:
    """The results of one part. A new measurement replaces the old one when its first run is done; `resume` adds to it."""

    def __init__(self, name, resume=False):
        self.path = FOLDER / f"{name}.jsonl"
        FOLDER.mkdir(exist_ok=True)
        self.runs = list(read(name)) if resume else []
        self.fresh = not self.runs

    def has(self, **keys):
        """Whether a run is there already."""
        return any(all(run.get(key) == value for key, value in keys.items()) for run in self.runs)

    def forget(self, **keys):
        """Leaves out runs, to measure them anew beside the others."""
        self.runs, known = [], self.runs
        for run in known:
            if any(run.get(key) != value for key, value in keys.items()):
                self.runs.append(run)
        if known:
            lines = [json.dumps({"date": time.strftime("%Y-%m-%d"), "machine": machine(), "versions": versions()})]
            self.path.write_text("\n".join([*lines, *(json.dumps(run) for run in self.runs)]) + "\n")
        self.fresh = not self.path.exists()

    def add(self, **run):
        """Adds a run, and tells it."""
        run = {key: value for key, value in run.items() if key not in ("out", "errors")}
        if self.fresh:
            head = {"date": time.strftime("%Y-%m-%d"), "machine": machine(), "versions": versions()}
            self.path.write_text(json.dumps(head) + "\n")
            self.fresh = False
        with open(self.path, "a") as file:
            file.write(json.dumps(run) + "\n")
        self.runs.append(run)
        print(self.path.stem, *(f"{key}={value}" for key, value in run.items()), flush=True)


def head(name):
    """When, where and with what a part was measured; nothing where it was not."""
    path = FOLDER / f"{name}.jsonl"
    return json.loads(path.read_text().splitlines()[0]) if path.exists() else None


def read(name):
    """The runs of a part."""
    path = FOLDER / f"{name}.jsonl"
    for line in path.read_text().splitlines()[1:] if path.exists() else []:
        yield json.loads(line)
