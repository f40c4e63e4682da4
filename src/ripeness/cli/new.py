"""Writing a case to begin from."""

from pathlib import Path

from ripeness.case.scaffold import scaffold
from ripeness.cli.console import WHAT_IS_COMPUTED
from ripeness.cli.writing import case_id_of, refuse_unwritable, write_new_file
from ripeness.errors import InputError, Problem


def write_new(file: Path, title: str) -> None:
    """Write a commented case, never over another file, never half of it.

    Raises InputError where the file is there already or its folder is not.
    """
    if not title.strip():
        raise InputError(Problem("--title", "is empty, expected: a title"))
    refuse_unwritable(file)
    write_new_file(file, scaffold(case_id_of(file), title))
    print(f"{file} is written. Next: ripeness check {file}")
    print(WHAT_IS_COMPUTED)
