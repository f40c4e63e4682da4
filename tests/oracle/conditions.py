"""Section 4: the constraints of the four conditions, the set A of deals that satisfy them, and the nash deal."""

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from .case import REACHED, Case
from .settlements import PARTIAL, RUNGS, STEP, WIDE, Settlements, loss, public

CONDITIONS = ("no_better_alternative", "willing_to_concede", "can_declare_victory", "treated_as_equal")
NONE_BETTER, CONCEDE, VICTORY, EQUAL = CONDITIONS
TINY = 1e-12

Constraints = dict[str, tuple[str, np.ndarray]]  # name: its condition, and for each deal whether it holds


def weighted_mean(values: Sequence, weights: Sequence[float]):
    if sum(weights) <= 0.0:
        weights = [1.0] * len(weights)
    return sum(v * w for v, w in zip(values, weights, strict=True)) / sum(weights)


def entitlement_share(case: Case, own: float, others: float) -> float:
    kappa = case.rates["entitlement_exponent"]
    return case.rates["recognition"] * own**kappa / (own**kappa + others**kappa)


def part_of_best(utilities: np.ndarray) -> np.ndarray:
    best = utilities.max()
    return np.maximum(utilities, 0.0) / best if best > TINY else np.zeros_like(utilities)


def constraints(
    space: Settlements, leader: int, trust: int, r: Mapping[str, float], members: Sequence[str] | None = None
) -> Constraints:
    """Every constraint of the members (all signatories by default) under a leadership at a trust."""
    members = space.case.signatories if members is None else members
    held: Constraints = {}
    if not space.deals:
        return held
    for party in members:
        held |= _alternative(space, leader, r, party)
        held |= _concessions(space, leader, trust, party)
        held |= _ratified(space, leader, party)
        held |= _face(space, leader, party)
        held |= _equal(space, leader, trust, r, party, members)
    return held


def _alternative(space: Settlements, leader: int, r: Mapping[str, float], party: str) -> Constraints:
    U = space.utilities(leader)[party]
    least = np.where(space.rungs == STEP, 0.0, r[party])
    return {f"alternative({party})": (NONE_BETTER, least - TINY <= U)}


def _concessions(space: Settlements, leader: int, trust: int, party: str) -> Constraints:
    case, held = space.case, {}
    losses = space.over(loss, party, leader)
    held[f"limit({party})"] = (CONCEDE, losses <= case.field(party, "concession_limit", leader) + TINY)
    fields = case.fields(party, leader)
    for issue, line in (fields.get("red_lines") or {}).items():
        softened = trust >= REACHED[line.get("softens", "never")]
        k = case.issues.index(issue)
        fine = [softened or x[k] not in line["options"] for x in space.deals]
        held[f"red_line({party},{issue})"] = (CONCEDE, np.array(fine))
    for issue, demand in (fields.get("preconditions") or {}).items():
        faded = trust >= REACHED[demand.get("fades", "never")]
        k = case.issues.index(issue)
        fine = [faded or x[k] in demand["options"] for x in space.deals]
        held[f"precondition({party},{issue})"] = (CONCEDE, np.array(fine) | (space.rungs == STEP))
    return held


def _ratified(space: Settlements, leader: int, party: str) -> Constraints:
    case, held = space.case, {}
    for name, group in (case.fields(party, leader).get("constituencies") or {}).items():
        if not group.get("veto", False):
            continue
        salience = {k: float((group.get("salience") or {}).get(k, 0.0)) for k in case.issues}
        total = sum(salience.values())
        values = group.get("values") or {}

        def worth(issue: str, option: str, values: Mapping = values) -> float:
            return float((values.get(issue) or {}).get(option, case.value(party, issue, option)))

        sums = [
            sum(salience[k] / total * worth(k, o) for k, o in zip(case.issues, x, strict=True)) for x in space.deals
        ]
        held[f"ratified({party},{name})"] = (CONCEDE, np.array(sums) >= float(group["threshold"]) - TINY)
    return held


def _face(space: Settlements, leader: int, party: str) -> Constraints:
    case = space.case
    gains = space.over(public, party, leader, 1)
    losses = space.over(public, party, leader, -1)
    return {f"face({party})": (VICTORY, gains >= case.field(party, "pride", leader) * losses - TINY)}


def _equal(
    space: Settlements, leader: int, trust: int, r: Mapping[str, float], party: str, members: Sequence[str]
) -> Constraints:
    case, U = space.case, space.utilities(leader)
    q = case.shares(party, leader)
    others = [j for j in members if j != party]
    weights = [q[j] for j in others]
    eta = entitlement_share(case, q[party], weighted_mean(weights, weights))
    phi = {j: part_of_best(U[j]) for j in members}
    best = U[party].max()
    claimed = eta * best * (phi[party] + weighted_mean([phi[j] for j in others], weights))
    entitled = (U[party] - min(r[party], 0.0) >= claimed - TINY) | (space.rungs == STEP) | (best <= TINY)
    losses = space.over(loss, party, leader)
    exposed = losses * (1.0 - q[party]) * (1.0 - case.rates["guarantee"])
    bearable = case.field(party, "exposure_tolerance", leader) * (1.0, 1.5, 2.0)[trust] ** case.rates["trust_effect"]
    return {
        f"entitlement({party})": (EQUAL, entitled),
        f"exposure({party})": (EQUAL, exposed <= bearable + TINY),
    }


def all_hold(space: Settlements, held: Constraints, condition: str | None = None) -> np.ndarray:
    """For each deal, whether it satisfies every constraint (of one condition)."""
    fine = np.ones(len(space.deals), dtype=bool)
    for its, holds in held.values():
        if condition in (None, its):
            fine &= holds
    return fine


def acceptable(space: Settlements, leader: int, trust: int, r: Mapping[str, float]) -> list[int]:
    """The set A: the numbers of the deals that satisfy every constraint."""
    return [int(x) for x in np.flatnonzero(all_hold(space, constraints(space, leader, trust, r)))]


def nash(space: Settlements, leader: int, r: Mapping[str, float], among: Iterable[int]) -> int | None:
    """The nash deal among some deals, with section 4's ties."""
    U, members = space.utilities(leader), space.case.signatories

    def rank(deal: int) -> tuple:
        surplus = [U[i][deal] - (0.0 if space.rungs[deal] == STEP else r[i]) for i in members]
        product = math.prod(max(s, 0.0) for s in surplus)
        return -round(product, 12), -round(min(surplus), 12), space.moved[deal], deal

    return min(among, key=rank, default=None)


class Deals:
    """Section 7, stage 2: A for each leadership, trust and before or after, and the deals struck under each."""

    def __init__(self, space: Settlements, r: Mapping[tuple[int, bool], Mapping[str, float]]) -> None:
        self.space, self.r = space, r
        self.A: dict[tuple[int, int, bool], list[int]] = {}
        leaderships = space.case.leaderships
        for leader in leaderships:
            for after in (False, True):
                for trust in range(3):
                    self.A[leader, trust, after] = acceptable(space, leader, trust, r[leader, after])
        self.partial = {leader: self._first(leader, PARTIAL) for leader in leaderships}
        self.wide = {leader: self._first(leader, WIDE) for leader in leaderships}
        steps = [self._first(leader, STEP) for leader in leaderships]
        self.step = next((step for step in steps if step is not None), None)

    def of_rung(self, leader: int, trust: int, after: bool, rung: str) -> list[int]:
        return [deal for deal in self.A[leader, trust, after] if self.space.rungs[deal] == rung]

    def chosen(self, leader: int, trust: int, after: bool, rung: str) -> int | None:
        return nash(self.space, leader, self.r[leader, after], self.of_rung(leader, trust, after, rung))

    def _first(self, leader: int, rung: str) -> int | None:
        found = (self.chosen(leader, trust, after, rung) for after in (False, True) for trust in range(3))
        return next((deal for deal in found if deal is not None), None)


def rungs(space: Settlements, held: Constraints) -> dict:
    """Section 11's `rungs`: deals, how many satisfy each condition, and how many all."""
    answer = {}
    for rung in RUNGS:
        on = space.rungs == rung
        passing = {c: int((all_hold(space, held, c) & on).sum()) for c in CONDITIONS}
        answer[rung] = {"deals": int(on.sum()), "passing": passing, "all": int((all_hold(space, held) & on).sum())}
    return answer
