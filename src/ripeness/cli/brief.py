"""Writing the brief of a run or a case to a file."""

import sys
from pathlib import Path

from ripeness.case.model import Case
from ripeness.cli.writing import refuse_unwritable, write_new_file
from ripeness.errors import InputError, Problem
from ripeness.render.formats import FORMATS
from ripeness.render.kept import KeptBrief, brief_of_run, is_run


def write_brief(what: str, file: Path, since: str | None, force: bool, in_full: bool = False) -> None:
    """Write the brief of a run in a folder, or of a case at its modes, in the format of the file's name.

    On paper it has three pages of the most important, unless it is to be there `in_full`.

    Raises InputError for what cannot be read or written, and before anything is computed for what is not installed;
    nothing is written then.
    """
    form = FORMATS.get(file.suffix.lower())
    if form is None:
        right = f"expected: a name that ends in {', '.join(FORMATS)}"
        raise InputError(Problem("--out", f"{file.name} says no format, {right}"))
    refuse_unwritable(file, force)
    form.refuse_missing()
    kept = brief_of_run(Path(what)) if is_run(Path(what)) else _of_case(what)
    if since is not None:
        kept = _since(kept, what, since)
    write_new_file(file, form.written(kept.brief, kept.charts, in_full), force)
    if form.needs == "pdf":
        _tell_of_boxes(kept, _case(what))
    print(f"{file} is written: {kept.brief.answer}")
    if not kept.brief.draws:
        print(f"Ranges are not in it. With them: ripeness assess {what} --draws 1024 --out RUN", file=sys.stderr)


def _tell_of_boxes(kept: KeptBrief, case: Case) -> None:
    """Say which signs of the PDF, or of what the case calls things, no font has."""
    from ripeness.render.fonts import warning
    from ripeness.render.pdf import printed

    options = [option for issue in case.issues.values() for option in issue.options.values()]
    named = (*case.issues.values(), *options, *case.postures.values())
    words = [
        *(party.name for party in case.parties.values()),
        *(each.name for each in named if each.name),
        *(option.text for option in options),
        *(each.title for each in (*case.postures.values(), *case.levers.values())),
    ]
    if told := warning(" ".join([printed(kept.brief, kept.charts), *words])):
        print(told, file=sys.stderr)


def _of_case(what: str) -> KeptBrief:
    from ripeness.answering import assess
    from ripeness.cli.case_of_record import load_for_record

    return KeptBrief(assess(load_for_record(what)).brief(), {})


def _since(kept: KeptBrief, what: str, since: str) -> KeptBrief:
    from ripeness.findings.compose import with_changes_first
    from ripeness.findings.since import changes_since

    return KeptBrief(with_changes_first(kept.brief, changes_since(_case(what), _case(since))), kept.charts)


def _case(what: str) -> Case:
    """The case of a run in a folder, or a case."""
    from ripeness.case.read.load import load
    from ripeness.ensemble.storage.runs import open_run

    return open_run(Path(what)).case() if is_run(Path(what)) else load(what)
