"""Which deals satisfy which constraints, draw by draw (MODEL.md, section 4).

What a constraint means is decided in `rules.constraints`; here its slack is asked for, no more often than needed.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from ripeness.arrays import BoolArray, FloatArray, IntArray
from ripeness.case.model import TRUST_LEVELS, Party
from ripeness.rules.constraints import CONSTRAINTS, TOLERANCE, Constraint
from ripeness.settlements.ground import Ground

# numbers of one array of a draw and a settlement each: half a megabyte
AT_ONCE = 1 << 16


def constraints(parties: Mapping[str, Party]) -> tuple[Constraint, ...]:
    """Every constraint of the signatories, party by party, in the order of the table."""
    return tuple(
        Constraint(kind, name, item)
        for name, party in parties.items()
        if party.signatory
        for kind, rule in CONSTRAINTS.items()
        for item in rule.items(party)
    )


def mask_of(of_all: Sequence[Constraint], party: str | None = None, condition: str | None = None) -> int:
    """The constraints of a party, or of a condition, or of both, as a bit mask over all of them."""
    wanted = (party in (None, c.party) and condition in (None, c.condition) for c in of_all)
    return sum(1 << bit for bit, counts in enumerate(wanted) if counts)


def slack_of(on: Ground, constraint: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    """How far each settlement is from breaking the constraint, shape (draws, settlements)."""
    rule = constraint.rule
    slack = rule.slack(on, constraint, rule.numbers(on, constraint, trust, reservation))
    return np.broadcast_to(slack, (on.values.n, len(on.settlements)))


def is_satisfied(slack: FloatArray) -> BoolArray:
    """Whether a slack satisfies its constraint, within 1e-12."""
    return slack >= -TOLERANCE


def satisfied(on: Ground, constraint: Constraint, trust: int, reservation: FloatArray) -> BoolArray:
    """Which settlements satisfy the constraint, shape (draws, settlements). Kept, so not to be written to.

    Leaderships and postures share most of it: what has the same numbers and the same payoffs is judged once.
    """
    rule = constraint.rule
    numbers = rule.numbers(on, constraint, trust, reservation)
    if rule.is_statement:
        holds = is_satisfied(rule.slack(on, constraint, numbers))
        return np.broadcast_to(holds, (on.values.n, len(on.settlements)))
    key = (constraint, on.signing, numbers.tobytes(), on.settlements.is_small_step.tobytes())
    return on.payoffs.known.of(key, lambda: _judged(on, constraint, numbers))


def _judged(on: Ground, constraint: Constraint, numbers: FloatArray) -> BoolArray:
    """Some draws at a time, so that what is computed on the way stays in the processor's cache."""
    n, settlements = on.values.n, len(on.settlements)
    holds = np.empty((n, settlements), dtype=bool)
    at_once = max(1, AT_ONCE // max(settlements, 1))
    for first in range(0, n, at_once):
        some = slice(first, first + at_once)
        slack = constraint.rule.slack(on.in_draws(some), constraint, numbers[some])
        holds[some] = is_satisfied(slack)
    return holds


def acceptable(
    on: Ground, reservations: Sequence[FloatArray], trusts: Sequence[int] = tuple(range(len(TRUST_LEVELS)))
) -> BoolArray:
    """The deals that satisfy all constraints, for each set of reservation values and each trust.

    Each of `reservations` has shape (draws, parties); the result (reservations, trusts, draws, settlements).
    """
    rows, among = acceptable_among(on, reservations, trusts)
    zone = np.zeros((*among.shape[:-1], len(on.settlements)), dtype=bool)
    zone[..., rows] = among
    return zone


def acceptable_among(
    on: Ground, reservations: Sequence[FloatArray], trusts: Sequence[int] = tuple(range(len(TRUST_LEVELS)))
) -> tuple[IntArray, BoolArray]:
    """The same in short: the rows of settlements among which all those are, and which of these they are."""
    of_all = constraints(on.parties)
    unused = np.zeros((on.values.n, len(on.parties)))
    # what no trust opens to any draw need not be judged further
    possible = on.settlements.is_deal.copy()
    for constraint in of_all:
        if constraint.rule.is_statement:
            possible &= np.any([satisfied(on, constraint, trust, unused)[0] for trust in trusts], axis=0)
    always = np.broadcast_to(possible, (on.values.n, len(possible)))
    for constraint in of_all:
        rule = constraint.rule
        if not rule.on_trust and not rule.on_reservation:
            always = always & satisfied(on, constraint, 0, unused)
    # and nor need what no draw accepts
    rows = np.flatnonzero(always.any(axis=0))
    left, always = on.only(rows), always[:, rows]
    on_trust = [c for c in of_all if c.rule.on_trust]
    on_reservation = [c for c in of_all if c.rule.on_reservation]
    by_trust = [np.all([always, *(satisfied(left, c, trust, unused) for c in on_trust)], axis=0) for trust in trusts]
    by_reservation = [
        np.all([always, *(satisfied(left, c, 0, values) for c in on_reservation)], axis=0) for values in reservations
    ]
    among = np.stack([np.stack([trusted & reserved for trusted in by_trust]) for reserved in by_reservation])
    some = among.any(axis=(0, 1, 2))
    return rows[some], among[..., some]
