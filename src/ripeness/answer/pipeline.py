"""Section 7 of MODEL.md from end to end: a case's alternatives, zones, deals and futures under every posture.

`run` and `under_posture` are that section, a step a line. Each step is computed when it is first asked for (`Later`),
and what several postures have in common is computed once (`Memo`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from ripeness.answer.alternatives import Alternatives, alternatives
from ripeness.answer.shortlist import settlements_to_agree, settlements_to_expect
from ripeness.answer.zones import Signed, Zones, signed_deals, zones
from ripeness.arrays import FloatArray
from ripeness.case.leadership import leaderships, without_beliefs
from ripeness.case.model import Case, Posture
from ripeness.case.quantity import AS_IS
from ripeness.case.read.changes import cannot_stand_beside
from ripeness.case.read.load import with_changes
from ripeness.case.values import MODES, Values
from ripeness.crisis.engine import futures_of
from ripeness.crisis.futures import Futures
from ripeness.crisis.game import BEYOND_HORIZON_MONTHS, CrisisGame
from ripeness.crisis.outlook import Outlook, capitulation_flows, outlook_of
from ripeness.crisis.rules import Rules
from ripeness.crisis.states import state_space
from ripeness.errors import InputError, Problem, UnknownNameError
from ripeness.settlements.listing import Settlements, can_be_listed, list_settlements
from ripeness.settlements.memo import Itself, Memo

T = TypeVar("T")

# by leadership and phase, (draws, parties) each
Reservations = Sequence[Sequence[FloatArray]]
# settlements, issue: option, that are looked at even where there are too many to list
Also = Sequence[Mapping[str, str]]

_AS_IS_POSTURE = Posture(title="The expected course")


class Later(Generic[T]):
    """A step of the way: computed when it is first asked for, and then kept."""

    def __init__(self, compute: Callable[[], T]) -> None:
        self._compute = compute
        self._found: list[T] = []

    def __call__(self) -> T:
        """What it comes to."""
        if not self._found:
            self._found.append(self._compute())
        return self._found[0]


# --- section 7, a step a line ---


def run(case: Case, values: Values = MODES, also: Iterable[Mapping[str, str]] = ()) -> "Run":
    """Run a case for every draw of `values`, with these settlements, issue: option, among those looked at."""
    memo, asked = Memo(), tuple(also)
    # 1. what each can expect without a deal, as it believes and as the analyst sees it
    believed = Later(lambda: _alternatives(memo, case, values))
    seen = Later(lambda: _alternatives(memo, without_beliefs(case), values))
    reservations = Later(lambda: believed().reservations)
    # 2. and 3. under each posture
    as_is = under_posture(memo, case, values, reservations, _AS_IS_POSTURE, asked)
    postures = {
        name: Later(lambda name=name: _of_changed_case(memo, case, values, reservations, name))
        for name in case.postures
    }
    return Run(case, values, believed, seen, as_is, postures, Later(lambda: parties_that_sign(case)))


def under_posture(
    memo: Memo, case: Case, values: Values, reservations: Later[Reservations], posture: Posture, also: Also = ()
) -> "PostureRun":
    """The case that a posture makes, with reservation values that may be those of another."""
    # 2. what is acceptable to each leadership, at each trust and in each phase, and the deals that each would sign
    known = Later(lambda: _settlements_to_agree(memo, case, values, reservations(), also))
    agreed = Later(lambda: _agreed(memo, case, values, known(), reservations()))
    # 3. the game under the posture
    rules = Later(lambda: _rules(memo, case, outlook_of(case, values, memo), agreed()))
    futures = Later(lambda: _futures(case, values, rules(), agreed(), posture))
    return PostureRun(posture, case, values, memo, agreed, rules, futures)


def _of_changed_case(
    memo: Memo, case: Case, values: Values, reservations: Later[Reservations], name: str
) -> "PostureRun":
    """A posture with `set` is another case, in which a field has what the posture gives it in every draw."""
    posture = case.postures[name]
    return under_posture(memo, case_under(case, name), values.without(posture.set), reservations, posture)


# --- its steps, each computed once for all postures in which what it reads is the same ---


@dataclass(frozen=True)
class Agreed:
    """What can be agreed in a case, and the deals that each leadership would sign."""

    zones: Zones
    signed: Signed


def _alternatives(memo: Memo, case: Case, values: Values) -> Alternatives:
    # what one hopes for may be hoped for by nobody who sees clearly, so each view has deals of its own
    known = _listed(memo, case, values) if can_be_listed(case) else settlements_to_expect(case, values)
    return alternatives(case, values, known, memo)


def _settlements_to_agree(
    memo: Memo, case: Case, values: Values, reservations: Reservations, also: Also
) -> Settlements:
    if can_be_listed(case):
        return _listed(memo, case, values)
    part = ("shortlist", Itself(reservations), tuple(tuple(sorted(each.items())) for each in also))
    return memo.read(part, lambda of: settlements_to_agree(of, values, reservations, also), values, case)


def _listed(memo: Memo, case: Case, values: Values) -> Settlements:
    return memo.read("settlements", lambda of: list_settlements(of, memo), values, case)


def _agreed(memo: Memo, case: Case, values: Values, settlements: Settlements, reservations: Reservations) -> Agreed:
    def judged(of: Case) -> Agreed:
        found = zones(of, values, settlements, reservations)
        return Agreed(found, signed_deals(found))

    part = ("agreed", Itself(settlements), Itself(reservations))
    found = memo.read(part, judged, values, case)
    return replace(found, zones=found.zones.of_case(case, values))


def _rules(memo: Memo, case: Case, view: Outlook, agreed: Agreed) -> Rules:
    signing = tuple(agreed.zones.grounds[0].index(name) for name in case.signatories)
    space = state_space(len(leaderships(case)), signing, war_goes_on=view.war_goes_on)
    return Rules(space, view, agreed.signed.prospects, memo)


def _game(case: Case, values: Values, rules: Rules, agreed: Agreed, posture: Posture) -> CrisisGame:
    surrender = capitulation_flows(case, agreed.zones.grounds[0].payoffs, values)
    return CrisisGame(case, rules, surrender, posture, case.horizon + BEYOND_HORIZON_MONTHS)


def _futures(case: Case, values: Values, rules: Rules, agreed: Agreed, posture: Posture) -> Futures:
    return futures_of(_game(case, values, rules, agreed, posture), case.horizon)


# --- what it comes to ---


@dataclass(frozen=True)
class PostureRun:
    """One posture: the case with what it sets, what can be agreed in it, and its futures."""

    posture: Posture
    case: Case
    values: Values
    _memo: Memo
    _agreed: Later[Agreed]
    _rules: Later[Rules]
    _futures: Later[Futures]

    @property
    def zones(self) -> Zones:
        """What can be agreed."""
        return self._agreed().zones

    @property
    def signed(self) -> Signed:
        """The deals that each leadership would sign."""
        return self._agreed().signed

    @property
    def war_goes_on(self) -> bool:
        """Whether a war may go on, as the analyst or somebody in the case sees it."""
        return outlook_of(self.case, self.values, self._memo).war_goes_on

    @property
    def rules(self) -> Rules:
        """The rules of its game."""
        return self._rules()

    @property
    def game(self) -> CrisisGame:
        """Its game, not yet solved."""
        return _game(self.case, self.values, self.rules, self._agreed(), self.posture)

    @property
    def futures(self) -> Futures:
        """What comes of it: the game solved and followed."""
        return self._futures()

    def moving_as_in(self, case: Case) -> "PostureRun":
        """The game of another case that differs in rates and patience, what can be agreed being as it is here."""
        memo = Memo()
        rules = Later(lambda: _rules(memo, case, outlook_of(case, self.values, memo), self._agreed()))
        futures = Later(lambda: _futures(case, self.values, rules(), self._agreed(), self.posture))
        return PostureRun(self.posture, case, self.values, memo, self._agreed, rules, futures)

    def futures_at_rates(self, values: Values, case: Case | None = None) -> Futures:
        """What would come of it with other rates of the game in a few draws, what can be agreed being as it is.

        `case` is the posture's own with rates written out that its file leaves to their defaults, so that they have a
        path. Only where the posture itself has one draw.
        """
        agreed, memo = self._agreed(), Memo()
        rules = _rules(memo, self.case, outlook_of(case or self.case, values, memo), agreed)
        return _futures(self.case, self.values, rules, agreed, self.posture)


@dataclass(frozen=True)
class Run:
    """One pass through section 7 for some draws; each part is computed when it is first asked for."""

    case: Case
    values: Values
    _believed: Later[Alternatives]
    _seen: Later[Alternatives]
    as_is: PostureRun
    _postures: Mapping[str, Later[PostureRun]]
    _that_sign: Later[tuple[str, ...]]

    @property
    def alternatives(self) -> Alternatives:
        """The alternatives as each party believes them to be."""
        return self._believed()

    @property
    def as_analyst(self) -> Alternatives:
        """The alternatives as the analyst sees them."""
        return self._seen()

    @property
    def postures(self) -> tuple[str, ...]:
        """Names of the postures, the case as it is first."""
        return (AS_IS, *self._postures)

    @property
    def war_goes_on(self) -> bool:
        """Whether a war may go on under any posture, as the analyst or somebody in the case sees it."""
        # no game has to be solved for it, and a posture that sets nothing of it plays by the case's own numbers
        changing = (name for name in self._postures if any(map(_may_let_war_go_on, self.case.postures[name].set)))
        return any(self.under(name).war_goes_on for name in (AS_IS, *changing))

    @property
    def that_sign(self) -> tuple[str, ...]:
        """The parties that sign in the case or under one of its postures, in the order of the case."""
        return self._that_sign()

    def under(self, name: str) -> PostureRun:
        """The case under a posture; one with `set` is another case, with the reservation values of the original.

        Raises UnknownNameError for a posture that the case has not, InputError where its `set` makes a case that
        cannot stand beside the original.
        """
        if name == AS_IS:
            return self.as_is
        if name not in self._postures:
            raise UnknownNameError.among("posture", name, self.postures)
        return self._postures[name]()


def _may_let_war_go_on(path: str) -> bool:
    """Whether what is set at a path can decide that: the rate itself, what somebody believes of it, or a successor."""
    return f"{path}.".startswith(("dynamics.war_decided.", "beliefs.", "transitions.")) or path == "dynamics"


# changing a case takes longer than its game for a draw, and is the same for all draws
_changed_cases = Memo(most=128)


def case_under(case: Case, posture: str) -> Case:
    """The case that a posture makes of it, itself under `as-is`.

    Raises InputError where what the posture sets makes a case that cannot stand beside the original.
    """
    if posture == AS_IS or not case.postures[posture].set:
        return case
    return _changed_cases.of((Itself(case), posture), lambda: _changed_by(case, posture))


def _changed_by(case: Case, posture: str) -> Case:
    changed = with_changes(case, case.postures[posture].set)
    if fault := cannot_stand_beside(case, changed):
        raise InputError(Problem(f"postures.{posture}.set", fault))
    return changed


def parties_that_sign(case: Case) -> tuple[str, ...]:
    """The parties that sign in the case or under one of its postures, in the order of the case."""
    signing = {party for name in (AS_IS, *case.postures) for party in case_under(case, name).signatories}
    return tuple(party for party in case.parties if party in signing)
