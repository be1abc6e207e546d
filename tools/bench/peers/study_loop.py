"""The loop that all tools run: scenario after scenario, and in each the goals in order, each kept by those after it.

A tool is a class: made of a programme, it can `reach(cost)` the least of a cost, `keep` a cost at or below a limit, and
tell the `point` at which it stands.
"""

import sys
import time

import numpy as np
from told import tell


class Programme:
    """Rows start, index, value between lower and upper; columns between low and high; the cost of each goal, minimised.

    Costs are scaled so that the largest is 1000, for the tolerances of solvers are absolute; rows that keep them, to 1.
    """

    def __init__(self, path):
        with np.load(path) as file:
            self.__dict__.update({name: file[name] for name in file.files})
        self.scale = 1000.0 / np.abs(self.costs).max(axis=1)
        self.scaled = self.costs * self.scale[:, None]
        self.index = self.index.astype(np.int32)

    def limit(self, goal, least):
        """What later goals may take the scaled cost of a goal to, as the limit of a row with coefficients up to 1."""
        sign, scale = self.signs[goal], self.scale[goal]
        kept = (1.0 - self.given_up) * least / scale + sign * self.kept[goal]
        limit = kept * scale / 1000.0
        return limit + 1e-9 * max(1.0, abs(limit))


def loop(tool, making_counts=True):
    """Measures and tells: seconds of the processor for each scenario, and what its plan has of each goal."""
    seconds, values = [], []
    for path in sys.argv[1:]:
        programme = Programme(path)
        start = time.process_time()
        model = tool(programme)
        if not making_counts:
            start = time.process_time()
        for goal, cost in enumerate(programme.scaled):
            least = model.reach(cost)
            if goal + 1 < len(programme.scaled):
                model.keep(cost / 1000.0, programme.limit(goal, least))
        point = model.point()
        seconds.append(round(time.process_time() - start, 3))
        values.append((programme.signs * (programme.costs @ point)).tolist())
    size = {"rows": len(programme.lower), "columns": len(programme.low), "coefficients": len(programme.value)}
    tell("done", None, seconds=seconds, values=values, **size)
