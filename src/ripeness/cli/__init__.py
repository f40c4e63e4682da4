"""The command line: thin shells around the package.

Exit codes: 0 done, 1 our fault or stopped by a signal, 2 bad input, or no output to write to. Data go to standard
output, all else to standard error.
"""

import sys

STOPPED = 1


def main() -> None:
    """Run the command line and turn errors and signals into messages and exit codes."""
    # nothing else is imported before, for until then Ctrl-C is the interpreter's, which shows where it was
    try:
        _run()
    except KeyboardInterrupt:
        _stop()


def _run() -> None:
    from ripeness.cli.ending import StoppedError, stoppable

    # from here on a signal leaves no traceback, so everything else is imported later
    with stoppable() as is_stopped:
        try:
            from ripeness.cli.running import run

            run(is_stopped)
        except StoppedError:
            _stop()


def _stop() -> None:
    print("Stopped.", file=sys.stderr)
    sys.exit(STOPPED)
