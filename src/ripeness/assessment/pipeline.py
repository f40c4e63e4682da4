"""Section 7 of MODEL.md from end to end: a case's alternatives, zones, deals and futures under every posture."""

from dataclasses import dataclass
from functools import cached_property

from ripeness.assessment.alternatives import Alternatives, alternatives, alternatives_as_analyst
from ripeness.assessment.zones import Signed, Zones, signed_deals, zones
from ripeness.bargaining.settlements import Settlements, list_settlements
from ripeness.case.leadership import leaderships
from ripeness.case.load import with_changes
from ripeness.case.model import Case, Posture
from ripeness.case.quantity import AS_IS
from ripeness.case.rates import RATES
from ripeness.case.values import MODES, Values
from ripeness.crisis.futures import Futures, follow
from ripeness.crisis.game import BEYOND_HORIZON_MONTHS, CrisisGame
from ripeness.crisis.outlook import capitulation_flows, outlook
from ripeness.crisis.rules import Rules
from ripeness.crisis.states import state_space
from ripeness.errors import InputError, Problem, UnknownNameError

_AS_IS_POSTURE = Posture(title="The case as it is")


# What of a case no constraint on deals reads: rates apart from these, and what a party feels only in the game.
_RATES_OF_DEALS = ("guarantee", "recognition", "entitlement_exponent", "trust_effect")
_FELT_IN_THE_GAME = (
    *("patience", "precision", "initiative", "expects", "trend", "war", "spoils"),
    *("crisis_cost", "talk_cost", "audience_cost", "leak_cost"),
)
_PARTS_OF_THE_GAME = ("capitulation", "triggers", "regional", "channel", "tension")


def leaves_deals_alone(path: str) -> bool:
    """Whether no deal becomes acceptable or ceases to be by changing this path, reservation values held.

    >>> [leaves_deals_alone(path) for path in ("dynamics.leak", "dynamics.guarantee", "parties.us.expects")]
    [True, False, True]
    """
    match path.split("."):
        case ["dynamics", name, *_]:
            return (name in RATES and name not in _RATES_OF_DEALS) or name in _PARTS_OF_THE_GAME
        case ["parties", _, name, *_]:
            return name in _FELT_IN_THE_GAME
        case _:
            return False


@dataclass(frozen=True)
class Agreements:
    """What can be agreed in a case, shared by the postures that do not change it."""

    zones: Zones

    @cached_property
    def signed(self) -> Signed:
        """The deals that each leadership would sign."""
        return signed_deals(self.zones)


@dataclass(frozen=True)
class PostureRun:
    """One posture: the case with what it sets, what can be agreed in it, and its futures."""

    posture: Posture
    case: Case
    values: Values
    agreements: Agreements

    @property
    def zones(self) -> Zones:
        """What can be agreed."""
        return self.agreements.zones

    @property
    def signed(self) -> Signed:
        """The deals that each leadership would sign."""
        return self.agreements.signed

    @cached_property
    def futures(self) -> Futures:
        """What comes of it: the game solved and followed."""
        game = self._game(self.values)
        if self.values.n > 1:
            # compiled, and so imported only where there are draws enough to be worth it
            from ripeness.crisis.batch import solve_and_follow

            return solve_and_follow(game, self.case.horizon)
        return follow(game, game.solve(keep_months=self.case.horizon), self.case.horizon)

    def futures_at_rates(self, values: Values) -> Futures:
        """What would come of it with other rates of the game in a few draws, what can be agreed being as it is.

        Only where the posture itself has one draw.
        """
        game = self._game(values)
        return follow(game, game.solve(keep_months=self.case.horizon), self.case.horizon)

    def _game(self, values: Values) -> CrisisGame:
        case, incumbents = self.case, self.zones.grounds[0]
        signing = tuple(incumbents.index(name) for name in case.signatories)
        rules = Rules(state_space(len(leaderships(case)), signing), outlook(case, values), self.signed.prospects)
        surrender = capitulation_flows(case, incumbents.payoffs, self.values)
        return CrisisGame(rules, surrender, self.posture, case.horizon + BEYOND_HORIZON_MONTHS)


@dataclass(frozen=True)
class Run:
    """One pass through section 7 for some draws; each part is computed when it is first asked for."""

    case: Case
    values: Values

    @cached_property
    def alternatives(self) -> Alternatives:
        """The alternatives as each party believes them to be."""
        return alternatives(self.case, self.values, self._settlements)

    @cached_property
    def as_analyst(self) -> Alternatives:
        """The alternatives as the analyst sees them."""
        return alternatives_as_analyst(self.case, self.values, self._settlements)

    @cached_property
    def as_is(self) -> PostureRun:
        """The case as it is."""
        z = zones(self.case, self.values, self._settlements, self.alternatives.reservations)
        return PostureRun(_AS_IS_POSTURE, self.case, self.values, Agreements(z))

    @cached_property
    def _settlements(self) -> Settlements:
        return list_settlements(self.case)

    @cached_property
    def _under(self) -> dict[str, PostureRun]:
        return {}

    @property
    def postures(self) -> tuple[str, ...]:
        """Names of the postures, the case as it is first."""
        return (AS_IS, *self.case.postures)

    def under(self, name: str) -> PostureRun:
        """The case under a posture; one with `set` is another case, with the reservation values of the original.

        Raises UnknownNameError for a posture that the case has not, InputError where its `set` makes a case that
        cannot stand beside the original.
        """
        if name == AS_IS:
            return self.as_is
        if name not in self._under:
            self._under[name] = self._started(name)
        return self._under[name]

    def _started(self, name: str) -> PostureRun:
        case, as_is = self.case, self.as_is
        if name not in case.postures:
            raise UnknownNameError.among("posture", name, self.postures)
        posture = case.postures[name]
        if not posture.set:
            return PostureRun(posture, case, self.values, as_is.agreements)
        changed = with_changes(case, posture.set)
        if list(changed.parties) != list(case.parties) or len(leaderships(changed)) > len(leaderships(case)):
            fault = "changes who the parties are or adds a transition, would be right: a case of its own"
            raise InputError(Problem(f"postures.{name}.set", fault))
        values = self.values.without(posture.set)
        if all(map(leaves_deals_alone, posture.set)):
            return PostureRun(posture, changed, values, as_is.agreements)
        z = zones(changed, values, list_settlements(changed), as_is.zones.reservations)
        return PostureRun(posture, changed, values, Agreements(z))


def run(case: Case, values: Values = MODES) -> Run:
    """Run a case for every draw of `values`."""
    return Run(case, values)
