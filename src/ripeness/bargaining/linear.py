"""The constraints on deals as linear functions of what is picked, for spaces too large to list (MODEL.md, section 4).

The rules of `acceptance` decide; here they are written once more in the form that a search needs, and whatever a search
finds is judged by them. Small steps are exempt from some constraints: they are a part of the space by themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ripeness.bargaining.acceptance import (
    EXPOSURE_FACTORS,
    TOLERANCE,
    TRUST_LEVELS,
    Constraint,
    Ground,
    constraints,
)
from ripeness.bargaining.payoffs import normalised, option_visibility
from ripeness.bargaining.space import Space, space_of
from ripeness.case.values import FloatArray


@dataclass(frozen=True)
class Linear:
    """A number that is linear in what is picked: a constant, a part for each option, one for each linkage that holds.

    `parts[k]` is (options of issue k,), `links` (linkages,).
    """

    constant: float
    parts: tuple[FloatArray, ...]
    links: FloatArray

    @property
    def lowest(self) -> float:
        """No settlement has less."""
        return self.constant + sum(float(part.min()) for part in self.parts) + float(np.minimum(self.links, 0.0).sum())

    @property
    def highest(self) -> float:
        """No settlement has more."""
        return self.constant + sum(float(part.max()) for part in self.parts) + float(np.maximum(self.links, 0.0).sum())

    def plus(self, constant: float) -> "Linear":
        """The same and a constant."""
        return Linear(self.constant + constant, self.parts, self.links)


@dataclass(frozen=True)
class LinearRule:
    """A constraint: it holds where its slack, less `joint` times the gains of all signatories, is not below zero.

    A gain is what a party is worth above the status quo, or nothing. Strict ones need a slack above zero.
    """

    constraint: Constraint
    slack: Linear
    strict: bool = False
    joint: float = 0.0

    @property
    def always_holds(self) -> bool:
        """Whether every settlement satisfies it, whatever else it does."""
        return self.joint == 0.0 and (self.slack.lowest > TOLERANCE if self.strict else self.slack.lowest >= -TOLERANCE)


@dataclass(frozen=True)
class LinearGround:
    """A ground in linear form, at the modes: the space, what everything is worth, the rules in either part.

    `small_steps` are the rules for small steps, `beyond` those for other deals; `utility` has every party's.
    """

    on: Ground
    space: Space
    utility: tuple[Linear, ...]
    small_steps: tuple[LinearRule, ...]
    beyond: tuple[LinearRule, ...]


def linear_ground(on: Ground, trust: int, reservation: FloatArray) -> LinearGround:
    """A ground, of one draw, with its rules at a level of trust and reservation values (1, parties)."""
    space = space_of(on.case, on.parties, on.values)
    bonus = np.array([np.zeros(len(space.parties)) if link.requires else link.value for link in space.links])
    bonus = bonus.reshape(len(space.links), len(space.parties))
    utility = tuple(Linear(0.0, tuple(flow[i] for flow in space.flows), bonus[:, i]) for i in range(len(space.parties)))
    forms = _Forms(on, space, utility, trust, reservation[0])
    of_all = constraints(on.parties)
    return LinearGround(
        on=on,
        space=space,
        utility=utility,
        small_steps=tuple(rule for c in of_all for rule in forms.of(c, small=True)),
        beyond=tuple(rule for c in of_all for rule in forms.of(c, small=False)),
    )


class _Forms:
    """Writes each rule of `acceptance` in linear form."""

    def __init__(
        self, on: Ground, space: Space, utility: Sequence[Linear], trust: int, reservation: FloatArray
    ) -> None:
        self.on, self.space, self.utility, self.trust, self.reservation = on, space, utility, trust, reservation
        self.flows = space.flows
        self.shown = [shown[0] for shown in option_visibility(on.case, on.values)]
        self.no_links = np.zeros(len(space.links))

    def of(self, c: Constraint, small: bool) -> list[LinearRule]:
        """The rule of a constraint in one part of the space; none where that part is exempt from it."""
        on, i = self.on, self.on.index(c.party)
        party, rates = on.parties[c.party], on.case.dynamics
        number = on.values
        losses = [np.maximum(-flow[i], 0.0) for flow in self.flows]
        match c.kind:
            case "alternative":
                return [LinearRule(c, self.utility[i].plus(0.0 if small else -float(self.reservation[i])), strict=True)]
            case "limit":
                return [self._sum(c, float(number(party.concession_limit)[0]), [-loss for loss in losses])]
            case "red_line":
                line = party.red_lines[c.item or ""]
                return [] if self._reached(line.softens) else [self._picked(c, line.options, 0.0, -1.0)]
            case "precondition":
                demand = party.preconditions[c.item or ""]
                exempt = small or self._reached(demand.fades)
                return [] if exempt else [self._picked(c, demand.options, -1.0, 1.0)]
            case "ratified":
                return [self._ratified(c)]
            case "face":
                pride = float(number(party.pride)[0])
                gains = [np.maximum(flow[i], 0.0) for flow in self.flows]
                shown = zip(self.shown, gains, losses, strict=True)
                return [self._sum(c, 0.0, [v[0] * (gain - pride * loss) for v, gain, loss in shown])]
            case "entitlement":
                power = on.shares[c.party][0] ** float(number(rates.rate("entitlement_exponent"))[0])
                share = float(number(rates.rate("recognition"))[0] * power[i] / power[list(self.space.signing)].sum())
                return [] if small else [LinearRule(c, self.utility[i], joint=share)]
            case "exposure":
                own = float(on.shares[c.party][0, i])
                faith = EXPOSURE_FACTORS[self.trust] ** float(number(rates.rate("trust_effect"))[0])
                open_ = (1.0 - own) * (1.0 - float(number(rates.rate("guarantee"))[0]))
                dared = float(number(party.exposure_tolerance)[0]) * faith
                return [self._sum(c, dared, [-open_ * loss for loss in losses])]
            case kind:
                raise NotImplementedError(f"no linear form of {kind}")

    def _sum(self, c: Constraint, constant: float, parts: Sequence[FloatArray]) -> LinearRule:
        return LinearRule(c, Linear(constant, tuple(parts), self.no_links))

    def _reached(self, level: str) -> bool:
        return level != "never" and self.trust >= TRUST_LEVELS.index(level)  # type: ignore[arg-type]

    def _picked(self, c: Constraint, options: Sequence[str], constant: float, weight: float) -> LinearRule:
        parts = [
            np.array([weight if issue == c.item and option in options else 0.0 for option in names])
            for issue, names in zip(self.space.issues, self.space.option_names, strict=True)
        ]
        return self._sum(c, constant, parts)

    def _ratified(self, c: Constraint) -> LinearRule:
        on, group = self.on, self.on.parties[c.party].constituencies[c.item or ""]
        weights = normalised(on.values.stack(group.salience.get(issue) for issue in on.case.issues))[0]
        parts: list[FloatArray] = []
        for k, (name, issue) in enumerate(on.case.issues.items()):
            own = group.values.get(name, {})
            worth = on.values.stack(own.get(o, option.value.get(c.party)) for o, option in issue.options.items())[0]
            parts.append(weights[k] * worth)
        return self._sum(c, -float(on.values(group.threshold)[0]), parts)
