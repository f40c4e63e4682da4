"""A folder as a domain, whichever of the formats it is in."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from ripeness.errors import InputError, Problem
from ripeness.importers import genius, geniusweb, negmas, negolog
from ripeness.importers.domain import Domain
from ripeness.importers.files import files_of
from ripeness.importers.numeric import GRID

FEWEST, MOST = 2, 8  # parties of a case


class Semantics(StrEnum):
    """How utilities come out of a file's numbers."""

    own = "own"  # as the format's own program reads them
    genius = "genius"  # as GENIUS: evaluations divided by the largest, the sum cut at 1
    negmas = "negmas"  # as NegMAS loads them: weight times evaluation, as they stand


@dataclass(frozen=True)
class Format:
    """How a format is told from others and read; `divided` says whether its own program divides evaluations."""

    recognised: Callable[[Sequence[Path]], Mapping[Path, Any]]
    read: Callable[[str, Any, int, bool], Domain]
    suffixes: tuple[str, ...]
    divided: bool = False


FORMATS: dict[str, Format] = {
    "GENIUS": Format(genius.recognised, genius.read, genius.SUFFIXES, divided=True),
    "GeniusWeb": Format(geniusweb.recognised, geniusweb.read, geniusweb.SUFFIXES),
    "NegoLog": Format(negolog.recognised, negolog.read, negolog.SUFFIXES),
    "NegMAS": Format(negmas.recognised, negmas.read, negmas.SUFFIXES),
}


def read_domain(folder: Path, semantics: Semantics = Semantics.own, points: int = GRID) -> Domain:
    """The domain that a folder holds; `points` is the grid of real-valued issues, at least 2.

    Raises `InputError` with what is wrong: no files, several domains or formats, profiles that do not fit.
    """
    try:
        return _read(folder, files_of(folder), semantics, points)
    except RecursionError:
        raise InputError(Problem("", "holds a file that is nested too deeply", str(folder))) from None


def _read(folder: Path, files: Sequence[Path], semantics: Semantics, points: int) -> Domain:
    found = {name: held for name, each in FORMATS.items() if (held := each.recognised(files))}
    if len(found) != 1:
        raise InputError(Problem("", _not_one(found, files), str(folder)))
    ((name, held),) = found.items()
    form = FORMATS[name]
    try:
        domain = form.read(Path(os.path.realpath(folder)).name, held, points, semantics is Semantics.negmas)
    except InputError as error:
        raise InputError(*(each if each.file else replace(each, file=str(folder)) for each in error.problems)) from None
    others = [path.name for path in files if path.suffix.lower() in form.suffixes and path not in held]
    _check(domain, folder, others)
    if semantics is Semantics.genius or (semantics is Semantics.own and form.divided):
        return domain.as_genius()
    return domain


def _not_one(found: Mapping[str, Mapping[Path, Any]], files: Sequence[Path]) -> str:
    if found:
        parts = "; ".join(f"{name}: {', '.join(path.name for path in held)}" for name, held in found.items())
        return f"holds domains of several formats ({parts}), expected: one in a folder"
    right = f"the files of one domain in {', '.join(FORMATS)}"
    if not files:
        return f"holds no files, expected: {right}"
    return f"holds no domain ({', '.join(path.name for path in files[:5])}), expected: {right}"


def _check(domain: Domain, folder: Path, others: Sequence[str]) -> None:
    number = len(domain.profiles)
    if not FEWEST <= number <= MOST:
        message = f"{number or 'no'} profile{'s' if number != 1 else ''}, expected: one for each of 2 to 8 parties"
        if others:
            message += f"; not part of the domain: {', '.join(others[:5])}"
        raise InputError(Problem("", message, str(folder)))
