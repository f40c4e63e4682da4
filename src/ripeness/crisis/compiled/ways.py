"""What actions with chances lead to, from the steps that they take, laid out for the kernels."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from ripeness.arrays import IntArray

_NO_FACTOR = -1
_NO_DROP = -1
_NONE = np.zeros(0, dtype=np.int64)


def ways_on(places: dict[str, IntArray], kinds: Sequence[Sequence[int]], states: int, live: int) -> dict[str, Any]:
    """What actions lead to, kind by kind, from the steps that each takes: the fields of `kernel.Plan` for it.

    Shared by all chunks of an ensemble, as it does not depend on what is drawn.
    """
    given = tuple((places[name].tobytes(), places[name].shape) for name in _PLACES)
    return _ways_on(given, tuple(map(tuple, kinds)), states, live)


@lru_cache(maxsize=64)
def _ways_on(
    given: tuple[tuple[bytes, tuple[int, ...]], ...], kinds: tuple[tuple[int, ...], ...], states: int, live: int
) -> dict[str, Any]:
    arrays = [np.frombuffer(data, dtype=np.int64).reshape(shape) for data, shape in given]
    # one more group and entry, for states that have none; nothing of it is used
    steps_at, *others, drops_of = arrays
    nowhere = np.full((1, drops_of.shape[1]), _NO_DROP)
    places = _Places(steps_at, *(np.append(array, 0) for array in others), drops=np.append(drops_of, nowhere, axis=0))  # pyright: ignore[reportCallIssue]
    depth = max(map(len, kinds))
    found = [_paths(places, steps, depth, states, live) for steps in kinds]
    # where a path leads, and how passes count what happens on it: each pair is an entry
    drops, of_path = np.unique(np.concatenate([of.drops for of in found]), axis=0, return_inverse=True)
    keys = np.concatenate([kind * live * states + of.begun * states + of.at for kind, of in enumerate(found)])
    entries, of_entry = np.unique(keys * len(drops) + of_path.reshape(-1), return_inverse=True)
    entries, dropping = np.divmod(entries, len(drops))
    begins = np.searchsorted(entries // states, np.arange(len(kinds) * live + 1))
    moved_at, into, factors = _alike(of_entry, np.concatenate([of.factors for of in found]))
    paid_keys = np.concatenate([kind * live + of.paid_begun for kind, of in enumerate(found)])
    paying, of_payment = np.unique(paid_keys, return_inverse=True)
    paid_at, paid_into, paid_factors = _alike(of_payment, np.concatenate([of.paid_factors for of in found]))
    moved_paid = np.full(len(kinds) * live, -1)
    moved_paid[paying] = paid_at
    return {
        "moved_first": begins[:-1].reshape(len(kinds), live),
        "moved_last": begins[1:].reshape(len(kinds), live),
        "moved_target": entries % states,
        "moved_drops": drops[dropping],
        "moved_at": moved_at,
        "moved_paid": moved_paid.reshape(len(kinds), live),
        "moved_rows": int(into.max()) + 1,
        "paid_rows": int(paid_into.max(initial=-1)) + 1,
        "into": into,
        "factors": factors,
        "paid_into": paid_into,
        "paid_factors": paid_factors,
    }


def _alike(of_sum: IntArray, factors: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Sums of products of the same factors made once: which each is, and of those made the terms' sums and factors."""
    terms: dict[int, list[tuple[int, ...]]] = {}
    rows: list[list[int]] = factors.tolist()
    for number, of_term in zip(of_sum.tolist(), rows, strict=True):
        terms.setdefault(number, []).append(tuple(of_term))
    made: dict[tuple[tuple[int, ...], ...], int] = {}
    which = [made.setdefault(tuple(terms[number]), len(made)) for number in range(len(terms))]
    into = [row for of_row, row in made.items() for _ in of_row]
    of_terms = [term for of_row in made for term in of_row]
    return (
        np.array(which, dtype=np.int64),
        np.array(into, dtype=np.int64),
        np.array(of_terms, dtype=np.int64).reshape(-1, factors.shape[1]),
    )


_PLACES = ("steps", "source", "first", "last", "target", "payer", "chance_at", "stay_at", "payment_at", "drops")


@dataclass(frozen=True)
class _Places:
    """Where steps, groups and entries are; see `kernel.Plan`."""

    steps: IntArray
    source: IntArray
    first: IntArray
    last: IntArray
    target: IntArray
    payer: IntArray
    chance_at: IntArray
    stay_at: IntArray
    payment_at: IntArray
    drops: IntArray


@dataclass(frozen=True)
class _Paths:
    """Every way through some steps: where it begins and leads, what it multiplies, and how passes count it.

    Of payments: where the path begins, and its factors so far with the payer's row.
    """

    begun: IntArray
    at: IntArray
    factors: IntArray
    drops: IntArray
    paid_begun: IntArray
    paid_factors: IntArray


def _paths(places: _Places, steps: Sequence[int], depth: int, states: int, live: int) -> _Paths:
    begun = at = np.arange(live)
    factors = np.full((live, depth), _NO_FACTOR)
    drops = np.full((live, places.drops.shape[1]), _NO_DROP)
    paid_begun, paid_factors = [_NONE], [np.zeros((0, depth + 1), dtype=np.int64)]
    for place, step in enumerate(steps):
        begin, end, pay_begin, pay_end = places.steps[step]
        paying = _numbers_of(places.payer[pay_begin:pay_end], pay_begin, states)[at]
        pays = np.flatnonzero(paying >= 0)
        paid_begun.append(begun[pays])
        paid_factors.append(np.column_stack([factors[pays], places.payment_at[paying[pays]]]))
        group = _numbers_of(places.source[begin:end], begin, states)[at]
        entries = np.where(group >= 0, places.last[group] - places.first[group], 0)
        # each path goes on as one that stays, then one for each entry
        which = np.repeat(np.arange(len(at)), entries + 1)
        number = np.arange(len(which)) - np.repeat(np.cumsum(entries + 1) - entries - 1, entries + 1)
        group = group[which]
        entry = np.where(number > 0, places.first[group] + number - 1, 0)
        factors = factors[which]
        factors[:, place] = np.where(
            number > 0, places.chance_at[entry], np.where(group >= 0, -2 - places.stay_at[group], _NO_FACTOR)
        )
        # what a pass has found first counts, whatever comes after it
        drops = drops[which]
        found = np.where(number[:, None] > 0, places.drops[entry], _NO_DROP)
        drops = np.where(drops == _NO_DROP, found, drops)
        begun, at = begun[which], np.where(number > 0, places.target[entry], at[which])
    return _Paths(begun, at, factors, drops, np.concatenate(paid_begun), np.concatenate(paid_factors))


def _numbers_of(states_of: IntArray, begin: int, states: int) -> IntArray:
    """The number of the group or payer of each state, or -1."""
    numbers = np.full(states, -1)
    numbers[states_of] = begin + np.arange(len(states_of))
    return numbers
