"""Keys that the format once spelled otherwise, read as what they are called today.

A claim's `without` was `off`, which readers of YAML 1.1 take for false and write back as `false`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice

from ripeness.case.read.document import Document, Fault, Path, Place, entries, is_mapping

WITHOUT = "without"
FORMER = ("off", "false")
_MOST = 500


def of_today(document: Document) -> tuple[Document, list[Fault]]:
    """A document with today's keys, each in the place of the former one, and a fault for a claim that has both."""
    data = entries(document.data)
    claims = entries(data.get("claims"))
    renamed: dict[Path, Path] = {}
    faults: list[Fault] = []
    for name, claim in islice(claims.items(), _MOST):
        given = [key for key in (WITHOUT, *FORMER) if key in entries(claim)]
        faults += [Fault(("claims", name, key), _given_twice(given[0], key), at_key=True) for key in given[1:]]
        if given and given[0] in FORMER:
            renamed["claims", name, given[0]] = ("claims", name, WITHOUT)
    if not renamed and not faults:
        return document, []
    new = {name: _with_todays_key(claim) if is_mapping(claim) else claim for name, claim in claims.items()}
    found = replace(
        document,
        data={**data, "claims": new},
        positions=_moved(document.positions, renamed),
        value_positions=_moved(document.value_positions, renamed),
    )
    return found, faults


def _given_twice(first: str, second: str) -> str:
    return f"says what `{first}` says too, expected: `{WITHOUT}` alone"


def _with_todays_key(claim: object) -> dict[str, object]:
    """A claim with `without` where it had another spelling; the first spelling counts, the others are told of."""
    found: dict[str, object] = {}
    for key, value in entries(claim).items():
        found.setdefault(WITHOUT if key in FORMER else key, value)
    return found


def _moved(positions: Mapping[Path, Place], renamed: Mapping[Path, Path]) -> dict[Path, Place]:
    """Where each key or value stands, those at a former key under today's too."""
    also = {(*renamed[path[:3]], *path[3:]): place for path, place in positions.items() if path[:3] in renamed}
    return {**positions, **also}
