"""Files that a command writes: whole or not at all, and over another only where told to."""

import math
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from ripeness.errors import InputError, Problem
from ripeness.files.opening import OddFileError, is_folder, refuse_odd_file
from ripeness.files.whole import write_beside_others


def case_id_of(file: Path) -> str:
    """The id that a case file's name gives.

    >>> case_id_of(Path("two towns.yaml"))
    'two-towns'
    """
    return re.sub(r"[^A-Za-z0-9_-]+", "-", file.stem).strip("-") or "case"


def refuse_unwritable(file: Path, force: bool = False) -> None:
    """Raise `InputError` where a file cannot be written, so that it is told before anything is computed.

    That is where it is there already and not to be replaced, where it is a link or no file, and where its folder is not
    there or cannot be written.
    """
    try:
        refuse_odd_file(file)
        if os.path.lexists(file) and not force:
            raise InputError(Problem("", "already exists, expected: a new name", str(file)))
    except OddFileError as error:
        right = "the name of a file" if is_folder(file) and not file.is_symlink() else error.wanted
        raise InputError(Problem("", f"{error.strerror}, expected: {right}", str(file))) from None
    except NotADirectoryError:
        pass
    except (OSError, ValueError) as error:
        raise _unwritable(file, error) from None
    if not is_folder(file.parent):
        raise InputError(Problem("", f"cannot be written: there is no folder {file.parent}", str(file)))
    if not os.access(file.parent, os.W_OK | os.X_OK):
        raise InputError(Problem("", f"cannot be written: the folder {file.parent} is not writable", str(file)))


def write_new_file(file: Path, text: str | bytes, force: bool = False) -> None:
    """Write a file, never half of it, and over another only with `force`. Raises `InputError` where it cannot be."""
    refuse_unwritable(file, force)
    try:
        write_beside_others(file, text.encode() if isinstance(text, str) else text, force)
    except OSError as error:
        raise _unwritable(file, error) from None


def _unwritable(file: Path, error: OSError | ValueError) -> InputError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return InputError(Problem("", f"cannot be written: {reason}", str(file)))


def finite(value: object) -> Any:
    """Nested data as JSON has it: null for a number that is infinite or none.

    >>> finite({"log": float("inf"), "n": [1, 0.5]})
    {'log': None, 'n': [1, 0.5]}
    """
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): finite(each) for key, each in cast(Mapping[object, object], value).items()}
    if isinstance(value, list | tuple):
        return [finite(each) for each in cast(list[object], value)]
    return value
