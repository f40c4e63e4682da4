"""What a case is set beside in the record: its reference class and its own pair, as it names them or by default."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ripeness.case.model import Case
from ripeness.errors import InputError, UnknownNameError
from ripeness.history.derived import carried
from ripeness.history.own_pair import problems_of_pair

DEFAULT_CLASS = "rivals"


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


def reference_class(case: Case | None, given: str | None = None) -> ReferenceClass:
    """The class that is given, or else the one that the case names, or else `DEFAULT_CLASS`.

    Raises `UnknownNameError` for a class that the base rates do not have.
    """
    classes = carried("base-rates")["result"]["classes"]
    named = case.reference.class_ if case is not None else None
    name = given if given is not None else named or DEFAULT_CLASS
    if name not in classes:
        raise UnknownNameError.among("class", name, classes, "--class" if given is not None else "reference.class")
    return ReferenceClass(name, classes[name])


def check_reference(case: Case) -> None:
    """Raise `InputError` with all that a case asks of the record and that the record does not have."""
    if case.reference.class_ is None and case.reference.dyad is None:
        return
    problems = list(problems_of_pair(case, carried("base-rates")["result"]))
    try:
        reference_class(case)
    except InputError as error:
        problems = [*error.problems, *problems]
    if problems:
        raise InputError(*problems)
