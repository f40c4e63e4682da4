"""A case from its file: read, checked, and each judgement told where it stands."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

from pydantic import BaseModel

from ripeness.case.fields import in_yaml
from ripeness.case.judgement import Judgement
from ripeness.case.model import Case, Sourced
from ripeness.case.read import library
from ripeness.case.read.changes import keys_of, plain
from ripeness.case.read.check import changed, check
from ripeness.case.read.document import LARGEST, Document, Fault, decoded, read, read_value
from ripeness.case.read.kept import keep_text, kept_text
from ripeness.case.read.shape import as_json, from_json
from ripeness.case.read.spelling import of_today
from ripeness.errors import CaseError, Problem, near_misses
from ripeness.files.opening import is_file, is_folder, is_named_fifo


def load(id_or_path: str | os.PathLike[str]) -> Case:
    """A bundled case by its id, or a case file.

    Raises `UnknownNameError` for an id that is not bundled, and `CaseError` with all that is wrong in a file.
    """
    path = _path_of(id_or_path)
    return _bundled(path) if path.is_relative_to(library.folder()) else _load_file(path)


def _bundled(path: Path) -> Case:
    """A bundled case, from plain data where this very file was read before.

    Its changes are tried where they are asked for, since tests and `check` have tried all of them.
    """
    raw = path.read_bytes()
    if (text := kept_text(raw)) is not None and (case := from_json(text)) is not None:
        return _placed(case)
    case = _load_file(path)
    keep_text(raw, as_json(plain(case)))
    return case


def load_text(text: str, file: str = "") -> Case:
    """A case from text; `file` is the name that problems show. Raises `CaseError` with all that is wrong."""
    return _checked(read(text, file))


def located(id_or_path: str | os.PathLike[str], problems: Iterable[Problem]) -> CaseError:
    """Problems of a sound case that only a later room could find, each with its place in the case's file."""
    path = _path_of(id_or_path)
    # what came through a pipe cannot be read again
    document, _ = of_today(read(_text_of(path) if is_file(path) else "", str(path)))
    return CaseError(*(document.problem(Fault(keys_of(problem.path), problem.message)) for problem in problems))


def with_changes(case: Case, changes: Mapping[str, object], remember: bool = True) -> Case:
    """The case with the fields at dotted paths (`parties.us.pride`, `transitions.0.date`) replaced.

    The case remembers what it becomes, unless these changes are some of very many. Raises `CaseError`; the path of each
    problem is that of the change which brings it about.
    """
    known = case.remembered(changes)
    if known is not None:
        return _placed(known)
    faults, new = changed(plain(case), changes)
    if new is None:
        raise CaseError(*map(Document(None).problem, faults))
    if remember:
        case.remember(changes, new)
    return _placed(new)


def parse_assignment(assignment: str) -> tuple[str, object]:
    """Path and value of a `path=value`, the value in YAML. Raises `CaseError`.

    >>> parse_assignment("parties.us.pride=[0.2, 0.5, 0.9]")
    ('parties.us.pride', [0.2, 0.5, 0.9])
    """
    path, equals, text = assignment.partition("=")
    path = path.strip()
    if not equals or not path:
        raise CaseError(Problem("", f"{in_yaml(assignment)} changes nothing, expected: path=value"))
    document = read_value(text)
    if document.problems:
        raise CaseError(*(Problem(path, problem.message) for problem in document.problems))
    if not text.strip():
        raise CaseError(Problem(path, f"gives no value, expected: {path}=value"))
    return path, document.data


def judgements(case: Case) -> Iterator[Judgement]:
    """The judgements that the file gives, in the order of the format; ids in the order of the file."""
    for _, judgement in _given(case):
        if isinstance(judgement, Judgement) and judgement.path:
            yield judgement


def statements(case: Case) -> Iterator[tuple[str, Sourced]]:
    """What the file gives that may say where it comes from and is no number, each with its path."""
    for path, part in _given(case):
        if isinstance(part, Sourced):
            yield path, part


def _placed(case: Case) -> Case:
    for path, judgement in _given(case):
        if isinstance(judgement, Judgement):
            judgement.placed(path)
    return case


def _given(part: object, path: str = "") -> Iterator[tuple[str, BaseModel]]:
    """Parts that the file gives: what a model fills in by itself is shared between cases and has no path."""
    before = f"{path}." if path else ""
    if isinstance(part, BaseModel):
        yield path, part
    if isinstance(part, Judgement):
        return
    if isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            if name in part.model_fields_set:
                yield from _given(getattr(part, name), f"{before}{field.alias or name}")
    elif isinstance(part, dict):
        for key, value in cast(dict[str, object], part).items():
            yield from _given(value, f"{before}{key}")
    elif isinstance(part, tuple):
        for index, value in enumerate(cast(tuple[object, ...], part)):
            yield from _given(value, f"{before}{index}")


def _checked(document: Document) -> Case:
    problems = list(document.problems)
    case = None
    if document.data is not None:
        found, case = check(document)
        problems += found
    if case is None or problems:
        raise CaseError(*sorted(problems, key=lambda problem: (problem.line, problem.column)))
    return _placed(case)


def _path_of(id_or_path: str | os.PathLike[str]) -> Path:
    given = os.fspath(id_or_path)
    path = Path(given)
    # a name that could be an id is one, unless a file of that name says otherwise
    is_name = isinstance(id_or_path, str) and given == os.path.basename(given) and not os.path.splitext(given)[1]
    return library.path_of(given) if is_name and not is_file(path) else path


def _load_file(path: Path) -> Case:
    return load_text(_text_of(path), str(path))


def _text_of(path: Path) -> str:
    try:
        if is_folder(path):
            inside = path / "case.yaml"
            right = inside if is_file(inside) else "a file"
            raise CaseError(Problem("", f"is a folder, expected: {right}", str(path)))
        if is_named_fifo(path):
            raise CaseError(Problem("", "is a FIFO, expected: a file", str(path)))
        raw = b""
        # the size first, for what is too large need not be read; then no more than that, for a device has no size
        too_large = path.stat().st_size > LARGEST
        if not too_large:
            with path.open("rb") as file:
                raw = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise CaseError(Problem("", f"there is no such file{_siblings(path)}", str(path))) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise CaseError(Problem("", f"cannot be read: {reason}", str(path))) from None
    if too_large or len(raw) > LARGEST:
        raise CaseError(Problem("", "is larger than 1 MiB, which no case is", str(path)))
    text = decoded(raw, str(path))
    if isinstance(text, Problem):
        raise CaseError(text)
    return text


def _siblings(path: Path) -> str:
    try:
        return near_misses(path.name, (each.name for each in path.parent.iterdir()))
    except OSError:
        return ""
