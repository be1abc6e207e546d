"""Finds the smallest document in which a disagreement stays."""

import copy
import time

import judge

KEPT = ("goals", "proof_gap", "model", "money", "proposals", "horizon")


def shrink(doc, proposal, kind, seconds=60):
    """Leaves out one entry after another, as long as a finding of the same kind stays."""
    until = time.time() + seconds
    again = True
    while again and time.time() < until:
        again = False
        for path in sorted(paths(doc), key=len):
            if path[-1] in KEPT or time.time() > until:
                continue
            smaller = without(doc, path)
            if smaller is not None and fails(smaller, proposal, kind):
                doc, again = smaller, True
    return doc


def paths(value, path=()):
    """Returns the paths of all entries."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [p for key, inner in entries for p in [path + (key,), *paths(inner, path + (key,))]]


def without(doc, path):
    """Returns a copy without one entry, or None where it is gone already."""
    smaller = copy.deepcopy(doc)
    place = smaller
    try:
        for key in path[:-1]:
            place = place[key]
        del place[path[-1]]
        if path[0] in ("goals", "offers", "nations") and not smaller[path[0]]:
            return None
    except (KeyError, IndexError, TypeError):
        return None
    return smaller


def fails(doc, proposal, kind):
    """Returns whether a document still has a finding of a kind."""
    try:
        return any(k == kind for k, _ in judge.judge(doc, proposal))
    except Exception:
        return False
