"""The monthly process of MODEL.md, sections 6.3 and 6.4, as parties that act in a world; one run at a time.

Written from the specification and from plain numbers, not from the arrays of `ripeness.crisis`, so that agreement says
something about both. Plain Python: `agents` puts it into Mesa.
"""

from bisect import bisect_right
from collections.abc import Sequence
from random import Random

from ripeness.crisis.actions import ACTIONS
from sampling.setting import Setting

STALEMATE, CRISIS = 0, 1
NO_CHANNEL, COVERT, OPEN = 0, 1, 2
NO_BARGAIN = -1
HIGH_TRUST = 2


class World:
    """The state of the conflict, and the events of a month.

    `outcome` is None while it goes on; `bargain` the leadership that signed the one in force, or -1.
    """

    random: Random
    parties: Sequence["Party"]

    def begin(self, setting: Setting) -> None:
        """Go to month 0."""
        self.setting = setting
        self.month = 0
        self.tension, self.channel, self.trust = setting.tension, setting.channel, setting.trust
        self.bargain, self.leadership = NO_BARGAIN, 0
        self.outcome: str | None = None
        self.ever_signed = False
        self.crises_begun = int(self.tension == CRISIS)
        self.crisis_months = 0

    # --- chance: the only places where anything is drawn ---

    def happens(self, chance: float) -> bool:
        """Whether something of this probability happens."""
        return self.random.random() < chance

    def which(self, *chances: float) -> int:
        """Which of several that exclude each other happens, or -1; scaled down together where they sum past 1."""
        clipped = [min(max(chance, 0.0), 1.0) for chance in chances]
        left = self.random.random() * max(sum(clipped), 1.0)
        for number, chance in enumerate(clipped):
            if left < chance:
                return number
            left -= chance
        return -1

    def drawn(self, totals: Sequence[float]) -> int:
        """One of several with these running totals, the last of which is 1."""
        return min(bisect_right(totals, self.random.random()), len(totals) - 1)

    # --- a month ---

    def pass_month(self) -> None:
        """One party acts, then the events follow."""
        from_calm = self.tension == STALEMATE
        self.parties[self.drawn(self.setting.turns)].act()
        for event in (
            self.change_leaders, self.be_triggered, self.have_incident, self.misread,
            self.talk, self.leak, self.keep_or_break, self.subside,
        ):  # fmt: skip
            if self.outcome is not None:
                break
            event()
        at_war = self.outcome is not None and self.outcome.startswith("war.")
        in_crisis = self.outcome is None and self.tension == CRISIS
        self.crises_begun += from_calm and (at_war or in_crisis)
        self.crisis_months += in_crisis
        self.month += 1

    @property
    def state(self) -> int:
        """The number of the live state, as the policies know it."""
        return self.setting.place[self.tension, self.channel, self.bargain, self.trust, self.leadership]

    @property
    def phase(self) -> int:
        """0 before the earliest transition, 1 in its month and later."""
        return int(self.month >= self.setting.first_arrival)

    def raise_trust(self) -> None:
        """Trust one up."""
        self.trust = min(self.trust + 1, HIGH_TRUST)

    def lower_trust(self) -> None:
        """Trust one down."""
        self.trust = max(self.trust - 1, 0)

    def by_trust(self, low: float, mid: float, high: float) -> float:
        """The factor of the trust there is."""
        return (low, mid, high)[self.trust] ** self.setting.rate["trust_effect"]

    def change_leaders(self) -> None:
        """Successors come in the month of their transitions."""
        for bit, chance in self.setting.arrivals.get(self.month, ()):
            if self.happens(chance):
                self.leadership |= 1 << bit

    def be_triggered(self) -> None:
        """Events elsewhere bring a war, or out of a stalemate a crisis."""
        for war, crisis in self.setting.triggers:
            found = self.which(war, crisis) if self.tension == STALEMATE else self.which(war)
            if found == 0:
                self.outcome = "war.trigger"
                return
            if found == 1:
                self.tension = CRISIS

    def have_incident(self) -> None:
        """An incident turns a stalemate into a crisis."""
        if self.tension == STALEMATE:
            rate = self.setting.rate
            calm = 1.0 if self.bargain == NO_BARGAIN else rate["partial_calm"]
            if self.happens(rate["incident"] * self.by_trust(1.25, 1.0, 0.75) * calm):
                self.tension = CRISIS

    def misread(self) -> None:
        """A crisis turns into war by miscommunication."""
        if self.tension == CRISIS:
            rate = self.setting.rate
            clarity = (1.0, rate["covert_clarity"], rate["open_clarity"])[self.channel]
            if self.happens(rate["misreading"] * clarity):
                self.outcome = "war.miscommunication"

    def talk(self) -> None:
        """Talks strike a partial bargain or reach a settlement."""
        if self.channel == NO_CHANNEL:
            return
        rate, setting = self.setting.rate, self.setting
        pace = self.by_trust(0.5, 1.0, 1.75)
        if self.tension == CRISIS:
            pace *= rate["crisis_pace"]
        if self.leadership:
            pace *= rate["successor_pace"]
        signing = settling = 0.0
        free = self.bargain == NO_BARGAIN
        if free and setting.partial_open[self.phase][self.trust][self.leadership]:
            signing = rate["partial_rate"] * pace * (rate["covert_pace"] if self.channel == COVERT else 1.0)
        if (not free or self.channel == OPEN) and setting.wide_open[self.phase][self.trust][self.leadership]:
            settling = rate["settlement_rate"] * pace * (rate["direct_pace"] if free else 1.0)
        found = self.which(signing, settling)
        if found == 0:
            self.bargain = self.leadership
            self.ever_signed = True
            self.raise_trust()
        elif found == 1:
            self.outcome = "settled"

    def leak(self) -> None:
        """A covert channel leaks."""
        if self.channel == COVERT and self.happens(self.setting.rate["leak"]):
            self.channel = NO_CHANNEL
            self.lower_trust()

    def keep_or_break(self) -> None:
        """A bargain erodes, or is kept and raises trust."""
        if self.bargain == NO_BARGAIN:
            return
        rate, setting = self.setting.rate, self.setting
        erosion = rate["erosion"] + rate["expectation_erosion"] * setting.expectation_gap
        erosion *= 1.0 - rate["guarantee"]
        if not setting.still_acceptable[self.phase][self.trust][self.leadership][self.bargain]:
            erosion *= rate["breach"]
        erosion = min(max(erosion, 0.0), 1.0)
        found = self.which(erosion, (1.0 - erosion) * rate["kept_promise"])
        if found == 0:
            self.bargain = NO_BARGAIN
            self.lower_trust()
        elif found == 1:
            self.raise_trust()

    def subside(self) -> None:
        """A crisis subsides by itself."""
        if self.tension == CRISIS and self.happens(self.setting.rate["subside"]):
            self.tension = STALEMATE


class Party:
    """A signatory, which acts when it is its turn; `place` is its number among the signatories."""

    model: World
    place: int

    def act(self) -> None:
        """Draw an action from what it plays in this month and state, and take it."""
        setting, world = self.model.setting, self.model
        totals = setting.choices[world.month][self.place][world.state]
        # an action that is closed here has no chance of its own: the policies count it as waiting
        getattr(self, list(ACTIONS)[world.drawn(totals)])()

    def wait(self) -> None:
        """Do nothing."""

    def press(self) -> None:
        """The others give in; or else a crisis, war by miscalculation or their backing down; then trust may fall."""
        world, rate = self.model, self.model.setting.rate
        pressure = rate["crisis_pressure"] if world.tension == CRISIS else 1.0
        others = [chance for j, chance in enumerate(world.setting.capitulation) if j != self.place]
        if world.which(*(chance * pressure for chance in others)) >= 0:
            world.outcome = "capitulation"
            return
        if world.tension == STALEMATE:
            if world.happens(rate["press_crisis"]):
                world.tension = CRISIS
        else:
            found = world.which(rate["miscalculation"], rate["backdown_rate"])
            if found == 0:
                world.outcome = "war.miscalculation"
                return
            if found == 1:
                world.tension = STALEMATE
        if world.happens(rate["press_trust"]):
            world.lower_trust()

    def deescalate(self) -> None:
        """Out of the crisis, perhaps."""
        if self.model.happens(self.model.setting.rate["deescalation"]):
            self.model.tension = STALEMATE

    def reassure(self) -> None:
        """Trust one up, perhaps."""
        if self.model.happens(self.model.setting.rate["reassurance"]):
            self.model.raise_trust()

    def _offer(self, action: str, channel: int) -> None:
        world = self.model
        if world.happens(world.setting.agreed[world.month][action][self.place][world.state]):
            world.channel = channel

    def offer_covert(self) -> None:
        """A covert channel, if all others accept."""
        self._offer("offer_covert", COVERT)

    def offer_open(self) -> None:
        """Open talks, if all others accept."""
        self._offer("offer_open", OPEN)

    def walk_out(self) -> None:
        """End the talks."""
        self.model.channel = NO_CHANNEL
        self.model.lower_trust()

    def renege(self) -> None:
        """Break the bargain."""
        self.model.bargain = NO_BARGAIN
        self.model.trust = 0

    def attack(self) -> None:
        """War by intention."""
        self.model.outcome = "war.intention"
