"""Writing a case to begin from."""

import os
import re
from pathlib import Path

from ripeness.case.scaffold import scaffold
from ripeness.errors import InputError, Problem


def write_new(file: Path, title: str) -> None:
    """Write a commented case, never over another file, never half of it.

    Raises InputError where the file is there already or its folder is not.
    """
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", file.stem).strip("-") or "case"
    if not title.strip():
        raise InputError(Problem("--title", "is empty, would be right: a title"))
    if file.exists():
        raise InputError(Problem("", "is there already, would be right: a new name", str(file)))
    if not file.parent.is_dir():
        raise InputError(Problem("", f"lies in no folder: {file.parent} does not exist", str(file)))
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        part.write_text(scaffold(name, title), encoding="utf-8")
        # a link fails where the name has been taken meanwhile, which a rename would write over
        os.link(part, file)
    except OSError as error:
        raise InputError(Problem("", f"cannot be written: {error.strerror or error}", str(file))) from None
    finally:
        part.unlink(missing_ok=True)
    print(f"{file} is written. Next: ripeness check {file}")
