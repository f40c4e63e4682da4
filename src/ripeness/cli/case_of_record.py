"""Cases for the commands that set them beside the record."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ripeness.case.model import Case
    from ripeness.record.reference import ReferenceClass


def load_for_record(case: str | os.PathLike[str]) -> "Case":
    """A case by its id or path, once the record has the class and the states that it names.

    Raises `InputError` with the places in the file of what the record does not have.
    """
    from ripeness.case.read.load import load, located
    from ripeness.errors import InputError
    from ripeness.record.reference import check_reference

    loaded = load(case)
    try:
        check_reference(loaded)
    except InputError as error:
        raise located(case, error.problems) from None
    return loaded


def class_asked_for(file: str | os.PathLike[str] | None, case: "Case | None", given: str | None) -> "ReferenceClass":
    """The class given, or the case's, or rivals, of which is then told on standard error that the case names none.

    Raises `InputError`, with its place in the file, where the case says that no class fits and none is given.
    """
    import sys

    from ripeness.case.read.load import located
    from ripeness.errors import InputError
    from ripeness.record.reference import reference_class

    try:
        of = reference_class(case, given)
    except InputError as error:
        raise error if file is None or given is not None else located(file, error.problems) from None
    if case is not None and given is None and case.reference.class_ is None:
        print(f"{case.id} names no reference class: these are {of.members}; --class names another", file=sys.stderr)
    return of
