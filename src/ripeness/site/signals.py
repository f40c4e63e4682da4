"""Alerts of war and opportunities for a deal, and what has become better or worse since the brief before.

The weekly habit of those who follow conflicts: where each number has gone, and two short lists. Thresholds are stated
on the page that explains them.
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

ARROWS = (
    "▲ and ▼ say whether a chance has risen or fallen since the brief before of the same case; the word beside it says "
    "whether that is better or worse. A rising risk of war is ▲ and worse. A change counts from "
    f"{LEAST_POINTS * 100:.0f} point and from {LEAST_SHARE * 100:.0f} % of what the chance was; briefs with other "
    "horizons, or of which only one has draws, are not compared."
)
LISTS = (
    f"A conflict-risk alert: the chance of war, or that it goes on then, is {percent(WAR_ALERT)} or more, or that of "
    "war has become worse. A resolution opportunity: a deal beyond small steps is open now, or the chance of a deal is "
    f"{percent(DEAL_IN_REACH)} or more, or has become better. War is what each case calls by that name."
)

Valence = Literal["better", "same", "worse", "none"]


@dataclass(frozen=True)
class Arrow:
    """Where a chance has gone since the brief before, whether that is better, and why it cannot be said, if not.

    `step` is 1 where it has risen by enough to count, -1 where it has fallen by enough, else 0.
    """

    direction: Valence
    step: int = 0
    was: str = ""
    why_none: str = ""

    @property
    def sign(self) -> str:
        """The sign of the direction: which way the number went, not whether that is good."""
        return {1: "▲", 0: "", -1: "▼"}[self.step]

    def told(self, shown: str) -> str:
        """The number with where it came from and whether that is better, as one text.

        >>> Arrow("worse", 1, "4.7 %").told("7.1 %"), Arrow("same", 0, "5.0 %").told("5.1 %")
        ('▲ 7.1 % (was 4.7 %), worse', '5.1 % (was 5.0 %), little changed')
        >>> Arrow("none", why_none="first brief").told("30 %"), Arrow("same", 0, "30 %").told("30 %")
        ('30 % (first brief)', '30 %, unchanged')
        """
        if self.direction == "none":
            return f"{shown} ({self.why_none})"
        if self.direction == "same":
            return f"{shown}, unchanged" if shown == self.was else f"{shown} (was {self.was}), little changed"
        return f"{self.sign} {shown} (was {self.was}), {self.direction}"


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
        return Arrow("none", why_none="only one of the two briefs has draws")
    one, other = getattr(now, quantity), getattr(before, quantity)
    step = changed(one.number, other.number)
    valence = "better" if step * good > 0 else "worse" if step * good < 0 else "same"
    return Arrow(valence, step, other.shown)


def alert(now: Digest, arrow: Arrow) -> str:
    """Why a case is on the list of conflict-risk alerts, in the case's own words for war; empty if it is not."""
    if now.at_war is not None and now.at_war.number >= WAR_ALERT:
        return f"{now.at_war_word} still going on by the horizon {now.at_war.shown}"
    if now.war.number >= WAR_ALERT or arrow.direction == "worse":
        return f"{now.war_word} {arrow.told(now.war.shown)}"
    return ""


def opportunity(now: Digest, arrow: Arrow) -> str:
    """Why a case is on the list of resolution opportunities; empty if it is not."""
    deal = f"deal {arrow.told(now.deal.shown)}"
    if now.together:
        return f"a deal beyond small steps is open now; {deal}"
    return deal if now.deal.number >= DEAL_IN_REACH or arrow.direction == "better" else ""
