"""Files that a command writes: whole or not at all, and over another only where told to."""

import os
import re
from pathlib import Path

from ripeness.errors import InputError, Problem


def case_id_of(file: Path) -> str:
    """The id that a case file's name gives.

    >>> case_id_of(Path("two towns.yaml"))
    'two-towns'
    """
    return re.sub(r"[^A-Za-z0-9_-]+", "-", file.stem).strip("-") or "case"


def refuse_unwritable(file: Path, force: bool = False) -> None:
    """Raise `InputError` where the file is there already and not to be replaced, or its folder is not there."""
    if file.exists() and not force:
        raise InputError(Problem("", "is there already, would be right: a new name", str(file)))
    if file.is_dir():
        raise InputError(Problem("", "is a folder, would be right: the name of a file", str(file)))
    if not file.parent.is_dir():
        raise InputError(Problem("", f"lies in no folder: {file.parent} does not exist", str(file)))


def write_new_file(file: Path, text: str | bytes, force: bool = False) -> None:
    """Write a file, never half of it, and over another only with `force`. Raises `InputError` where it cannot be."""
    refuse_unwritable(file, force)
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        if isinstance(text, str):
            part.write_text(text, encoding="utf-8")
        else:
            part.write_bytes(text)
        if force:
            os.replace(part, file)
        else:
            # a link fails where the name has been taken meanwhile, which a rename would write over
            os.link(part, file)
    except OSError as error:
        raise InputError(Problem("", f"cannot be written: {error.strerror or error}", str(file))) from None
    finally:
        part.unlink(missing_ok=True)
