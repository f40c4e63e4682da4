"""An input: what lies in a folder, the commands that are given there, and what must hold besides the limits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from fuzz.limits import Answer

Command = tuple[str, ...]
Inspect = Callable[[Sequence[Answer]], str | None]


def nothing_more(_: Sequence[Answer]) -> str | None:
    """The limits are all that must hold."""
    return None


@dataclass(frozen=True)
class Input:
    """Commands to give one after another; `inspect` says what else is wrong afterwards, or None."""

    commands: tuple[Command, ...]
    inspect: Inspect = nothing_more


# makes an input in an empty folder
Maker = Callable[[Random, Path], Input]
