"""The pair of states that a case is about, found in the record by the names of its parties."""

from dataclasses import dataclass
from typing import Any

from ripeness.case.model import Case


@dataclass(frozen=True)
class OwnPair:
    """A case's pair of states in the record: what their names are there, and their crises and rates."""

    states: tuple[str, str]
    record: dict[str, Any]


def own_pair(case: Case, found: dict[str, Any]) -> OwnPair | None:
    """The record of the case's first two signatories, found by their names; None where there is none."""
    names = [_state_of(case.parties[party].name, found["states"]) for party in case.signatories[:2]]
    if names[0] is None or names[1] is None:
        return None
    low, high = sorted(found["states"][name] for name in names if name)
    record = found["pairs"].get(f"{low}-{high}")
    return None if record is None else OwnPair((names[0], names[1]), record)


def _state_of(party: str, states: dict[str, int]) -> str | None:
    """A state's name in the record: the party's, or the one that begins with it.

    >>> _state_of("United States", {"United States of America": 2, "Iran": 630})
    'United States of America'
    """
    alike = [name for name in states if f"{name} ".casefold().startswith(f"{party} ".casefold())]
    return alike[0] if alike else None
