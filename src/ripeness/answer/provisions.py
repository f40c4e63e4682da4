"""The provisions of a deal one by one: which open deals have each, what it is worth, and what comes with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ripeness.answer.reading import Reading
from ripeness.answer.result import Assessment
from ripeness.arrays import BoolArray
from ripeness.bargaining.diagnosis import diagnose, violations
from ripeness.settlements.listing import RUNGS, Rung


@dataclass(frozen=True)
class Provision:
    """One option of an issue, not the status quo, among the deals of a sheet.

    `within` are the open deals that have it. `comes_with` are the options, issue and option, that every open deal with
    it has and not every open deal. Where no open deal has it, `in_the_way` are the constraints that every deal with it
    breaks (`closes_all`) or, where there are none, the smallest set of those that one of them breaks. `exists` says
    whether any deal judged has it. `flow` is what it is worth to each party by itself, a year.
    """

    issue: str
    option: str
    within: int
    flow: Mapping[str, float]
    comes_with: tuple[tuple[str, str], ...] = ()
    in_the_way: tuple[str, ...] = ()
    closes_all: bool = False
    exists: bool = True


@dataclass(frozen=True)
class Sheet:
    """All provisions, judged by the open deals: of a `rung`, or that the smallest change, `relaxed`, opens."""

    rung: Rung | None
    relaxed: tuple[str, ...]
    deals: int
    provisions: tuple[Provision, ...]


def sheet(a: Assessment, reading: Reading) -> Sheet | None:
    """The provisions by the deals open on the highest rung beyond small steps or, without any, by what would open.

    None where there is no deal or where deals are not listed.
    """
    if not reading.is_listed or not a.deals.settlements:
        return None
    listed, is_deal = reading.settlements, reading.settlements.is_deal
    rung = a.highest_rung
    if rung is None or rung == RUNGS[0]:
        rung, relaxed = None, a.openings[0].correction if a.openings else ()
        # as the openings are: beyond small steps where some of these are open
        judged = ~listed.is_small_step[is_deal] if a.deals.exists else np.ones(int(is_deal.sum()), dtype=bool)
    else:
        relaxed, judged = (), listed.on_rung(rung)[is_deal]
    if rung is None and not relaxed:
        # nothing lies beyond small steps: these are all that there is
        rung, judged = RUNGS[0], listed.is_small_step[is_deal]
    asked = np.array([c.name not in relaxed for c in reading.constraints])
    satisfied = reading.satisfied[asked][:, judged]
    names = [c.name for c, counts in zip(reading.constraints, asked, strict=True) if counts]
    having = _having(reading, is_deal)[:, judged]
    found = tuple(_provisions(reading, names, satisfied, having))
    return Sheet(rung, relaxed, int(satisfied.all(axis=0).sum()), found)


def options(reading: Reading) -> list[tuple[str, str]]:
    """Every issue and option that is not the status quo."""
    return [(issue, option) for issue, of in reading.run.case.issues.items() for option in list(of.options)[1:]]


def _having(reading: Reading, is_deal: BoolArray) -> BoolArray:
    """Which deals have which option, (options, deals)."""
    of = reading.settlements
    return np.stack([of.with_options({issue: option})[is_deal] for issue, option in options(reading)])


def _provisions(reading: Reading, names: list[str], satisfied: BoolArray, having: BoolArray) -> Iterator[Provision]:
    everywhere, is_open = options(reading), satisfied.all(axis=0)
    in_all = (having | ~is_open).all(axis=1)
    broken = violations(satisfied[:, None])
    for place, (issue, option) in enumerate(everywhere):
        flow = next(reading.moves({issue: option})).flow
        with_it = having[place] & is_open
        if with_it.any():
            always = (having | ~with_it).all(axis=1) & ~in_all
            comes_with = tuple(other for k, other in enumerate(everywhere) if always[k] and k != place)
            yield Provision(issue, option, int(with_it.sum()), flow, comes_with)
        elif having[place].any():
            of_it = diagnose(names, broken.masks(among=having[place]))
            in_the_way = of_it.necessary or of_it.corrections[0]
            yield Provision(issue, option, 0, flow, (), in_the_way, bool(of_it.necessary))
        else:
            yield Provision(issue, option, 0, flow, exists=False)
