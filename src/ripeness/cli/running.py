"""One command, from its words to its exit code."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress

from ripeness.cli.ending import StoppedError
from ripeness.cli.output import told_output
from ripeness.errors import InputError, Problem, RipenessError

FAULT = 1


def run(is_stopped: Callable[[], bool]) -> None:
    """Run the command line and turn errors into messages and exit codes. Raises `StoppedError` and `SystemExit`."""
    try:
        with told_output():
            _refuse_lost_folder()
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
        fault = "has been deleted, would be right: cd to a folder that is there"
        raise InputError(Problem("", fault, "the folder that you are in")) from None


def _leave(text: str, code: int) -> None:
    # where messages cannot be written either, the exit code has to do
    with suppress(OSError):
        print(text, file=sys.stderr, flush=True)
    sys.exit(code)
