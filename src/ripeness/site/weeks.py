"""Weeks of the round-up: which briefs are new in one, and which alerts and opportunities go on from before."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ripeness.site.stories import Story, Told, newest
from ripeness.site.wording import day

DAYS = 7
# of a week without briefs there is nothing to tell
_NO_DAY = dt.date(1970, 1, 1)


@dataclass(frozen=True)
class Week:
    """Seven days, the first and the last of them included."""

    first: dt.date
    last: dt.date

    @property
    def span(self) -> str:
        """The days in words, such as `26 February 2024 to 3 March 2024`."""
        return f"{day(self.first.isoformat())} to {day(self.last.isoformat())}"

    @property
    def path(self) -> str:
        """Where its page in the archive is."""
        return f"weeks/{self.first.isoformat()}.html"

    def has(self, date: str) -> bool:
        """Whether a day (ISO) is one of it."""
        return self.first.isoformat() <= date <= self.last.isoformat()


@dataclass(frozen=True)
class Signal:
    """A case on a list: the brief that says why, the reason, and the day since which it has been on the list."""

    story: Story
    told: Told
    why: str
    since: str


@dataclass(frozen=True)
class Listed:
    """The cases of one list as they stand at the end of a week: new in it, and still open from before."""

    new: tuple[Signal, ...]
    still: tuple[Signal, ...]


def week_to(stories: Sequence[Story], until: dt.date | None) -> Week:
    """The seven days up to a day, or to that of the newest brief."""
    if until is None:
        dates = [story.latest.digest.date for story in stories if story.latest]
        until = dt.date.fromisoformat(max(dates)) if dates else _NO_DAY
    # the first days that there are have no whole week before them
    return Week(dt.date.fromordinal(max(1, until.toordinal() - DAYS + 1)), until)


def calendar_weeks(stories: Sequence[Story]) -> list[Week]:
    """The weeks from Monday to Sunday that have briefs, the newest first."""
    dates = {dt.date.fromisoformat(told.digest.date) for story in stories for told in story.briefs}
    # the last days that there are end no week
    mondays = {date - dt.timedelta(days=date.weekday()) for date in dates if date.toordinal() > DAYS}
    return [Week(monday, monday + dt.timedelta(days=min(DAYS - 1, (dt.date.max - monday).days)))
            for monday in sorted(mondays, reverse=True)]  # fmt: skip


def briefs_of(stories: Sequence[Story], week: Week) -> list[tuple[Story, Told]]:
    """The briefs of a week, the newest first."""
    return [each for each in newest(list(stories)) if week.has(each[1].digest.date)]


def alerts(stories: Sequence[Story], week: Week) -> Listed:
    """Conflict-risk alerts at the end of a week, those of the likeliest wars first."""
    return _listed(stories, week, lambda told: told.alert, lambda told: told.digest.war.number)


def opportunities(stories: Sequence[Story], week: Week) -> Listed:
    """Resolution opportunities at the end of a week, those of the likeliest deals first."""
    return _listed(stories, week, lambda told: told.opportunity, lambda told: told.digest.deal.number)


def _listed(
    stories: Sequence[Story], week: Week, why: Callable[[Told], str], number: Callable[[Told], float]
) -> Listed:
    found: list[Signal] = []
    for story in stories:
        told = story.until(week.last.isoformat())
        if not told or not (reason := why(told[-1])):
            continue
        since = told[-1].digest.date
        for earlier in reversed(told):
            if not why(earlier):
                break
            since = earlier.digest.date
        found.append(Signal(story, told[-1], reason, since))
    found.sort(key=lambda each: -number(each.told))
    new = tuple(each for each in found if week.has(each.since))
    return Listed(new, tuple(each for each in found if not week.has(each.since)))
