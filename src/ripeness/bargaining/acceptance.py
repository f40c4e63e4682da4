"""The four conditions, decided deal by deal (MODEL.md, section 4).

Each rule below gives the slack of one constraint: how far a deal is from breaking it, below zero where it does.
A yes-or-no constraint has slack plus or minus infinity. To change what a condition means, change its rule here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ripeness.bargaining.payoffs import Payoffs, capability_shares, normalised, payoffs
from ripeness.bargaining.settlements import Settlements
from ripeness.case.model import Beliefs, Case, Party, Trust
from ripeness.case.values import BoolArray, FloatArray, IntArray, Values

TRUST_LEVELS: tuple[Trust, ...] = ("low", "mid", "high")
TOLERANCE = 1e-12
EXPOSURE_FACTORS = (1.0, 1.5, 2.0)
WORTH_LEAVING_OUT = 0.7


@dataclass(frozen=True)
class Ground:
    """What deals are judged on under one leadership: who is in office, their payoffs, how each sees power.

    `shares[viewer]` has shape (draws, parties).
    """

    case: Case
    values: Values
    settlements: Settlements
    parties: Mapping[str, Party]
    payoffs: Payoffs
    shares: Mapping[str, FloatArray]

    def only(self, rows: IntArray) -> "Ground":
        """The same ground with these settlements alone."""
        return replace(self, settlements=self.settlements.only(rows), payoffs=self.payoffs.only(rows))

    def at(self, settlements: Settlements) -> "Ground":
        """The same ground with other settlements."""
        worth = payoffs(self.case, self.parties, settlements, self.values)
        return replace(self, settlements=settlements, payoffs=worth)

    def index(self, party: str) -> int:
        """Position of a party on the parties' axis."""
        return list(self.parties).index(party)


@dataclass(frozen=True)
class Constraint:
    """One constraint of one signatory; `item` is the issue or the constituency where there are several."""

    kind: str
    party: str
    item: str | None = None

    @property
    def name(self) -> str:
        """As diagnoses list it, such as `red_line(birch,crossing)`."""
        return f"{self.kind}({self.party},{self.item})" if self.item else f"{self.kind}({self.party})"

    @property
    def condition(self) -> str:
        """The condition that it belongs to."""
        return RULES[self.kind].condition


Slack = Callable[[Ground, Constraint, int, FloatArray], FloatArray]


def ground(
    case: Case,
    values: Values,
    settlements: Settlements,
    parties: Mapping[str, Party],
    beliefs: Mapping[str, Beliefs],
) -> Ground:
    """The ground on which deals are judged when these parties are in office with these beliefs."""
    shares = {name: capability_shares(case, beliefs[name], values) for name in case.parties}
    return Ground(case, values, settlements, parties, payoffs(case, parties, settlements, values), shares)


def _alternative(on: Ground, c: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    i = on.index(c.party)
    needed = np.where(on.settlements.is_small_step, 0.0, reservation[:, i, None])
    return on.payoffs.utility[:, i] - needed


def _limit(on: Ground, c: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    limit = on.values(on.parties[c.party].concession_limit)
    return limit[:, None] - on.payoffs.loss[:, on.index(c.party)]


def _reached(trust: int, level: str) -> bool:
    return level != "never" and trust >= TRUST_LEVELS.index(level)  # type: ignore[arg-type]


def _takes_one_of(on: Ground, issue: str, options: Sequence[str]) -> BoolArray:
    return np.any([on.settlements.with_options({issue: option}) for option in options], axis=0)


def _yes_or_no(on: Ground, holds: BoolArray) -> FloatArray:
    return np.broadcast_to(np.where(holds, np.inf, -np.inf), (on.values.n, len(on.settlements)))


def _red_line(on: Ground, c: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    line = on.parties[c.party].red_lines[c.item or ""]
    barred = _takes_one_of(on, c.item or "", line.options)
    return _yes_or_no(on, ~barred | _reached(trust, line.softens))


def _precondition(on: Ground, c: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    demand = on.parties[c.party].preconditions[c.item or ""]
    met = _takes_one_of(on, c.item or "", demand.options)
    return _yes_or_no(on, met | on.settlements.is_small_step | _reached(trust, demand.fades))


def _ratified(on: Ground, c: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    group = on.parties[c.party].constituencies[c.item or ""]
    weights = normalised(on.values.stack(group.salience.get(issue) for issue in on.case.issues))
    approval: list[FloatArray] = []
    for k, (name, issue) in enumerate(on.case.issues.items()):
        own = group.values.get(name, {})
        worth = on.values.stack(own.get(o, option.value.get(c.party)) for o, option in issue.options.items())
        approval.append(weights[:, k, None] * worth)
    return on.settlements.kept_sums(approval) - on.values(group.threshold)[:, None]


def _face(on: Ground, c: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    i = on.index(c.party)
    pride = on.values(on.parties[c.party].pride)
    return on.payoffs.public_gain[:, i] - pride[:, None] * on.payoffs.public_loss[:, i]


def _signatory_columns(on: Ground) -> list[int]:
    return [on.index(name) for name in on.case.signatories]


def _entitlement(on: Ground, c: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    i, signing, rates = on.index(c.party), _signatory_columns(on), on.case.dynamics
    power = on.shares[c.party] ** on.values(rates.rate("entitlement_exponent"))[:, None]
    share = on.values(rates.rate("recognition")) * power[:, i] / power[:, signing].sum(axis=1)
    joint_gain = np.maximum(on.payoffs.utility[:, signing], 0.0).sum(axis=1)
    slack = on.payoffs.utility[:, i] - share[:, None] * joint_gain
    return np.where(on.settlements.is_small_step, np.inf, slack)


def _exposure(on: Ground, c: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    i, rates = on.index(c.party), on.case.dynamics
    own = on.shares[c.party][:, i]
    faith = EXPOSURE_FACTORS[trust] ** on.values(rates.rate("trust_effect"))
    dared = on.values(on.parties[c.party].exposure_tolerance) * faith
    unguaranteed = (1.0 - own) * (1.0 - on.values(rates.rate("guarantee")))
    return dared[:, None] - on.payoffs.loss[:, i] * unguaranteed[:, None]


@dataclass(frozen=True)
class Rule:
    """How a kind of constraint is judged, for which condition, and what of the moment it depends on.

    One that is `yes_or_no` is so for all draws alike.
    """

    condition: str
    slack: Slack
    strict: bool = False
    on_trust: bool = False
    on_reservation: bool = False
    yes_or_no: bool = False


RULES: dict[str, Rule] = {
    "alternative": Rule("no_better_alternative", _alternative, strict=True, on_reservation=True),
    "limit": Rule("willing_to_concede", _limit),
    "red_line": Rule("willing_to_concede", _red_line, on_trust=True, yes_or_no=True),
    "precondition": Rule("willing_to_concede", _precondition, on_trust=True, yes_or_no=True),
    "ratified": Rule("willing_to_concede", _ratified),
    "face": Rule("can_declare_victory", _face),
    "entitlement": Rule("treated_as_equal", _entitlement),
    "exposure": Rule("treated_as_equal", _exposure, on_trust=True),
}
CONDITIONS: dict[str, str] = {
    "no_better_alternative": "no better alternative",
    "willing_to_concede": "willing to concede",
    "can_declare_victory": "can declare victory",
    "treated_as_equal": "treated as an equal",
}


def constraints(parties: Mapping[str, Party]) -> tuple[Constraint, ...]:
    """Every constraint of the signatories; red lines, preconditions and vetoes count one by one."""
    found: list[Constraint] = []
    for name, party in parties.items():
        if not party.signatory:
            continue
        found += [Constraint(kind, name) for kind in ("alternative", "limit", "face", "entitlement", "exposure")]
        found += [Constraint("red_line", name, issue) for issue in party.red_lines]
        found += [Constraint("precondition", name, issue) for issue in party.preconditions]
        found += [Constraint("ratified", name, c) for c, group in party.constituencies.items() if group.veto]
    return tuple(found)


def mask_of(of_all: Sequence[Constraint], party: str | None = None, condition: str | None = None) -> int:
    """The constraints of a party, or of a condition, or of both, as a bit mask over all of them."""
    wanted = (party in (None, c.party) and condition in (None, c.condition) for c in of_all)
    return sum(1 << bit for bit, counts in enumerate(wanted) if counts)


def slack_of(on: Ground, constraint: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    """How far each settlement is from breaking the constraint, shape (draws, settlements)."""
    return RULES[constraint.kind].slack(on, constraint, trust, reservation)


def is_satisfied(constraint: Constraint, slack: FloatArray) -> BoolArray:
    """Whether a slack satisfies its constraint, within 1e-12."""
    return slack > TOLERANCE if RULES[constraint.kind].strict else slack >= -TOLERANCE


def satisfied(on: Ground, constraint: Constraint, trust: int, reservation: FloatArray) -> BoolArray:
    """Which settlements satisfy the constraint, shape (draws, settlements)."""
    return is_satisfied(constraint, slack_of(on, constraint, trust, reservation))


def acceptable(
    on: Ground, reservations: Sequence[FloatArray], trusts: Sequence[int] = tuple(range(len(TRUST_LEVELS)))
) -> BoolArray:
    """The deals that satisfy all constraints, for each set of reservation values and each trust.

    Each of `reservations` has shape (draws, parties); the result (reservations, trusts, draws, settlements).
    """
    of_all = constraints(on.parties)
    unused = np.zeros((on.values.n, len(on.parties)))
    # what no trust opens to any draw need not be judged further
    possible = on.settlements.is_deal.copy()
    for constraint in of_all:
        if RULES[constraint.kind].yes_or_no:
            possible &= np.any([satisfied(on, constraint, trust, unused)[0] for trust in trusts], axis=0)
    rows = np.flatnonzero(possible)
    left, always = on.only(rows), np.ones((on.values.n, len(rows)), dtype=bool)
    for constraint in of_all:
        rule = RULES[constraint.kind]
        if not rule.on_trust and not rule.on_reservation:
            always &= satisfied(left, constraint, 0, unused)
            some = always.any(axis=0)
            # and nor need what no draw accepts any more
            if some.sum() < WORTH_LEAVING_OUT * len(rows):
                left, always, rows = left.only(np.flatnonzero(some)), always[:, some], rows[some]
    on_trust = [c for c in of_all if RULES[c.kind].on_trust]
    on_reservation = [c for c in of_all if RULES[c.kind].on_reservation]
    by_trust = [np.all([always, *(satisfied(left, c, trust, unused) for c in on_trust)], axis=0) for trust in trusts]
    by_reservation = [
        np.all([always, *(satisfied(left, c, 0, values) for c in on_reservation)], axis=0) for values in reservations
    ]
    zone = np.zeros((len(by_reservation), len(by_trust), on.values.n, len(on.settlements)), dtype=bool)
    for reserved, of_reservation in zip(by_reservation, zone, strict=True):
        for trusted, of_both in zip(by_trust, of_reservation, strict=True):
            of_both[:, rows] = trusted & reserved
    return zone
