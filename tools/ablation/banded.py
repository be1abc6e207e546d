"""Random models with price tiers, alone and pooled, of three sizes; a seed repeats its model exactly."""

import json
import random
from pathlib import Path

CODES = (
    "DEU FRA ITA POL ESP NLD SWE GBR NOR TUR ROU BEL GRC FIN DNK CZE PRT HUN AUT BGR SVK LTU HRV EST LVA SVN IRL LUX CYP ALB"
).split()
# Nations, capabilities, offers and years of each size, at least and at most.
SIZES = {
    "small": ((4, 8), (3, 5), (8, 14), (4, 6)),
    "medium": ((10, 16), (5, 8), (16, 26), (6, 8)),
    "large": ((18, 28), (7, 10), (24, 36), (8, 10)),
}
FIRST = 2026


def tiers(draw, price, need):
    """Two or three prices by quantity: discounts that a pool reaches, and a large nation at times."""
    starts = sorted(draw.uniform(0.04, 0.5) * need for _ in range(draw.randint(1, 2)))
    found, factor = {0: round(price, 4)}, 1.0
    for start in starts:
        factor *= draw.uniform(0.86, 0.97)
        found[max(2, round(start))] = round(price * factor, 4)
    return found


def banded(seed, size):
    """A model as a document."""
    draw = random.Random(f"{size} {seed}")
    nations, capabilities, offers, years = (draw.randint(*span) for span in SIZES[size])
    codes = draw.sample(CODES, nations)
    last = FIRST + years - 1
    wealth = {code: draw.lognormvariate(0, 1.1) for code in codes}
    wealth = {code: max(0.01, own / sum(wealth.values())) for code, own in wealth.items()}
    document = {
        "model": f"Random tiers, {size}, seed {seed}",
        "money": "MEUR 2025",
        "horizon": f"{FIRST}..{last}",
        "nations": {},
        "domestic": "{" + ", ".join(codes) + "}",
        "capabilities": {},
        "producers": {},
        "offers": {},
    }
    if size != "small":
        document["proof_gap"] = "0.5 %"
    money = 2000.0 * capabilities
    for code in codes:
        begun, grows = money * wealth[code] * draw.uniform(0.8, 1.2), draw.uniform(1.0, 1.6)
        document["nations"][code] = {
            "budget": {FIRST: round(begun, 2), last: round(begun * grows, 2)},
            "carry_over": f"{draw.choice([0, 0, 10, 10, 20])} %",
        }
    hosts = draw.sample(codes, max(2, nations // 3))
    for host in hosts:
        document["producers"][f"works_{host.lower()}"] = {"seat": host}
    document["producers"]["abroad"] = {"seat": "USA"}
    shares = [draw.uniform(0.5, 1.5) for _ in range(capabilities)]
    total = sum(money * wealth[code] for code in codes) * years * 1.2
    need, unit = [], []
    for number, share in enumerate(shares):
        unit.append(draw.lognormvariate(1.5, 0.7))
        need.append(max(20, round(draw.uniform(0.8, 1.6) * total * share / sum(shares) / unit[-1])))
        held = {code: round(0.25 * need[-1] * wealth[code]) for code in codes}
        document["capabilities"][f"k{number}"] = {
            "us_baseline": need[-1],
            "held": held,
            "weight": draw.choice([0.5, 0.75, 1, 1, 1.5]),
        }
    for number in range(offers):
        of = number % capabilities
        maker = draw.choice([*hosts, *hosts, "abroad"])
        price = unit[of] * draw.uniform(0.8, 1.3) * (0.9 if maker == "abroad" else 1.0)
        document["offers"][f"p{number}"] = {
            "by": maker if maker == "abroad" else f"works_{maker.lower()}",
            "gives": f"k{of}",
            "quality": round(draw.uniform(0.75, 1.25), 2),
            "price": tiers(draw, price, need[of]),
            "capacity": max(1, round(draw.uniform(0.1, 0.5) * need[of] / years, 1)),
        }
        if draw.random() < 0.4:
            document["offers"][f"p{number}"]["lead_time"] = draw.randint(0, 2)
    pool = sorted(draw.sample(codes, max(2, round(nations * draw.uniform(0.5, 1.0)))))
    document["rules"] = {"own_needs": {"rule": "own_share", "at_most": "150 %"}}
    document["proposals"] = {
        "pool": {
            "name": "a pool",
            "pools": {"pool": {"members": "{" + ", ".join(pool) + "}", "exclusive": True, "overhead": "1 %"}},
        }
    }
    document["goals"] = [
        {"minimise": "gap", "within": "2 %"},
        {"maximise": "domestic_volume", "within": "2 %"},
        {"minimise": "cost"},
    ]
    return document


def write(folder, seed, size):
    """Writes a model where it is not there; returns its path."""
    path = Path(folder) / f"{size}-{seed}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    # JSON is YAML.
    path.write_text(json.dumps(banded(seed, size), indent=1))
    return path
