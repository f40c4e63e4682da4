"""Under what conditions can talks between adversaries succeed, and what happens meanwhile?

>>> import ripeness
>>> case = ripeness.load("iran-us-2020")
>>> ripeness.assess(case).is_ripe
False
"""

from __future__ import annotations

from ripeness.version import VERSION

# said by itself, for the program's first milliseconds, in which Ctrl-C would show a traceback, are spent here
TYPE_CHECKING = False
if TYPE_CHECKING:
    import os

    from ripeness.answering import Answer
    from ripeness.case.model import Case

__version__ = VERSION
__all__ = ["__version__", "assess", "load"]


def load(id_or_path: str | os.PathLike[str]) -> Case:
    """A bundled case by its id, or a case file by its path.

    Raises `UnknownNameError` for an id that is not bundled and `CaseError` with all that is wrong in a file.
    """
    # imported here and below, since numpy and pydantic take longer than `ripeness --help` may
    from ripeness.case.read.load import load as load_case

    return load_case(id_or_path)


def assess(
    case: Case,
    draws: int = 0,
    seed: int = 1,
    workers: int = 1,
    keep: str | os.PathLike[str] | None = None,
) -> Answer:
    """The answer for a case: every judgement at its most likely value, or over draws, as `answering.assess` says."""
    from ripeness.answering import assess as assess_case

    return assess_case(case, draws, seed, workers, keep)
