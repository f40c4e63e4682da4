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
# numbers of one array of a draw and a settlement each: half a megabyte
AT_ONCE = 1 << 16


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

    def in_draws(self, some: slice) -> "Ground":
        """The same ground with the payoffs of these draws alone."""
        return replace(self, payoffs=self.payoffs.in_draws(some))

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


Numbers = Callable[[Ground, Constraint, int, FloatArray], FloatArray]
Slack = Callable[[Ground, Constraint, FloatArray], FloatArray]


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


# Each rule is two functions: what deals are held against, draw by draw, and how far each deal is from breaking it.


def _needed(on: Ground, c: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    return reservation[:, [on.index(c.party)]]


def _alternative(on: Ground, c: Constraint, needed: FloatArray) -> FloatArray:
    return on.payoffs.utility[:, on.index(c.party)] - np.where(on.settlements.is_small_step, 0.0, needed)


def _most_conceded(on: Ground, c: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    return on.values.stack([on.parties[c.party].concession_limit])


def _limit(on: Ground, c: Constraint, limit: FloatArray) -> FloatArray:
    return limit - on.payoffs.loss[:, on.index(c.party)]


def _takes_one_of(on: Ground, issue: str, options: Sequence[str]) -> BoolArray:
    return np.any([on.settlements.with_options({issue: option}) for option in options], axis=0)


def _is_reached(trust: int, level: str) -> FloatArray:
    """1 where trust is high enough for this to give way, for all draws alike."""
    return np.array([[float(level != "never" and trust >= TRUST_LEVELS.index(level))]])  # type: ignore[arg-type]


def _softens(on: Ground, c: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    return _is_reached(trust, on.parties[c.party].red_lines[c.item or ""].softens)


def _red_line(on: Ground, c: Constraint, softened: FloatArray) -> FloatArray:
    barred = _takes_one_of(on, c.item or "", on.parties[c.party].red_lines[c.item or ""].options)
    return np.where(~barred | (softened > 0), np.inf, -np.inf)


def _fades(on: Ground, c: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    return _is_reached(trust, on.parties[c.party].preconditions[c.item or ""].fades)


def _precondition(on: Ground, c: Constraint, faded: FloatArray) -> FloatArray:
    met = _takes_one_of(on, c.item or "", on.parties[c.party].preconditions[c.item or ""].options)
    return np.where(met | on.settlements.is_small_step | (faded > 0), np.inf, -np.inf)


def _approval(on: Ground, c: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    """What a constituency thinks of each option of each issue, and last what it asks for."""
    group = on.parties[c.party].constituencies[c.item or ""]
    weights = normalised(on.values.stack(group.salience.get(issue) for issue in on.case.issues))
    approval: list[FloatArray] = []
    for k, (name, issue) in enumerate(on.case.issues.items()):
        own = group.values.get(name, {})
        worth = on.values.stack(own.get(o, option.value.get(c.party)) for o, option in issue.options.items())
        approval.append(weights[:, k, None] * worth)
    return np.concatenate([*approval, on.values(group.threshold)[:, None]], axis=1)


def _ratified(on: Ground, c: Constraint, approval: FloatArray) -> FloatArray:
    ends = np.cumsum([len(names) for names in on.settlements.option_names])
    by_issue = np.split(approval, ends, axis=1)
    return on.settlements.sums(by_issue[:-1]) - by_issue[-1]


def _pride(on: Ground, c: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    return on.values.stack([on.parties[c.party].pride])


def _face(on: Ground, c: Constraint, pride: FloatArray) -> FloatArray:
    i = on.index(c.party)
    return on.payoffs.public_gain[:, i] - pride * on.payoffs.public_loss[:, i]


def _signatory_columns(on: Ground) -> list[int]:
    return [on.index(name) for name in on.case.signatories]


def _share_due(on: Ground, c: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    i, signing, rates = on.index(c.party), _signatory_columns(on), on.case.dynamics
    power = on.shares[c.party] ** on.values(rates.rate("entitlement_exponent"))[:, None]
    share = on.values(rates.rate("recognition")) * power[:, i] / power[:, signing].sum(axis=1)
    return share[:, None]


def _entitlement(on: Ground, c: Constraint, share: FloatArray) -> FloatArray:
    utility = on.payoffs.utility
    joint_gain = sum((np.maximum(utility[:, j], 0.0) for j in _signatory_columns(on)), start=np.zeros(1))
    return np.where(on.settlements.is_small_step, np.inf, utility[:, on.index(c.party)] - share * joint_gain)


def _dared(on: Ground, c: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    """How much exposure is dared, and how much of a concession is exposed."""
    own, rates = on.shares[c.party][:, on.index(c.party)], on.case.dynamics
    faith = EXPOSURE_FACTORS[trust] ** on.values(rates.rate("trust_effect"))
    dared = on.values(on.parties[c.party].exposure_tolerance) * faith
    return np.stack([dared, (1.0 - own) * (1.0 - on.values(rates.rate("guarantee")))], axis=1)


def _exposure(on: Ground, c: Constraint, dared: FloatArray) -> FloatArray:
    return dared[:, :1] - on.payoffs.loss[:, on.index(c.party)] * dared[:, 1:]


@dataclass(frozen=True)
class Rule:
    """How a kind of constraint is judged, for which condition, and what of the moment it depends on.

    `numbers` (draws, numbers) are all of what is drawn that the slack depends on, but for the payoffs. One that is
    `yes_or_no` is so for all draws alike, and has its numbers and slacks for one.
    """

    condition: str
    numbers: Numbers
    slack: Slack
    strict: bool = False
    on_trust: bool = False
    on_reservation: bool = False
    yes_or_no: bool = False


RULES: dict[str, Rule] = {
    "alternative": Rule("no_better_alternative", _needed, _alternative, strict=True, on_reservation=True),
    "limit": Rule("willing_to_concede", _most_conceded, _limit),
    "red_line": Rule("willing_to_concede", _softens, _red_line, on_trust=True, yes_or_no=True),
    "precondition": Rule("willing_to_concede", _fades, _precondition, on_trust=True, yes_or_no=True),
    "ratified": Rule("willing_to_concede", _approval, _ratified),
    "face": Rule("can_declare_victory", _pride, _face),
    "entitlement": Rule("treated_as_equal", _share_due, _entitlement),
    "exposure": Rule("treated_as_equal", _dared, _exposure, on_trust=True),
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
    rule = RULES[constraint.kind]
    slack = rule.slack(on, constraint, rule.numbers(on, constraint, trust, reservation))
    return np.broadcast_to(slack, (on.values.n, len(on.settlements)))


def is_satisfied(constraint: Constraint, slack: FloatArray) -> BoolArray:
    """Whether a slack satisfies its constraint, within 1e-12."""
    return slack > TOLERANCE if RULES[constraint.kind].strict else slack >= -TOLERANCE


def satisfied(on: Ground, constraint: Constraint, trust: int, reservation: FloatArray) -> BoolArray:
    """Which settlements satisfy the constraint, shape (draws, settlements). Kept, so not to be written to.

    Leaderships and postures share most of it: what has the same numbers and the same payoffs is judged once.
    """
    rule = RULES[constraint.kind]
    numbers = rule.numbers(on, constraint, trust, reservation)
    if rule.yes_or_no:
        holds = is_satisfied(constraint, rule.slack(on, constraint, numbers))
        return np.broadcast_to(holds, (on.values.n, len(on.settlements)))
    key = (constraint, numbers.tobytes(), on.settlements.is_small_step.tobytes())
    return on.payoffs.known.of(key, lambda: _judged(on, constraint, numbers))


def _judged(on: Ground, constraint: Constraint, numbers: FloatArray) -> BoolArray:
    """Some draws at a time, so that what is computed on the way stays in the processor's cache."""
    n, settlements = on.values.n, len(on.settlements)
    holds = np.empty((n, settlements), dtype=bool)
    at_once = max(1, AT_ONCE // max(settlements, 1))
    for first in range(0, n, at_once):
        some = slice(first, first + at_once)
        slack = RULES[constraint.kind].slack(on.in_draws(some), constraint, numbers[some])
        holds[some] = is_satisfied(constraint, slack)
    return holds


def acceptable(
    on: Ground, reservations: Sequence[FloatArray], trusts: Sequence[int] = tuple(range(len(TRUST_LEVELS)))
) -> BoolArray:
    """The deals that satisfy all constraints, for each set of reservation values and each trust.

    Each of `reservations` has shape (draws, parties); the result (reservations, trusts, draws, settlements).
    """
    rows, among = acceptable_among(on, reservations, trusts)
    zone = np.zeros((*among.shape[:-1], len(on.settlements)), dtype=bool)
    zone[..., rows] = among
    return zone


def acceptable_among(
    on: Ground, reservations: Sequence[FloatArray], trusts: Sequence[int] = tuple(range(len(TRUST_LEVELS)))
) -> tuple[IntArray, BoolArray]:
    """The same in short: the rows of settlements among which all those are, and which of these they are."""
    of_all = constraints(on.parties)
    unused = np.zeros((on.values.n, len(on.parties)))
    # what no trust opens to any draw need not be judged further
    possible = on.settlements.is_deal.copy()
    for constraint in of_all:
        if RULES[constraint.kind].yes_or_no:
            possible &= np.any([satisfied(on, constraint, trust, unused)[0] for trust in trusts], axis=0)
    always = np.broadcast_to(possible, (on.values.n, len(possible)))
    for constraint in of_all:
        rule = RULES[constraint.kind]
        if not rule.on_trust and not rule.on_reservation:
            always = always & satisfied(on, constraint, 0, unused)
    # and nor need what no draw accepts
    rows = np.flatnonzero(always.any(axis=0))
    left, always = on.only(rows), always[:, rows]
    on_trust = [c for c in of_all if RULES[c.kind].on_trust]
    on_reservation = [c for c in of_all if RULES[c.kind].on_reservation]
    by_trust = [np.all([always, *(satisfied(left, c, trust, unused) for c in on_trust)], axis=0) for trust in trusts]
    by_reservation = [
        np.all([always, *(satisfied(left, c, 0, values) for c in on_reservation)], axis=0) for values in reservations
    ]
    among = np.stack([np.stack([trusted & reserved for trusted in by_trust]) for reserved in by_reservation])
    some = among.any(axis=(0, 1, 2))
    return rows[some], among[..., some]
