"""Results of tools on reliability: small files in tools/reliability/results, from which tools/reliability/page makes the tables of its page.

A tool writes its file only where the variable ENTENTE_RECORD is set, so that a short try does not replace the counts of a long run. Python
tools call `write`. Shell tools run this file:

    results.py NAME COMMAND KEY=NUMBER ...        the counts of one table
    results.py fuzz COMMAND < OUTPUT              what the fuzzer printed, one line a door; doors that were not tried keep their counts
"""

import json
import os
import re
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "results"
DOOR = re.compile(r"door (\w+): (\d+) inputs, (\d+) past the parser .*?, (\d+) panics")


def read(name):
    """The result of a tool; None where there is none."""
    path = FOLDER / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else None


def write(name, command, counts, date=None):
    """Writes the result of a tool, dated today, where results are to be kept."""
    if not os.environ.get("ENTENTE_RECORD"):
        return
    FOLDER.mkdir(exist_ok=True)
    entry = {"command": command, "date": date or time.strftime("%Y-%m-%d"), "counts": counts}
    (FOLDER / f"{name}.json").write_text(json.dumps(entry, indent=2, ensure_ascii=False) + "\n")


def main():
    name, command, *pairs = sys.argv[1:]
    if name == "fuzz":
        counts = (read(name) or {"counts": {}})["counts"]
        for line in sys.stdin:
            print(line, end="")
            if found := DOOR.match(line):
                inputs, past, panics = map(int, found.groups()[1:])
                counts[found[1]] = {"inputs": inputs, "past the parser": past, "panics": panics}
    else:
        counts = {key: int(number) for key, number in (pair.split("=") for pair in pairs)}
    write(name, command, counts)


if __name__ == "__main__":
    main()
