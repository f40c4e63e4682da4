"""Briefs that the cases of a folder lack, or that tell of an earlier state of theirs: made and put beside them.

```
briefs/iran-us-2020-2020-03-06.json   the findings, with the day on which they were made
briefs/iran-us-2020-2020-03-06.html   the page
briefs/iran-us-2020-2020-03-06.case   the case file as it was then, for what changes after it
```
"""

import datetime as dt
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from ripeness.answering import assess
from ripeness.case.model import Case
from ripeness.case.read.document import LARGEST
from ripeness.case.read.load import load, load_text
from ripeness.ensemble.storage.runs import case_hash
from ripeness.errors import InputError, Problem
from ripeness.files.opening import is_file, read_file
from ripeness.files.whole import write_beside_others
from ripeness.findings.compose import with_changes_first
from ripeness.findings.findings import Brief
from ripeness.findings.since import changes_since
from ripeness.record.reference import check_reference
from ripeness.render.html import to_html
from ripeness.render.needs import refuse_without
from ripeness.site.inputs import BriefFile, Inputs, read_inputs
from ripeness.site.output import read_manifest
from ripeness.site.rendering import made_with
from ripeness.site.wording import slug

FOLDER = "briefs"
SNAPSHOT = ".case"

Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Made:
    """The cases whose briefs were made, and those of which none could be."""

    cases: tuple[str, ...]
    problems: tuple[Problem, ...]


def make_missing(folder: Path, out: Path, today: dt.date, told: Told = lambda done, of: None) -> Made:
    """Make a brief of every case of which none tells what its file says now; `told` hears how many are done.

    Each is at the most likely values, and says what has changed since the brief before that was made here. A case
    that cannot be told is a problem, and no reason to stop.
    """
    before = read_manifest(out, made_with())
    try:
        inputs = read_inputs(folder, Path(os.path.realpath(out)), before.seen, before.read_at)
    except OSError:
        # what cannot be read is told where the site is built
        return Made((), ())
    made: list[str] = []
    problems: list[Problem] = []
    names = sorted(inputs.cases)
    for done, name in enumerate(names):
        told(done, len(names))
        try:
            if _make(folder, name, inputs, today):
                made.append(name)
        except InputError as error:
            problems.append(_untold(error, inputs.paths[name]))
        except OSError as error:
            fault = f"its brief cannot be written: {(error.strerror or str(error)).lower()}"
            problems.append(Problem("", fault, str(error.filename or inputs.paths[name])))
    told(len(names), len(names))
    return Made(tuple(made), tuple(problems))


def _make(folder: Path, name: str, inputs: Inputs, today: dt.date) -> bool:
    """Make the brief of a case, unless one tells what the case says now; whether it was made."""
    path = inputs.paths[name]
    raw = read_file(Path(path), LARGEST, folder)
    ours = [each for each in inputs.briefs if each.digest.case == name]
    if any(_snapshot(folder, each) == raw for each in ours):
        return False
    case = load(path)
    if case_hash(case) in {each.digest.computed.partition("/")[0] for each in ours}:
        return False
    check_reference(case)
    refuse_without("html")
    stem = _stem(folder, name, today)
    brief = assess(case).brief()
    earlier = [each for each in ours if Path(each.source).stem != stem.name]
    brief = _compared(brief, case, [_snapshot(folder, each) for each in earlier])
    said = brief.to_dict() | {"made": today.isoformat()}
    findings = json.dumps(said, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    stem.parent.mkdir(exist_ok=True)
    # the findings last: without them a brief that was not finished is made again
    for ending, content in ((".html", to_html(brief).encode()), (SNAPSHOT, raw), (".json", findings.encode())):
        write_beside_others(stem.with_name(stem.name + ending), content, replacing=True)
    return True


def _compared(brief: Brief, case: Case, snapshots: list[bytes | None]) -> Brief:
    """The brief with what has changed since the last case that was told before; as it is where there is none."""
    for raw in reversed(snapshots):
        if raw is not None:
            try:
                return with_changes_first(brief, changes_since(case, load_text(raw.decode())))
            except (InputError, UnicodeDecodeError):
                # of another version of the format: there is nothing to compare with
                return brief
    return brief


def _stem(folder: Path, name: str, today: dt.date) -> Path:
    """The name of a brief of today: over an earlier one of today that was made here, over nobody else's."""
    plain = folder / FOLDER / f"{slug(name)}-{today.isoformat()}"
    stems = (plain if number == 1 else plain.with_name(f"{plain.name}-{number}") for number in count(1))
    return next(
        stem
        for stem in stems
        if is_file(stem.with_name(stem.name + SNAPSHOT)) or not os.path.lexists(stem.with_name(stem.name + ".json"))
    )


def _snapshot(folder: Path, brief: BriefFile) -> bytes | None:
    """The case file of which a brief was made here."""
    source = folder / brief.source
    try:
        return read_file(source.with_suffix(SNAPSHOT), LARGEST, folder)
    except OSError:
        return None


def _untold(error: InputError, path: str) -> Problem:
    problem = error.problems[0]
    where = f"{problem.path}: " if problem.path else ""
    return Problem("", f"has no brief, for it cannot be told: {where}{problem.message}; ripeness check tells all", path)
