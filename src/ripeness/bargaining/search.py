"""Acceptable deals in spaces too large to list: found by integer programming, judged by the rules (MODEL.md, 4 and 5).

A search returns a **shortlist**: deals that are acceptable, among them all that a solution can choose. Solutions then
choose from it as from a list. Where
more than `TIES` deals tie in everything that a solution looks at, among them that which moves the fewest issues, the
first of those found is taken for the first of all.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ripeness.arrays import FloatArray, IntArray
from ripeness.bargaining.acceptance import constraints, is_satisfied, slack_of
from ripeness.bargaining.diagnosis import Diagnosis, minimal_hitting_sets, named_sets
from ripeness.bargaining.linear import LinearGround, linear_ground
from ripeness.bargaining.programme import Programme, programmes
from ripeness.errors import InputError, Problem, RipenessError
from ripeness.rules.constraints import TOLERANCE
from ripeness.rules.solutions import SOLUTIONS, Goal, Product, Smallest, Total, solution_named
from ripeness.settlements.ground import Ground
from ripeness.settlements.linear import Linear
from ripeness.settlements.listing import LISTED_AT_MOST, Rung, Settlements, settlements_at

TIES = 16
TRIES = 2000
CLOSE = 1e-9
TANGENTS = 16

Prepare = Callable[[Programme], dict[int, float]]
# from whether small steps are meant to the surplus of each signatory, or to what it is counted from
Surpluses = Callable[[bool], Sequence[Linear]]
Reserved = Callable[[bool], FloatArray]


@dataclass(frozen=True)
class Seen:
    """A deal that was found: what it is worth and what surpluses are counted from, (signatories,); issues moved."""

    worth: FloatArray
    reserved: FloatArray
    moved: int

    @property
    def surplus(self) -> FloatArray:
        """What it is worth above that, (signatories,)."""
        return self.worth - self.reserved


# a settlement's options, what goals ask of it, and a bound that nothing later exceeds
Bounded = tuple[IntArray, Seen, float]


@dataclass(frozen=True)
class Key:
    """Something to be made large: its exact value for a deal that was found.

    `prepare` adds what the goal needs to a programme and returns the goal; `refine` tightens it around a deal.
    """

    value: Callable[[Seen], float]
    prepare: Prepare
    refine: Callable[[Programme, dict[int, float], Seen], None] | None = None


class Search:
    """Searches for acceptable deals of one ground, at one trust and with one set of reservation values (1, parties).

    `relaxed` constraints, by name, need not hold. Raises InputError where a constraint has no linear form.
    """

    def __init__(
        self,
        on: Ground,
        trust: int,
        reservation: FloatArray,
        rung: Rung | None = None,
        relaxed: Collection[str] = (),
        beyond_only: bool = False,
    ) -> None:
        self.on, self.trust, self.reservation = on, trust, reservation
        self.linear = linear_ground(on, trust, reservation)
        if self.linear.without_form:
            raise _cannot_be_searched(", ".join(c.name for c in self.linear.without_form), "constraint")
        self.constraints = constraints(on.parties)
        self.kept = tuple(c for c in self.constraints if c.name not in relaxed)
        self.programmes = programmes(self.linear, rung, beyond_only)
        for programme in self.programmes:
            for rule in self.linear.small_steps if programme.small else self.linear.beyond:
                if rule.constraint in self.kept and not rule.always_holds:
                    programme.rule(rule)
        self.seen: dict[bytes, IntArray] = {}

    def satisfied(self, options: IntArray) -> dict[str, bool]:
        """Whether one settlement satisfies each constraint, by the rules themselves."""
        at = self.on.at(settlements_at(self.on.case, options))
        return {
            c.name: bool(is_satisfied(slack_of(at, c, self.trust, self.reservation)[0, 0])) for c in self.constraints
        }

    def _is_acceptable(self, options: IntArray) -> bool:
        if options.tobytes() in self.seen:
            return True
        held = self.satisfied(options)
        if all(held[c.name] for c in self.kept):
            self.seen[options.tobytes()] = options
            return True
        return False

    def seen_as(self, options: IntArray) -> Seen:
        """What goals ask of one settlement."""
        worth = self.linear.space.worth(options[None])[0, list(self.linear.space.signing)]
        return Seen(worth, self._reserved(self._is_small(options)), int((options > 0).sum()))

    def _reserved(self, small: bool) -> FloatArray:
        """What surpluses are counted from, (signatories,): nothing for a small step."""
        signing = list(self.linear.space.signing)
        return np.zeros(len(signing)) if small else self.reservation[0, signing]

    def _is_small(self, options: IntArray) -> bool:
        separable = np.array([issue.separable for issue in self.on.case.issues.values()])
        return bool(((options == 0) | separable).all())

    def exists(self) -> bool:
        """Whether there is an acceptable deal."""
        if self.seen:
            return True
        for programme in self.programmes:
            for _ in self._by_goal(programme.copy(), {}):
                return True
        return False

    def shortlist(self, solutions: Collection[str] | None = None) -> Settlements:
        """Acceptable deals, among them those that these solutions choose, or all do; none where none is acceptable.

        Raises InputError for a solution that the model has not, or that cannot be searched by.
        """
        if self.exists():
            for solution in SOLUTIONS if solutions is None else solutions:
                self._find(solution)
        rows = np.array(list(self.seen.values()), dtype=np.int64)
        return settlements_at(self.on.case, rows)

    def _find(self, solution: str) -> None:
        goals = solution_named(solution).goals
        if goals is None:
            raise _cannot_be_searched(solution, "solution")
        keys = [_key_of(goal, self.linear, self._surpluses, self._reserved) for goal in goals(self)]
        # then ties as on a list: the largest smallest surplus, the fewest issues moved
        smallest = _smallest(self._surpluses, self._reserved, Smallest(1))
        self._maximise([*keys, smallest, _fewest(len(self.linear.space.issues))])

    @property
    def signatories(self) -> int:
        """How many parties sign."""
        return len(self.linear.space.signing)

    def _surpluses(self, small: bool) -> list[Linear]:
        of_each = zip(self.linear.space.signing, self._reserved(small).tolist(), strict=True)
        return [self.linear.utility[i].plus(-reserved) for i, reserved in of_each]

    def best_payoffs(self) -> FloatArray:
        """The most that any acceptable deal is worth to each signatory, (signatories,)."""
        for number in range(self.signatories):
            self._maximise([_payoff(self.linear.utility[self.linear.space.signing[number]], number)])
        return np.max([self.seen_as(options).worth for options in self.seen.values()], axis=0)

    def all_can_gain(self) -> bool:
        """Whether some acceptable deal leaves everybody a surplus."""
        for programme in self.programmes:
            gaining = programme.copy()
            for surplus in self._surpluses(gaining.small):
                gaining.at_least(gaining.terms(surplus), CLOSE - surplus.constant)
            for options in self._by_goal(gaining, {}):
                # what rounding leaves of nothing is no surplus
                if bool((self.seen_as(options).surplus >= TOLERANCE).all()):
                    return True
        return False

    def _by_goal(self, programme: Programme, goal: dict[int, float]) -> Iterator[IntArray]:
        """Acceptable deals, the best by the goal first; each once."""
        for _ in range(TRIES):
            found = programme.largest(goal)
            if found is None:
                return
            programme.without(found[0])
            if self._is_acceptable(found[0]):
                yield found[0]
        raise RipenessError("the search for deals found too many that hang on the last digit")

    def _maximise(self, keys: Sequence[Key]) -> float:
        """See the deals that are largest by each key in turn; the value of the first key.

        Later keys are asked only where there are too many ties to see them all.
        """
        fixed: list[tuple[Key, float]] = []
        first = -np.inf
        for key in keys:
            best, all_seen = self._largest(key, fixed)
            first = best if not fixed else first
            fixed.append((key, best))
            if all_seen:
                break
        return first

    def _largest(self, key: Key, fixed: Sequence[tuple[Key, float]]) -> tuple[float, bool]:
        """The largest value of a key, others held at theirs, and whether all deals with it have been seen."""
        known = [self.seen_as(options) for options in self.seen.values()]
        best = max((key.value(deal) for deal in known if _keeps(deal, fixed)), default=-np.inf)
        all_seen = True
        for base in self.programmes:
            programme = base.copy()
            goals: list[tuple[Key, dict[int, float]]] = []
            for other, least in fixed:
                goals.append((other, other.prepare(programme)))
                programme.at_least(goals[-1][1], least - CLOSE)
            goals.append((key, key.prepare(programme)))
            tied = 0
            for options, deal, bound in self._by_bound(programme, goals):
                if bound < best - CLOSE:
                    break
                if not self._is_acceptable(options) or not _keeps(deal, fixed):
                    continue
                value = key.value(deal)
                tied = 1 if value > best + CLOSE else tied + (value >= best - CLOSE)
                best = max(best, value)
                if tied > TIES:
                    all_seen = False
                    break
        return best, all_seen

    def _by_bound(self, programme: Programme, goals: Sequence[tuple[Key, dict[int, float]]]) -> Iterator[Bounded]:
        """Settlements, the largest by the last goal first, each once; goals are refined around those passed over."""
        for _ in range(TRIES):
            found = programme.largest(goals[-1][1])
            if found is None:
                return
            options, bound = found
            deal = self.seen_as(options)
            programme.without(options)
            for refined, goal in goals:
                if refined.refine:
                    refined.refine(programme, goal, deal)
            yield options, deal, bound


def _keeps(deal: Seen, fixed: Sequence[tuple[Key, float]]) -> bool:
    return all(key.value(deal) >= least - CLOSE for key, least in fixed)


def _cannot_be_searched(name: str, what: str) -> InputError:
    fault = f"this {what} cannot be searched by, and there are too many settlements to list"
    return InputError(Problem(name, f"{fault}, expected: at most {LISTED_AT_MOST:,} settlements"))


def _key_of(goal: Goal, of: LinearGround, surpluses: Surpluses, reserved: Reserved) -> Key:
    match goal:
        case Total():
            return _total([of.utility[i] for i in of.space.signing], goal.weights)
        case Smallest():
            return _smallest(surpluses, reserved, goal)
        case Product():
            return _product(surpluses)


def _payoff(utility: Linear, number: int) -> Key:
    return Key(lambda deal: float(deal.worth[number]), _constant_goal([utility]))


def _total(utility: Sequence[Linear], weights: FloatArray) -> Key:
    weighted = [worth.times(weight) for worth, weight in zip(utility, weights.tolist(), strict=True)]
    return Key(lambda deal: float((weights * deal.worth).sum()), _constant_goal(weighted))


def _constant_goal(surpluses: Sequence[Linear]) -> Prepare:
    def prepare(programme: Programme) -> dict[int, float]:
        # a variable that is always 1 carries the constants
        goal = {programme.variable(1.0, 1.0): sum(s.constant for s in surpluses)}
        for surplus in surpluses:
            for variable, weight in programme.terms(surplus).items():
                goal[variable] = goal.get(variable, 0.0) + weight
        return goal

    return prepare


def _fewest(issues: int) -> Key:
    def prepare(programme: Programme) -> dict[int, float]:
        at_rest = {programme.pick(k, 0): 1.0 for k in range(issues)}
        return at_rest | {programme.variable(1.0, 1.0): -float(issues)}

    return Key(lambda deal: -float(deal.moved), prepare)


def _smallest(surpluses: Surpluses, reserved: Reserved, goal: Smallest) -> Key:
    """The sum of the smallest surpluses by their scale [Ogryczak & Sliwinski 2003]."""

    def prepare(programme: Programme) -> dict[int, float]:
        level = programme.variable(-np.inf, np.inf)
        weights = {level: float(goal.count)}
        scales = goal.scale(reserved(programme.small)).tolist()
        for surplus, scale in zip(surpluses(programme.small), scales, strict=True):
            # the share and what it falls short of the level reach the level
            short = programme.variable(0.0, np.inf if goal.count > 1 else 0.0)
            terms = {v: w / scale for v, w in programme.terms(surplus).items()}
            programme.at_least(terms | {short: 1.0, level: -1.0}, -surplus.constant / scale)
            weights[short] = -1.0
        return weights

    def value(deal: Seen) -> float:
        return float(np.sort(deal.surplus / goal.scale(deal.reserved))[: goal.count].sum())

    return Key(value, prepare)


def _product(surpluses: Surpluses) -> Key:
    """The product of surpluses by the sum of their logarithms, each kept below tangents [Duran & Grossmann 1986]."""

    def prepare(programme: Programme) -> dict[int, float]:
        logs: list[int] = []
        for surplus in surpluses(programme.small):
            highest = max(surplus.highest, CLOSE)
            programme.at_least(programme.terms(surplus), CLOSE - surplus.constant)
            logs.append(programme.variable(-np.inf, float(np.log(highest)) + 1.0))
            for at in np.geomspace(highest / 500.0, highest, TANGENTS).tolist():
                _tangent(programme, logs[-1], surplus, at)
        return dict.fromkeys(logs, 1.0)

    def refine(programme: Programme, goal: dict[int, float], deal: Seen) -> None:
        for log, surplus, at in zip(goal, surpluses(programme.small), deal.surplus.tolist(), strict=True):
            if at > 0.0:
                # a steeper one is beyond what the solver can hold, and any is a bound
                _tangent(programme, log, surplus, max(at, CLOSE))

    def value(deal: Seen) -> float:
        return float(np.log(deal.surplus).sum()) if (deal.surplus > 0.0).all() else -np.inf

    return Key(value, prepare, refine)


def _tangent(programme: Programme, log: int, surplus: Linear, at: float) -> None:
    """log(s) is at most log(at) + (s - at) / at."""
    terms = {v: w / at for v, w in programme.terms(surplus).items()}
    programme.at_least(terms | {log: -1.0}, 1.0 - float(np.log(at)) - surplus.constant / at)


def diagnose_by_search(on: Ground, trust: int, reservation: FloatArray, beyond_only: bool = False) -> Diagnosis:
    """Why no deal is acceptable, and what must change: both lists exact, without listing deals.

    A minimal hitting set of the correction sets known either is a conflict, or some deal satisfies it; that deal, with
    as many other constraints satisfied as can be, gives another correction set [Liffiton & Sakallah 2008].
    """
    search = Search(on, trust, reservation, relaxed=[c.name for c in constraints(on.parties)], beyond_only=beyond_only)
    names = [c.name for c in search.constraints]
    corrections: list[int] = []
    conflicts: set[int] = set()
    while True:
        fresh = [mask for mask in minimal_hitting_sets(corrections) if mask not in conflicts]
        if not fresh:
            break
        for wanted in fresh:
            if any(not wanted & correction for correction in corrections):
                continue
            most = _most_satisfied(search, names, wanted)
            if most is None:
                conflicts.add(wanted)
            else:
                corrections.append((1 << len(names)) - 1 - most)
    if corrections == [0]:
        return Diagnosis(((),), ())
    found = conflicts if corrections else ()
    return Diagnosis(named_sets(names, corrections), named_sets(names, found))


def _most_satisfied(search: Search, names: Sequence[str], wanted: int) -> int | None:
    """A largest set of constraints that a deal satisfies, those wanted among them; as bit masks."""
    best: int | None = None
    for base in search.programmes:
        programme = base.copy()
        rules = search.linear.small_steps if programme.small else search.linear.beyond
        goal: dict[int, float] = {}
        for rule in rules:
            if rule.always_holds:
                continue
            if wanted >> names.index(rule.constraint.name) & 1:
                programme.rule(rule)
            else:
                holds = programme.variable(0.0, 1.0, whole=True)
                programme.rule(rule, unless=holds)
                goal[holds] = 1.0
        # those that this part is exempt from, that always hold or that are wanted
        given = len(names) - len(goal)
        for _ in range(TRIES):
            found = programme.largest(goal)
            if found is None or (best is not None and found[1] + given < best.bit_count() + 0.5):
                break
            held = search.satisfied(found[0])
            mask = sum(1 << bit for bit, name in enumerate(names) if held[name])
            if mask & wanted == wanted and (best is None or mask.bit_count() > best.bit_count()):
                best = mask
            programme.without(found[0])
    return best
