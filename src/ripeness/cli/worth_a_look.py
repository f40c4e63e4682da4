"""What in a case has no effect or looks like a slip, for the person who wrote it."""

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ripeness.case.model import Case


def print_worth_a_look(case: "Case", file: str | os.PathLike[str]) -> None:
    """Each thing in a case file that is worth a look, with its line and the reason; nothing where there is none.

    What has no name is told of here alone: an answer to the case is the same without.
    """
    from ripeness.case.read.load import located
    from ripeness.case.read.naming import naming
    from ripeness.case.read.warnings import warnings

    found = (*warnings(case), *naming(case))
    if found:
        print(f"{_number(len(found))} worth a look:")
        for problem in sorted(located(file, found).problems, key=lambda each: (each.line, each.column)):
            print(f"  {problem}")


def tell_of_a_look(case: "Case", what: str) -> None:
    """One line on standard error where something in a case is worth a look."""
    from ripeness.case.read.warnings import warnings

    found = len(warnings(case))
    if found:
        file = what if os.path.isfile(what) else "FILE"
        them = "it" if found == 1 else "them"
        print(f"{_number(found)} worth a look; to list {them}: ripeness check {file}", file=sys.stderr)


def _number(count: int) -> str:
    return "One thing in the case is" if count == 1 else f"{count} things in the case are"
