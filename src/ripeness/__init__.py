"""Under what conditions can talks between adversaries succeed, and what happens meanwhile?

>>> import ripeness
>>> case = ripeness.load("iran-us-2020")
>>> ripeness.assess(case).is_ripe
False
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ripeness.answer.result import Assessment
    from ripeness.case.model import Case

__version__ = "0.1.0"
__all__ = ["__version__", "assess", "load"]


def load(id_or_path: str | os.PathLike[str]) -> Case:
    """A bundled case by its id, or a case file by its path.

    Raises `UnknownNameError` for an id that is not bundled and `CaseError` with all that is wrong in a file.
    """
    # imported here and below, since numpy and pydantic take longer than `ripeness --help` may
    from ripeness.case.read.load import load as load_case

    return load_case(id_or_path)


def assess(case: Case, draws: int = 0) -> Assessment:
    """The answer for a case; with no draws, every judgement is at its mode.

    Raises `InputError` for other numbers of draws, which this version does not compute.
    """
    from ripeness.answer.reading import assess as assess_case

    return assess_case(case, draws)
