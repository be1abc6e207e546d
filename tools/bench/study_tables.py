"""What the tables of a study say, as JSON: study_tables.py FOLDER [SCENARIO …]."""

import json
import sys

import duckdb

folder, asked = sys.argv[1], sys.argv[2:]
MEASURES = ("gap", "domestic_volume:content", "cost")


def rows(table, what):
    files = f"'{folder}/{table}/*.parquet'"
    return duckdb.sql("select " + what.replace("TABLE", files)).fetchall()


def by_run(table, what):
    found = {}
    for run, *rest in rows(table, what):
        found.setdefault(run, []).append(rest)
    return found


def told():
    """Runs of the scenarios that are asked for: what they reach of each goal, and what they multiply each budget by."""
    goals = by_run("goals", "run, value from TABLE order by run, place")
    factors = by_run("parameters", "run, parameter, number from TABLE")
    columns = "run, scenario, proposal, status, decisions"
    for run, scenario, proposal, status, decisions in rows("runs", f"{columns} from TABLE order by run"):
        if scenario in asked and status == "solved":
            yield {
                "scenario": scenario,
                "proposal": proposal,
                "from_base": decisions == "from_base",
                "values": [value for (value,) in goals[run]],
                "factors": {name.removeprefix("budget."): number for name, number in factors[run]},
            }


over_all = "nation is null and capability is null and year is null"
measures = {name: {} for name in MEASURES}
for name, run, value in rows("results", f"measure, scenario || ' ' || proposal, value from TABLE where {over_all}"):
    if name in measures:
        measures[name][run] = value
found = {
    "scenarios": [name for (name,) in rows("runs", "scenario from TABLE group by scenario order by min(run)")],
    "runs": rows("runs", "count(*) from TABLE")[0][0],
    "from_base": rows("runs", "count(*) from TABLE where decisions = 'from_base'")[0][0],
    "proven_within": rows("goals", "max(proven_within) from TABLE")[0][0],
    "told": list(told()),
    "measures": measures if not asked else {},
}
print(json.dumps(found))
