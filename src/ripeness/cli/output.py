"""Standard output that says of itself when it cannot be written: no other file's trouble is taken for its own."""

import io
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Any, NoReturn, cast

from ripeness.cli.ending import heed
from ripeness.errors import InputError, Problem

_NAME = "standard output"


class OutputError(InputError):
    """Standard output cannot be written."""


class _Output(io.TextIOWrapper):
    def write(self, s: str, /) -> int:
        # what is stopped has no more to say here
        heed()
        try:
            return super().write(s)
        except OSError as error:
            _refuse(error)

    def flush(self) -> None:
        try:
            super().flush()
        except OSError as error:
            _refuse(error)


@contextmanager
def told_output() -> Generator[None]:
    """Within it, standard output raises `OutputError` where it cannot be written; of a pipe, `BrokenPipeError`.

    A sign that a terminal cannot show becomes another one. Raises `OutputError` at once where output is closed.
    """
    if _is_closed(sys.stderr):
        # else messages would be printed among the data
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    if _is_closed(sys.stdout):
        raise OutputError(Problem("", "is closed, expected: a terminal, a pipe or a file", _NAME))
    before: Any = sys.stdout
    for stream in cast(tuple[Any, ...], (sys.stderr, before)):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    if isinstance(before, io.TextIOWrapper):
        plain = cast(Any, before)
        sys.stdout = _Output(plain.buffer, plain.encoding, "replace", line_buffering=plain.line_buffering)
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except (OutputError, BrokenPipeError):
        _write_no_more()
        raise
    finally:
        if isinstance(sys.stdout, _Output):
            sys.stdout.detach()
        sys.stdout = before


def _write_no_more() -> None:
    """What is left goes nowhere, also at the interpreter's end, which would complain."""
    # a stream that is no file has none of this to fear
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _is_closed(stream: object) -> bool:
    return stream is None


def _refuse(error: OSError) -> NoReturn:
    if isinstance(error, BrokenPipeError):
        raise error
    raise OutputError(Problem("", f"cannot be written: {error.strerror or error}", _NAME)) from error
