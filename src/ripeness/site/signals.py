"""Alerts of war and opportunities for a deal, and what has become better or worse since the brief before.

The weekly habit of those who follow conflicts: an arrow for each case, and two short lists. Thresholds are stated on
the page that uses them.
"""

from dataclasses import dataclass
from typing import Literal

from ripeness.ensemble.wording import percent
from ripeness.site.digest import Digest

# a change counts from so many points, and so large a share of what it was before
LEAST_POINTS = 0.01
LEAST_SHARE = 0.2
# from here on the row of terms says unlikely or more of a war, roughly even or more of a deal
WAR_ALERT = 0.20
DEAL_IN_REACH = 0.45
_ROUNDING = 1e-12

RULE = (
    f"An arrow compares a brief with the one before it of the same case: better or worse where the chance has changed "
    f"by at least {LEAST_POINTS * 100:.0f} point and by at least {LEAST_SHARE * 100:.0f} % of what it was, else the "
    "same; none where the two have other horizons, or only one of them has draws. "
    f"An alert: the chance of war, or that it goes on then, is {percent(WAR_ALERT)} or more, or that of war has become "
    "worse. An opportunity: a deal beyond small steps is open now, or the chance of a deal is "
    f"{percent(DEAL_IN_REACH)} or more, or has become better."
)

Direction = Literal["better", "same", "worse", "none"]


@dataclass(frozen=True)
class Arrow:
    """Where a chance has gone since the brief before, and why there is no arrow where there is none."""

    direction: Direction
    was: str = ""
    why_none: str = ""

    @property
    def sign(self) -> str:
        """The arrow itself; the word stands beside it."""
        return {"better": "↗", "same": "→", "worse": "↘", "none": ""}[self.direction]


def changed(now: float, before: float) -> int:
    """1 where a chance has risen by enough to count, -1 where it has fallen by enough, else 0.

    >>> changed(0.06, 0.05), changed(0.44, 0.40), changed(0.30, 0.40), changed(0.016, 0.008)
    (1, 0, -1, 0)
    """
    moved = abs(now - before)
    if moved + _ROUNDING < LEAST_POINTS or moved + _ROUNDING < LEAST_SHARE * before:
        return 0
    return 1 if now > before else -1


def war_arrow(now: Digest, before: Digest | None) -> Arrow:
    """Where the risk of war has gone: less is better."""
    return _arrow(now, before, "war", -1)


def deal_arrow(now: Digest, before: Digest | None) -> Arrow:
    """Where the chance of a deal has gone: more is better."""
    return _arrow(now, before, "deal", 1)


def _arrow(now: Digest, before: Digest | None, quantity: Literal["war", "deal"], good: int) -> Arrow:
    if before is None:
        return Arrow("none", why_none="first brief")
    if now.horizon != before.horizon:
        return Arrow("none", why_none="another horizon than before")
    if bool(now.draws) != bool(before.draws):
        return Arrow("none", why_none="only one of the two has draws")
    one, other = getattr(now, quantity), getattr(before, quantity)
    step = changed(one.number, other.number) * good
    return Arrow("better" if step > 0 else "worse" if step < 0 else "same", other.shown)


def alert(now: Digest, arrow: Arrow) -> str:
    """Why a case is on the list of conflict-risk alerts; empty if it is not."""
    if now.at_war is not None and now.at_war.number >= WAR_ALERT:
        return f"{now.at_war_word} going on by the horizon {now.at_war.shown}"
    if now.war.number >= WAR_ALERT:
        return f"{now.war_word} {now.war.shown}"
    return f"{now.war_word} up to {now.war.shown} from {arrow.was}" if arrow.direction == "worse" else ""


def opportunity(now: Digest, arrow: Arrow) -> str:
    """Why a case is on the list of resolution opportunities; empty if it is not."""
    if now.together:
        return f"a deal beyond small steps is open now; deal {now.deal.shown}"
    if now.deal.number >= DEAL_IN_REACH:
        return f"deal {now.deal.shown}"
    return f"deal up to {now.deal.shown} from {arrow.was}" if arrow.direction == "better" else ""
