"""The bundled cases, each a folder with a `case.yaml`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from ripeness.case.document import head
from ripeness.errors import UnknownNameError


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
    packaged = here.parents[1] / "cases"
    return packaged if packaged.is_dir() else here.parents[3] / "cases"


def bundled() -> list[CaseHead]:
    """Heads of all bundled cases by id, read no further than they have to be."""
    return [case_head(path) for path in sorted(folder().glob("*/case.yaml"))]


def case_head(path: Path) -> CaseHead:
    """Head of a case file; what it lacks or misstates stays empty. Raises `OSError`."""
    found = head(path)
    text = {name: value if isinstance(value := found.get(name), str) else "" for name in ("title", "summary", "region")}
    return CaseHead(id=path.parent.name, **text, as_of=_date(found.get("as_of")), path=path)


def path_of(case_id: str) -> Path:
    """File of a bundled case; raises `UnknownNameError`, which offers the nearest ids."""
    known = {path.parent.name: path for path in folder().glob("*/case.yaml")}
    if case_id not in known:
        raise UnknownNameError.among("case", case_id, known)
    return known[case_id]


def _date(value: object) -> dt.date | None:
    try:
        return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
    except ValueError:
        return None
