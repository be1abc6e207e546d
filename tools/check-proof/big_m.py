#!/usr/bin/env python3
"""Solves badly scaled models whose answer is found by trying every choice, and compares values and bounds.

    big_m.py ENTENTE COUNT

Offers of one capability, each with a set-up, and capacities up to 10^9 times as large as the need: a set-up variable of a billionth lets
through all that is needed, and solvers call a billionth nothing. The least cost is that of the best set of offers, cheapest first.
"""

import itertools
import json
import pathlib
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "reliability"))
import results


def offers_of(dice, need, small):
    """Price, set-up and capacity of each offer; together they are enough."""
    def capacity():
        return need / small if dice.random() < 0.7 else round(need * dice.uniform(0.3, 0.9), 3)

    offers = [(round(dice.uniform(1, 9), 2), round(dice.uniform(0.5, 30), 2), capacity()) for _ in range(dice.randint(2, 5))]
    if sum(offer[2] for offer in offers) < need:
        offers[0] = (*offers[0][:2], need / small)
    return offers


def least_cost(offers, need):
    """The least cost over all sets of offers."""
    best = None
    for count in range(1, len(offers) + 1):
        for chosen in itertools.combinations(offers, count):
            left, cost = need, sum(set_up for _, set_up, _ in chosen)
            for price, _, capacity in sorted(chosen):
                bought = min(left, capacity)
                left, cost = left - bought, cost + bought * price
            if left <= 1e-12 * need and (best is None or cost < best):
                best = cost
    return best


def text(offers, need, money):
    """The model."""
    lines = [
        "model: Large capacities", "money: MEUR 2025", "horizon: 2026", f"nations: {{ FRA: {{ budget: {money!r} }} }}",
        f"capabilities: {{ guns: {{ us_baseline: {need!r} }} }}", "producers: { works: { seat: FRA } }", "offers:",
    ]
    for place, (price, set_up, capacity) in enumerate(offers):
        figures = f"price: {price!r}, set_up: {set_up!r}, capacity: {capacity!r} a year"
        lines.append(f"  gun{place}: {{ by: works, gives: guns, {figures} }}")
    return "\n".join([*lines, "goals: [ { minimise: gap }, { minimise: cost } ]", ""])


def main():
    entente, count = sys.argv[1], int(sys.argv[2])
    false, other = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        model = pathlib.Path(folder) / "model.yaml"
        for seed in range(count):
            dice = random.Random(seed)
            small, need = 10 ** dice.uniform(-9, -5), dice.choice([1, 10, 57, 1000])
            offers = offers_of(dice, need, small)
            best = least_cost(offers, need)
            model.write_text(text(offers, need, min(10 * need / small, 9e11)))
            ran = subprocess.run([entente, "solve", str(model), "--format", "json"], capture_output=True, text=True, check=True)
            goal = json.loads(ran.stdout)["goals"][1]
            if goal["bound"] > best * (1 + 1e-7):
                false += 1
                print(f"seed {seed}: the bound {goal['bound']} is above the least cost {best}")
            if abs(goal["value"] - best) > 2e-4 * best:
                other += 1
                print(f"seed {seed}: the value {goal['value']} is not the least cost {best}")
    results.write("big-m", f"tools/check-proof/run --big-m {count}", {
        "models with capacities 10⁵ to 10⁹ times as large as the need": count, "false bounds among them": false,
        "values that are not the least cost": other,
    })
    print(f"{count} models: {false} false bounds, {other} values that are not the least cost")
    sys.exit(1 if false or other else 0)


if __name__ == "__main__":
    main()
