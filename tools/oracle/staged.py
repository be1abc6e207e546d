"""Solves the goals of a statement in their order, each on what the earlier ones are kept to."""

from dataclasses import dataclass

from figures import num
from linear import INF
from statement import Statement


@dataclass
class Stage:
    """One goal, or the rules of one rank."""

    sense: str
    objective: dict
    goal: dict | None
    status: str = ""
    value: float | None = None
    kept: float | None = None
    nothing: float | None = None


def stages(m):
    """Returns the stages of a statement: ranks first, then goals."""
    found = [Stage("min", e, None) for _, e in sorted(m.shorts.items())]
    for goal, e in zip(m.goals, m.objectives):
        if "require" not in goal:
            found.append(Stage("min" if "minimise" in goal else "max", e, goal))
    return found


def given_up(stage, value):
    """Returns how much later goals may give up of a goal's value."""
    if stage.goal is None:
        return 0.0
    part = num(stage.goal.get("within", 0))
    return max(part * abs((stage.nothing or 0.0) - value) if part else 0.0, num(stage.goal.get("within_amount", 0)))


def keep(m, stage, level, slack=0.0):
    """Writes the row that keeps a goal, loosened by 1e-9 of its limit and a slack; returns its place."""
    loose = 1e-9 * abs(level) + slack * max(1.0, abs(level))
    if stage.sense == "min":
        m.lp.row(stage.objective, at_most=level + loose, name="kept")
    else:
        m.lp.row(stage.objective, at_least=level - loose, name="kept")
    return len(m.lp.rows) - 1


def solve(doc, proposal, kept=None, alone=None, only=None, slack=0.0):
    """Solves stage by stage. `kept`: what another program kept each earlier goal to. Returns (statement, stages)."""
    m = Statement(doc, proposal, alone=alone)
    empty, done, rows = None, [], []
    for i, stage in enumerate(stages(m)):
        if only is not None and i >= only:
            break
        done.append(stage)
        stage.status, stage.value, _ = m.lp.solve(stage.objective, stage.sense)
        for loose in (1e-8, 1e-7, 1e-6) if stage.status != "optimal" and i else ():
            loosen(m, rows, loose)
            stage.status, stage.value, _ = m.lp.solve(stage.objective, stage.sense)
            if stage.status == "optimal":
                break
        if stage.status != "optimal":
            break
        if stage.goal is not None and stage.goal.get("within"):
            empty = empty or Statement(doc, proposal, nothing=True, alone=alone)
            place = m.goals.index(stage.goal)
            stage.nothing = empty.lp.solve(empty.objectives[place], stage.sense)[1]
        level = kept[i] if kept is not None and i < len(kept) else None
        if level is None:
            give = given_up(stage, stage.value)
            level = stage.value + give if stage.sense == "min" else stage.value - give
        stage.kept = level
        rows.append(keep(m, stage, level, slack))
    return m, done


def loosen(m, rows, by):
    """Loosens rows that keep goals."""
    for place in rows:
        terms, low, high, name = m.lp.rows[place]
        m.lp.rows[place] = (terms, low if low == -INF else low - by * max(1.0, abs(low)),
                            high if high == INF else high + by * max(1.0, abs(high)), name)
