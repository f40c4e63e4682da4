"""What workers are given that are to die; in a module of its own, since processes of their own must find it."""

import os
import signal
from typing import Any


def die(*_: Any) -> None:
    """End this process as a lack of memory would."""
    os.kill(os.getpid(), signal.SIGKILL)


def steps_until_death(steps: int) -> None:
    """Kill this process at its so manieth step of writing to the disk, be it in the midst of a file."""
    left = [steps]

    def counted(act: Any) -> Any:
        def step(*args: Any) -> Any:
            left[0] -= 1
            if left[0] < 0:
                die()
            return act(*args)

        return step

    os.replace, os.fsync, os.write = counted(os.replace), counted(os.fsync), counted(os.write)
