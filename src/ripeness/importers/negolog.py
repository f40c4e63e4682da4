"""NegoLog's JSON: a profile a party with `issueWeights`, `issues` (issue, option, value) and `reservationValue`.

There is no file of the domain: the first profile names its issues and options. A utility is the sum of weight times
value, as they stand. What `specs.json` says of the domain is not needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ripeness.importers.domain import Domain, DomainIssue, Given, checked, profile_of
from ripeness.importers.files import json_of, mapping, number

SUFFIXES = (".json",)
Objects = Mapping[Path, Mapping[str, Any]]


def recognised(files: Sequence[Path]) -> Objects:
    """Those of the files that are profiles, with what they hold."""
    held = {path: mapping(json_of(path)) for path in files if path.suffix.lower() in SUFFIXES}
    return {path: each for path, each in held.items() if "issueWeights" in each and "issues" in each}


def read(name: str, held: Objects, points: int, as_negmas: bool) -> Domain:
    """The domain of a folder."""
    del points, as_negmas
    given = [_given(path, each) for path, each in held.items()]
    first = given[0].evaluations
    issues = checked((DomainIssue(issue, tuple(options)) for issue, options in first.items()), given[0].file)
    return Domain(name, "NegoLog", issues, tuple(profile_of(each, issues) for each in given))


def _given(path: Path, held: Mapping[str, Any]) -> Given:
    return Given(
        path.stem,
        str(path),
        {issue: number(each) for issue, each in mapping(held["issueWeights"]).items()},
        {
            issue: {option: number(each) for option, each in mapping(row).items()}
            for issue, row in mapping(held["issues"]).items()
        },
        reservation=number(held.get("reservationValue", 0.0)),
        discount=number(held.get("discountFactor", 1.0)),
    )
