"""What a case is set beside in the record: its reference class, as it names it, and its own pair."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ripeness.case.model import Case
from ripeness.errors import InputError, Problem, UnknownNameError
from ripeness.record.derived import carried
from ripeness.record.own_pair import problems_of_pair

DEFAULT_CLASS = "rivals"
NO_CLASS = "none"  # what a case names where no class of the record fits


@dataclass(frozen=True)
class ReferenceClass:
    """A class of the base rates, and what `carried("base-rates")` has of it."""

    name: str
    record: Mapping[str, Any]

    @property
    def members(self) -> str:
        """What its pairs of states are, for within a sentence.

        >>> ReferenceClass("near-equal-rivals", {}).members
        'near-equal rivals'
        """
        return " ".join(self.name.rsplit("-", 1))


def class_of(case: Case) -> ReferenceClass | None:
    """The class that the case names; None where it names none, or says that none fits: then it is set beside none.

    Raises `UnknownNameError` for a class that the base rates do not have.
    """
    return None if case.reference.class_ in (None, NO_CLASS) else reference_class(case)


def without_class(case: Case) -> str:
    """Why a case is set beside no class of the record, in a sentence or two."""
    if case.reference.class_ == NO_CLASS:
        return "Not compared with a class of the record: the case says that none fits (reference: {class: none})."
    known = " or ".join(carried("base-rates")["result"]["classes"])
    return (
        f"Not compared with a class of the record, because the case names none. Expected: "
        f"reference: {{class: {known}}}, or {NO_CLASS} where no class fits."
    )


def reference_class(case: Case | None, given: str | None = None) -> ReferenceClass:
    """The class that is given, or else the one that the case names, or else `DEFAULT_CLASS`: for who asks for rates.

    Raises `UnknownNameError` for a class that the base rates do not have, and `InputError` where the case says that
    none fits.
    """
    classes = carried("base-rates")["result"]["classes"]
    named = case.reference.class_ if case is not None else None
    name = given if given is not None else named or DEFAULT_CLASS
    if given is None and name == NO_CLASS:
        what = f"is {NO_CLASS}, so there is none to compare with, expected: --class {DEFAULT_CLASS}, say"
        raise InputError(Problem("reference.class", what))
    if name not in classes:
        raise UnknownNameError.among("class", name, classes, "--class" if given is not None else "reference.class")
    return ReferenceClass(name, classes[name])


def check_reference(case: Case) -> None:
    """Raise `InputError` with all that a case asks of the record and that the record does not have."""
    if case.reference.class_ is None and case.reference.dyad is None:
        return
    problems = list(problems_of_pair(case, carried("base-rates")["result"]))
    try:
        class_of(case)
    except InputError as error:
        problems = [*error.problems, *problems]
    if problems:
        raise InputError(*problems)
