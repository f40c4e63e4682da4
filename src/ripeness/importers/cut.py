"""A sum over issues that is cut off from above, as additions to options and to combinations of options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

Picks = tuple[tuple[int, int], ...]  # positions of issues, in their order, and of one option of each

MOST_TERMS = 200  # combinations of options in a case; with several hundred its deals take minutes to judge
_ROUNDING = 1e-12  # a sum above the most by no more than this is one that was meant to reach it


def excess(rows: Sequence[Sequence[float]], most: float) -> Mapping[Picks, float] | None:
    """What sums of one number a row exceed `most` by, as a sum over those of the picks that an outcome has.

    None where that takes more than `MOST_TERMS` combinations of two or more.

    >>> excess([[0.7, 0.5], [0.4, 0.1]], 1.0)
    {((0, 0), (1, 0)): 0.10000000000000009}
    """
    # the rows that matter most go first, so that much is decided early
    order = sorted(range(len(rows)), key=lambda k: min(rows[k]) - max(rows[k]))
    found: dict[Picks, float] = {}
    for picks, worth in _terms(rows, most, order, (), 0.0):
        key = tuple(sorted(picks))
        found[key] = found.get(key, 0.0) + worth
        if len(found) > MOST_TERMS and sum(len(each) > 1 for each in found) > MOST_TERMS:
            return None
    return found


def _terms(
    rows: Sequence[Sequence[float]], most: float, order: Sequence[int], picks: Picks, total: float
) -> Iterator[tuple[Picks, float]]:
    low = total + sum(min(rows[k]) for k in order)
    high = total + sum(max(rows[k]) for k in order)
    if high <= most + _ROUNDING:
        return
    if low >= most:
        # all that is left exceeds it, and what exceeds it is a sum again
        yield picks, low - most
        for k in order:
            least = min(rows[k])
            for option, each in enumerate(rows[k]):
                if each > least:
                    yield (*picks, (k, option)), each - least
        return
    k, *rest = order
    for option, each in enumerate(rows[k]):
        yield from _terms(rows, most, rest, (*picks, (k, option)), total + each)
