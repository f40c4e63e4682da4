"""The monthly process of MODEL.md, sections 6.3, 6.4 and 6.7, as parties that act in a world; one run at a time.

Written from the specification and from plain numbers, not from the arrays of `ripeness.crisis`, so that agreement says
something about both. Plain Python: `agents` puts it into Mesa.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from random import Random

from ripeness.crisis.actions import ACTIONS
from sampling.setting import FactorsInForce, Setting, Trigger

SETTLED, STALEMATE, CRISIS, WAR = -1, 0, 1, 2
NO_CHANNEL, COVERT, OPEN = 0, 1, 2
NO_BARGAIN, STEP = -2, -1
MID_TRUST, HIGH_TRUST = 1, 2
NOTHING = FactorsInForce(1.0, (), ())


class World:
    """The state of the conflict, and the events of a month.

    `outcome` is None while it goes on; `bargain` the leadership that signed the one in force, or settled, -1 with a
    small step, -2 with nothing. `reached` has what was ever reached, and the path of the first war.
    """

    random: Random
    parties: Sequence["Party"]

    def begin(self, setting: Setting) -> None:
        """Go to month 0."""
        self.setting = setting
        self.month = 0
        self.tension, self.channel, self.trust = setting.tension, setting.channel, setting.trust
        self.bargain, self.leadership = setting.bargain, 0
        self.outcome: str | None = None
        self.reached = {"talks"} if self.channel != NO_CHANNEL else set[str]()
        self.crises_begun = int(self.tension == CRISIS)
        self.crisis_months = 0
        self.war_months = 0

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
        from_stalemate = self.tension == STALEMATE
        if self.tension != SETTLED:
            self.parties[self.drawn(self.setting.turns)].act()
        for event in (
            self.change_leaders, self.end_war, self.be_triggered, self.have_incident, self.misread,
            self.talk, self.leak, self.keep_or_break, self.subside,
        ):  # fmt: skip
            if self.outcome is not None:
                break
            event()
        goes_on = self.outcome is None
        is_war = self.tension == WAR if goes_on else self.outcome != "capitulation"
        in_crisis = goes_on and self.tension == CRISIS
        self.crises_begun += from_stalemate and (is_war or in_crisis)
        self.crisis_months += in_crisis
        self.war_months += goes_on and is_war
        self.month += 1

    @property
    def state(self) -> int:
        """The number of the live state, as the policies know it."""
        return self.setting.place[self.tension, self.channel, self.bargain, self.trust, self.leadership]

    @property
    def ended_as(self) -> tuple[str, ...]:
        """What a run counts as where it ends: its outcome, or what is in force."""
        if self.outcome == "capitulation":
            return ("capitulation",)
        if self.outcome is not None:
            return ("war", self.outcome) if self.outcome != "decided" else ("war",)
        if self.tension == SETTLED:
            return ("settled",)
        return {NO_BARGAIN: (), STEP: ("step",)}.get(self.bargain, ("bargain",))

    @property
    def phase(self) -> int:
        """0 before the earliest transition, 1 in its month and later."""
        return int(self.month >= self.setting.first_arrival)

    # --- rates, by what is in force ---

    def rate(self, name: str) -> float:
        """A rate, with the factor of a deal in force."""
        return self.setting.rate[name] * self.factor(name)

    def factor(self, name: str) -> float:
        """The factor of what is in force on a rate or a trigger."""
        of = self.setting.effects.get(name, NOTHING)
        if of is NOTHING or self.bargain == NO_BARGAIN:
            return 1.0
        if self.tension == SETTLED:
            return of.settled[self.bargain] if name == "lapse" or name.startswith("triggers.") else 1.0
        return of.step if self.bargain == STEP else of.signed[self.bargain]

    @property
    def is_signed(self) -> bool:
        """Whether a signed bargain is in force."""
        return self.bargain > STEP and self.tension != SETTLED

    @property
    def talks_calm(self) -> float:
        """The factor of talks on miscalculation, and part of the calm."""
        return 1.0 if self.channel == NO_CHANNEL else self.rate("talks_calm")

    @property
    def calm(self) -> float:
        """The factor on ways into a crisis and on triggers."""
        if self.tension == SETTLED:
            return 1.0
        in_force = {NO_BARGAIN: "", STEP: "step_calm"}.get(self.bargain, "partial_calm")
        return self.talks_calm * (self.rate(in_force) if in_force else 1.0)

    @property
    def relief(self) -> float:
        """The factor on ways out of a crisis."""
        return 1.0 / self.talks_calm

    def by_trust(self, low: float, mid: float, high: float) -> float:
        """The factor of the trust there is."""
        return (low, mid, high)[self.trust] ** self.setting.rate["trust_effect"]

    # --- what changes ---

    def raise_trust(self) -> None:
        """Trust one up."""
        self.trust = min(self.trust + 1, HIGH_TRUST)

    def lower_trust(self) -> None:
        """Trust one down."""
        self.trust = max(self.trust - 1, 0)

    def break_out(self, path: str) -> None:
        """War: decided at once, or it goes on without a channel or a deal."""
        if "war" not in self.reached:
            self.reached |= {"war", f"war.{path}"}
        if self.happens(self.rate("war_decided")):
            self.outcome = f"war.{path}"
        else:
            self.tension, self.channel, self.bargain, self.trust = WAR, NO_CHANNEL, NO_BARGAIN, 0

    # --- events ---

    def change_leaders(self) -> None:
        """Successors come in the month of their transitions."""
        for bit, chance in self.setting.arrivals.get(self.month, ()):
            if not self.leadership >> bit & 1 and self.happens(chance):
                self.leadership |= 1 << bit

    def end_war(self) -> None:
        """A war that goes on is decided, or halted by a ceasefire."""
        if self.tension == WAR:
            ceasefire = self.rate("ceasefire") * (self.rate("talks_ceasefire") if self.channel != NO_CHANNEL else 1.0)
            found = self.which(self.rate("war_decided"), ceasefire)
            if found == 0:
                self.outcome = "decided"
            elif found == 1:
                self.reached.add("ceasefire")
                self.tension = STALEMATE

    def be_triggered(self) -> None:
        """Events elsewhere bring a war, end talks and deals, or turn a stalemate into a crisis."""
        for trigger in self.setting.triggers:
            if self.outcome is None and self.is_reached_by(trigger):
                often = trigger.rate * self.calm * self.factor(f"triggers.{trigger.name}")
                at_once = self.rate("trigger_war") if trigger.war is None else trigger.war
                rest = often * (1.0 - at_once)
                found = self.which(often * at_once, rest * trigger.collapse, rest * (1.0 - trigger.collapse))
                if found == 0:
                    self.break_out("trigger")
                elif found == 1:
                    self.collapse()
                elif found == 2 and self.tension == STALEMATE:
                    self.tension = CRISIS

    def is_reached_by(self, trigger: Trigger) -> bool:
        """Whether a trigger may happen here: a settlement counts as a bargain without talks, and must be meant."""
        if self.tension == WAR or (self.tension == SETTLED and "bargain" not in trigger.during):
            return False
        holds: Mapping[str, bool] = {
            "stalemate": self.tension == STALEMATE,
            "crisis": self.tension == CRISIS,
            "talks": self.channel != NO_CHANNEL,
            "no-talks": self.channel == NO_CHANNEL,
            "bargain": self.bargain != NO_BARGAIN,
            "no-bargain": self.bargain == NO_BARGAIN,
        }
        return all(holds[circumstance] for circumstance in trigger.during)

    def collapse(self) -> None:
        """Talks and deals end."""
        self.tension = STALEMATE if self.tension == SETTLED else self.tension
        self.channel, self.bargain, self.trust = NO_CHANNEL, NO_BARGAIN, 0

    def have_incident(self) -> None:
        """An incident turns a stalemate into a crisis."""
        if self.tension == STALEMATE and self.happens(
            self.rate("incident") * self.by_trust(1.25, 1.0, 0.75) * self.calm
        ):
            self.tension = CRISIS

    def misread(self) -> None:
        """A crisis turns into war by miscommunication."""
        if self.tension == CRISIS:
            clarity = (1.0, self.rate("covert_clarity"), self.rate("open_clarity"))[self.channel]
            if self.happens(self.rate("misreading") * clarity):
                self.break_out("miscommunication")

    def talk(self) -> None:
        """Talks agree on a step, sign a bargain or renew one, or settle; the latter two end a crisis or a war."""
        if self.channel == NO_CHANNEL:
            return
        step, partial, wide = (
            of[self.phase][self.trust][self.leadership]
            for of in (self.setting.step_open, self.setting.partial_open, self.setting.wide_open)
        )
        if partial or wide:
            self.reached.add("opening")
        pace = self.by_trust(0.5, 1.0, 1.75)
        pace *= {CRISIS: self.rate("crisis_pace"), WAR: self.rate("war_pace")}.get(self.tension, 1.0)
        pace *= self.rate("successor_pace") if self.leadership else 1.0
        stepping = signing = settling = 0.0
        if step and self.bargain == NO_BARGAIN and self.tension != WAR:
            stepping = self.rate("step_rate") * pace
        if partial and (not self.is_signed or self.bargain != self.leadership):
            signing = self.rate("partial_rate") * pace * (self.rate("covert_pace") if self.channel == COVERT else 1.0)
        if wide and (self.is_signed or self.channel == OPEN):
            settling = self.rate("settlement_rate") * pace * (1.0 if self.is_signed else self.rate("direct_pace"))
        found = self.which(stepping, signing, settling)
        if found == 0:
            self.reached.add("step")
            self.bargain = STEP
        elif found == 1:
            self.reached |= {"bargain", "deal"}
            self.sign()
        elif found == 2:
            self.reached |= {"settled", "deal"}
            self.tension, self.channel, self.bargain, self.trust = SETTLED, NO_CHANNEL, self.leadership, 0

    def sign(self) -> None:
        """Sign a bargain, which raises trust unless it renews another."""
        if self.tension == WAR:
            self.trust = MID_TRUST
        elif not self.is_signed:
            self.raise_trust()
        self.tension, self.bargain = STALEMATE, self.leadership

    def leak(self) -> None:
        """A covert channel leaks."""
        if self.channel == COVERT and self.happens(self.rate("leak")):
            self.channel = NO_CHANNEL
            self.lower_trust()

    def keep_or_break(self) -> None:
        """A step or bargain erodes, or is kept and raises trust; a settlement lapses."""
        if self.bargain == NO_BARGAIN:
            return
        setting, faith = self.setting, 1.0 - self.rate("guarantee")
        if self.tension == SETTLED:
            kept = setting.settled_acceptable[self.phase][self.leadership][self.bargain]
            if self.happens(self.rate("lapse") * faith * (1.0 if kept else self.rate("breach"))):
                self.collapse()
            return
        erosion = self.rate("erosion")
        if self.bargain == STEP:
            kept = setting.step_open[self.phase][self.trust][self.leadership]
        else:
            erosion += self.rate("expectation_erosion") * setting.expectation_gap
            kept = setting.signed_acceptable[self.phase][self.trust][self.leadership][self.bargain]
        erosion = min(max(erosion * faith * (1.0 if kept else self.rate("breach")), 0.0), 1.0)
        found = self.which(erosion, (1.0 - erosion) * self.rate("kept_promise"))
        if found == 0:
            self.bargain = NO_BARGAIN
            self.lower_trust()
        elif found == 1:
            self.raise_trust()

    def subside(self) -> None:
        """A crisis subsides by itself."""
        if self.tension == CRISIS and self.happens(self.rate("subside") * self.relief):
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
        world = self.model
        pressure = world.rate("crisis_pressure") if world.tension == CRISIS else 1.0
        others = [chance for j, chance in enumerate(world.setting.capitulation) if j != self.place]
        if world.which(*(chance * pressure for chance in others)) >= 0:
            world.outcome = "capitulation"
            return
        if world.tension == STALEMATE:
            if world.happens(world.rate("press_crisis") * world.calm):
                world.tension = CRISIS
        else:
            found = world.which(world.rate("miscalculation") * world.talks_calm, world.rate("backdown_rate"))
            if found == 0:
                world.break_out("miscalculation")
            elif found == 1:
                world.tension = STALEMATE
        if world.outcome is None and world.happens(world.rate("press_trust")):
            world.lower_trust()

    def deescalate(self) -> None:
        """Out of the crisis, perhaps."""
        if self.model.happens(self.model.rate("deescalation") * self.model.relief):
            self.model.tension = STALEMATE

    def reassure(self) -> None:
        """Trust one up, perhaps."""
        if self.model.happens(self.model.rate("reassurance")):
            self.model.raise_trust()

    def _offer(self, action: str, channel: int) -> None:
        world = self.model
        if world.happens(world.setting.agreed[world.month][action][self.place][world.state]):
            world.reached.add("talks")
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
        """Break the bargain, or call off the step."""
        if self.model.bargain == STEP:
            self.model.lower_trust()
        else:
            self.model.trust = 0
        self.model.bargain = NO_BARGAIN

    def attack(self) -> None:
        """War by intention."""
        self.model.break_out("intention")
