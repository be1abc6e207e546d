"""Measures and writes docs/benchmarks.md. See `tools/bench/run --help`."""

import argparse
import sys

import page
from curves import measure_curves
from european import measure_european
from results import head
from shapes import SEED
from sizes import measure_size
from small import measure_phases, measure_small
from study import SAMPLE, measure_study

PARTS = ["sizes", "seeds", "european", "study", "small", "phases", "curves"]
FURTHER_SEEDS = [1, 2, 3]
BEST = ["Entente", "Entente, not reduced", "bare HiGHS, interior point"]


def arguments():
    """What was asked for."""
    says = "Measures, one process at a time, and writes docs/benchmarks.md."
    parser = argparse.ArgumentParser(prog="tools/bench/run", description=says)
    parser.add_argument("--sizes", nargs="+", default=["S", "M", "L", "XL"], metavar="SIZE", help="of S, M, L, XL")
    parser.add_argument("--only", nargs="+", default=PARTS, choices=PARTS, metavar="PART", help="of " + ", ".join(PARTS))
    parser.add_argument("--rounds", type=int, default=3, help="how often each tool is run on S and M (default 3; L and XL once)")
    parser.add_argument("--limit", type=float, help="seconds that any run gets at most, instead of ten minutes or an hour")
    tools = "names of tools as on the page; default all. Of the study, others stay as they are measured"
    parser.add_argument("--tools", nargs="+", help=tools)
    parser.add_argument("--runs", type=int, metavar="N", help="draws of the study that Entente plans (default: as shipped)")
    draws = f"draws of the study that bare HiGHS is asked for (default 3, at most {SAMPLE})"
    parser.add_argument("--draws", type=int, default=3, choices=range(1, SAMPLE + 1), metavar="N", help=draws)
    rebuilt = "draws of the study for tools that build anew (default 1)"
    parser.add_argument("--rebuilt", type=int, default=1, choices=range(1, SAMPLE + 1), metavar="N", help=rebuilt)
    each = "draws that the study decides by itself, to hold against decisions of the base (default 10; 0: none)"
    parser.add_argument("--each", type=int, default=10, metavar="N", help=each)
    parser.add_argument("--quick", action="store_true", help="S and M once, a minute for each run, no study, no curves")
    parser.add_argument("--resume", action="store_true", help="keep what is measured already, and add what is missing")
    parser.add_argument("--page", action="store_true", help="measure nothing; write the page from what is measured")
    asked = parser.parse_args()
    if asked.quick:
        asked.sizes = [size for size in asked.sizes if size in ("S", "M")]
        asked.rounds, asked.limit = 1, asked.limit or 60.0
        asked.only = [part for part in asked.only if part not in ("seeds", "study", "curves")]
    return asked


def main():
    """Part after part; a wrong objective is told at the end and is a failure."""
    asked, wrong = arguments(), []
    if not asked.page:
        if "sizes" in asked.only:
            for size in asked.sizes:
                rounds = asked.rounds if size in ("S", "M") else 1
                wrong += measure_size(size, rounds, asked.resume, only=asked.tools, limit=asked.limit)
        if "seeds" in asked.only:
            for size in (size for size in asked.sizes if size in ("M", "L")):
                for seed in FURTHER_SEEDS:
                    wrong += measure_size(size, 1, asked.resume, SEED + seed, asked.tools or BEST, asked.limit)
        if "european" in asked.only:
            wrong += measure_european(asked.rounds, asked.resume, asked.limit or 600.0)
        if "study" in asked.only:
            wrong += measure_study(asked)
        if "small" in asked.only:
            wrong += measure_small(asked.rounds, asked.resume)
        if "phases" in asked.only:
            wrong += measure_phases(asked.sizes, asked.resume, asked.limit or 3600.0)
        if "curves" in asked.only:
            wrong += measure_curves(asked.resume, asked.limit or 300.0)
    page.write()
    for line in wrong:
        print(f"error: {line}", file=sys.stderr)
    sys.exit(1 if wrong or head("size-S") is None else 0)


if __name__ == "__main__":
    main()
