"""An instance as matrices, handed to HiGHS as they are: the least that any tool has to do.

Stocks are a recursion, x[n,k,t] = x[n,k,t−1] + deliveries, which has far fewer coefficients than sums over all past years.
"""

import highspy
import numpy as np

from instance import CONTENT, HOME, hosts, sizes


def lp_of(d):
    """The programme; columns are q, s, e, b, x."""
    N, K, P, T = sizes(d)
    shapes = {"q": (N, P, T), "s": (N, K, T), "e": (P, T), "b": (N, T), "x": (N, K, T)}
    places, columns = {}, 0
    for name, shape in shapes.items():
        places[name] = columns + np.arange(np.prod(shape)).reshape(shape)
        columns += int(np.prod(shape))
    q, s, e, b, x = places.values()
    entries, lower, upper, rows = [], [], [], 0

    def family(shape, least, most):
        nonlocal rows
        place = rows + np.arange(np.prod(shape)).reshape(shape)
        lower.append(np.broadcast_to(least, shape).ravel())
        upper.append(np.broadcast_to(most, shape).ravel())
        rows += place.size
        return place

    def add(row, column, value):
        row, column, value = np.broadcast_arrays(row, column, value)
        entries.append((row.ravel(), column.ravel(), value.ravel().astype(float)))

    inf = np.inf
    budget = family((N, T), -inf, d["budget"])
    add(budget[:, None, :], q, d["price"][None, :, None])
    add(budget, b, 1.0)
    add(budget[:, 1:], b[:, :-1], -1.0)
    capacity = family((P, T), -inf, d["cap"][:, None])
    add(capacity[None], q, 1.0)
    for p, lead in enumerate(d["lead"]):
        for t in range(lead, T):
            add(capacity[p, t], e[p, : t - lead + 1], -1.0)
    target = family((N, K, T), d["target"] - d["held"][:, :, None], inf)
    add(target, x, 1.0)
    add(target, s, 1.0)
    stock = family((N, K, T), 0.0, 0.0)
    add(stock, x, 1.0)
    add(stock[:, :, 1:], x[:, :, :-1], -1.0)
    add(stock[:, d["of"]], q, -d["eff"][None, :, None])
    content = family((K,), 0.0, inf)
    add(content[d["of"]][None, :, None], q, (d["price"] * (d["content"] - CONTENT))[None, :, None])
    at_home = np.array(hosts(d))
    home = family((len(at_home),), 0.0, inf)
    own = d["country"][None, :] == at_home[:, None]
    add(home[:, None, None], q[at_home], (d["price"] * (own - HOME))[:, :, None])

    cost, most = np.zeros(columns), np.full(columns, inf)
    cost[q.ravel()] = np.broadcast_to((d["cost"] - d["home"])[None, :, None], q.shape).ravel()
    cost[s.ravel()] = np.broadcast_to(d["w"], s.shape).ravel()
    cost[e.ravel()] = np.repeat(d["more"], T)
    most[b.ravel()] = d["carry"].ravel()
    row, column, value = (np.concatenate(part) for part in zip(*entries))
    order = np.argsort(column, kind="stable")
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns, rows
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, np.zeros(columns), most
    lp.row_lower_, lp.row_upper_ = np.concatenate(lower), np.concatenate(upper)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = columns, rows
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(np.bincount(column, minlength=columns))])
    lp.a_matrix_.index_, lp.a_matrix_.value_ = row[order], value[order]
    return lp
