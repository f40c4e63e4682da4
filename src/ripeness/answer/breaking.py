"""Who breaks the deals that would be signed, and what would make them last."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ripeness.answer.pipeline import PostureRun, run
from ripeness.answer.result import Assessment
from ripeness.case.model import TRUST_LEVELS, Case
from ripeness.case.read.load import with_changes
from ripeness.crisis.losses import IN_FORCE, Losses, losses
from ripeness.errors import InputError


@dataclass(frozen=True)
class Remedy:
    """A change of the case, and what becomes of deals of a kind under it at the modes.

    `lever` says whether it is one of the case's levers, by `name`; else it is one of `RATE_REMEDIES`. `chance` is the
    probability that a deal which is made is lost by the horizon, `made` that one is made.
    """

    name: str
    lever: bool
    chance: float
    made: float


def _rate(case: Case, name: str) -> float:
    return case.dynamics.rate(name).mode


def _halfway(name: str, end: float) -> Callable[[Case], dict[str, object]]:
    """A rate halfway from what it is to what would be best, where it is not there."""
    return lambda case: {} if _rate(case, name) == end else {f"dynamics.{name}": (_rate(case, name) + end) / 2.0}


def _more_trust(case: Case) -> dict[str, object]:
    higher = TRUST_LEVELS[TRUST_LEVELS.index(case.dynamics.trust) + 1 :]
    return {"dynamics.trust": higher[0]} if higher else {}


def _more_patience(case: Case) -> dict[str, object]:
    return {f"parties.{name}.patience": case.parties[name].patience.mode / 2.0 for name in case.signatories}


# what the model lets a deal's life hang on (MODEL.md, 6.3 and 6.4, 7), each moved halfway to its best
RATE_REMEDIES: Mapping[str, Callable[[Case], dict[str, object]]] = {
    "guarantee": _halfway("guarantee", 1.0),
    "expectations": _halfway("expectation_erosion", 0.0),
    "erosion": _halfway("erosion", 0.0),
    "breach": _halfway("breach", 1.0),
    "lapse": _halfway("lapse", 0.0),
    "kept_promise": _halfway("kept_promise", 1.0),
    "trust": _more_trust,
    "patience": _more_patience,
}


def breaking(a: Assessment) -> dict[str, Losses]:
    """What becomes of the deals of each kind that is ever made, as things are, at the modes."""
    return {kind: of for kind, of in _losses(a.run.as_is).items() if of.made[0] > 0.0}


def _losses(under: PostureRun, kinds: tuple[str, ...] = IN_FORCE) -> dict[str, Losses]:
    game, horizon = under.game, under.case.horizon
    return losses(game, game.solve(keep_months=horizon), horizon, kinds)


def remedies(a: Assessment, kind: str) -> tuple[Remedy, ...]:
    """Every lever, and every rate that a deal's life hangs on, by how likely a deal of a kind is then lost.

    Left out are rates that are at their best already, changes that cannot be made, and those under which no such deal
    is ever made. A change of rates and of patience leaves what can be agreed as it is.
    """
    found: list[Remedy] = []
    for name, is_lever, under in _changed(a):
        of = _losses(under, (kind,))[kind]
        if of.made[0] > 0.0:
            found.append(Remedy(name, is_lever, float(of.chance[0]), float(of.made[0])))
    return tuple(sorted(found, key=lambda remedy: remedy.chance))


def _changed(a: Assessment) -> Iterator[tuple[str, bool, PostureRun]]:
    """Each remedy, whether it is a lever, and the case as it is under it."""
    # what is asked of a case is checked with every change of it, and no remedy needs it
    case = a.case.model_copy(update={"postures": {}, "levers": {}, "claims": {}})
    as_is = a.run.as_is
    sets = [(name, True, dict(lever.set)) for name, lever in a.case.levers.items()]
    sets += [(name, False, make(case)) for name, make in RATE_REMEDIES.items()]
    for name, is_lever, changes in sets:
        if not changes:
            continue
        try:
            changed = with_changes(case, changes)
        except InputError:
            continue
        yield name, is_lever, run(changed).as_is if is_lever else as_is.moving_as_in(changed)
