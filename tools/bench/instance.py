"""Made-up instances of joint procurement: nations × capabilities × offers × years, drawn from a seed.

Minimise   Σ w[k,t] s[n,k,t] + Σ (cost[p] − home[p]) q[n,p,t] + Σ more[p] e[p,t]
budget     Σ_p price[p] q[n,p,t] + b[n,t] − b[n,t−1] ≤ budget[n,t],   b[n,t] ≤ a quarter of budget[n,t]
capacity   Σ_n q[n,p,t] − Σ_{τ ≤ t − lead[p]} e[p,τ] ≤ cap[p]
target     Σ_{p of k, τ ≤ t} eff[p] q[n,p,τ] + s[n,k,t] ≥ target[n,k,t] − held[n,k]
content    Σ_{n, p of k, t} price[p] (content[p] − 65 %) q[n,p,t] ≥ 0
at home    Σ_{p,t} price[p] (own[n,p] − 25 %) q[n,p,t] ≥ 0,   for nations that host a producer

q are orders, s what is missing to targets, e extra capacity, b money carried over. An offer of country −1 is made outside:
cheaper, and with little content.
"""

import sys
from pathlib import Path

import numpy as np

from shapes import SEED, SIZES

CONTENT, HOME, CARRY = 0.65, 0.25, 0.25


def generate(size, seed=SEED):
    """An instance; `size` is a name or a tuple (nations, capabilities, offers, years)."""
    N, K, P, T = SIZES[size] if isinstance(size, str) else size
    draw = np.random.default_rng([seed, N, K, P, T])
    gdp = draw.lognormal(0, 1.0, N)
    gdp /= gdp.sum()
    # Every capability has two offers at least; the producers sit in three fifths of the nations, or outside.
    of = np.concatenate([np.arange(K), np.arange(K), draw.integers(0, K, max(0, P - 2 * K))])[:P]
    hosts = np.sort(draw.choice(N, max(2, int(0.6 * N)), replace=False))
    country = draw.choice(hosts, P, p=gdp[hosts] / gdp[hosts].sum())
    country[draw.random(P) < 0.25] = -1
    for k in range(K):
        among = np.flatnonzero(of == k)
        if (country[among] < 0).all():
            country[among[0]] = draw.choice(hosts)
    inside = country >= 0
    unit = draw.lognormal(np.log(5), 0.6, K)
    eff = draw.lognormal(0, 0.4, P)
    price = unit[of] * eff * np.where(inside, 1.0, 0.85) * draw.uniform(0.8, 1.3, P)
    content = np.where(inside, draw.uniform(0.6, 1.0, P), draw.uniform(0.0, 0.4, P))
    urgency = draw.uniform(0.5, 2.0, K)
    years = np.arange(T)
    budget = 400.0 * K * gdp[:, None] * 1.03**years * draw.uniform(0.9, 1.1, (N, T))
    # What is needed over the years costs a quarter more than there is.
    share = draw.dirichlet(np.full(K, 3.0), N)
    need = 1.25 * budget.sum(1)[:, None] * share / unit
    held = 0.2 * need * draw.uniform(0.5, 1.5, (N, K))
    ramp = ((years + 1) / T) ** draw.uniform(0.6, 1.4, (N, K, 1))
    target = held[:, :, None] + need[:, :, None] * ramp
    # Lines make some seventy per cent of what a year needs.
    yearly, raw, cap = need.sum(0) / T, draw.uniform(0.3, 1.0, P), np.empty(P)
    for k in range(K):
        among = np.flatnonzero(of == k)
        cap[among] = 0.7 * yearly[k] * raw[among] / raw[among].sum() / eff[among]
    lead = draw.integers(1, min(4, T), P)
    return {
        "of": of, "country": country, "price": price, "eff": eff, "content": content, "cap": cap, "lead": lead,
        "cost": 0.01 * price, "home": 0.02 * price * content, "more": 0.2 * price, "budget": budget,
        "carry": CARRY * budget, "target": target, "held": held,
        "w": (unit * urgency)[:, None] * 0.97**years / T,
    }  # fmt: skip


def sizes(d):
    """Nations, capabilities, offers, years."""
    (N, K, T), P = d["target"].shape, len(d["price"])
    return N, K, P, T


def hosts(d):
    """The nations in which a producer sits."""
    return sorted({int(n) for n in d["country"] if n >= 0})


def save(path, d):
    """Writes an instance; numpy's own format, which every peer reads."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, **d)


def load(path):
    """Reads one."""
    with np.load(path) as stored:
        return {name: stored[name] for name in stored.files}


def load_named():
    """The instance that the command line names, and the words after it: how every peer begins."""
    return load(sys.argv[1]), sys.argv[2:]
