"""What in a case has no effect, for the person who wrote it."""

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ripeness.case.model import Case


def print_worth_a_look(case: "Case", file: str | os.PathLike[str]) -> None:
    """Each thing in a case file that has no effect, with its line and the reason; nothing where there is none."""
    from ripeness.case.read.load import located
    from ripeness.case.read.warnings import warnings

    found = warnings(case)
    if found:
        print(f"Worth a look: {_number(len(found))} no effect:")
        for problem in sorted(located(file, found).problems, key=lambda each: (each.line, each.column)):
            print(f"  {problem}")


def tell_of_a_look(case: "Case", what: str) -> None:
    """One line on standard error where something in a case has no effect."""
    from ripeness.case.read.warnings import warnings

    found = len(warnings(case))
    if found:
        file = what if os.path.isfile(what) else "FILE"
        print(
            f"Worth a look: {_number(found)} no effect; to list them: ripeness check {file}",
            file=sys.stderr,
        )


def _number(count: int) -> str:
    return "one entry of the case has" if count == 1 else f"{count} entries of the case have"
