"""What a judgement is about, in words, by its path: for charts and wherever a path says nothing to a reader."""

from collections.abc import Callable, Mapping

from ripeness.case.model import Case
from ripeness.case.names import in_words, issue_in_words, option_in_words
from ripeness.case.rates import RATES


def judgement_as_label(case: Case, path: str) -> str:
    """What a judgement is about; the path itself where nothing is known of it.

    >>> from ripeness.case.read.load import load
    >>> case = load("iran-us-2020")
    >>> judgement_as_label(case, "dynamics.partial_rate")
    'chance in a month of talks of striking a partial bargain, where one is acceptable'
    >>> judgement_as_label(case, "beliefs.us.capitulation.iran"), judgement_as_label(case, "parties.iran.war.cost")
    ('United States, as it believes: Iran capitulates, a month', 'Iran: war cost')
    """
    kind, *rest = path.split(".")
    told = _TOLD.get(kind)
    return (told(case, rest) if told and rest else "") or path


def _dynamics(case: Case, rest: list[str]) -> str:
    if rest[0] in RATES:
        return RATES[rest[0]].meaning
    if rest[0] == "triggers" and len(rest) == 3:
        return f"{in_words(rest[1])}: " + ("how likely it turns into war" if rest[2] == "war" else "how often, a month")
    if rest[0] == "capitulation" and len(rest) == 2:
        return f"{_party(case, rest[1])} capitulates, a month"
    return f"what {in_words(rest[1])} costs the region" if rest[0] == "regional" and len(rest) == 2 else ""


def _of_party(case: Case, rest: list[str]) -> str:
    party, *what = rest
    if what[:1] == ["salience"] and len(what) == 2:
        return f"the weight of {issue_in_words(case, what[1])} for {_party(case, party)}"
    return f"{_party(case, party)}: {' '.join(map(in_words, what))}" if what else ""


def _of_issue(case: Case, rest: list[str]) -> str:
    issue, options, option, what, *of = [*rest, "", "", "", ""][:6]
    if options != "options" or not option:
        return ""
    named = f"{option_in_words(case, issue, option)} ({issue_in_words(case, issue)})"
    if what == "value" and of[0]:
        return f"what {_party(case, of[0])} makes of {named}"
    about = " ".join(map(in_words, filter(None, of)))
    return f"{named}: effect on {about}" if what == "effects" else f"{named}: {in_words(what)} {about}".rstrip()


def _of_belief(case: Case, rest: list[str]) -> str:
    viewer, kind, *others = [*rest, "", ""]
    others = list(filter(None, others))
    believed = {
        "capability": lambda: f"how strong {_party(case, others[0])} is",
        "capitulation": lambda: f"{_party(case, others[0])} capitulates, a month",
        "transitions": lambda: f"leaders change in {_party(case, others[0])}",
        "successor_terms": lambda: f"a successor's {' '.join(map(in_words, others))}",
    }
    what = believed[kind]() if kind in believed and others else judgement_as_label(case, ".".join((kind, *others)))
    return f"{_party(case, viewer)}, as it believes: {what}"


def _of_transition(case: Case, rest: list[str]) -> str:
    number, *what = rest
    party = _party(case, case.transitions[int(number)].party)
    if what == ["probability"]:
        return f"leaders change in {party}"
    return f"successor in {party}: {' '.join(map(in_words, what[1:]))}" if what[:1] == ["successor"] else ""


def _party(case: Case, party: str) -> str:
    return case.parties[party].shown if party in case.parties else in_words(party)


_TOLD: Mapping[str, Callable[[Case, list[str]], str]] = {
    "dynamics": _dynamics,
    "parties": _of_party,
    "issues": _of_issue,
    "beliefs": _of_belief,
    "transitions": _of_transition,
}
