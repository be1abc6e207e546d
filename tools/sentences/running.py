"""Runs Entente, and reads what it wrote."""

import csv
import json
import os
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
SCRATCH = Path(os.environ.get("SENTENCES_SCRATCH", ROOT / "target" / "sentences")) / str(os.getpid())


def binary():
    """Returns the program: $ENTENTE, or the release build."""
    return os.environ.get("ENTENTE", str(ROOT / "target" / "release" / "entente"))


def write(doc, path):
    """Writes a document."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(doc, sort_keys=False, allow_unicode=True, default_flow_style=None, width=120))
    return path


def clean():
    """Removes what was written."""
    shutil.rmtree(SCRATCH, ignore_errors=True)


class Slow(Exception):
    """A command that did not end in time."""


def ask(*args, seconds=60):
    """Runs a command; returns (exit code, output, messages)."""
    try:
        done = subprocess.run([binary(), *map(str, args)], capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired as late:
        raise Slow(" ".join(map(str, args))) from late
    return done.returncode, done.stdout, done.stderr


def ask_json(*args, seconds=60):
    """Runs a command with `--format json`; returns the document, or None."""
    code, out, _ = ask(*args, "--format", "json", seconds=seconds)
    return json.loads(out) if code == 0 else None


def table(folder, name):
    """Returns the rows of a table, numbers as numbers; an empty list where there is no such table."""
    path = Path(folder) / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(newline="") as file:
        return [{k: _cell(v) for k, v in row.items()} for row in csv.DictReader(file)]


def _cell(text):
    if text is None or text == "":
        return None
    if re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", text, re.I):
        number = float(text)
        return int(number) if re.fullmatch(r"[-+]?\d+", text) else number
    return text


def document(folder, name):
    """Returns a JSON document of a folder."""
    return json.loads((Path(folder) / f"{name}.json").read_text())


class Page(HTMLParser):
    """Takes sentences and tables out of a report."""

    BLOCKS = {"p", "li", "h1", "h2", "h3", "summary", "caption", "figcaption", "dt", "dd", "noscript", "title"}

    def __init__(self):
        super().__init__()
        self.sentences, self.tables, self.row, self.cell = [], [], None, None
        self.stack, self.text, self.silent = [], [], 0
        self.labels = []

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style", "nav"):
            self.silent += 1
        for key, value in attrs:
            if key == "aria-label" and value:
                self.labels.append(value)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.row = []
        elif tag in ("td", "th") and self.row is not None:
            self.cell = []
        elif tag in self.BLOCKS:
            self.stack.append((tag, dict(attrs).get("class") or "", []))

    def handle_endtag(self, tag):
        if tag in ("script", "style", "nav"):
            self.silent -= 1
        if tag in ("td", "th") and self.cell is not None:
            self.row.append("".join(self.cell).strip())
            self.cell = None
        elif tag == "tr" and self.row is not None:
            self.tables[-1].append(self.row)
            self.row = None
        elif self.stack and tag == self.stack[-1][0]:
            name, kind, parts = self.stack.pop()
            text = " ".join("".join(parts).split(" ")).strip()
            if text:
                self.sentences.append((name, kind, text))

    def handle_data(self, data):
        if self.silent:
            return
        if self.cell is not None:
            self.cell.append(data)
        elif self.stack:
            self.stack[-1][2].append(data)


def page(path):
    """Returns the sentences, tables and labels of a report."""
    reader = Page()
    reader.feed(Path(path).read_text())
    return reader
