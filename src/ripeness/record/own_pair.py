"""The pair of states that a case is about: the one that it names, or else the one that its parties' names lead to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ripeness.case.model import Case
from ripeness.errors import InputError, Problem, near_misses

FIELD = "reference.dyad"
_MOST_DIGITS = 10  # of a code, which has three; Python makes no integers of thousands


@dataclass(frozen=True)
class StatePair:
    """Two states: what the record calls them, in the order of the case, and their codes there, the lower first."""

    states: tuple[str, str]
    codes: tuple[int, int]


@dataclass(frozen=True)
class OwnPair(StatePair):
    """A case's pair of states with its crises and rates in the record."""

    record: dict[str, Any]


def own_pair(case: Case, found: dict[str, Any]) -> OwnPair | None:
    """The two states that the case names, or else its first two signatories, found by their names.

    None where the record has no crisis of theirs as rivals. Raises `InputError` as `named_pair` does.
    """
    pair = named_pair(case, found) or _signatories(case, found)
    record = found["pairs"].get("{}-{}".format(*pair.codes)) if pair else None
    return OwnPair(pair.states, pair.codes, record) if pair and record else None


def named_pair(case: Case, found: dict[str, Any]) -> StatePair | None:
    """The two states that the case names in `reference.dyad`, whatever the record has of them; None if it names none.

    Raises `InputError` where the record does not have one of them, or both are one.
    """
    if problems := list(problems_of_pair(case, found)):
        raise InputError(*problems)
    if case.reference.dyad is None:
        return None
    one, other = (_codes_of(state, found)[0] for state in case.reference.dyad)
    return _pair((_name_of(one, found), _name_of(other, found)), (one, other))


def problems_of_pair(case: Case, found: dict[str, Any]) -> Iterator[Problem]:
    """What is wrong with the states that a case names."""
    if case.reference.dyad is None:
        return
    codes = [_codes_of(state, found) for state in case.reference.dyad]
    for place, (state, meant) in enumerate(zip(case.reference.dyad, codes, strict=True)):
        where = f"{FIELD}.{place}"
        if not meant:
            # short names are all near some other, so none is offered for them
            right = near_misses(str(state), found["states"]) if len(str(state)) > 3 else ""
            right = right or ", expected: its name, abbreviation or number, such as Iran, IRN or 630"
            yield Problem(where, f"{state} is no state that had a crisis with a rival in the record{right}")
        elif len(meant) > 1:
            names = " or ".join(_name_of(code, found) for code in meant)
            yield Problem(where, f"{state} may be several states, expected: {names}")
    if len(codes[0]) == 1 and codes[0] == codes[1]:
        name = _name_of(codes[0][0], found)
        yield Problem(f"{FIELD}.1", f"{case.reference.dyad[1]} is {name} again, expected: two states")


def _signatories(case: Case, found: dict[str, Any]) -> StatePair | None:
    """A case's first two signatories as states, found by their names."""
    alike = [_beginning_with(case.parties[party].name, found["states"]) for party in case.signatories[:2]]
    if not all(alike):
        return None
    one, other = (names[0] for names in alike)
    return _pair((one, other), (found["states"][one], found["states"][other]))


def _pair(states: tuple[str, str], codes: tuple[int, int]) -> StatePair:
    return StatePair(states, (min(codes), max(codes)))


def _codes_of(state: str | int, found: dict[str, Any]) -> list[int]:
    """The codes that a state's name, abbreviation or number may mean: none, one, or several that begin alike.

    >>> states = {"Iran": 630, "United Kingdom": 200, "United States of America": 2}
    >>> found = {"states": states, "abbreviations": {"USA": 2, "JOR": 663}}
    >>> [_codes_of(state, found) for state in ("iran", "United States", "United", 2, "663", "USA", "Utopia", 3)]
    [[630], [2], [200, 2], [2], [663], [2], [], []]
    >>> _codes_of("9" * 5000, found)  # more digits than Python makes an integer of
    []
    """
    states: dict[str, int] = found["states"]
    either = states | found["abbreviations"]
    text = str(state).strip()
    if text.isdecimal() and len(text) <= _MOST_DIGITS:
        return [int(text)] if int(text) in either.values() else []
    exact = [code for name, code in either.items() if name.casefold() == text.casefold()]
    return exact or [states[name] for name in _beginning_with(text, states)]


def _beginning_with(words: str, states: dict[str, int]) -> list[str]:
    """The names of states that are these words or begin with them.

    >>> _beginning_with("United States", {"United States of America": 2, "Iran": 630})
    ['United States of America']
    """
    return [name for name in states if f"{name} ".casefold().startswith(f"{words} ".casefold())]


def _name_of(code: int, found: dict[str, Any]) -> str:
    """A state's name by its code, or its abbreviation, for the record has a few without a name."""
    return next(name for name, of in (*found["states"].items(), *found["abbreviations"].items()) if of == code)
