"""What issues, options, postures and constituencies are called where a person reads of them.

A case may give each a `name`; without one it is the id, with spaces for hyphens. What a machine reads keeps
the id: JSON, tables, claims, changes and queries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ripeness.case.direction import said
from ripeness.case.quantity import AS_IS
from ripeness.case.rates import RATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ripeness.case.model import Case, Constituency

# what people read in place of `as-is`
EXPECTED_COURSE = "expected course"

_ARTICLES = ("the ", "a ", "an ")


def in_words(name: str) -> str:
    """An id as words.

    >>> in_words("iraq-gulf"), in_words("no_steps"), in_words("_")
    ('iraq gulf', 'no steps', '_')
    """
    return " ".join(name.replace("-", " ").replace("_", " ").split()) or name


def shown_as(name: str | None, known_by: str) -> str:
    """A name as it stands in a sentence, whichever way it is written; the words of its id where there is no name."""
    return (said(name) if name else "") or in_words(known_by)


def without_article(shown: str) -> str:
    """A name as a label, where nothing stands before it.

    >>> without_article("the nuclear programme"), without_article("theatre"), without_article("an exchange")
    ('nuclear programme', 'theatre', 'exchange')
    """
    return next((shown.removeprefix(each) for each in _ARTICLES if shown.startswith(each)), shown)


def issue_in_words(case: Case, issue: str) -> str:
    """An issue within a sentence, with the article that its name has: `the Palestinian question`."""
    of = case.issues.get(issue)
    return shown_as(of.name if of else None, issue)


def issue_as_label(case: Case, issue: str) -> str:
    """An issue at the head of a row or before a colon, without an article: `Palestinian question`."""
    return without_article(issue_in_words(case, issue))


def option_in_words(case: Case, issue: str, option: str) -> str:
    """An option of an issue within a sentence: `the limits of 2015`; one that the case has not, by its id."""
    of = case.issues.get(issue)
    here = of.options.get(option) if of else None
    return shown_as(here.name if here else None, option)


def options_in_words(case: Case, issue: str, options: Iterable[str]) -> str:
    """Several options of an issue, one of which is meant."""
    return " or ".join(option_in_words(case, issue, option) for option in options)


def move_in_words(case: Case, issue: str, option: str) -> str:
    """An issue with the option that it moves to: `nuclear programme: the limits of 2015`."""
    return f"{issue_as_label(case, issue)}: {option_in_words(case, issue, option)}"


def options_with_issue(case: Case, issue: str, options: Iterable[str]) -> str:
    """Options of an issue, one of which is meant, where the issue is not told: `relief as in 2015 (sanctions)`."""
    return f"{options_in_words(case, issue, options)} ({issue_as_label(case, issue)})"


def moves_in_words(case: Case, settlement: Mapping[str, str], also_at_rest: bool = False) -> str:
    """What a settlement, issue: option, moves off the status quo, by issue; `also_at_rest` the rest of it too."""
    return "; ".join(
        move_in_words(case, issue, option)
        for issue, option in settlement.items()
        if also_at_rest or option != next(iter(case.issues[issue].options))
    )


def posture_in_words(case: Case, posture: str) -> str:
    """A posture: `maximum pressure`; the case without a posture is the `expected course`."""
    if posture == AS_IS:
        return EXPECTED_COURSE
    of = case.postures.get(posture)
    return shown_as(of.name if of else None, posture)


def judgement_in_words(case: Case, path: str) -> str:
    """A number of the case, by its path: `Iran's pride`, `the weight of sanctions for Iran`; else the path itself."""
    part, *within = path.split(".")
    if part == "dynamics" and within[0] in RATES:
        return f"“{RATES[within[0]].meaning}”"
    if part == "dynamics" and within[0] == "triggers" and len(within) == 3:
        return {"rate": "the chance in a month", "war": "the chance of war at once"}.get(
            within[2], in_words(within[2])
        ) + f" of the trigger {in_words(within[1])}"
    if part == "parties" and within[0] in case.parties:
        own, field, *item = case.parties[within[0]].in_sentence, *within[1:]
        if field == "salience":
            return f"the weight of {issue_in_words(case, item[0])} for {own}"
        return " ".join([f"{own}'s {in_words(field)}", *(f"({in_words(each)})" for each in item)])
    if part == "issues" and len(within) == 5 and within[4] in case.parties:
        return f"what {option_in_words(case, within[0], within[2])} is worth to {case.parties[within[4]].in_sentence}"
    return path


def constituency_in_words(case: Case, party: str, constituency: str) -> str:
    """A constituency of a party, or of a successor of it: `Congress`."""
    of = _constituencies(case, party).get(constituency)
    return shown_as(of.name if of else None, constituency)


def _constituencies(case: Case, party: str) -> Mapping[str, Constituency]:
    """Those of a party in office, and of its successors where the incumbents have none of that id."""
    found: dict[str, Constituency] = {}
    for transition in case.transitions:
        if transition.party == party:
            found |= transition.successor.given().get("constituencies") or {}
    return found | (case.parties[party].constituencies if party in case.parties else {})
