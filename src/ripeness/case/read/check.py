"""All that is wrong with a case, found in one go: its shape, what its parts say of each other, and its changes."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from ripeness.case.model import Case
from ripeness.case.read.changes import cannot_stand_beside, keys_of, leads_nowhere, plain, replaced
from ripeness.case.read.document import Document, Fault, Path, dotted, entries
from ripeness.case.read.references import references
from ripeness.case.read.shape import shaped
from ripeness.case.read.spelling import of_today
from ripeness.errors import Problem

MOST = 500  # problems of one kind; more than a person reads, and each looks for near misses


def check(document: Document) -> tuple[list[Problem], Case | None]:
    """Every problem of a document with its place, and the case if there is none."""
    document, twice = of_today(document)
    data = entries(document.data)
    faults, case = _faults(data)
    faults, case = [*twice, *faults], None if twice else case
    if case:
        faults = list(itertools.islice(_changes_that_fail(data, case), MOST))
    else:
        faults += [
            fault for fault in _changes_that_fail(data, None) if fault.path not in {each.path for each in faults}
        ]
    return [document.problem(fault) for fault in faults], None if faults else case


def changed(data: Mapping[str, Any], changes: Mapping[str, object]) -> tuple[list[Fault], Case | None]:
    """The case that sound data become by changes at dotted paths, or what is wrong with the changes."""
    astray = [Fault((path,), why) for path in changes if (why := leads_nowhere(path, data))]
    if astray:
        return astray, None
    try:
        new = replaced(data, changes)
    except TypeError as error:
        return [Fault(tuple(changes)[:1], str(error))], None
    faults, case = _faults(new, [keys_of(path) for path in changes])
    return [_blamed(fault, tuple(changes)) for fault in faults], case


def _faults(data: Mapping[str, Any], among: Iterable[Path] = ((),)) -> tuple[list[Fault], Case | None]:
    """What is wrong with data apart from their changes; of two faults in one place the first is the cause.

    Of sound data in which something was changed, `among` says where.
    """
    faults, case = shaped(data, MOST)
    seen = {fault.path for fault in faults}
    for fault in itertools.islice(references(data, among), MOST):
        if fault.path not in seen:
            seen.add(fault.path)
            faults.append(fault)
    return faults, None if faults else case


def _blamed(fault: Fault, changes: tuple[str, ...]) -> Fault:
    """A fault of changed data as a fault of the change that brings it about."""
    for path in changes:
        keys = keys_of(path)
        if fault.path[: len(keys)] == keys:
            below = fault.path[len(keys) :]
            return Fault((path,), f"{dotted(below)}: {fault.message}" if below else fault.message)
    return Fault((changes[0],), f"with this, {dotted(fault.path)}: {fault.message}")


def _changes_that_fail(data: Mapping[str, Any], case: Case | None) -> Iterator[Fault]:
    """Faults of the changes of postures, levers and claims; what they lead to is tried on a sound case only."""
    # no change touches these, and each is checked once already
    asked = ("postures", "levers", "claims")
    sound = {key: value for key, value in plain(case).items() if key not in asked} if case else None
    for place, changes in _sets(data):
        astray = {path: why for path in changes if (why := leads_nowhere(path, sound or data))}
        for path, why in astray.items():
            yield Fault((*place, path), why, at_key=True)
        if case is not None and sound is not None and not astray and changes:
            faults, new = changed(sound, changes)
            for fault in faults:
                yield Fault((*place, *fault.path), fault.message)
            if new is not None:
                case.remember(changes, new)
            if new and place[0] == "postures" and (why := cannot_stand_beside(case, new)):
                yield Fault(place, why, at_key=True)


def _sets(data: Mapping[str, Any]) -> Iterator[tuple[Path, dict[str, object]]]:
    for part, key in (("postures", "set"), ("levers", "set"), ("claims", "without")):
        for name, entry in itertools.islice(entries(data.get(part)).items(), MOST):
            yield (part, name, key), cast(dict[str, object], entries(entries(entry).get(key)))
