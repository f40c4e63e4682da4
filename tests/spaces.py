"""Deal spaces drawn by hypothesis, and brute force over all their settlements."""

from itertools import product

import numpy as np
from hypothesis import strategies as st

from ripeness.settlements.space import Link, Space


@st.composite
def spaces(draw, parties=(2, 4), issues=(1, 4), links=2, signing=None):
    """Small spaces with ties, negatives, equal rows and linkages of both kinds; worth in thirds or in tenths."""
    n, k = draw(st.integers(*parties)), draw(st.integers(*issues))
    sizes = [draw(st.integers(2, 4)) for _ in range(k)]
    unit = draw(st.sampled_from([0.1, 1 / 3, 1 / 7, 0.25]))
    steps = st.integers(-3, 3)
    flows = []
    for size in sizes:
        table = draw(st.lists(st.lists(steps, min_size=size, max_size=size), min_size=n, max_size=n))
        flow = np.array(table) * unit
        flow[:, 0] = 0.0
        flows.append(flow)
    found = []
    if k > 1:
        for _ in range(draw(st.integers(0, links))):
            one, other = draw(st.permutations(range(k)))[:2]
            option = st.integers(0, sizes[other] - 1)
            pick = {one: draw(st.integers(0, sizes[one] - 1))}
            if draw(st.booleans()):
                value = np.array(draw(st.lists(steps, min_size=n, max_size=n))) * unit
                found.append(Link(pick | {other: draw(option)}, {}, value))
            else:
                found.append(Link(pick, {other: draw(st.frozensets(option, min_size=1, max_size=2))}, np.zeros(n)))
    signs = tuple(range(n)) if n == 2 or draw(st.booleans()) else tuple(range(n - 1))
    return Space(
        issues=tuple(f"k{i}" for i in range(k)),
        option_names=tuple(tuple(f"o{o}" for o in range(size)) for size in sizes),
        parties=tuple(f"p{i}" for i in range(n)),
        signing=signs,
        flows=tuple(flows),
        links=tuple(found),
        complete=draw(st.sampled_from([False, False, True])),
    )


def one_issue(points, **changes):
    """A space of one issue whose options, after that not to settle it, are worth these points."""
    flow = np.array([[0.0] * len(points[0]), *points]).T
    given = {
        "issues": ("issue",),
        "option_names": (("not-settled", *(f"v{n}" for n in range(len(points)))),),
        "parties": tuple(f"p{i}" for i in range(len(points[0]))),
        "signing": tuple(range(len(points[0]))),
        "flows": (flow,),
        "links": (),
        "complete": True,
    }
    return Space(**given | changes)


def _holds(picks, options):
    return all(options[k] == o for k, o in picks.items())


def deals(space):
    """All deals, one after the other, from the definition."""
    for options in product(*map(range, space.sizes)):
        moved = sum(o > 0 for o in options)
        allowed = all(
            not all(options[k] == o for k, o in link.when.items())
            or all(options[k] in one_of for k, one_of in link.requires.items())
            for link in space.links
            if link.requires
        )
        if allowed and moved >= (len(options) if space.complete else 1):
            yield options


def worth(space, options):
    """What one settlement is worth to each party, from the definition."""
    parties = range(len(space.parties))
    total = np.array([sum(flow[i, o] for flow, o in zip(space.flows, options, strict=True)) for i in parties])
    for link in space.links:
        if not link.requires and _holds(link.when, options):
            total = total + link.value
    return total


def brute_force(space):
    """The deals of each frontier point for the signatories, by comparing all with all; points to 9 decimals."""
    of_point = {}
    for options in deals(space):
        key = tuple(np.round(worth(space, options)[list(space.signing)], 9) + 0.0)
        of_point.setdefault(key, []).append(options)
    return {
        point: found
        for point, found in of_point.items()
        if not any(other != point and all(a >= b for a, b in zip(other, point, strict=True)) for other in of_point)
    }
