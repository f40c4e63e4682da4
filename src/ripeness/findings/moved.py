"""What a change of a case moves, in a line: the answer in short before it and after it, at the most likely values."""

from dataclasses import dataclass

from ripeness.answer.pipeline import run
from ripeness.answer.reading import Reading
from ripeness.answer.result import Deals
from ripeness.case.model import Case
from ripeness.ensemble.wording import LARGER_DEAL, RUNG_NAMES, called, percent
from ripeness.findings.findings import Finding, Measure
from ripeness.settlements.listing import RUNGS


@dataclass(frozen=True)
class _Short:
    """The answer in short: by the horizon a deal in force, and war; open deals now, and their highest rung."""

    deal: float
    war: float
    open: int | None
    rung: str


def moved(before: Case, after: Case, draws: bool = False) -> Finding:
    """What differs between two cases, every judgement at its mode, which is said where the answer is one of `draws`."""
    was, now = _short(before), _short(after)
    war = called(after).war
    parts = (
        f"{LARGER_DEAL.removeprefix('a ')} {_percents(was.deal, now.deal)}",
        f"{war} {_percents(was.war, now.war)}",
        f"open deals {_count(was.open)} → {_count(now.open)}",
        f"highest open rung: {f'{was.rung} (unchanged)' if was.rung == now.rung else f'{was.rung} → {now.rung}'}",
    )
    at = "At the most likely values" if draws else "What moved"
    measures = (
        Measure("deal", now.deal, "probability"),
        Measure("change.deal", now.deal - was.deal, "points"),
        Measure("war", now.war, "probability"),
        Measure("change.war", now.war - was.war, "points"),
        Measure("deals_now", now.open, "count"),
    )
    return Finding("moved", "", f"{at}: {', '.join(parts)}.", measures)


def _short(case: Case) -> _Short:
    reading = Reading(run(case))
    future, deals = reading.future(reading.run.as_is), reading.deals()
    return _Short(future.deal, future.war_total, deals.now, _rung(deals))


def _rung(deals: Deals) -> str:
    return next((f"{RUNG_NAMES[rung]}s" for rung in reversed(RUNGS) if deals.best[rung] is not None), "none")


def _percents(was: float, now: float) -> str:
    """Two probabilities, told once in which unit.

    >>> _percents(0.262, 0.25)
    '26 → 25 %'
    """
    return f"{percent(was).removesuffix(' %')} → {percent(now)}"


def _count(number: int | None) -> str:
    # too many to be counted
    return "some" if number is None else f"{number:,}"
