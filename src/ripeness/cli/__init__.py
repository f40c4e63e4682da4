"""The command line: thin shells around the package.

Exit codes: 0 done, 1 our fault, 2 bad input. Data go to standard output, all else to standard error.
"""

import os
import sys

from ripeness.errors import InputError, Problem, RipenessError

FAULT = 1


def main() -> None:
    """Run the command line and turn errors into messages and exit codes."""
    from ripeness.cli.app import app

    for stream in (sys.stdout, sys.stderr):
        # a terminal that cannot show a sign gets another one, not a traceback
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        try:
            _refuse_what_is_no_text(sys.argv[1:])
            app(prog_name="ripeness")
        finally:
            sys.stdout.flush()
    except SystemExit as stop:
        # the command line's library has made an exit of it
        if not isinstance(stop.__context__, BrokenPipeError):
            raise
        _leave_quietly()
    except RipenessError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        _leave_quietly()
    except Exception as error:
        if os.environ.get("RIPENESS_DEBUG"):
            raise
        name = type(error).__name__
        print(f"This is a fault of ripeness, not of your input: {name}: {error}", file=sys.stderr)
        print("Set RIPENESS_DEBUG=1 to see where, and please report it with the case.", file=sys.stderr)
        sys.exit(FAULT)


def _refuse_what_is_no_text(arguments: list[str]) -> None:
    """Raise `InputError` for bytes that are no text, which some libraries refuse only once all has been computed."""
    for number, argument in enumerate(arguments, start=1):
        try:
            argument.encode()
        except UnicodeEncodeError:
            shown = os.fsencode(argument)[:60]
            fault = f"the argument {number}, {shown!r}, is no UTF-8, would be right: names and texts in UTF-8"
            raise InputError(Problem("", fault)) from None


def _leave_quietly() -> None:
    """The reader has gone, as with `| head`: nothing more to say, also not at the interpreter's end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(0)
