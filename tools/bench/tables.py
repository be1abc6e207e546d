"""The words of docs/benchmarks.md between its tables."""

SIZES = """## The same programme by every tool

A made-up instance of joint procurement, drawn from a seed (`tools/bench/instance.py` states it): nations with yearly budgets of
which they may carry over a quarter, offers with capacity that can be enlarged, national targets for capabilities, 65 % European
content of each capability; a nation with producers of its own buys a quarter from these. One sum is minimised: what is missing,
at what it is worth, and cost, less what is made at home. Nobody buys at a price that another's order lowers, so that
it is a linear programme, and every tool must find the same optimum; the run fails where one is off by more than 1e-6. PDLP alone
stops at a tolerance of its own, and is told as it is.

Entente reads a [model in YAML and CSV](file-format.md), as analysts write it, and does more than find the optimum: it checks the
figures, decides between plans that are worth the same, proves and audits the plan, and sums it up. The peers read numpy's own
format and stop at the optimum. *Bare HiGHS* is handed matrices by numpy, with stocks as a recursion, which has the fewest
coefficients; the peers state stocks as sums over past years, as their manuals do. *Not reduced* is Entente with its reductions
switched off, on the formulation as it stands.

Tools that are hopeless at a size were stopped after ten minutes; so it stands there.
"""

SIZE_WORDS = {
    "S": "6 nations, 8 capabilities, 20 offers, 5 years",
    "M": "27 nations, 20 capabilities, 120 offers, 10 years",
    "L": "32 nations, 30 capabilities, 300 offers, 20 years",
    "XL": "32 nations, 40 capabilities, 800 offers, 25 years",
}

SEEDS = """## Other instances of the same sizes

Nothing was tuned to these. Processor seconds.
"""

EUROPEAN = """## The European model

`models/european-pillar.yaml`: 31 nations, ten years, prices by quantity, three goals in order, each proven within 0.5 %. *Compare*
holds its four proposals against everyone alone. *One budget changed* plans anew with another budget of France.
"""

EUROPEAN_BARE = {
    "decided": """The same matrices, unreduced, in HiGHS alone, by interior point, with every yes or no given as Entente decided
it: what is left is a linear programme, and the hard part a gift. Earlier goals are kept to what Entente kept them to. Reading the
matrices does not count.
""",
    "open": """The same without the gift: HiGHS searches for every yes or no itself, until it has proven its plan within 0.5 %,
or for ten minutes a goal. *No* says what was left of its gap.
""",
}

SMALL = """## Starting and checking

`entente --version`, and `entente check`, which reads a model and says all that is wrong with it. Medians.
"""

PHASES = {
    "read": "read",
    "validate": "of it: validate",
    "formulate": "formulate",
    "reduce": "reduce",
    "pass": "pass",
    "solve": "solve",
    "tie-break": "of it: the tie-break",
    "share out": "share out",
    "read back": "read back",
    "audit": "audit",
    "report": "report",
}

PHASES_WORDS = """## Where the time goes

One run with all its tables written, by part.
"""

CURVES = """## How time grows

Everything but one dimension as in M, which has 27 nations, 20 capabilities, 120 offers and 10 years; processor seconds. A tool
that needed too long is not asked for more. Proposals are those of the European model: `compare` with so many pools, each
without another two nations.
"""
