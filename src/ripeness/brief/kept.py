"""The brief of a kept run: computed once, then kept beside its tables, so that it is told again in no time."""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from ripeness.brief.charts import svg
from ripeness.brief.findings import Brief, brief_from
from ripeness.errors import InputError, Problem

KEPT = "brief.json"
_MANIFEST = "manifest.json"


@dataclass(frozen=True)
class KeptBrief:
    """A brief and its charts, SVG by key; no charts where they could not be drawn."""

    brief: Brief
    charts: Mapping[str, str]


def brief_of_run(folder: Path) -> KeptBrief:
    """The brief of a finished run, kept in its folder from then on.

    Raises `InputError` where there is no run, or one that is not finished.
    """
    return _found(folder) or _made(folder)


def is_run(folder: Path) -> bool:
    """Whether a folder holds a run."""
    return (folder / _MANIFEST).is_file()


def _found(folder: Path) -> KeptBrief | None:
    """What is kept, if it is of this very run."""
    try:
        kept: Any = json.loads((folder / KEPT).read_text(encoding="utf-8"))
        if kept["made_for"] == _made_for(folder):
            return KeptBrief(brief_from(kept["brief"]), cast(Mapping[str, str], kept["charts"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return None


def _made_for(folder: Path) -> str:
    """What a manifest says, digests of tables and all, in short."""
    return hashlib.sha256((folder / _MANIFEST).read_bytes()).hexdigest()


def _made(folder: Path) -> KeptBrief:
    # imported here, since what is kept needs none of it
    from ripeness.assessment.durable import write_whole
    from ripeness.assessment.reading import assess
    from ripeness.assessment.runs import open_run
    from ripeness.brief.compose import brief_of
    from ripeness.brief.material import Drawn

    run = open_run(folder)
    if not run.is_finished:
        fault = "holds a run that is not finished, would be right: the command that began it, once more"
        raise InputError(Problem("", fault, file=str(folder)))
    drawn = Drawn(run.table("draws"), run.table("outcomes"), run.table("curves"))
    brief = brief_of(assess(run.case()), drawn, run.plan.seed)
    kept = KeptBrief(brief, _drawn(brief))
    data = {"made_for": _made_for(folder), "brief": brief.to_dict(), "charts": kept.charts}
    # a run that may only be read is told all the same
    with suppress(InputError):
        write_whole(folder / KEPT, [(json.dumps(data, ensure_ascii=False, allow_nan=False) + "\n").encode()])
    return kept


def _drawn(brief: Brief) -> dict[str, str]:
    try:
        return {chart.key: svg(chart) for section in brief.sections for chart in section.charts}
    except InputError:
        # findings need no extra
        return {}
