"""What a worker does first, and what it says of itself: in a module that workers can import."""

import os

told: list[str] = []


def begin(name, number):
    """Remember what is given."""
    told.append(f"{name} {number}")


def what_was_told(_):
    """What this process was told, how many threads it may use, and which it is."""
    return told, os.environ["OMP_NUM_THREADS"], os.getpid()
