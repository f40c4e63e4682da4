"""The bundled cases, each a folder with a `case.yaml`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ripeness.case.read.document import head
from ripeness.errors import Problem, UnknownNameError

MOST_LOOKED_AT = 200  # files whose ids are read to find one
_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True)
class CaseHead:
    """What a list of cases shows of one."""

    id: str
    title: str
    summary: str
    region: str
    as_of: dt.date | None
    path: Path


def folder() -> Path:
    """Where the bundled cases are: inside the installed package, or at the top of a checkout."""
    here = Path(__file__).resolve()
    packaged = here.parents[2] / "cases"
    return packaged if packaged.is_dir() else here.parents[4] / "cases"


def bundled() -> list[CaseHead]:
    """Heads of all bundled cases by id, read no further than they have to be."""
    return [case_head(path) for path in sorted(folder().glob("*/case.yaml"))]


def case_head(path: Path) -> CaseHead:
    """Head of a case file; what it lacks or misstates stays empty. Raises `OSError`."""
    found = head(path)
    text = {name: value if isinstance(value := found.get(name), str) else "" for name in ("title", "summary", "region")}
    return CaseHead(id=path.parent.name, **text, as_of=_date(found.get("as_of")), path=path)


def path_of(case_id: str) -> Path:
    """File of a bundled case; raises `UnknownNameError`, which offers a file here of that id, or the nearest ids."""
    known = {path.parent.name: path for path in folder().glob("*/case.yaml")}
    if case_id in known:
        return known[case_id]
    if (here := file_here(case_id)) is not None:
        raise UnknownNameError(Problem("", f"no bundled case is called {case_id}, expected: the file {here}"))
    raise UnknownNameError.among("case", case_id, known)


def file_here(case_id: str) -> Path | None:
    """The case file in the working folder, or in its folder `cases`, that has this id or is called so."""
    named = [Path(f"{case_id}{suffix}") for suffix in _SUFFIXES] + [Path(case_id, "case.yaml")]
    named += [Path("cases") / path for path in named]
    if (found := next(filter(_is_file, named), None)) is not None:
        return found
    return next((path for path in islice(_files_here(), MOST_LOOKED_AT) if _id_in(path) == case_id), None)


def _files_here() -> Iterator[Path]:
    for pattern in ("*", "*/case", "cases/*", "cases/*/case"):
        for suffix in _SUFFIXES:
            try:
                yield from filter(_is_file, sorted(Path().glob(f"{pattern}{suffix}")))
            except OSError:
                return  # the folder itself is gone, or may not be read


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False  # a name that no file can have


def _id_in(path: Path) -> str:
    try:
        return str(head(path).get("id", ""))
    except OSError:
        return ""


def _date(value: object) -> dt.date | None:
    try:
        return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
    except ValueError:
        return None
