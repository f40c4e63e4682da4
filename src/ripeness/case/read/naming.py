"""What of a case lacks a name for those who read of it, or shares one.

An answer is the same without, so that this is asked only of somebody who has the file checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ripeness.case.model import Case, Constituency
from ripeness.case.names import shown_as
from ripeness.errors import Problem

_KINDS = {"issue": "issues", "option": "options", "posture": "postures", "constituency": "constituencies"}


class _Part(NamedTuple):
    """Something with an id: of which kind, in the mapping at which path, and what else the case says of it."""

    kind: str
    within: str
    known_by: str
    name: str | None
    says: str

    @property
    def shown(self) -> str:
        """What a reader sees of it."""
        return shown_as(self.name, self.known_by)


def naming(case: Case) -> tuple[Problem, ...]:
    """What has no name, in one entry for each kind, and what no reader could tell from another part."""
    parts = list(_parts(case))
    return (*_unnamed(parts), *_alike(parts))


def _parts(case: Case) -> Iterator[_Part]:
    for issue, of in case.issues.items():
        yield _Part("issue", "issues", issue, of.name, of.question)
        for name, option in of.options.items():
            yield _Part("option", f"issues.{issue}.options", name, option.name, option.text)
    for name, posture in case.postures.items():
        yield _Part("posture", "postures", name, posture.name, posture.title)
    for path, groups in _constituencies(case):
        for name, group in groups.items():
            yield _Part("constituency", path, name, group.name, "")


def _constituencies(case: Case) -> Iterator[tuple[str, dict[str, Constituency]]]:
    """Those that a person may read of; what is imagined of a successor nobody is told by its name."""
    for name, party in case.parties.items():
        yield f"parties.{name}.constituencies", party.constituencies
    for k, transition in enumerate(case.transitions):
        given = transition.successor.given().get("constituencies")
        yield f"transitions.{k}.successor.constituencies", given or {}


def _unnamed(parts: list[_Part]) -> Iterator[Problem]:
    for kind, kinds in _KINDS.items():
        # where the words of the id are all that the case says of it, as in an imported domain, they will do
        those = [p for p in parts if p.kind == kind and p.name is None and p.shown.casefold() != p.says.casefold()]
        if those:
            # the first whose id does not read as words
            such = next((each for each in those if each.shown != each.known_by), those[0])
            number, each = (f"one {kind} has", "it a") if len(those) == 1 else (f"{len(those)} {kinds} have", "each a")
            yield Problem(such.within, f"{number} no name, so a reader sees “{such.shown}”; give {each} `name: …`")


def _alike(parts: list[_Part]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], _Part] = {}
    for part in parts:
        first = seen.setdefault((part.within, part.shown.casefold()), part)
        if first is not part:
            path = f"{part.within}.{part.known_by}"
            yield Problem(path, f"reads “{part.shown}” as {first.known_by} does; give one of them another `name`")
