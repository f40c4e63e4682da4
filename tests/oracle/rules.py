"""Sections 6.1, 6.3, 6.4 and 6.7: the states of the game, and what events and actions make of each of them.

Every rule is a function of one state. It returns the changes that may happen to it as (probability, what it becomes,
what is counted), exclusive of each other; with the rest of the probability the state stays as it is.
"""

from collections.abc import Iterator
from typing import NamedTuple

from .case import Case, View
from .conditions import Deals
from .settlements import PARTIAL, WIDE, effects

STALEMATE, CRISIS, WAR, SETTLED = "stalemate", "crisis", "war", "settled"
NO_CHANNEL, COVERT, OPEN = "none", "covert", "open"
LOW, MID, HIGH = range(3)
PATHS = ("intention", "miscalculation", "miscommunication", "trigger")
ACTIONS = (
    "wait",
    "press",
    "deescalate",
    "reassure",
    "offer_covert",
    "offer_open",
    "walk_out",
    "renege",
    "attack",
)
OFFERS = {"offer_covert": COVERT, "offer_open": OPEN}


class State(NamedTuple):
    tension: str
    channel: str
    bargain: str | int | None  # None, "step", or the leadership that signed it (or the settlement)
    trust: int
    leader: int


class Outcome(NamedTuple):
    """What ends the game: a capitulation of `loser` to `winner`, a war by a path, or a war that went on, decided."""

    kind: str
    loser: str = ""
    winner: str = ""


DECIDED = Outcome("decided")
Change = tuple[float, State | Outcome, str]


def clip(p: float) -> float:
    return min(max(p, 0.0), 1.0)


def exclusive(*changes: Change) -> list[Change]:
    total = sum(clip(p) for p, _, _ in changes)
    return [(clip(p) / max(total, 1.0), then, counted) for p, then, counted in changes]


def up(trust: int) -> int:
    return min(trust + 1, HIGH)


def down(trust: int) -> int:
    return max(trust - 1, LOW)


def at_peace(s: State) -> bool:
    return s.tension in (STALEMATE, CRISIS)


def signed(s: State) -> bool:
    return at_peace(s) and isinstance(s.bargain, int)


class Rules:
    """What may happen in a case, given the deals that may be struck (None: a game without talks)."""

    def __init__(self, case: Case, deals: Deals | None) -> None:
        self.case, self.deals = case, deals
        self.step = None if deals is None else deals.step
        self.partial = {} if deals is None else {at: x for at, x in deals.partial.items() if x is not None}
        self.wide = {} if deals is None else {at: x for at, x in deals.wide.items() if x is not None}
        self.analyst = View(case, None)
        numbers = {self.step, *self.partial.values(), *self.wide.values()} - {None}
        self.effects = {x: effects(case, deals.space.deals[x]) for x in numbers}
        expects = [case.field(party, "expects") for party in case.signatories]
        self.gap = max(expects) - min(expects)

    # States.

    def states(self) -> Iterator[State]:
        channels = (NO_CHANNEL,) if self.deals is None else (NO_CHANNEL, COVERT, OPEN)
        for leader in self.case.leaderships:
            earlier = [at for at in self.case.leaderships if at & leader == at]  # a bit once set stays set
            bargains = [
                None,
                *(["step"] if self.step is not None else []),
                *(at for at in earlier if at in self.partial),
            ]
            for channel in channels:
                yield State(WAR, channel, None, LOW, leader)
                for bargain in bargains:
                    for trust in range(3):
                        yield State(STALEMATE, channel, bargain, trust, leader)
                        yield State(CRISIS, channel, bargain, trust, leader)
            for at in earlier:
                if at in self.wide:
                    yield State(SETTLED, NO_CHANNEL, at, LOW, leader)

    def outcomes(self) -> Iterator[Outcome]:
        yield from (Outcome(path) for path in PATHS)
        yield DECIDED
        for loser in self.case.signatories:
            yield from (Outcome("capitulation", loser, winner) for winner in self.case.signatories if winner != loser)

    def deal(self, s: State) -> int | None:
        """The number of the deal in force."""
        if s.tension == SETTLED:
            return self.wide[s.bargain]
        if s.bargain == "step":
            return self.step
        return None if s.bargain is None else self.partial[s.bargain]

    # Rates.

    def factor(self, name: str, s: State) -> float:
        if s.tension == SETTLED and name != "lapse" and not name.startswith("triggers."):
            return 1.0
        return self.effects.get(self.deal(s), {}).get(name, 1.0)

    def rate(self, view: View, name: str, s: State) -> float:
        return view.rates[s.leader][name] * self.factor(name, s)

    def talks_calm(self, view: View, s: State) -> float:
        return 1.0 if s.channel == NO_CHANNEL else self.rate(view, "talks_calm", s)

    def calm(self, view: View, s: State) -> float:
        calm = self.talks_calm(view, s)
        if s.bargain == "step":
            calm *= self.rate(view, "step_calm", s)
        elif signed(s):
            calm *= self.rate(view, "partial_calm", s)
        return calm

    def by_trust(self, trust: int, low: float, mid: float, high: float) -> float:
        return (low, mid, high)[trust] ** self.case.rates["trust_effect"]

    def pace(self, view: View, s: State) -> float:
        """How fast talks go, at peace or in war."""
        if s.tension == WAR:
            pace = 0.5 ** self.case.rates["trust_effect"] * self.rate(view, "war_pace", s)
        else:
            pace = self.by_trust(s.trust, 0.5, 1.0, 1.75)
        if s.tension == CRISIS:
            pace *= self.rate(view, "crisis_pace", s)
        if s.leader:
            pace *= self.rate(view, "successor_pace", s)
        return pace

    def holds(self, s: State, after: bool, rung: str) -> bool:
        return self.deals is not None and bool(self.deals.of_rung(s.leader, s.trust, after, rung))

    # War.

    def outbreak(self, view: View, s: State, path: str, p: float) -> list[Change]:
        decided = clip(view.rates[s.leader]["war_decided"])
        goes_on = State(WAR, NO_CHANNEL, None, LOW, s.leader)
        return [(p * decided, Outcome(path), path), (p * (1.0 - decided), goes_on, path)]

    def end_of_war(self, view: View, s: State) -> list[Change]:
        if s.tension != WAR:
            return []
        more = 1.0 if s.channel == NO_CHANNEL else self.rate(view, "talks_ceasefire", s)
        return exclusive(
            (self.rate(view, "war_decided", s), DECIDED, ""),
            (self.rate(view, "ceasefire", s) * more, s._replace(tension=STALEMATE), "ceasefire"),
        )

    # Events, in the order of the month.

    def leadership(self, view: View, s: State, b: int) -> list[Change]:
        if s.leader >> b & 1:
            return []
        return [(clip(view.transitions[s.leader][b]), s._replace(leader=s.leader | 1 << b), "")]

    def may_trigger(self, s: State, during: list[str]) -> bool:
        bargain, talks = s.bargain is not None, s.channel != NO_CHANNEL
        true = {
            "stalemate": s.tension == STALEMATE,
            "crisis": s.tension == CRISIS,
            "talks": talks,
            "no-talks": not talks,
            "bargain": bargain,
            "no-bargain": not bargain,
        }
        reached = at_peace(s) or (s.tension == SETTLED and "bargain" in during)
        return reached and all(true[name] for name in during)

    def trigger(self, view: View, s: State, name: str) -> list[Change]:
        trigger = self.case.triggers[name]
        during = trigger.get("during") or []
        if not self.may_trigger(s, [during] if isinstance(during, str) else during):
            return []
        calm = 1.0 if s.tension == SETTLED else self.calm(self.analyst, s)
        tau = trigger["rate"] * self.factor(f"triggers.{name}", s) * calm
        w = trigger["war"] if "war" in trigger else self.rate(view, "trigger_war", s)
        c = trigger.get("collapse", 0.0)
        fallen = State(CRISIS if s.tension == CRISIS else STALEMATE, NO_CHANNEL, None, LOW, s.leader)
        crisis = s._replace(tension=CRISIS) if s.tension == STALEMATE else s
        war, collapse, rest = exclusive(
            (tau * w, s, ""), (tau * (1.0 - w) * c, fallen, ""), (tau * (1.0 - w) * (1.0 - c), crisis, "")
        )
        return [*self.outbreak(view, s, "trigger", war[0]), collapse, rest]

    def incident(self, view: View, s: State) -> list[Change]:
        if s.tension != STALEMATE:
            return []
        p = self.rate(view, "incident", s) * self.by_trust(s.trust, 1.25, 1.0, 0.75) * self.calm(view, s)
        return [(clip(p), s._replace(tension=CRISIS), "")]

    def misreading(self, view: View, s: State) -> list[Change]:
        if s.tension != CRISIS:
            return []
        p = self.rate(view, "misreading", s)
        if s.channel != NO_CHANNEL:
            p *= self.rate(view, "covert_clarity" if s.channel == COVERT else "open_clarity", s)
        return self.outbreak(view, s, "miscommunication", clip(p))

    def opening(self, view: View, s: State, after: bool) -> list[Change]:
        """Nothing happens, but it counts when talks meet a partial or wide deal in A."""
        if s.channel == NO_CHANNEL or not (self.holds(s, after, PARTIAL) or self.holds(s, after, WIDE)):
            return []
        return [(1.0, s, "opening")]

    def talks(self, view: View, s: State, after: bool) -> list[Change]:
        if s.channel == NO_CHANNEL:
            return []
        pace = self.pace(view, s)
        changes: list[Change] = []
        if at_peace(s) and s.bargain is None and self.step in self.deals.A[s.leader, s.trust, after]:
            changes.append((self.rate(view, "step_rate", s) * pace, s._replace(bargain="step"), "step"))
        if (not signed(s) or s.bargain != s.leader) and self.holds(s, after, PARTIAL):
            p = self.rate(view, "partial_rate", s) * pace
            if s.channel == COVERT:
                p *= self.rate(view, "covert_pace", s)
            trust = MID if s.tension == WAR else s.trust if signed(s) else up(s.trust)
            changes.append((p, State(STALEMATE, s.channel, s.leader, trust, s.leader), "bargain"))
        if (signed(s) or s.channel == OPEN) and self.holds(s, after, WIDE):
            p = self.rate(view, "settlement_rate", s) * pace
            if not signed(s):
                p *= self.rate(view, "direct_pace", s)
            changes.append((p, State(SETTLED, NO_CHANNEL, s.leader, LOW, s.leader), "settled"))
        return exclusive(*changes)

    def leak(self, view: View, s: State) -> list[Change]:
        if s.channel != COVERT:
            return []
        return [(clip(self.rate(view, "leak", s)), s._replace(channel=NO_CHANNEL, trust=down(s.trust)), "leak")]

    def keeping(self, view: View, s: State, after: bool) -> list[Change]:
        """A bargain erodes or is kept; a settlement may lapse."""
        if s.bargain is None:
            return []
        p = self.rate(view, "lapse", s) if s.tension == SETTLED else self.rate(view, "erosion", s)
        if signed(s):
            p += self.rate(view, "expectation_erosion", s) * self.gap
        p *= 1.0 - self.case.rates["guarantee"]
        trust = HIGH if s.tension == SETTLED else s.trust
        if self.deal(s) not in self.deals.A[s.leader, trust, after]:
            p *= self.rate(view, "breach", s)
        p = clip(p)
        if s.tension == SETTLED:
            return [(p, State(STALEMATE, NO_CHANNEL, None, LOW, s.leader), "")]
        kept = (1.0 - p) * clip(self.rate(view, "kept_promise", s))
        return [(p, s._replace(bargain=None, trust=down(s.trust)), ""), (kept, s._replace(trust=up(s.trust)), "")]

    def subside(self, view: View, s: State) -> list[Change]:
        if s.tension != CRISIS:
            return []
        return [(clip(self.rate(view, "subside", s) / self.talks_calm(view, s)), s._replace(tension=STALEMATE), "")]

    # Actions. Offers are elsewhere, since whether they are accepted depends on what the future is worth.

    def is_open(self, s: State, mover: str, action: str) -> bool:
        if s.tension == SETTLED:
            return False
        if action in OFFERS:
            possible = s.channel == NO_CHANNEL if action == "offer_covert" else s.channel != OPEN
            return possible and self.deals is not None
        if action == "walk_out":
            return s.channel != NO_CHANNEL
        if s.tension == WAR:
            return action == "wait"
        if action == "attack":
            return s.tension == CRISIS and self.case.war(mover) is not None
        return {"deescalate": s.tension == CRISIS, "renege": s.bargain is not None}.get(action, True)

    def act(self, view: View, s: State, mover: str, action: str) -> list[Change]:
        if not self.is_open(s, mover, action):
            return []
        if action == "press":
            return self.press(view, s, mover)
        if action == "deescalate":
            p = clip(self.rate(view, "deescalation", s) / self.talks_calm(view, s))
            return [(p, s._replace(tension=STALEMATE), "")]
        if action == "reassure":
            return [(clip(self.rate(view, "reassurance", s)), s._replace(trust=up(s.trust)), "")]
        if action == "walk_out":
            return [(1.0, s._replace(channel=NO_CHANNEL, trust=down(s.trust)), "")]
        if action == "renege":
            return [(1.0, s._replace(bargain=None, trust=down(s.trust) if s.bargain == "step" else LOW), "")]
        return self.outbreak(view, s, "intention", 1.0) if action == "attack" else []

    def press(self, view: View, s: State, mover: str) -> list[Change]:
        others = [j for j in self.case.signatories if j != mover]
        more = self.rate(view, "crisis_pressure", s) if s.tension == CRISIS else 1.0
        capitulation = view.capitulation[s.leader]
        changes = exclusive(*((capitulation[j] * more, Outcome("capitulation", j, mover), "") for j in others))
        otherwise = 1.0 - sum(p for p, _, _ in changes)
        if s.tension == CRISIS:
            calm = self.talks_calm(view, s)
            war, back = exclusive(
                (self.rate(view, "miscalculation", s) * calm, s, ""),
                (self.rate(view, "backdown_rate", s), s._replace(tension=STALEMATE), "backdown"),
            )
            changes += self.outbreak(view, s, "miscalculation", otherwise * war[0])
            going_on = [back, (1.0 - war[0] - back[0], s, "")]
        else:
            p = clip(self.rate(view, "press_crisis", s) * self.calm(view, s))
            going_on = [(p, s._replace(tension=CRISIS), ""), (1.0 - p, s, "")]
        fall = clip(self.rate(view, "press_trust", s))
        for p, then, counted in going_on:
            changes.append((otherwise * p * fall, then._replace(trust=down(s.trust)), counted))
            changes.append((otherwise * p * (1.0 - fall), then, counted))
        return changes
