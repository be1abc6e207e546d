"""Draws small faults from some rooms, builds one program with all of them, and runs the tests once per fault.

Building a program per fault takes half a minute each. Here every fault stands behind a switch that an environment variable turns on, so
that there is one build. The sources are copied to target/mutants/tree; the checkout stays as it is.

    tools/mutants/drawn --seed 1 --count 400                     draw, build and run
    tools/mutants/drawn --seed 1 --count 400 --minutes 30        go on with the same draw for half an hour
    tools/mutants/drawn --seed 1 --count 400 --rebuild --survivors   after a change of tests or sources
    tools/mutants/drawn --seed 1 --count 400 --from 100 --upto 200   a part of the draw
    ENTENTE_RECORD=1 tools/mutants/drawn --seed 1 --count 400 --report   keep the counts for the page on reliability

A draw is made once. After a change of sources its faults are found again by what they change; those that are no longer there make room for
the next ones of the draw. Seconds are those of the processor, so that other work on the machine does not matter.
"""

import argparse
import json
import os
import random
import re
import resource
import selectors
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from places import constants, places, planted

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "reliability"))
import results as recorded

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "target/mutants"
TREE = HOME / "tree"
SWITCH = "ENTENTE_PLANTED"

# Rooms: their files, and the tests that are run first. `unit` are tests beside the code, by module; `suite` are modules of tests/suite.
ROOMS = {
    "formulation": {
        "files": ["src/formulation/**/*.rs"],
        "unit": ["formulation", "solve", "planning"],
        "suite": ["linear_programs", "published", "cases", "rules", "audits", "laws", "laws_of_solving", "laws_of_proposals", "laws_of_denial", "laws_of_scale",
                  "golden", "models", "rules_at_their_limits", "cases_of_solving", "trade", "reduction", "selection", "hedge"],
    },
    "audit": {
        "files": ["src/audit/*.rs"],
        "unit": ["audit"],
        "suite": ["made_up_plans", "audits", "rules_at_their_limits", "round_trip", "cases", "models", "rules", "laws_of_scale", "laws_of_answers", "solvers",
                  "dependence", "cli::strangers", "answers_agree"],
    },
    "measures": {
        "files": ["src/measures/*.rs"],
        "unit": ["measures"],
        "suite": ["made_up_plans", "tables_add_up", "audits", "written_tables", "laws_of_answers", "dependence", "golden", "flows", "cases", "rules", "stored",
                  "rules_at_their_limits", "published", "laws_of_denial", "models", "cli::money"],
    },
    "certificate": {
        "files": ["src/solve/proof/*.rs", "src/solve/certificate.rs", "src/questions/prove/*.rs", "crates/exact-bound/src/*.rs"],
        "unit": ["solve", ""],
        "suite": ["proofs", "tried_one_by_one", "cases_of_solving", "laws_of_solving", "laws_of_scale", "golden", "published", "solvers"],
    },
    "tables": {
        "files": [f"src/report/{name}.rs" for name in (
            "tables", "proposal_tables", "figures", "series", "money_lines", "gap_lines", "target_lines", "who_orders", "summary", "files",
        )],
        "unit": ["report"],
        "suite": ["made_up_plans", "written_tables", "tables_add_up", "golden", "stored", "cases", "cli::money", "laws_of_answers", "readme", "cli::report", "dependence",
                  "sentences", "examples"],
    },
}
# What is run for faults that pass the tests of their room.
WIDER = ["audits", "written_tables", "published", "cases", "cases_of_solving", "rules", "laws", "golden", "models", "rules_at_their_limits", "round_trip", "proofs",
         "tables_add_up", "dependence", "flows", "trade", "answers_agree", "questions_agree", "comparisons", "sentences", "scarce", "hedge",
         "infeasible", "reduction", "stored", "budgets", "solvers", "selection", "cli::answers", "cli::questions", "cli::report",
         "cli::money", "cli::results", "cli::contract", "cli::dependence", "examples", "fresh_solves", "layers"]
# What sees most for its seconds, and is run before the rest.
FIRST = ["linear_programs", "made_up_plans", "tried_one_by_one", "golden", "written_tables", "audits", "models::goals_come_to_what_was_worked_out_by_hand",
         "models::goals_worked_out_from_the_plan_are_those_that_were_reached"]
# What takes long and is run all the same, after everything else of its room.
LAST = ["proofs"]
# These read the sources, or nothing that is mutated.
NEVER = re.compile(r"european|^architecture|^bounds|^invalid|^json_schema|^studies|^libraries|^setting")

MODULE = """//! The fault that is turned on.

use std::sync::LazyLock;

static PLANTED: LazyLock<u32> =
    LazyLock::new(|| std::env::var("{switch}").ok().and_then(|text| text.parse().ok()).unwrap_or(u32::MAX));

pub(crate) fn is(number: u32) -> bool {{
    *PLANTED == number
}}
"""


def drawn(seed):
    """All places of the rooms in the order of the draw, with the room of each; and the sources."""
    sources, rooms = {}, {}
    for room, what in ROOMS.items():
        for form in what["files"]:
            for path in sorted(ROOT.glob(form)):
                name = str(path.relative_to(ROOT))
                sources[name], rooms[name] = path.read_text(), room
    # Files of tests alone.
    for name, text in list(sources.items()):
        for module in re.findall(r"#\[cfg\(test\)\]\s*mod (\w+);", text):
            sources.pop(str(Path(name).parent / f"{module}.rs"), None)
    names = constants(sources)
    found = [place for name, text in sorted(sources.items()) for place in places(name, text, names)]
    seen, keys = {}, {}
    for place in found:
        words = (place.path, place.words)
        seen[words] = seen.get(words, 0) + 1
        keys[(*words, seen[words])] = place
    order = list(keys)
    random.Random(seed).shuffle(order)
    return order, keys, sources, rooms


def copied():
    """Brings the copy of the checkout up to date, with the times of its files."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        source, target = ROOT / name, TREE / name
        if source.is_file() and (not target.exists() or target.stat().st_mtime != source.stat().st_mtime):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)


def built(options, chosen, sources):
    """Plants and builds until all compiles; returns the programs and the numbers that did not compile."""
    dropped, texts = set(), {}
    while True:
        spans = {}
        for path, text in sources.items():
            here = [(n, p) for n, p in chosen if p.path == path and n not in dropped]
            new, spans[path] = planted(text, here, "crate::planted::is")
            if texts.get(path) != new:
                (TREE / path).write_bytes(new)
                texts[path] = new
        for folder in ("src", "crates/exact-bound/src"):
            module = TREE / folder / "planted.rs"
            if not module.exists():
                module.write_text(MODULE.format(switch=SWITCH))
            root = TREE / folder / "lib.rs"
            if "mod planted;" not in root.read_text():
                text = root.read_text()
                at = re.search(r"^(pub )?mod ", text, re.M).start()
                root.write_text(text[:at] + "mod planted;\n" + text[at:])
        command = ["cargo", *options.cargo, "build", "--profile", options.profile, "--tests", "--bins", "--message-format", "json",
                   "-p", "entente", "-p", "entente-exact-bound"]
        env = {**os.environ, "CARGO_TARGET_DIR": str(HOME / "build")}
        env.pop("CARGO_MANIFEST_DIR", None)
        print("building …", flush=True)
        begun = time.time()
        out = subprocess.run(command, cwd=TREE, env=env, capture_output=True, text=True)
        print(f"  {time.time() - begun:.0f} s", flush=True)
        programs, bad, unplaced = {}, set(), []
        for line in out.stdout.splitlines():
            message = json.loads(line)
            if message["reason"] == "compiler-artifact" and message.get("executable"):
                kind = "unit" if message["profile"]["test"] and "lib" in message["target"]["kind"] else message["target"]["kind"][0]
                programs[f"{kind} {message['target']['name']}"] = message["executable"]
            elif message["reason"] == "compiler-message" and message["message"]["level"] == "error":
                hit = set()
                for span in message["message"]["spans"]:
                    name = str(Path(span["file_name"]))
                    if not span["is_primary"] and hit:
                        continue
                    within = [(end - start, n) for n, (start, end) in spans.get(name, {}).items()
                              if start <= span["byte_start"] and span["byte_end"] <= end]
                    if within:
                        hit.add(min(within)[1])
                    elif span["is_primary"]:
                        # Something around faults is what does not compile: all faults within.
                        hit |= {n for n, (start, end) in spans.get(name, {}).items()
                                if span["byte_start"] <= start and end <= span["byte_end"]}
                bad |= hit
                if not hit:
                    unplaced.append(message["message"]["rendered"])
        if out.returncode == 0:
            return programs, dropped
        if not bad:
            sys.exit("mutants: the program does not compile, and no fault is the reason\n" + "\n".join(unplaced)[:4000] + out.stderr[-3000:])
        print(f"  {len(bad)} faults do not compile", flush=True)
        dropped |= bad


def limited(seconds):
    def limit():
        os.setsid()
        resource.setrlimit(resource.RLIMIT_AS, (12 << 30, 12 << 30))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    return limit


# A test that waits, for ever perhaps, takes no time of the processor.
WAITS = 20


def run(program, arguments, number, limit):
    """Runs tests until the first one fails. Returns its name, "crash" or "time", or None if all pass; and seconds of the processor."""
    env = {**os.environ, "CARGO_MANIFEST_DIR": str(TREE), "RUST_MIN_STACK": "64000000", "PROPTEST_MAX_SHRINK_ITERS": "0"}
    env.pop(SWITCH, None)
    if number is not None:
        env[SWITCH] = str(number)
    child = subprocess.Popen([program, *arguments, "--test-threads=1"], cwd=TREE, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                             stdin=subprocess.DEVNULL, preexec_fn=limited(limit))
    end, rest, running, by = time.time() + WAITS * limit, b"", "", None
    with selectors.DefaultSelector() as waiting:
        waiting.register(child.stdout, selectors.EVENT_READ)
        while by is None:
            if not waiting.select(max(0.0, end - time.time())):
                by = f"time: {running}"
                break
            chunk = os.read(child.stdout.fileno(), 65536)
            if not chunk:
                break
            rest += chunk
            *lines, rest = rest.split(b"\n")
            running = rest.decode(errors="replace").removeprefix("test ").split(" ")[0]
            for line in lines:
                done = re.match(r"test (\S+)(?: - should panic)? \.\.\. (ok|FAILED)", line.decode(errors="replace"))
                if done and done[2] == "FAILED":
                    by = done[1]
    if by is not None:
        os.killpg(child.pid, signal.SIGKILL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stdout.close()
    if by is None and child.returncode:
        by = f"{'time' if child.returncode in (-signal.SIGXCPU, -signal.SIGKILL) else 'crash'}: {running}"
    return by, used.ru_utime + used.ru_stime


def measured(programs, pool, limit, times, seen):
    """Runs each test that has not been seen by itself with no fault: adds seconds of those that pass within a limit, by program."""
    wanted = {m for room in ROOMS.values() for m in room["suite"]} | set(WIDER)
    tests = []
    for name in ("unit entente", "unit exact_bound", "test suite"):
        listed = subprocess.run([programs[name], "--list"], cwd=TREE, capture_output=True, text=True).stdout
        for test in re.findall(r"^(\S+): test$", listed, re.M):
            if test not in seen and (name != "test suite" or (of(test, wanted) and not NEVER.search(test))):
                tests.append((name, test))

    def one(what):
        return run(programs[what[0]], ["--exact", what[1]], None, max(limit, 25) if of(what[1], FIRST + LAST) else limit)

    left_out = []
    for (name, test), (by, seconds) in zip(tests, pool.map(one, tests)):
        seen.append(test)
        if by is None:
            times.setdefault(name, {})[test] = round(seconds, 2)
        else:
            left_out.append(by if by.startswith(("time", "crash")) else f"fails: {test}")
    if tests:
        print(f"with no fault: {sum(map(len, times.values()))} tests in {sum(sum(t.values()) for t in times.values()):.0f} s; "
              f"left out: {'; '.join(sorted(left_out))}", flush=True)


def of(test, modules):
    """Whether a test stands in one of some modules."""
    return any(test == module or test.startswith(module + "::") for module in modules)


def chunks(times, tests):
    """Tests in runs of growing length, the quickest first: (seconds, names)."""
    out, now, total, most = [], [], 0.0, 1.5
    for test in sorted(tests, key=lambda test: (of(test, LAST), not of(test, FIRST), times[test])):
        if now and total + times[test] > most:
            out.append((total, now))
            now, total, most = [], 0.0, most * 2.5
        now.append(test)
        total += times[test]
    return out + ([(total, now)] if now else [])


def steps(programs, times, room, slowest, wider, narrow):
    """What is run, step by step: program, arguments, limit."""
    modules = WIDER if wider else ROOMS[room]["suite"]
    slowest = 3 * slowest if wider else slowest

    def is_run(test, seconds):
        if not of(test, modules):
            return False
        if narrow:
            return of(test, FIRST + LAST) and (seconds <= slowest or of(test, LAST))
        return of(test, FIRST + LAST) or seconds <= slowest

    suite = [test for test, seconds in times["test suite"].items() if is_run(test, seconds)]
    if wider:
        mine = [t for t in suite if of(t, ROOMS[room]["suite"])]
        suite = [t for t in suite if t not in mine or (3 * times["test suite"][t] > slowest and not of(t, FIRST + LAST))]
    out = []
    if not wider:
        for name in ("unit exact_bound", "unit entente"):
            if name == "unit exact_bound" and room != "certificate":
                continue
            tests = [t for t in times[name] if name == "unit exact_bound" or any(t.startswith(m) for m in ROOMS[room]["unit"])]
            if tests:
                out.append((programs[name], ["--exact", *tests], 15 + 6 * sum(times[name][t] for t in tests)))
    return out + [(programs["test suite"], ["--exact", *names], 15 + 6 * total) for total, names in chunks(times["test suite"], suite)]


def table(results, options):
    """Counts for docs/reliability.md, then what survived."""
    print(f"\nseed {options.seed}, {time.strftime('%Y-%m-%d')}\n")
    print("| room | mutants | caught by its tests | caught by others | survived |\n| --- | --- | --- | --- | --- |")
    rows = [*ROOMS, "all"]
    for room in rows:
        here = [r for r in results if room in (r["room"], "all")]
        count = lambda how: sum(r["how"] == how for r in here)
        print(f"| {room} | {len(here)} | {count('room')} | {count('wider')} | {count('survived') + count('passed its room')} |")
    caught = sum(r["how"] in ("room", "wider") for r in results)
    recorded.write("mutants", f"tools/mutants/drawn --seed {options.seed} --count {options.count}", {room: {
        "faults": sum(r["room"] == room for r in results),
        "caught by its tests": sum((r["room"], r["how"]) == (room, "room") for r in results),
        "caught by others": sum((r["room"], r["how"]) == (room, "wider") for r in results),
        "survived": sum(r["room"] == room and r["how"] not in ("room", "wider") for r in results),
    } for room in ROOMS})
    print(f"\ncaught: {caught} of {len(results)}, {100 * caught / max(1, len(results)):.1f} %; "
          f"by a limit of time: {sum(str(r['by']).startswith('time') for r in results)}")
    for r in sorted((r for r in results if r["how"] not in ("room", "wider")), key=lambda r: (r["path"], r["line"])):
        print(f"{r['how']}: {r['number']} {r['path']}:{r['line']} {r['words']}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=400, help="faults that are run")
    parser.add_argument("--minutes", type=float, default=1e9, help="begin no fault later than this")
    parser.add_argument("--slowest", type=float, default=3.0,
                        help="tests of a room that take more seconds than this count as the wider ones; three times as long: left out")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--profile", default="dev")
    parser.add_argument("--cargo", action="append", default=[], help="further arguments of cargo, such as --cargo=--config --cargo=FILE")
    parser.add_argument("--from", dest="begin", type=int, default=0, help="the first number that is run")
    parser.add_argument("--upto", type=int, default=1 << 30, help="run numbers below this one")
    parser.add_argument("--only", type=int, action="append", help="run these numbers again")
    parser.add_argument("--rebuild", action="store_true", help="build again with the tests of the checkout, and run survivors again")
    parser.add_argument("--survivors", action="store_true", help="run survivors again, and begin no others")
    parser.add_argument("--narrow", action="store_true", help="run of the tests of a room those that see most; the others another time")
    parser.add_argument("--report", action="store_true", help="print the counts so far")
    options = parser.parse_args()
    begun = time.time()
    HOME.mkdir(parents=True, exist_ok=True)
    place, log = HOME / f"drawn-{options.seed}-{options.count}.json", HOME / f"results-{options.seed}-{options.count}.jsonl"
    order, keys, sources, rooms = drawn(options.seed)
    state = json.loads(place.read_text()) if place.exists() else None
    order = [tuple(key) for key in state["order"]] if state else order
    # A tenth or two do not compile, so that more are planted than run.
    order = order[: options.count * 13 // 10 + 10]
    chosen = [(number, keys[key]) for number, key in enumerate(order) if key in keys]
    results = {r["number"]: r for r in map(json.loads, log.read_text().splitlines())} if log.exists() else {}
    pool = ThreadPoolExecutor(options.jobs)
    if state is None or options.rebuild:
        copied()
        skip = set(state["dropped"]) if state else set()
        programs, dropped = built(options, [c for c in chosen if c[0] not in skip], sources)
        old = state or {"times": {}, "seen": []}
        state = {"programs": programs, "dropped": sorted(dropped | skip), "times": old["times"], "seen": old["seen"], "order": order}
    if not options.report:
        measured(state["programs"], pool, 3 * options.slowest, state["times"], state["seen"])
    place.write_text(json.dumps(state))
    dropped, times, programs = set(state["dropped"]), state["times"], state["programs"]
    compiled = [c for c in chosen if c[0] not in dropped]
    sampled = compiled[: options.count]
    print(f"seed {options.seed}: {len(keys)} places; drawn until {options.count} compile: {sampled[-1][0] + 1}, of which dropped or no longer "
          f"there: {sampled[-1][0] + 1 - len(sampled)}", flush=True)

    passes = {}

    def found_by(number, room, wider):
        """The first test that fails with a fault and passes without."""
        for program, arguments, limit in steps(programs, times, room, options.slowest, wider, options.narrow):
            while tests := [t for t in arguments[1:] if passes.get(t, True)]:
                by, _ = run(program, ["--exact", *tests], number, limit)
                if not by:
                    break
                test = by.split(" ")[-1]
                if not test:
                    return by
                if test not in passes:
                    passes[test] = run(program, ["--exact", test], None, 120)[0] is None
                if passes[test]:
                    return by
                print(f"fails with no fault, and is left out: {test}", flush=True)
        return None

    def tried(number, place, wider):
        room = rooms[place.path]
        if time.time() - begun > options.minutes * 60:
            return
        started = time.time()
        by = found_by(number, room, wider)
        if str(by).startswith("crash") and time.time() - begun > options.minutes * 60:
            return
        how = ("wider" if wider else "room") if by else ("survived" if wider else "passed its room")
        r = {"number": number, "room": room, "path": place.path, "line": place.line, "words": place.words, "kind": place.kind,
             "how": how, "by": by, "seconds": round(time.time() - started, 1)}
        results[number] = r
        with log.open("a") as out:
            out.write(json.dumps(r) + "\n")
        if by:
            # What laws write down of a fault is no test of the checkout.
            shutil.rmtree(TREE / "tests/regressions", ignore_errors=True)
            if (ROOT / "tests/regressions").exists():
                shutil.copytree(ROOT / "tests/regressions", TREE / "tests/regressions", dirs_exist_ok=True)

    def all_of(numbers, wider):
        # What was never tried goes first.
        chosen = sorted((c for c in sampled if c[0] in numbers), key=lambda c: (c[0] in results, c[0]))
        list(pool.map(lambda c: tried(c[0], c[1], wider), chosen))

    if not options.report:
        open_ = {"passed its room", "survived"}
        if options.only:
            again = set(options.only)
        else:
            again = {n for n, _ in sampled if options.begin <= n < options.upto and ((n not in results and not options.survivors)
                     or ((options.rebuild or options.survivors) and n in results and results[n]["how"] in open_))}
        all_of(again, False)
        if not options.narrow:
            all_of({n for n, r in results.items() if r["how"] == "passed its room" and (not options.only or n in again)}, True)
    table([results[n] for n, _ in sampled if n in results], options)


if __name__ == "__main__":
    main()
