"""A finished brief inside the site's frame: the page as it was made, and above it the way back."""

import re
from pathlib import Path

from ripeness.files.opening import read_file

LARGEST = 1 << 28  # bytes of a page
_BODY = re.compile(rb"<body\b[^>]*>", re.IGNORECASE)


def framed(file: Path, within: Path, frame: str) -> bytes:
    """A page with the frame at the beginning of its body; one that has no body is left as it is.

    Raises `OSError` and what `read_file` raises.
    """
    page = read_file(file, LARGEST, within)
    found = _BODY.search(page)
    if found is None:
        return page
    return page[: found.end()] + b"\n" + frame.encode() + page[found.end() :]
