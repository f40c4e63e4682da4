"""The brief of a kept run: computed once, then kept beside its tables, so that it is told again in no time."""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from ripeness.ensemble.storage.manifest import MANIFEST, check_tables, digest_of, read_manifest
from ripeness.errors import InputError, Problem
from ripeness.files.foreign_json import json_file
from ripeness.files.opening import is_file
from ripeness.findings.findings import Brief, brief_from
from ripeness.render.charts import drawings

KEPT = "brief.json"
# how findings are told and drawn; what was kept before is made again
LOOKS = 2


@dataclass(frozen=True)
class KeptBrief:
    """A brief and its charts, SVG by key; no charts where they could not be drawn."""

    brief: Brief
    charts: Mapping[str, str]


def brief_of_run(folder: Path, brief: Brief | None = None) -> KeptBrief:
    """The brief of a finished run, kept in its folder from then on; `brief` is it, if it has been made.

    Raises `InputError` where there is no run, one that is not finished, or one whose tables are damaged.
    """
    # what is kept is as old as the tables: damaged ones are told all the same
    check_tables(folder, read_manifest(folder).tables)
    return _found(folder) or _made(folder, brief)


def is_run(folder: Path) -> bool:
    """Whether a folder holds a run."""
    return is_file(folder / MANIFEST)


def _found(folder: Path) -> KeptBrief | None:
    """What is kept, if it is of this very run and as it was written."""
    try:
        kept: Any = json_file(folder / KEPT, within=folder)
        if kept["made_for"] == _made_for(folder) and kept["digest"] == _digest(kept["brief"], kept["charts"]):
            return KeptBrief(brief_from(kept["brief"]), cast(Mapping[str, str], kept["charts"]))
    except (OSError, InputError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return None


def _made_for(folder: Path) -> str:
    """What a manifest says, digests of tables and all, in short, and how it is told."""
    return f"{digest_of(folder / MANIFEST, folder)} {LOOKS}"


def _digest(brief: object, charts: object) -> str:
    """What a brief says, in short."""
    return hashlib.sha256(json.dumps([brief, charts], ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _made(folder: Path, brief: Brief | None) -> KeptBrief:
    # imported here, since what is kept needs none of it
    from ripeness.answer.reading import assess
    from ripeness.ensemble.storage.runs import open_run
    from ripeness.files.whole import write_whole
    from ripeness.findings.compose import brief_of
    from ripeness.findings.material import Drawn

    run = open_run(folder)
    if not run.is_finished:
        right = "wait until it has ended" if run.is_running else "the command that began it, once more"
        fault = f"holds a run that is not finished ({run.state}), expected: {right}"
        raise InputError(Problem("", fault, file=str(folder)))
    if brief is None:
        drawn = Drawn(run.table("draws"), run.table("outcomes"), run.table("curves"))
        brief = brief_of(assess(run.case()), drawn, run.plan.seed)
    kept = KeptBrief(brief, _drawn(brief))
    said = brief.to_dict()
    data = {"made_for": _made_for(folder), "digest": _digest(said, kept.charts), "brief": said, "charts": kept.charts}
    # a run that may only be read is told all the same
    with suppress(InputError):
        write_whole(folder / KEPT, [(json.dumps(data, ensure_ascii=False, allow_nan=False) + "\n").encode()])
    return kept


def _drawn(brief: Brief) -> dict[str, str]:
    try:
        return drawings(brief)
    except InputError:
        # findings need no extra
        return {}
