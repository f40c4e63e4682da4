"""The probabilities of an answer as forecasts: a deal, war, and war by each path, by the case's horizon."""

import calendar
import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from ripeness import version
from ripeness.answer.result import Assessment
from ripeness.case.model import Case
from ripeness.case.names import issue_in_words
from ripeness.case.quantity import AS_IS
from ripeness.crisis.states import WAR_PATHS
from ripeness.ensemble.distribution import amounts, under
from ripeness.ensemble.ensemble import Table
from ripeness.ensemble.wording import called
from ripeness.forecasts.forecast import Forecast
from ripeness.forecasts.register import add, load

_WAR = "fighting between signatories with 1,000 or more battle deaths within twelve months [Sarkees & Wayman 2010]"
_BY_PATH = {
    "intention": "a party attacked because it had decided to, no crisis having run away with it",
    "miscalculation": "pressure in a crisis went further than the party that pressed had meant",
    "miscommunication": "a move in a crisis was misread",
    "trigger": "one of the case's triggers, an event elsewhere, set it off",
}


def probabilities(answer: Assessment) -> dict[str, float]:
    """What an answer at the modes says of the case as it is: `deal`, `war` and `war.PATH`, each by the horizon.

    Of a case that starts in war also `at_war`, that one goes on then.
    """
    future = answer.as_is
    by_path = {f"war.{path}": float(future.war[path]) for path in WAR_PATHS}
    goes_on = {"at_war": float(future.at_war)} if answer.case.dynamics.tension == "war" else {}
    return {"deal": float(future.deal), "war": float(future.war_total), **by_path, **goes_on}


def mean_probabilities(case: Case, outcomes: Table) -> dict[str, float]:
    """The same over the draws of a run: their mean, which is the probability when the judgements are uncertain."""
    as_is = under(outcomes, AS_IS)
    goes_on = ("at_war",) if case.dynamics.tension == "war" else ()
    asked = ("deal", "war", *(f"war.{path}" for path in WAR_PATHS), *goes_on)
    return {what: float(amounts(as_is, what).mean()) for what in asked}


def record(
    file: Path, case: Case, of: Mapping[str, float], origin: Mapping[str, object], today: dt.date
) -> list[Forecast]:
    """Add an answer's probabilities to a register with the case's dates; those that it holds already are not repeated.

    `origin` says what they were computed from, beside the case and the version. An answer that differs from one that
    is recorded goes in under a further id. Returns what was added. Raises `InputError`.
    """
    known = load(file)
    said = {"case": case.id, **origin, "version": version.VERSION}
    new: list[Forecast] = []
    for what, probability in of.items():
        question, rule = _worded(case, what)
        first = f"{case.id}.{case.as_of}.{what}"
        alike = [each for id, each in known.items() if id == first or id.startswith(f"{first}:")]
        if any(each.probability == probability and each.horizon == horizon_of(case) for each in alike):
            continue
        new.append(
            Forecast(
                id=f"{first}:{len(alike) + 1}" if alike else first,
                question=question,
                probability=probability,
                made=case.as_of,
                horizon=horizon_of(case),
                rule=rule,
                recorded=today,
                origin=said,
            )
        )
    if new:
        add(file, new)
    return new


def horizon_of(case: Case) -> dt.date:
    """The day on which the case's horizon ends: so many months after its date, or the last day of that month."""
    number = case.as_of.year * 12 + case.as_of.month - 1 + case.horizon
    year, month = number // 12, number % 12 + 1
    return dt.date(year, month, min(case.as_of.day, calendar.monthrange(year, month)[1]))


def _worded(case: Case, what: str) -> tuple[str, str]:
    """Question and rule of resolution."""
    who = " and ".join(case.parties[party].name for party in case.signatories)
    by = f"{horizon_of(case)}"
    if what == "deal":
        small = ", ".join(issue_in_words(case, name) for name, issue in case.issues.items() if issue.separable)
        beyond = f" (small steps do not count: {small})" if small else ""
        return (
            f"{case.title}: will a deal between {who} be in force on {by}?",
            f"Yes if on {by} an agreement of all signatories ({who}) that moves at least one issue of the case off its "
            f"status quo{beyond} is in force, formal or tacit but acknowledged by each, or has settled the dispute.",
        )
    war, is_war = _war_of(case)
    if what == "at_war":
        return f"{case.title}: {war} between {who} going on on {by}?", f"Yes if there is {is_war} on {by}."
    anew = " after it has stopped" if case.dynamics.tension == "war" else ""
    _, _, path = what.partition(".")
    if not path:
        return f"{case.title}: {war} between {who} by {by}{anew}?", f"Yes if there is {is_war} by {by}{anew}."
    return (
        f"{case.title}: {war} between {who} by {by}{anew}, by {path}?",
        f"Yes if there is {is_war} by {by}{anew}, and {_BY_PATH[path]}; whoever resolves it judges that and names the "
        "sources.",
    )


def _war_of(case: Case) -> tuple[str, str]:
    """What the case calls war, and what counts as one: the usual threshold, or what the case means by its own word."""
    own = called(case).war
    if not case.words.war:
        return own, _WAR
    return own, f"{own} as the case means it, which whoever resolves it judges, naming the sources,"
