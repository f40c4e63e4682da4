"""JSON that others could have written: of bounded size and depth, with numbers and texts that are some."""

import errno
import json
import os
import re
from math import isfinite
from pathlib import Path
from typing import Any, NoReturn, cast

from ripeness.errors import InputError, Problem
from ripeness.files.opening import read_file, unusable

DEEPEST = 60
LARGEST = 1 << 24  # bytes
_SURROGATE = re.compile("[\ud800-\udfff]")


class NotJsonError(ValueError):
    """What is wrong with a text that should be JSON, in words that go on from `it`, and where, if that is known."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.line, self.column = line, column


def parsed(raw: bytes | str, any_text: bool = False, any_number: bool = False, **hooks: Any) -> object:
    r"""The value of a JSON text, in which a number is finite and a text can be written.

    `any_text` lets texts through that can name a file and yet cannot be written, `any_number` numbers that are not
    finite, which the caller can tell with the name of the field; `hooks` are those of `json.loads`. Raises
    `NotJsonError`.

    >>> parsed(b'["\\ud83d\\ude00", 1.5]')
    ['😀', 1.5]
    >>> parsed(b"[1e999]")
    Traceback (most recent call last):
    ripeness.files.foreign_json.NotJsonError: holds a number that is not finite
    """
    try:
        text = raw if isinstance(raw, str) else raw.decode("utf-8-sig")
        value: object = json.loads(text, parse_constant=float if any_number else _no_number, **hooks)
    except UnicodeDecodeError as error:
        raise NotJsonError(f"is not UTF-8: byte {error.start + 1} is 0x{error.object[error.start]:02X}") from None
    except RecursionError:
        raise NotJsonError(_TOO_DEEP) from None
    except json.JSONDecodeError as error:
        raise NotJsonError(f"is not well-formed JSON: {error.msg}", error.lineno, error.colno) from None
    except NotJsonError:
        raise
    except ValueError:
        # Python reads no integers of thousands of digits
        raise NotJsonError("cannot be read as JSON: a number has too many digits") from None
    _check(value, any_text, any_number)
    return value


def json_file(
    path: Path, largest: int = LARGEST, within: Path | None = None, any_text: bool = False, what: str = ""
) -> object:
    """The value of a JSON file, read without following links below `within`; `what` it is to be, a message says.

    Raises `FileNotFoundError` where there is no file, and `InputError` for one that cannot be read.
    """
    try:
        return parsed(read_file(path, largest, within), any_text)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _unreadable(path, largest, error) from None
    except NotJsonError as error:
        fault = f"is not {what}: {error}" if what else str(error)
        raise InputError(Problem("", fault, str(path), error.line, error.column)) from None


_TOO_DEEP = f"is nested too deeply, by more than {DEEPEST} levels"


def _no_number(name: str) -> NoReturn:
    raise NotJsonError(f"holds {name}, which is no number")


def _check(value: object, any_text: bool, any_number: bool) -> None:
    """Level by level, so that no depth is too much for the check itself."""
    level: list[object] = [value]
    for _ in range(DEEPEST + 1):
        if not level:
            return
        below: list[object] = []
        for each in level:
            if isinstance(each, dict):
                held = cast(dict[str, object], each)
                below += held
                below += held.values()
            elif isinstance(each, list):
                below += cast(list[object], each)
            elif isinstance(each, float):
                if not (any_number or isfinite(each)):
                    raise NotJsonError("holds a number that is not finite")
            elif isinstance(each, str) and not any_text and _SURROGATE.search(each):
                raise NotJsonError("holds half of a character (a lone surrogate)")
        level = below
    raise NotJsonError(_TOO_DEEP)


def _unreadable(path: Path, largest: int, error: OSError) -> InputError:
    if error.errno == errno.EFBIG:
        size = f"{largest >> 20} MiB" if largest >> 20 else f"{largest >> 10} KiB"
        return InputError(Problem("", f"is larger than {size}", file=str(path)))
    if error.strerror and error.strerror != os.strerror(error.errno or 0):
        return unusable(path, error)
    return InputError(Problem("", f"cannot be read: {(error.strerror or str(error)).lower()}", file=str(path)))
