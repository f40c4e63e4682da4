"""Cases for the commands that set them beside the record."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ripeness.case.model import Case


def load_for_record(case: str | os.PathLike[str]) -> "Case":
    """A case by its id or path, once the record has the class and the states that it names.

    Raises `InputError` with the places in the file of what the record does not have.
    """
    from ripeness.case.load import load, located
    from ripeness.errors import InputError
    from ripeness.history.reference import check_reference

    loaded = load(case)
    try:
        check_reference(loaded)
    except InputError as error:
        raise located(case, error.problems) from None
    return loaded
