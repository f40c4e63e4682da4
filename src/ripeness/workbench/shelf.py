"""The shelf: what a list of cases shows of each."""

from typing import Any

from ripeness.ensemble.wording import day
from ripeness.errors import InputError, Problem
from ripeness.workbench.desk import Desk


def shelf(desk: Desk) -> list[dict[str, Any]]:
    """The cases of the desk, those of the folder first; what is wrong with one stands in its place."""
    return [_told(found) if isinstance(found, Problem) else _of(found) for found in desk.files()]


def _told(problem: Problem) -> dict[str, Any]:
    return {"name": "", "title": problem.file, "problem": problem.message}


def _of(file: Any) -> dict[str, Any]:
    try:
        case = file.read()
    except InputError as error:
        first, more = error.problems[0], len(error.problems) - 1
        said = f"{first}{f', and {more} more' if more else ''}"
        return {"name": file.name, "title": file.name, "own": file.own, "problem": said}
    return {
        "name": file.name,
        "title": case.title,
        "region": case.region,
        "topics": list(case.topics),
        "summary": case.headline or case.summary,
        "as_of": case.as_of.isoformat(),
        "day": day(case.as_of),
        "parties": [party.shown for party in case.parties.values()],
        "own": file.own,
        "problem": None,
    }
