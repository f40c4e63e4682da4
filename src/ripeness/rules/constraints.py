"""The constraints that a deal has to satisfy, one entry each: all that is ever asked of them (MODEL.md, section 4).

To change what a constraint means, change its entry; to add one, add an entry to `CONSTRAINTS`. Whatever judges deals,
searches for them or tells of them loops over the table.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from ripeness.arrays import BoolArray, FloatArray
from ripeness.case.model import TRUST_LEVELS, Case, Party
from ripeness.case.names import options_in_words
from ripeness.errors import InputError, Problem
from ripeness.rules.evidence import Asked, Evidence, hopes, judged, power, stated, visibility, worth
from ripeness.settlements.ground import Ground
from ripeness.settlements.linear import Linear, LinearPayoffs
from ripeness.settlements.payoffs import normalised

TOLERANCE = 1e-12
EXPOSURE_FACTORS = (1.0, 1.5, 2.0)


@dataclass(frozen=True)
class Constraint:
    """One constraint of one signatory; `item` is the issue or the constituency where there are several."""

    kind: str
    party: str
    item: str | None = None

    @classmethod
    def named(cls, name: str) -> "Constraint":
        """The constraint of a name.

        >>> Constraint.named("red_line(birch,crossing)")
        Constraint(kind='red_line', party='birch', item='crossing')
        """
        kind, _, rest = name.removesuffix(")").partition("(")
        party, _, item = rest.partition(",")
        return cls(kind, party, item or None)

    @property
    def name(self) -> str:
        """As diagnoses list it, such as `red_line(birch,crossing)`."""
        return f"{self.kind}({self.party},{self.item})" if self.item else f"{self.kind}({self.party})"

    @property
    def rule(self) -> "ConstraintRule":
        """What its kind says of it; raises InputError for a kind that the model has not, as an old run may name."""
        if self.kind not in CONSTRAINTS:
            known = ", ".join(CONSTRAINTS)
            raise InputError(Problem(self.name, f"no such kind of constraint, expected: {known}"))
        return CONSTRAINTS[self.kind]

    @property
    def condition(self) -> str:
        """The condition that it belongs to."""
        return self.rule.condition


@dataclass(frozen=True)
class LinearSlack:
    """A slack as a linear number, less the gains of signatories, by position, each times its weight in `gains`.

    A gain is what a deal is worth to a party above the status quo, or nothing.
    """

    number: Linear
    gains: Mapping[int, float] = field(default_factory=dict[int, float])


Items = Callable[[Party], Iterable[str | None]]
Numbers = Callable[[Ground, Constraint, int, FloatArray], FloatArray]
Slack = Callable[[Ground, Constraint, FloatArray], FloatArray]
LinearForm = Callable[[LinearPayoffs, Constraint, FloatArray, bool], LinearSlack | None]
RestsOn = Callable[[Asked], Iterable[Evidence]]


@dataclass(frozen=True)
class ConstraintRule:
    """What a kind of constraint is.

    Parameters
    ----------
    name
        What one such constraint is called, as a noun.
    condition
        The condition that it belongs to, one of `CONDITIONS`.
    fails, change
        A clause for where it stands in the way, and one for what would have to change; `{who}` is the party's name,
        `{acts}` its seat where the case gives one, `{issue}` or `{group}` what the issue or the constituency is called
        that it is on.
    items
        From a signatory to what it has such a constraint on: issues or constituencies, or None for itself.
    numbers
        From a ground, a constraint, a level of trust and reservation values (draws, parties) to all that is drawn that
        the slack depends on, but for payoffs: (draws, numbers), or (1, numbers) for a statement.
    slack
        From a ground, a constraint and its numbers to how far each settlement is from breaking it: (draws,
        settlements), or (1, settlements) for a statement. Below zero where it is broken.
    linear
        The same for spaces too large to list: from linear payoffs, a constraint, its numbers at one draw (numbers,)
        and whether small steps are meant. It gives None where small steps, or others, are exempt. Instead of a
        function None, if there is no such form: then deals can be listed only.
    rests_on
        The judgements and statements behind it.
    unit
        What its slack is told in: a `flow` per year of the party, `points` (hundredths of a probability, or of what a
        group has at stake), or None for a statement: yes or no.
    on
        What follows its name where there are several of its kind, with `{issue}` or `{group}`.
    section
        Where `docs/MODEL.md` defines it.
    on_trust, on_reservation, on_signatories
        Whether its numbers depend on the level of trust, on reservation values, or on who else signs.
    """

    name: str
    condition: str
    fails: str
    change: str
    items: Items
    numbers: Numbers
    slack: Slack
    linear: LinearForm | None
    rests_on: RestsOn
    unit: Literal["flow", "points"] | None = "flow"
    on: str = ""
    section: str = "4"
    on_trust: bool = False
    on_reservation: bool = False
    on_signatories: bool = False

    @property
    def is_statement(self) -> bool:
        """Whether it rests on a statement of the case and on no number: yes or no, for all draws alike."""
        return self.unit is None


def evidence(case: Case, constraint: Constraint, settlement: Mapping[str, str], best: str = "") -> list[Evidence]:
    """What a constraint rests on for one settlement, issue: option.

    `best` names the party's best alternative (never, attack or wait), where that is known.
    """
    return list(constraint.rule.rests_on(Asked(case, constraint.party, constraint.item or "", settlement, best)))


def itself(party: Party) -> Sequence[None]:
    """The items of a constraint that every signatory has once."""
    return (None,)


def _linear(number: Linear) -> LinearSlack:
    return LinearSlack(number)


# --- no better alternative ---


def _needed(on: Ground, c: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    return reservation[:, [on.index(c.party)]]


def _alternative(on: Ground, c: Constraint, needed: FloatArray) -> FloatArray:
    return on.payoffs.utility[:, on.index(c.party)] - np.where(on.settlements.is_small_step, 0.0, needed)


def _linear_alternative(of: LinearPayoffs, c: Constraint, needed: FloatArray, small: bool) -> LinearSlack:
    return _linear(of.utility[of.on.index(c.party)].plus(0.0 if small else -float(needed[0])))


def _behind_alternative(of: Asked) -> Iterator[Evidence]:
    yield from _behind_reservation(of)
    yield from worth(of)


def _behind_reservation(of: Asked) -> Iterator[Evidence]:
    if of.own.reservation is not None:
        yield from judged(of.own.reservation, f"parties.{of.party}.reservation")
    else:
        yield from hopes(of)


# --- willing to concede ---


def _most_conceded(on: Ground, c: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    return on.values.stack([on.parties[c.party].concession_limit])


def _limit(on: Ground, c: Constraint, limit: FloatArray) -> FloatArray:
    return limit - on.payoffs.loss[:, on.index(c.party)]


def _linear_limit(of: LinearPayoffs, c: Constraint, limit: FloatArray, small: bool) -> LinearSlack:
    return _linear(of.loss(of.on.index(c.party)).times(-1.0).plus(float(limit[0])))


def _behind_limit(of: Asked) -> Iterator[Evidence]:
    yield from judged(of.own.concession_limit, f"parties.{of.party}.concession_limit")
    yield from worth(of, -1)


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


def _linear_red_line(of: LinearPayoffs, c: Constraint, softened: FloatArray, small: bool) -> LinearSlack | None:
    barred = of.takes_one_of(c.item or "", of.on.parties[c.party].red_lines[c.item or ""].options)
    return None if softened[0] > 0 else _linear(barred.times(-1.0))


def _behind_red_line(of: Asked) -> Iterator[Evidence]:
    line = of.own.red_lines[of.item]
    says = f"never {options_in_words(of.case, of.item, line.options)}; softens: {line.softens}"
    yield stated(line, f"parties.{of.party}.red_lines.{of.item}", says)


def _fades(on: Ground, c: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    return _is_reached(trust, on.parties[c.party].preconditions[c.item or ""].fades)


def _precondition(on: Ground, c: Constraint, faded: FloatArray) -> FloatArray:
    met = _takes_one_of(on, c.item or "", on.parties[c.party].preconditions[c.item or ""].options)
    return np.where(met | on.settlements.is_small_step | (faded > 0), np.inf, -np.inf)


def _linear_precondition(of: LinearPayoffs, c: Constraint, faded: FloatArray, small: bool) -> LinearSlack | None:
    met = of.takes_one_of(c.item or "", of.on.parties[c.party].preconditions[c.item or ""].options)
    return None if small or faded[0] > 0 else _linear(met.plus(-1.0))


def _behind_precondition(of: Asked) -> Iterator[Evidence]:
    demand = of.own.preconditions[of.item]
    says = f"wants {options_in_words(of.case, of.item, demand.options)}; fades: {demand.fades}"
    yield stated(demand, f"parties.{of.party}.preconditions.{of.item}", says)


def _vetoes(party: Party) -> list[str]:
    return [name for name, group in party.constituencies.items() if group.veto]


def _approval(on: Ground, c: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    """What a constituency thinks of each option of each issue, and last what it asks for."""
    group = on.parties[c.party].constituencies[c.item or ""]
    weights = normalised(on.values.stack(group.salience.get(issue) for issue in on.case.issues))
    approval: list[FloatArray] = []
    for k, (name, issue) in enumerate(on.case.issues.items()):
        own = group.values.get(name, {})
        options = on.values.stack(own.get(o, option.value.get(c.party)) for o, option in issue.options.items())
        approval.append(weights[:, k, None] * options)
    return np.concatenate([*approval, on.values(group.threshold)[:, None]], axis=1)


def _by_issue(approval: FloatArray, names: Sequence[Sequence[str]]) -> list[FloatArray]:
    """Approval (..., options of all issues and the threshold) by issue, the threshold last."""
    return np.split(approval, np.cumsum([len(options) for options in names]), axis=-1)


def _ratified(on: Ground, c: Constraint, approval: FloatArray) -> FloatArray:
    *of_issues, threshold = _by_issue(approval, on.settlements.option_names)
    return on.settlements.sums(of_issues) - threshold


def _linear_ratified(of: LinearPayoffs, c: Constraint, approval: FloatArray, small: bool) -> LinearSlack:
    *of_issues, threshold = _by_issue(approval, of.space.option_names)
    return _linear(of.sum_of(of_issues).plus(-float(threshold[0])))


def _behind_ratified(of: Asked) -> Iterator[Evidence]:
    group, path = of.own.constituencies[of.item], f"parties.{of.party}.constituencies.{of.item}"
    yield stated(group, path, "has a veto")
    yield from judged(group.threshold, f"{path}.threshold")
    for issue, option in of.moved:
        own = group.values.get(issue, {}).get(option)
        value = own or of.case.issues[issue].options[option].value.get(of.party)
        if issue in group.salience:
            yield from judged(value, f"issues.{issue}.options.{option}.value.{of.party}")
            yield from judged(group.salience[issue], f"{path}.salience.{issue}")


# --- can declare victory ---


def _pride(on: Ground, c: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    return on.values.stack([on.parties[c.party].pride])


def _face(on: Ground, c: Constraint, pride: FloatArray) -> FloatArray:
    i = on.index(c.party)
    return on.payoffs.public_gain[:, i] - pride * on.payoffs.public_loss[:, i]


def _linear_face(of: LinearPayoffs, c: Constraint, pride: FloatArray, small: bool) -> LinearSlack:
    i = of.on.index(c.party)
    return _linear(of.public_gain(i).minus(of.public_loss(i).times(float(pride[0]))))


def _behind_face(of: Asked) -> Iterator[Evidence]:
    yield from judged(of.own.pride, f"parties.{of.party}.pride")
    yield from visibility(of)
    yield from worth(of)


# --- treated as an equal ---


def _due(on: Ground, c: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    """What is added to a deal's worth, and what each signatory's gain takes from it: (draws, 1 + signatories).

    Where the party has nothing to gain in any deal, it is due nothing: infinity is added.
    """
    own, signing = on.index(c.party), [on.index(name) for name in on.signing]
    others = [j for j in signing if j != own]
    shares, best = on.shares[c.party], np.where(on.best > TOLERANCE, on.best, np.inf)
    of_others = normalised_or_alike(shares[:, others])
    exponent, rates = on.values(on.case.dynamics.rate("entitlement_exponent")), on.case.dynamics
    mine, theirs = shares[:, own] ** exponent, (of_others * shares[:, others]).sum(axis=1) ** exponent
    both = mine + theirs
    entitled = on.values(rates.rate("recognition")) * np.where(both > 0.0, mine / np.where(both > 0.0, both, 1.0), 0.5)
    has_stake = np.isfinite(best[:, own])
    parts = np.zeros_like(shares)
    parts[:, own] = 1.0
    parts[:, others] = of_others
    # a part of what the party has at best, for each part of its own best that another gets
    weights = entitled[:, None] * np.where(has_stake, best[:, own], 0.0)[:, None] * parts / best
    escaped = -np.minimum(reservation[:, own], 0.0)
    return np.column_stack([np.where(has_stake, escaped, np.inf), weights[:, signing]])


def normalised_or_alike(weights: FloatArray) -> FloatArray:
    """Weights over the last axis made to sum to 1; all alike where they are all 0."""
    total = weights.sum(axis=-1, keepdims=True)
    return np.where(total > 0.0, weights / np.where(total > 0.0, total, 1.0), 1.0 / weights.shape[-1])


def _entitlement(on: Ground, c: Constraint, due: FloatArray) -> FloatArray:
    utility = on.payoffs.utility
    left = utility[:, on.index(c.party)] + due[:, :1]
    for place, name in enumerate(on.signing, start=1):
        left = left - due[:, place, None] * np.maximum(utility[:, on.index(name)], 0.0)
    return np.where(on.settlements.is_small_step, np.inf, left)


def _linear_entitlement(of: LinearPayoffs, c: Constraint, due: FloatArray, small: bool) -> LinearSlack | None:
    added, *weights = due.tolist()
    if small or not np.isfinite(added):
        return None
    gains = {of.on.index(name): weight for name, weight in zip(of.on.signing, weights, strict=True) if weight}
    return LinearSlack(of.utility[of.on.index(c.party)].plus(added), gains)


def _behind_entitlement(of: Asked) -> Iterator[Evidence]:
    yield from judged(of.case.dynamics.rate("recognition"), "dynamics.recognition")
    yield from power(of)
    for signatory in of.case.signatories:
        yield from worth(of, party=signatory)
    # what it escapes by dealing
    yield from _behind_reservation(of)


def _dared(on: Ground, c: Constraint, trust: int, reservation: FloatArray) -> FloatArray:
    """How much exposure is dared, and how much of a concession is exposed."""
    own, rates = on.shares[c.party][:, on.index(c.party)], on.case.dynamics
    faith = EXPOSURE_FACTORS[trust] ** on.values(rates.rate("trust_effect"))
    dared = on.values(on.parties[c.party].exposure_tolerance) * faith
    return np.stack([dared, (1.0 - own) * (1.0 - on.values(rates.rate("guarantee")))], axis=1)


def _exposure(on: Ground, c: Constraint, dared: FloatArray) -> FloatArray:
    return dared[:, :1] - on.payoffs.loss[:, on.index(c.party)] * dared[:, 1:]


def _linear_exposure(of: LinearPayoffs, c: Constraint, dared: FloatArray, small: bool) -> LinearSlack:
    most, exposed = dared.tolist()
    return _linear(of.loss(of.on.index(c.party)).times(-exposed).plus(most))


def _behind_exposure(of: Asked) -> Iterator[Evidence]:
    yield from judged(of.own.exposure_tolerance, f"parties.{of.party}.exposure_tolerance")
    yield from judged(of.case.dynamics.rate("guarantee"), "dynamics.guarantee")
    yield from power(of)
    yield from worth(of, -1)


# of constraints with the same slack, the first here is told of as the tightest
CONSTRAINTS: dict[str, ConstraintRule] = {
    "alternative": ConstraintRule(
        name="alternative",
        condition="no_better_alternative",
        fails="{acts} expects to do better without a deal",
        change="{acts} comes to expect less without a deal, or gains more from one",
        items=itself,
        numbers=_needed,
        slack=_alternative,
        linear=_linear_alternative,
        rests_on=_behind_alternative,
        on_reservation=True,
    ),
    "limit": ConstraintRule(
        name="concession limit",
        condition="willing_to_concede",
        fails="{acts} will not concede that much",
        change="{acts} concedes more",
        items=itself,
        numbers=_most_conceded,
        slack=_limit,
        linear=_linear_limit,
        rests_on=_behind_limit,
    ),
    "face": ConstraintRule(
        name="face",
        condition="can_declare_victory",
        fails="{acts} could not claim a win",
        change="{acts} can show larger gains, or smaller losses, in public",
        items=itself,
        numbers=_pride,
        slack=_face,
        linear=_linear_face,
        rests_on=_behind_face,
    ),
    "entitlement": ConstraintRule(
        name="entitlement",
        condition="treated_as_equal",
        fails="{acts} would get less than it thinks its power entitles it to",
        change="{acts} settles for a smaller share of the gains",
        items=itself,
        numbers=_due,
        slack=_entitlement,
        linear=_linear_entitlement,
        rests_on=_behind_entitlement,
        on_reservation=True,
        on_signatories=True,
    ),
    "exposure": ConstraintRule(
        name="exposure",
        condition="treated_as_equal",
        fails="{acts} fears being dominated",
        change="{acts} accepts more exposure, or is guaranteed against domination",
        items=itself,
        numbers=_dared,
        slack=_exposure,
        linear=_linear_exposure,
        rests_on=_behind_exposure,
        on_trust=True,
    ),
    "red_line": ConstraintRule(
        name="red line",
        condition="willing_to_concede",
        fails="{acts} rules out movement on {issue}",
        change="{acts} softens its red line on {issue}",
        items=lambda party: party.red_lines,
        numbers=_softens,
        slack=_red_line,
        linear=_linear_red_line,
        rests_on=_behind_red_line,
        unit=None,
        on=" on {issue}",
        on_trust=True,
    ),
    "precondition": ConstraintRule(
        name="precondition",
        condition="willing_to_concede",
        fails="{acts} demands movement on {issue} first",
        change="{acts} drops its precondition on {issue}",
        items=lambda party: party.preconditions,
        numbers=_fades,
        slack=_precondition,
        linear=_linear_precondition,
        rests_on=_behind_precondition,
        unit=None,
        on=" on {issue}",
        on_trust=True,
    ),
    "ratified": ConstraintRule(
        name="ratification",
        condition="willing_to_concede",
        fails="{acts} could not get it past {group}",
        change="{acts} wins over {group}",
        items=_vetoes,
        numbers=_approval,
        slack=_ratified,
        linear=_linear_ratified,
        rests_on=_behind_ratified,
        unit="points",
        on=" by {group}",
    ),
}
