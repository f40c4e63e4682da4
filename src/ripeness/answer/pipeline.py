"""Section 7 of MODEL.md from end to end: a case's alternatives, zones, deals and futures under every posture."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ripeness.answer.alternatives import Alternatives, alternatives
from ripeness.answer.shortlist import settlements_to_agree, settlements_to_expect
from ripeness.answer.zones import Signed, Zones, signed_deals, zones
from ripeness.case.leadership import leaderships, without_beliefs
from ripeness.case.model import Case, Posture
from ripeness.case.quantity import AS_IS
from ripeness.case.rates import RATES
from ripeness.case.read.changes import cannot_stand_beside
from ripeness.case.read.load import with_changes
from ripeness.case.values import MODES, Values
from ripeness.crisis.engine import futures_of
from ripeness.crisis.futures import Futures
from ripeness.crisis.game import BEYOND_HORIZON_MONTHS, CrisisGame
from ripeness.crisis.outlook import Outlook, capitulation_flows, outlook
from ripeness.crisis.rules import Rules
from ripeness.crisis.states import state_space
from ripeness.errors import InputError, Problem, UnknownNameError
from ripeness.settlements.listing import Settlements, can_be_listed, list_settlements

_AS_IS_POSTURE = Posture(title="The expected course")


# What of a case no constraint on deals reads: rates apart from these, and what a party feels only in the game.
_RATES_OF_DEALS = ("guarantee", "recognition", "entitlement_exponent", "trust_effect")
_FELT_IN_THE_GAME = (
    *("growth", "patience", "precision", "initiative", "propensity", "expects", "trend", "war", "spoils"),
    *("crisis_cost", "talk_cost", "audience_cost", "leak_cost"),
)
_LISTED_BY = ("issues", "linkages", "partial_issues", "complete")
# What of a case is read for deals or for where a game starts, and by nothing else of the game.
_WHERE_IT_STARTS = ("channel", "tension", "trust", "bargain")
_FELT_IN_DEALS = (
    *("preconditions", "red_lines", "constituencies", "concession_limit", "pride", "exposure_tolerance"),
    *("reservation", "salience"),
)
_PARTS_OF_THE_GAME = ("capitulation", "triggers", "regional", "channel", "tension", "bargain")


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


def leaves_the_game_alone(path: str) -> bool:
    """Whether changing this path changes nothing of how the conflict moves, what can be agreed held.

    >>> [leaves_the_game_alone(path) for path in ("dynamics.channel", "dynamics.leak", "parties.us.preconditions")]
    [True, False, True]
    """
    match path.split("."):
        case [part, *_] if part in _LISTED_BY:
            return True
        case ["dynamics", name]:
            return name in _WHERE_IT_STARTS
        case ["parties", _, name, *_] | ["transitions", _, "successor", name, *_]:
            return name in _FELT_IN_DEALS
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
class Setting:
    """How the conflict moves in a case, shared by the postures that do not change it."""

    case: Case
    values: Values

    @cached_property
    def outlook(self) -> Outlook:
        """How each party sees it."""
        return outlook(self.case, self.values)

    @cached_property
    def _known(self) -> list[tuple[Agreements, Rules]]:
        return []

    def rules(self, agreements: Agreements) -> Rules:
        """The rules where this can be agreed."""
        for known, rules in self._known:
            if known is agreements:
                return rules
        incumbents = agreements.zones.grounds[0]
        signing = tuple(incumbents.index(name) for name in self.case.signatories)
        space = state_space(len(leaderships(self.case)), signing, war_goes_on=self.outlook.war_goes_on)
        self._known.append((agreements, Rules(space, self.outlook, agreements.signed.prospects)))
        return self._known[-1][1]


@dataclass(frozen=True)
class PostureRun:
    """One posture: the case with what it sets, what can be agreed in it, and its futures."""

    posture: Posture
    case: Case
    values: Values
    agreements: Agreements
    setting: Setting

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
        return futures_of(self.game(self.setting), self.case.horizon)

    def futures_at_rates(self, values: Values, case: Case | None = None) -> Futures:
        """What would come of it with other rates of the game in a few draws, what can be agreed being as it is.

        `case` is the posture's own with rates written out that its file leaves to their defaults, so that they have a
        path. Only where the posture itself has one draw.
        """
        return futures_of(self.game(Setting(case or self.case, values)), self.case.horizon)

    def game(self, setting: Setting) -> CrisisGame:
        """The game of what can be agreed, with the conflict moving as in this setting."""
        surrender = capitulation_flows(self.case, self.zones.grounds[0].payoffs, self.values)
        rules = setting.rules(self.agreements)
        return CrisisGame(self.case, rules, surrender, self.posture, self.case.horizon + BEYOND_HORIZON_MONTHS)


@dataclass(frozen=True)
class Run:
    """One pass through section 7 for some draws; each part is computed when it is first asked for.

    Settlements asked for `also`, issue: option, are looked at even where there are too many to list.
    """

    case: Case
    values: Values
    also: tuple[Mapping[str, str], ...] = ()

    @cached_property
    def alternatives(self) -> Alternatives:
        """The alternatives as each party believes them to be."""
        return self._alternatives(self.case)

    @cached_property
    def as_analyst(self) -> Alternatives:
        """The alternatives as the analyst sees them."""
        return self._alternatives(without_beliefs(self.case))

    @cached_property
    def as_is(self) -> PostureRun:
        """The case as it is."""
        reservations = self.alternatives.reservations
        settlements = self._listed
        if settlements is None:
            settlements = settlements_to_agree(self.case, self.values, reservations, self.also)
        z = zones(self.case, self.values, settlements, reservations)
        return PostureRun(_AS_IS_POSTURE, self.case, self.values, Agreements(z), Setting(self.case, self.values))

    def _alternatives(self, case: Case) -> Alternatives:
        settlements = settlements_to_expect(case, self.values) if self._listed is None else self._listed
        return alternatives(case, self.values, settlements)

    @cached_property
    def _listed(self) -> Settlements | None:
        return list_settlements(self.case) if can_be_listed(self.case) else None

    @cached_property
    def _under(self) -> dict[str, PostureRun]:
        return {}

    @property
    def postures(self) -> tuple[str, ...]:
        """Names of the postures, the case as it is first."""
        return (AS_IS, *self.case.postures)

    @cached_property
    def that_sign(self) -> tuple[str, ...]:
        """The parties that sign in the case or under one of its postures, in the order of the case."""
        return parties_that_sign(self.case)

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
            return PostureRun(posture, case, self.values, as_is.agreements, as_is.setting)
        changed = case_under(case, name)
        values = self.values.without(posture.set)
        moves_alike = all(map(leaves_the_game_alone, posture.set))
        setting = as_is.setting if moves_alike else Setting(changed, values)
        if all(map(leaves_deals_alone, posture.set)):
            return PostureRun(posture, changed, values, as_is.agreements, setting)
        reservations, settlements = as_is.zones.reservations, self._listed
        if settlements is None:
            settlements = settlements_to_agree(changed, values, reservations)
        elif any(path.partition(".")[0] in _LISTED_BY for path in posture.set):
            settlements = settlements_to_agree(changed, values, reservations).knowing(settlements)
        z = zones(changed, values, settlements, reservations)
        return PostureRun(posture, changed, values, Agreements(z), setting)


@dataclass(frozen=True, eq=False)
class _Itself:
    """A case as a key: the very one, whatever others are equal to it."""

    case: Case

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and other.case is self.case

    def __hash__(self) -> int:
        return id(self.case)


def case_under(case: Case, posture: str) -> Case:
    """The case that a posture makes of it, itself under `as-is`.

    Raises InputError where what the posture sets makes a case that cannot stand beside the original.
    """
    return _case_under(_Itself(case), posture) if posture != AS_IS and case.postures[posture].set else case


# changing a case takes longer than its game for a draw, and is the same for all draws
@lru_cache(maxsize=128)
def _case_under(of: _Itself, name: str) -> Case:
    changed = with_changes(of.case, of.case.postures[name].set)
    if fault := cannot_stand_beside(of.case, changed):
        raise InputError(Problem(f"postures.{name}.set", fault))
    return changed


def parties_that_sign(case: Case) -> tuple[str, ...]:
    """The parties that sign in the case or under one of its postures, in the order of the case."""
    signing = {party for name in (AS_IS, *case.postures) for party in case_under(case, name).signatories}
    return tuple(party for party in case.parties if party in signing)


def run(case: Case, values: Values = MODES, also: Iterable[Mapping[str, str]] = ()) -> Run:
    """Run a case for every draw of `values`, with these settlements, issue: option, among those looked at."""
    return Run(case, values, tuple(also))
