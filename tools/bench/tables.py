"""The words of docs/benchmarks.md between its tables."""

SIZES = """## The same programme by every tool

A made-up instance of joint procurement, drawn from a seed (`tools/bench/instance.py` states it): nations with yearly budgets of
which they may carry over a quarter, offers with capacity that can be enlarged, national targets for capabilities, 65 % European
content of each capability; a nation with producers of its own buys a quarter from these. One sum is minimised: what is missing,
at what it is worth, and cost, less what is made at home. Nobody buys at a price that another's order lowers, so that
it is a linear program, and every tool must find the same optimum; the run fails where one is off by more than 1e-6. PDLP alone
stops at a tolerance of its own, and is told as it is.

Entente reads a [model in YAML and CSV](file-format.md), as analysts write it, and does more than find the optimum: it checks the
figures, proves and audits the plan, and sums it up. The peers read numpy's own
format and stop at the optimum. *Bare HiGHS* is handed matrices by numpy, with stocks as a recursion, which has the fewest
coefficients; the peers state stocks as sums over past years, as their manuals do. *Not reduced* is Entente with its reductions
switched off, on the formulation as it stands. What makes the difference here is [its own interior point
method](formulation.md#interior-point-method); bare HiGHS and the peers solve by that of HiGHS, their fastest.

Tools that take more than seven times as long as bare HiGHS on M are given up on L and XL after the time that stands there behind a `>`, or not tried.
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
holds its four proposals against everyone alone and writes all tables; it is run six times more without tables, each with another budget of one nation: how soon plans are near
enough to their bounds is a matter of luck, too. *One budget changed* decides and plans everything anew with another budget of France.
"""

EUROPEAN_AGAIN = """One budget by 5 % up or down, six times, each planned anew from the plan of the model as it is, which fixes all integer decisions and
the start of each goal: `entente batch` with `decisions: from_base`, one worker. Seconds of one plan, from the change to the audited
result; the first waits for the plan of the model as it is.
"""

EUROPEAN_BARE = {
    "decided": """The same matrices, unreduced, in HiGHS alone, by interior point, with all integer decisions fixed at those of
Entente: a linear program remains, and the hard part is a gift. Earlier goals are kept to what Entente kept them to. Reading the
matrices does not count. Nothing of this shares out what goals value alike, as Entente does on top.
""",
    "open": """The same without the gift: HiGHS searches for all integer decisions itself, until its plan is proven within 0.5 %,
or for {limit:.0f} seconds a goal. *No* says what was left of its gap.
""",
}

STUDY = """## A study: a thousand budgets under three proposals

`examples/studies/european-budgets.yaml`: every nation's budget drawn between 20 % less and 20 % more than planned, each for
itself, a thousand times, under three proposals: 3 000 runs
of the European model. All integer decisions are fixed at those of the
base case (`decisions: from_base`), and every run is flagged so; each run is then a linear program of three
goals in order, each kept by those after it. Only runs that kept to the base are compared.

* *Entente* plans the whole study, `entente batch --jobs 2`: the whole process counts, with reading the model, the plans of
  the base by which everything is decided, formulating, sharing out among nations, the tie-break, the audit of every plan, and
  bringing its tables to the disk. The fewer runs a study has, the more of it are the plans of the base.
* *Bare HiGHS* gets the matrices of a run as Entente formulates them, unreduced, with all integer decisions fixed, costs scaled, and
  without the rows that only share out and limit nothing. Goals are solved in order, each from a cold start by interior point
  with crossover. That was the fastest way found: on one run it took 5 s, the primal simplex from the last goal's basis 25 s,
  the simplex from a cold start 91 s. Reading and passing the matrices do not count, as if there were only limits to change.
* *linopy, PuLP and Pyomo* get the same matrices, build a model of them anew for each run, use it for all three goals, and
  solve by HiGHS as the bare loop does. They are spared all work with the data: what makes coefficients of figures does not
  count.

The other tools are asked for a sample of runs, in one process, and their runs a second on two cores are two through their
processor seconds a run. That is generous: it takes two processes not to hinder each other. Their mean is over the proposals
alike. *Off* is the largest relative difference to what Entente's plan has of any goal.
"""

STUDY_WORDS = {
    "all budgets": "### All budgets by up to 20 %\n",
    "one budget": """### One budget by 5 %

The budget of one nation 5 % up or down, and all others as they are; each nation in turn, under the same three proposals.
""",
}

# Which trick brought what, measured by hand.
STUDY_TRICKS = """### What brings it

Processor seconds of one run, on the European model, with and without each of them; two cores, some measured beside other work.

* *Nations that are alike are one.* For EU27 three goals in full take bare HiGHS 4.8 s; where 31 nations are five or six they take 0.8 s. What
  comes of them is shared out in 0.02 s and audited in full. Under SAFE, where loans and budgets tell most nations apart, the smaller model has
  half of the columns, and two of three of its plans could not be shared out, so that those runs are planned in full.
* *Ties broken among the plans that are left.* For EU27 that took 0.7 to 1.5 s, more than the goals, and takes 0.05 s.
* *A start from where each goal ended in the plan of the base.* With one budget moved by 5 % the three goals took 0.24 s for EU27 instead of 0.8, and
  under SAFE, in full, 0.06 to 0.24 s instead of 4.2. Where budgets in all move by 3 % starts still save a third; by 6 % they cost a fifth
  more, and above 4 % they are not tried.
* *What a no rules out is left out.* A column that appears with a price that was decided against put starts far from any optimum: 20 000
  iterations instead of 100. Without such columns the programme under SAFE has 26 400 columns and 5 700 rows instead of 62 700 and 19 400; from nothing
  its goals take 4.2 s instead of 4.8, and ties 0.45 instead of 0.9.
* *Limits told to the solver in one call.* 0.3 s a run went into telling it of bounds and limits one by one.
* *Commitments that fall to a lower band* where less money cannot keep them: one more linear program instead of 5 s (EU27) to 60 s (SAFE) of
  search.
"""

STUDY_FIXING = """### What fixing costs

{draws} of all budgets once more, {runs} runs with their own integer decisions, compared with those that took them from
the base. A run by itself is proven within {within} for each goal, so that smaller differences say nothing: where the base's
decisions come out better, that is within the proof, too. Deciding anew took {own} processor seconds a run, keeping to the base
{base}, with the plans of the base.
"""

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
