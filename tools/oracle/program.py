"""Runs Entente."""

import json
import os
import subprocess
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
SCRATCH = ROOT / "target" / "oracle"


def binary():
    """Returns the program: $ENTENTE, or the release build."""
    return os.environ.get("ENTENTE", str(ROOT / "target" / "release" / "entente"))


def scratch(name):
    """Returns a path for a file of this process."""
    folder = SCRATCH / "runs" / str(os.getpid())
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


def write(doc, path):
    """Writes a document."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(doc, sort_keys=False, allow_unicode=True, default_flow_style=None, width=120))
    return path


def solve(doc, proposal, args=(), tables=False):
    """Solves a document. Returns (exit code, summary or message, folder of tables)."""
    model, folder = write(doc, scratch("model.yaml")), scratch("out")
    command = [binary(), "solve", str(model), "--format", "json", "--proposal", proposal, *args]
    if tables:
        command += ["--out", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if done.returncode:
        return done.returncode, done.stderr or done.stdout, folder
    return 0, json.loads(done.stdout), folder
