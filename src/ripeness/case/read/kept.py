"""Bundled cases that were read and checked once, kept as plain data: reading YAML takes longer than all else.

What is kept is read like any data, so that a case of another format is refused and read anew.
"""

import hashlib
from contextlib import suppress
from pathlib import Path

from ripeness.errors import InputError
from ripeness.files.opening import read_file
from ripeness.files.own_folder import own_folder
from ripeness.files.whole import write_whole

_FOLDER = "cases"
_LARGEST = 4 << 20  # bytes; a file's own are at most 1 MiB


def kept_text(raw: bytes) -> str | None:
    """The JSON of a case file of these bytes that was found sound, if it was kept."""
    path = _path(raw)
    if path is None:
        return None
    try:
        return read_file(path, _LARGEST).decode()
    except (OSError, ValueError):
        return None


def keep_text(raw: bytes, text: str) -> None:
    """Keep the JSON of a case file of these bytes; where that cannot be, it is read anew each time."""
    path = _path(raw)
    if path is not None:
        with suppress(InputError, OSError):
            write_whole(path, [text.encode()])


def _path(raw: bytes) -> Path | None:
    folder = own_folder(_FOLDER, is_closed=True)
    digest = hashlib.sha256(raw).hexdigest()[:32]
    return None if folder is None else folder / f"{digest}.json"
