"""Compares Entente with the statement on one document."""

import csv
import json
import subprocess

import highspy
import numpy as np

import program
import staged
from linear import INF, expr
from rules import Rule
from statement import Statement

INFEASIBLE = ("infeasible", "unboundedorinfeasible")
HARMLESS = ("no plan", "refused", "steep", "alone has no plan", "slow")


def differs(a, b, relative):
    return abs(a - b) > relative * max(1.0, abs(a), abs(b))


def judge(doc, proposal, plan=True):
    """Returns the findings: (kind, text). An empty list: they agree."""
    code, told, folder = program.solve(doc, proposal, tables=True)
    if code:
        return refused(doc, proposal, code, told.strip())
    alone = alone_of(doc, folder) if asks_alone(doc, proposal) else None
    kept = [g["kept_to"] for g in told["goals"]]
    m, stages = staged.solve(doc, proposal, kept, alone)
    found = goal_by_goal(doc, proposal, told, m, stages, kept, alone)
    if plan and not found:
        found += plan_of(doc, proposal, told, folder, alone)
    if not found:
        found += whole(doc, proposal, told)
    return found


def refused(doc, proposal, code, text):
    """Judges a run without a plan."""
    line = " ".join(text.split())
    if "nothing was solved" in line:
        return [("refused", line)]
    alone = None
    if asks_alone(doc, proposal):
        code_alone, _, folder = program.solve(doc, "alone", tables=True)
        if code_alone:
            return [("alone has no plan", "")]
        alone = alone_from_tables(doc, folder)
    _, stages = staged.solve(doc, proposal, alone=alone, only=1)
    if stages[0].status in INFEASIBLE and code in (3, 4):
        return [("no plan", line)]
    return [("exit", f"exit code {code}, statement {stages[0].status} {stages[0].value}; {line}")]


def goal_by_goal(doc, proposal, told, m, stages, kept, alone):
    """Compares values; each later goal stands on what Entente kept the earlier ones to."""
    if len(stages) != len(told["goals"]) and stages[-1].status == "optimal":
        return [("goals", f"{len(stages)} against {len(told['goals'])}")]
    whole_numbers = any(m.lp.whole)
    for i, (goal, stage) in enumerate(zip(told["goals"], stages)):
        relative = 5e-6 + (goal["proven_within"] or 0) if whole_numbers else 1e-6
        if stage.status != "optimal":
            # With what earlier goals reached there is a plan, Entente's own.
            if i and stage.status in INFEASIBLE and by_another_solver(m, stages, i, goal, relative):
                return [("solver", f"the statement's solver is wrong: {goal['goal']}: {stage.status}")]
            return [("status", f"{goal['goal']}: {stage.status}")]
        if differs(goal["value"], stage.value, relative):
            if i and steep(doc, proposal, goal, stage, i, kept, alone, whole_numbers):
                return [("steep", "")]
            text = f"goal {i + 1}, {goal['goal']}: Entente {goal['value']:.9g} (bound {goal['bound']:.9g}), statement {stage.value:.9g}"
            if by_another_solver(m, stages, i, goal, relative):
                return [("solver", "the statement's solver is wrong: " + text)]
            if own_program(doc, proposal, told, i, stage, relative):
                return [("solver", "Entente's solver is wrong: " + text)]
            return [("value", text)]
        if stage.nothing is not None:
            level = goal["value"] + staged.given_up(stage, goal["value"]) * (1 if stage.sense == "min" else -1)
            if differs(level, goal["kept_to"], 2e-6):
                return [("kept", f"{goal['goal']}: kept to {goal['kept_to']:.9g}, by the page {level:.9g}")]
    return []


def steep(doc, proposal, goal, stage, place, kept, alone, whole_numbers):
    """Returns whether a hair of what earlier goals are kept to moves the goal as much as the two differ."""
    _, looser = staged.solve(doc, proposal, kept, alone, place + 1, slack=5e-7)
    if len(looser) <= place or looser[place].status != "optimal":
        return False
    moved = abs(looser[place].value - stage.value)
    return moved * (30 if whole_numbers else 3) >= abs(goal["value"] - stage.value)


def by_another_solver(m, stages, place, goal, relative):
    """Returns whether another solver finds Entente's value in the statement's own program."""
    stage = stages[place]
    rows = m.lp.rows
    count = len(rows) - sum(1 for s in stages[place:] if s.kept is not None)
    m.lp.rows = rows[:count]
    try:
        for solve in (m.lp.solve_scipy, m.lp.solve_cbc):
            try:
                status, value, _ = solve(stage.objective, stage.sense)
            except ImportError:
                continue
            if status == "optimal" and not differs(value, goal["value"], relative):
                return True
        return False
    finally:
        m.lp.rows = rows


def own_program(doc, proposal, told, place, stage, relative, loose=1e-9):
    """Returns whether Entente's own program of a goal, solved by HiGHS without presolve, has the statement's value."""
    model, solver = program.write(doc, program.scratch("own.yaml")), None
    kept = []
    for i, goal in enumerate(told["goals"][: place + 1]):
        path = program.scratch(f"own{i}.mps")
        command = [program.binary(), "formulate", str(model), "--proposal", proposal, "--goal", str(i + 1), "--out", str(path)]
        if subprocess.run(command, capture_output=True).returncode:
            return False
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.readModel(str(path))
        lp = solver.getLp()
        turned = -1 if "maximise" in goal["goal"] and lp.sense_ == highspy.ObjSense.kMinimize else 1
        smaller = (turned < 0) == ("maximise" in goal["goal"])
        level = turned * goal["kept_to"] - lp.offset_ + (1 if smaller else -1) * loose * abs(goal["kept_to"])
        kept.append(({v: c for v, c in zip(lp.col_names_, lp.col_cost_) if c}, level, smaller))
    columns = {v: j for j, v in enumerate(solver.getLp().col_names_)}
    for costs, level, smaller in kept[:-1]:
        index = np.array([columns[v] for v in costs], dtype=np.int32)
        solver.addRow(-INF if smaller else level, level if smaller else INF, len(index), index, np.array(list(costs.values())))
    for key, value in {"presolve": "off", "mip_rel_gap": 1e-9, "mip_feasibility_tolerance": 1e-9, "time_limit": 60.0, "threads": 1}.items():
        solver.setOptionValue(key, value)
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible and loose < 1e-8:
        return own_program(doc, proposal, told, place, stage, relative, 1e-8)
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return False
    return not differs(abs(solver.getObjectiveValue()), abs(stage.value), relative)


def plan_of(doc, proposal, told, folder, alone):
    """Holds Entente's orders against the statement's rows: they must be allowed, and reach the goals that they are said to reach."""
    m = Statement(doc, proposal, alone=alone)
    orders = {}
    for row in csv.DictReader(open(folder / "orders.csv")):
        group = row["group"] if row["group"] in m.groups else "alone-" + row["group"]
        orders[row["nation"], group, row["offer"], int(row["year"])] = float(row["quantity"])
    strange = [o for o in orders if o not in m.x and orders[o] > 1e-6]
    if strange:
        return [("plan", f"order that the page forbids: {strange[0]}, {orders[strange[0]]}")]
    for o, x in m.x.items():
        ordered = orders.get(o, 0.0)
        slack = 2e-6 * max(1.0, ordered)
        m.lp.lower[x], m.lp.upper[x] = max(0.0, ordered - slack), ordered + slack
    goals = [(g, e) for g, e in zip(m.goals, m.objectives) if "require" not in g]
    for (goal, value), reached in zip(goals, told["goals"][-len(goals):]):
        slack = 1e-5 * max(1.0, abs(reached["plan"]), 2e-6 * sum(abs(v) for v in value.values()))
        if "minimise" in goal:
            m.lp.row(value, at_most=reached["plan"] + slack)
        else:
            m.lp.row(value, at_least=reached["plan"] - slack)
    m.lp.rows = [(terms, low - 4e-6 * max(1, abs(low)) if low > -1e300 else low,
                  high + 4e-6 * max(1, abs(high)) if high < 1e300 else high, name) for terms, low, high, name in m.lp.rows]
    status, _, _ = m.lp.solve(expr(), "min")
    return [] if status == "optimal" else [("plan", "the orders break a row of the statement, or reach other values")]


def whole(doc, proposal, told):
    """Compares the solve of the reduced model with that of the whole one."""
    code, other, _ = program.solve(doc, proposal, ["--no-reduce"])
    if code:
        return [("no-reduce", f"exit code {code} with --no-reduce: {' '.join(other.split())[:200]}")]
    a, b = told["goals"][0], other["goals"][0]
    if differs(a["value"], b["value"], 2e-6 + (a["proven_within"] or 0) + (b["proven_within"] or 0)):
        return [("no-reduce", f"{a['goal']}: {a['value']:.9g}, with --no-reduce {b['value']:.9g}")]
    return []


def asks_alone(doc, proposal):
    """Returns whether a rule nobody_worse_off stands under the proposal."""
    own = (doc.get("proposals") or {}).get(proposal) or {}
    rules = [*(doc.get("rules") or {}).values(), *(own.get("rules") or {}).values()]
    return any(r["rule"] == "nobody_worse_off" for r in rules)


def alone_from_tables(doc, folder):
    """Returns the same from the orders and spending of a plan under `alone`, where Entente tells no more."""
    bare = {k: v for k, v in doc.items() if k != "proposals"} | {"rules": {"fair": {"rule": "nobody_worse_off"}}}
    m = Statement(bare, "alone", alone={n: (1e9, 1e9) for n in doc["nations"]})
    ordered = {(r["nation"], "alone-" + r["nation"], r["offer"], int(r["year"])): float(r["quantity"])
               for r in csv.DictReader(open(folder / "orders.csv"))}
    for o, x in m.x.items():
        m.lp.lower[x] = m.lp.upper[x] = ordered.get(o, 0.0)
    m.lp.rows = [row for row in m.lp.rows if not row[3].startswith(("need", "margin", "line", "budget"))]
    paid = dict.fromkeys(doc["nations"], 0.0)
    for row in csv.DictReader(open(folder / "spending.csv")):
        paid[row["nation"]] += sum(float(row[c] or 0) for c in ("orders", "fixed", "delivery", "support", "contributions"))
    rule = Rule(m, "fair", {"rule": "nobody_worse_off"})
    found = {}
    for n in doc["nations"]:
        _, value, _ = m.lp.solve(rule.shortfall(n), "min")
        found[n] = (1e9 if value is None else value, paid[n])
    return found


def alone_of(doc, folder):
    """Returns each nation's shortfall and payments with everyone alone, as Entente says."""
    alone = json.loads((folder / "provenance.json").read_text())["alone"]
    return {n: (alone["shortfall"][i], alone["paid"][i]) for i, n in enumerate(doc["nations"])}
