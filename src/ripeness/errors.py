"""What can go wrong, as one tree.

```
Exception
└── RipenessError             exit code 1: a fault
    └── InputError            exit code 2: what the user gave cannot be used; lists every problem found
        ├── CaseError         a case file that cannot be used
        └── UnknownNameError  an id that does not exist; offers the nearest that do
```

The command line prints an `InputError` as it stands, without a traceback, so its text has to say what is wrong,
where, and what would be right.
"""

from __future__ import annotations

import difflib
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
        What is wrong and what would be right.
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

    Examples
    --------
    >>> near_misses("Nuclaer", ["missiles", "nuclear", "allies"])
    '; did you mean nuclear?'
    >>> near_misses("optin", ["option", "options"])
    '; did you mean option or options?'
    >>> near_misses("oil", ["missiles", "nuclear", "allies"])
    ''
    """
    spellings: dict[str, list[str]] = {}
    for name in known:
        spellings.setdefault(name.casefold(), []).append(name)
    close = difflib.get_close_matches(word.casefold(), spellings, n=3)
    *others, last = [name for match in close for name in spellings[match]][:3] or [""]
    return f"; did you mean {', '.join(others)}{' or ' if others else ''}{last}?" if last else ""
