"""An instance as a model of Entente: one page of YAML and four tables.

A payer with an unlimited budget stands for money that no nation's budget sees: it pays for extra capacity and orders nothing. The
producers outside sit in a country that is domestic and buys nothing, so that volume counts their content and nothing else.
"""

import csv
import json
import math
import sys
from pathlib import Path

from instance import CARRY, CONTENT, HOME, generate, hosts, save, sizes

CODES = (
    "DEU FRA ITA POL ESP NLD SWE GBR NOR TUR ROU BEL GRC FIN DNK CZE PRT HUN AUT BGR SVK LTU HRV EST LVA SVN IRL LUX CYP ALB "
    "MKD MNE CAN USA ISL CHE UKR MDA GEO ARM SRB BIH JPN KOR AUS NZL IND BRA ARG CHL COL PER MEX ZAF EGY MAR TUN DZA KEN NGA "
    "GHA SEN TZA UGA"
).split()
FIRST = 2026

TEXT = """model: {title}
about: Made up by tools/bench; the same linear programme as its peers solve.
money: MEUR 2025
horizon: {first}..{last}
nations: nations.csv
countries:
  outside: {{ name: Outside }}
  elsewhere: {{ name: Elsewhere }}
domestic: "{{{domestic}, outside}}"
capabilities: capabilities.csv
producers: producers.csv
offers: offers.csv
rules:
  content: {{ rule: european_content, at_least: {content}, of: each_capability }}
  home: {{ rule: home_preference, at_least: {home}, nations: "{{{hosts}}}" }}
goals:
  - minimise: {{ cost: 0.01, domestic_volume: -0.02, national_shortfall: 1 }}
"""


def write_model(folder, title, d):
    """Writes the files into a folder; returns the model's file."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    N, K, P, T = sizes(d)
    years, codes = range(FIRST, FIRST + T), CODES[:N]
    seats = [codes[n] if n >= 0 else "outside" for n in d["country"].tolist()]
    # A line of less than one unit a year counts over the years; units are made small enough that none is.
    grain = 10.0 ** max(0, math.ceil(-math.log10(d["cap"].min())))
    money = float((d["budget"] + d["carry"]).sum(0).max())

    def table(name, head, rows):
        with open(folder / f"{name}.csv", "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(head)
            writer.writerows(rows)

    makers = {seat: f"maker_{seat.lower()}" for seat in sorted(set(seats))}
    table("producers", ["id", "seat"], [(maker, seat) for seat, maker in makers.items()])
    rows = [[code, f"{CARRY:.0%}", "", "", *budget] for code, budget in zip(codes, d["budget"].tolist())]
    rows.append(["payer", "", f"[{', '.join(makers.values())}]", "unlimited", *[""] * T])
    table("nations", ["id", "carry_over", "excludes", "budget", *(f"budget.{year}" for year in years)], rows)
    table(
        "capabilities",
        ["id", "overshoot"]
        + [f"missing_unit_worth.{year}" for year in years]
        + [f"targets.{code}.{year}" for code in codes for year in years]
        + [f"held.{code}" for code in codes],
        (
            [f"k{k}", "10000 %", *d["w"][k].tolist(), *d["target"][:, k].ravel().tolist(), *d["held"][:, k].tolist()]
            for k in range(K)
        ),
    )
    head = "by gives quality price capacity value_added expansion.cost expansion.lead_time expansion.at_most"
    table(
        "offers",
        ["id", *head.split(), "expansion.paid_by", "expansion.key"],
        (
            [f"p{p}", makers[seats[p]], f"k{of}", eff / grain, price / grain, cap * grain]
            + [f"{{ {seats[p]}: {content}, elsewhere: {1 - content} }}"]
            + [100 * more / grain, lead, money / price * grain, "{payer}", "{ payer: 100 % }"]
            for p, (of, eff, price, cap, content, more, lead) in enumerate(
                zip(*(d[name].tolist() for name in "of eff price cap content more lead".split()))
            )
        ),
    )
    text = TEXT.format(
        title=json.dumps(title),
        first=FIRST,
        last=FIRST + T - 1,
        domestic=", ".join(codes),
        hosts=", ".join(codes[n] for n in hosts(d)),
        content=CONTENT,
        home=HOME,
    )
    (folder / "model.yaml").write_text(text)
    return folder / "model.yaml"


if __name__ == "__main__":
    # entente_model.py FOLDER SEED NATIONS CAPABILITIES OFFERS YEARS: the instance for the peers, and the model.
    place, seed, *shape = Path(sys.argv[1]), *(int(word) for word in sys.argv[2:])
    made = generate(tuple(shape), seed)
    save(place / "instance.npz", made)
    write_model(place, f"Made up, {' x '.join(map(str, shape))}, seed {seed}", made)
