"""How far a long computation is, on standard error: a bar on a terminal, a line now and then in a log."""

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ripeness.cli.ending import heed

LINE_SECONDS = 10.0

Told = Callable[[int, int], None]


@contextmanager
def progress(quiet: bool, seconds: float = LINE_SECONDS, of: str = "draws", unit: str = "draws") -> Generator[Told]:
    """A function to tell how many of how many draws are done; a log gets a line every so many `seconds`.

    `of` is what the draws are of, `unit` what is counted where it is not draws.
    """
    err = Console(file=sys.stderr, highlight=False)
    if quiet:
        yield lambda done, draws: heed()
    elif err.is_terminal:
        with _bar(err) as bar:
            task = bar.add_task(of, total=None)
            yield _heeding(lambda done, draws: bar.update(task, completed=done, total=draws))
    else:
        yield _heeding(_lines(seconds, of, unit))


def _heeding(told: Told) -> Told:
    def tell(done: int, draws: int) -> None:
        heed()
        told(done, draws)

    return tell


def _bar(err: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
        console=err,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
        # what is left is learnt from all chunks, not only from those of the last half minute
        speed_estimate_period=3600,
    )


def _lines(seconds: float, of: str, unit: str) -> Told:
    of = "" if of == "draws" else f"{of}: "
    began = last = time.monotonic()
    at_first = -1

    def tell(done: int, draws: int) -> None:
        nonlocal last, at_first
        now = time.monotonic()
        if at_first < 0:
            at_first = done
            if 0 < done < draws:
                print(f"{of}going on from {done:,} of {draws:,} {unit}", file=sys.stderr, flush=True)
        elif done < draws and now - last >= seconds:
            last = now
            left = (now - began) / (done - at_first) * (draws - done) if done > at_first else 0.0
            about = f", about {clock(left)} left" if left else ""
            print(f"{of}{done:,} of {draws:,} {unit}{about}", file=sys.stderr, flush=True)

    return tell


def clock(seconds: float) -> str:
    """Hours, minutes and seconds.

    >>> clock(83.4), clock(3600)
    ('1:23', '1:00:00')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
