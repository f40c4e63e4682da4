"""What can go wrong, as one tree.

```
Exception
└── RipenessError             exit code 1: a fault
    └── InputError            exit code 2: what the user gave cannot be used; lists every problem found
        ├── CaseError         a case file that cannot be used
        └── UnknownNameError  an id that does not exist; offers the nearest that do
```

The command line prints an `InputError` as it stands, without a traceback, so its text has to say what is wrong,
where, and what was expected.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self


@dataclass(frozen=True)
class Problem:
    """One thing wrong in what the user gave.

    Parameters
    ----------
    path
        Dotted path of the field, such as ``parties.iran.salience.nuclear``; empty if the whole input is meant.
    message
        What is wrong and what was expected.
    file, line, column
        Place in a file; lines and columns count from 1, and 0 means unknown.

    Examples
    --------
    >>> print(Problem("parties.iran.pride", "must be at most 5, not 7", "case.yaml", 12, 12))
    case.yaml:12:12  parties.iran.pride  must be at most 5, not 7
    >>> print(Problem("", "is empty", file="case.yaml"))
    case.yaml  is empty
    """

    path: str
    message: str
    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """`file:line:column  path  message`, without the parts that are missing."""
        place = [self.file, str(self.line or ""), str((self.line and self.column) or "")]
        return "  ".join(filter(None, [":".join(filter(None, place)), self.path, self.message]))


class RipenessError(Exception):
    """Base of every error that the package raises on purpose."""

    exit_code: ClassVar[int] = 1


class InputError(RipenessError):
    """What the user gave cannot be used.

    Parameters
    ----------
    *problems
        Everything found wrong, in the order in which it should be read.

    Examples
    --------
    >>> error = InputError(Problem("horizon", "must be at least 1"), Problem("title", "is missing"))
    >>> print(error)
    horizon  must be at least 1
    title  is missing
    >>> error.exit_code
    2
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems: tuple[Problem, ...] = problems

    def __str__(self) -> str:
        """One problem a line."""
        return "\n".join(map(str, self.problems))


class CaseError(InputError):
    """A case file that cannot be used."""


class UnknownNameError(InputError):
    """An id that does not exist."""

    @classmethod
    def among(cls, kind: str, word: str, known: Iterable[str], path: str = "") -> Self:
        """Error for a word that is none of the known ids of its kind.

        Examples
        --------
        >>> print(UnknownNameError.among("case", "iran-us-2002", ["iran-us-2020", "two-towns"]))
        unknown case iran-us-2002; did you mean iran-us-2020?
        >>> print(UnknownNameError.among("posture", "peace", ["as-is", "small-steps"], path="claims.first"))
        claims.first  unknown posture peace; known: as-is, small-steps
        """
        ids = sorted(known)
        hint = near_misses(word, ids) or f"; known: {', '.join(ids) or 'none'}"
        return cls(Problem(path, f"unknown {kind} {word}{hint}"))


def near_misses(word: str, known: Iterable[str]) -> str:
    """End of a sentence that offers up to three known words close to a misspelt one, or nothing.

    Close are words that a slip of the keys turns into one another, and those that differ in their endings alone.

    Examples
    --------
    >>> near_misses("Nuclaer", ["missiles", "nuclear", "allies"])
    '; did you mean nuclear?'
    >>> near_misses("optin", ["option", "options"])
    '; did you mean option or options?'
    >>> near_misses("mediators", ["indicators"])
    ''
    """
    folded = word.casefold()
    close: list[tuple[float, int, str]] = []
    for place, name in enumerate(known):
        distance = _distance(folded, name.casefold())
        if distance is not None:
            close.append((distance, place, name))
    *others, last = [name for _, _, name in sorted(close)[:_MOST_OFFERED]] or [""]
    return f"; did you mean {', '.join(others)}{' or ' if others else ''}{last}?" if last else ""


_MOST_OFFERED = 3
# Slips by length: one key in about three where words begin alike, for a wrong first letter is rare among slips.
_BEGUN_ALIKE, _BEGUN_OTHERWISE, _MOST_SLIPS = 0.31, 0.2, 3
# Letters that two endings of one word have at most, by the letters that it begins with alike.
_ENDINGS = ((4, 3), (3, 2))
# The share of the longer word that the shorter is, where it is a part of it.
_LEAST_PART = 0.4
_FURTHER = 0.5


def _distance(word: str, name: str) -> float | None:
    """How far two words are from one another, by their length, 0 for the same; None where they are not close."""
    length = max(len(word), len(name))
    alike = word[:1] == name[:1]
    most = max(1, int(length * _BEGUN_ALIKE)) if alike else int(length * _BEGUN_OTHERWISE)
    slips = _slips(word, name, min(most, _MOST_SLIPS))
    if slips is not None:
        return slips / max(length, 1)
    return _FURTHER if _is_part(*sorted((word, name), key=len)) or _differ_in_their_endings(word, name) else None


def _is_part(short: str, long: str) -> bool:
    """Whether a word begins another, or is the last of several that are joined."""
    joined = long.endswith(short) and not long[-len(short) - 1].isalnum()
    return len(short) >= max(2, len(long) * _LEAST_PART) and (joined or long.startswith(short))


def _differ_in_their_endings(word: str, name: str) -> bool:
    common = next((k for k, (mine, theirs) in enumerate(zip(word, name, strict=False)) if mine != theirs), 0)
    longest = max(len(word), len(name)) - common
    return any(common >= begun and longest <= ending for begun, ending in _ENDINGS)


def _slips(word: str, name: str, most: int) -> int | None:
    """Keys missed, added, mistaken or swapped with the next [Damerau 1964], or None where they are more than `most`."""
    if abs(len(word) - len(name)) > most:
        return None
    far = most + 1
    older, before = [far] * (len(name) + 1), [min(j, far) for j in range(len(name) + 1)]
    for i, mine in enumerate(word, start=1):
        row = [far] * (len(name) + 1)
        row[0] = min(i, far)
        # farther from the diagonal there are more slips already
        for j in range(max(1, i - most), min(len(name), i + most) + 1):
            theirs = name[j - 1]
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (mine != theirs), far)
            if i > 1 < j and mine == name[j - 2] and word[i - 2] == theirs:
                row[j] = min(row[j], older[j - 2] + 1)
        if min(row) == far:
            return None
        older, before = before, row
    return before[-1] if before[-1] < far else None
