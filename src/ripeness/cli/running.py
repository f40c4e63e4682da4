"""One command, from its words to its exit code."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress

from ripeness.cli.ending import StoppedError
from ripeness.cli.output import told_output
from ripeness.errors import InputError, Problem, RipenessError

FAULT = 1
LONGEST_WIDTH = 5  # digits


def run(is_stopped: Callable[[], bool]) -> None:
    """Run the command line and turn errors into messages and exit codes. Raises `StoppedError` and `SystemExit`."""
    try:
        with told_output():
            _refuse_lost_folder()
            _refuse_what_is_no_text(sys.argv[1:])
            _forget_odd_widths()
            from ripeness.cli.app import app

            app(prog_name="ripeness")
    except SystemExit as stop:
        # the command line's library has made an exit of it
        if not isinstance(stop.__context__, BrokenPipeError):
            raise
        sys.exit(0)
    except RipenessError as error:
        _leave(str(error), error.exit_code)
    except BrokenPipeError:
        # the reader has gone, as with `| head`: nothing more to say
        sys.exit(0)
    except Exception as error:
        if is_stopped():
            # a library has made an error of its own of it
            raise StoppedError from None
        if os.environ.get("RIPENESS_DEBUG"):
            raise
        _leave(
            f"This is a fault of ripeness, not of your input: {type(error).__name__}: {error}\n"
            "Set RIPENESS_DEBUG=1 to see where, and please report it with the case.",
            FAULT,
        )


def _refuse_lost_folder() -> None:
    """Raise `InputError` where the folder that relative names start from is gone."""
    try:
        os.getcwd()
    except FileNotFoundError:
        fault = "has been deleted, expected: cd to a folder that exists"
        raise InputError(Problem("", fault, "the folder that you are in")) from None


def _refuse_what_is_no_text(arguments: list[str]) -> None:
    """Raise `InputError` for bytes that are no text, which some libraries refuse only once all has been computed."""
    for number, argument in enumerate(arguments, start=1):
        try:
            argument.encode()
        except UnicodeEncodeError:
            shown = _bytes_of(argument)[:60]
            fault = f"the argument {number}, {shown!r}, is not UTF-8, expected: names and texts in UTF-8"
            raise InputError(Problem("", fault)) from None


def _bytes_of(argument: str) -> bytes:
    with suppress(UnicodeEncodeError):
        return os.fsencode(argument)
    # given by a program, for no system hands on such halves of characters
    return argument.encode(errors="surrogatepass")


def _forget_odd_widths() -> None:
    """Drop a width or height of the terminal that is no number, which a library would fail on."""
    for name in ("COLUMNS", "LINES"):
        asked = os.environ.get(name, "")
        if not (asked.isascii() and asked.isdigit() and len(asked) < LONGEST_WIDTH):
            os.environ.pop(name, None)


def _leave(text: str, code: int) -> None:
    # where messages cannot be written either, the exit code has to do
    with suppress(OSError):
        print(text, file=sys.stderr, flush=True)
    sys.exit(code)
