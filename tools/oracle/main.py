"""Command line of tools/oracle/run."""

import argparse
import os
import sys

import program


def main():
    parser = argparse.ArgumentParser(prog="tools/oracle/run", description="Checks Entente against an independent statement of its model.")
    parts = parser.add_subparsers(dest="part", required=True)
    compare = parts.add_parser("compare", help="compare random models, goal by goal")
    compare.add_argument("--models", type=int, default=500)
    compare.add_argument("--seed", type=int, default=1)
    how = compare.add_mutually_exclusive_group()
    how.add_argument("--each", action="store_true", help="one family at a time, by turns")
    how.add_argument("--mix", type=int, metavar="K", help="K families at random")
    how.add_argument("--families", metavar="A,B", help="these families")
    compare.add_argument("--without", metavar="A,B", default="", help="but for these families")
    compare.add_argument("--bounds", action="store_true", help="hold bounds, and those that the search told, against the best values instead")
    compare.add_argument("--amounts", metavar="3,6", help="money, or money and quantities, times ten to one of these powers")
    laws = parts.add_parser("laws", help="check laws between two solves of Entente")
    laws.add_argument("--models", type=int, default=60)
    laws.add_argument("--seed", type=int, default=1)
    laws.add_argument("--planted", action="store_true", help="show that a planted fault breaks each law")
    given = parser.parse_args()
    if not os.access(program.binary(), os.X_OK):
        sys.exit(f"{program.binary()} is missing: build it, or name the program in ENTENTE")
    if given.part == "compare":
        import compare as part
        chosen = given.families.split(",") if given.families else None
        mode = "each" if given.each else "mix" if given.mix else "turns"
        powers = tuple(map(int, given.amounts.split(","))) if given.amounts else None
        without = given.without.split(",")
        sys.exit(1 if part.run(given.models, given.seed, mode, given.mix, chosen, without, powers, given.bounds) else 0)
    import laws as part
    sys.exit(1 if (part.planted if given.planted else part.run)(given.models, given.seed) else 0)


if __name__ == "__main__":
    main()
