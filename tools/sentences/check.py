"""Command line of tools/sentences/run."""

import argparse
import collections
import os
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "oracle"))

import running  # noqa: E402


def main():
    parser = argparse.ArgumentParser(prog="tools/sentences/run", description="Reads every sentence about random models, and recomputes its numbers.")
    parser.add_argument("--models", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--planted", action="store_true", help="alter true sentences, and show that each alteration is found")
    parser.add_argument("--only", default="", metavar="A,B", help="only these parts: solve, report, compare, and names of commands")
    parser.add_argument("--kinds", action="store_true", help="one contradiction of each kind only")
    given = parser.parse_args()
    if not os.access(running.binary(), os.X_OK):
        sys.exit(f"{running.binary()} is missing: build it, or name the program in ENTENTE")
    import survey
    try:
        if given.planted:
            import plant
            sys.exit(1 if plant.run(given.models, given.seed) else 0)
        sys.exit(1 if survey.run(given.models, given.seed, set(filter(None, given.only.split(","))), given.kinds) else 0)
    finally:
        running.clean()


if __name__ == "__main__":
    main()
