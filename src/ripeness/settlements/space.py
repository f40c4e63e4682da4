"""The settlements of a case as an additive structure, whatever their number: nothing is listed (MODEL.md, section 3).

What a settlement is worth is a sum over issues, but for linkages. A **state** says of a partial deal, one that picks
options for the first issues only, what linkages will ask about it later; partial deals in one state are alike in all
but their worth, so that the rest is additive.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod

import numpy as np

from ripeness.arrays import BoolArray, FloatArray, IntArray
from ripeness.case.model import Case, Party
from ripeness.case.values import MODES, Values
from ripeness.settlements.payoffs import option_flows

Picks = Mapping[int, int]
Demands = Mapping[int, frozenset[int]]


@dataclass(frozen=True)
class Link:
    """One linkage by positions of issues and options: `value`, (parties,), added where all `when` hold, or a demand.

    A demand has `requires`: where all `when` hold, one of these options of each issue has to be picked.
    """

    when: Picks
    requires: Demands
    value: FloatArray

    @property
    def last(self) -> int:
        """The last issue that it names."""
        return max((*self.when, *self.requires))


@dataclass(frozen=True)
class Space:
    """Issues, options and what each is worth: `flows[k]` has shape (parties, options of issue k).

    The settlements meant are the deals, or all allowed ones if the space is `with_status_quo`.
    """

    issues: tuple[str, ...]
    option_names: tuple[tuple[str, ...], ...]
    parties: tuple[str, ...]
    signing: tuple[int, ...]
    flows: tuple[FloatArray, ...]
    links: tuple[Link, ...]
    complete: bool
    with_status_quo: bool = False

    def of_allowed(self) -> "Space":
        """The space of all allowed settlements, deals or not."""
        return replace(self, complete=False, with_status_quo=True)

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many options each issue has."""
        return tuple(map(len, self.option_names))

    def named(self, options: IntArray) -> dict[str, str]:
        """One settlement, (issues,), as issue: option."""
        return {
            issue: names[number]
            for issue, names, number in zip(self.issues, self.option_names, options.tolist(), strict=True)
        }

    def worth(self, options: IntArray) -> FloatArray:
        """What settlements (rows, issues) are worth, (rows, parties), added up in the order of the issues."""
        total = self.flows[0][:, options[:, 0]]
        for k in range(1, len(self.flows)):
            total = total + self.flows[k][:, options[:, k]]
        for link in self.links:
            if not link.requires:
                holds = np.all([options[:, k] == o for k, o in link.when.items()], axis=0)
                total = total + link.value[:, None] * holds
        return total.T

    def first_state(self) -> BoolArray:
        """The state of the partial deal on no issues at all, (1, bits)."""
        return np.array([[self.with_status_quo, *(bit for link in self.links for bit in _fresh(link))]])

    def next_states(self, states: BoolArray, issue: int, option: int) -> tuple[BoolArray, BoolArray, FloatArray]:
        """States (rows, bits) after picking an option of the next issue.

        Also which of them may go on, (rows,), and what is added by linkages that this pick completes, (rows, parties).
        """
        after = states.copy()
        may = np.ones(len(states), dtype=bool)
        bonus = np.zeros((len(states), len(self.parties)))
        if option:
            after[:, 0] = True
        elif self.complete:
            may[:] = False
        if issue == len(self.issues) - 1:
            may &= after[:, 0]
            after[:, 0] = False
        bit = 1
        for link in self.links:
            if link.when.get(issue, option) != option:
                after[:, bit] = False
            if not link.requires:
                if issue == link.last:
                    bonus += after[:, bit, None] * link.value
                    after[:, bit] = False
                bit += 1
                continue
            if option not in link.requires.get(issue, (option,)):
                after[:, bit + 1] = False
            if issue == link.last:
                may &= ~after[:, bit] | after[:, bit + 1]
                after[:, bit] = False
            # what is required no longer matters where the condition has failed
            after[:, bit + 1] &= after[:, bit]
            bit += 2
        return after, may, bonus

    def best_worth(self) -> FloatArray:
        """The most that any settlement meant is worth to each party, (parties,); -inf where there is none."""
        best: dict[bytes, tuple[BoolArray, FloatArray]] = {b"": (self.first_state(), np.zeros(len(self.parties)))}
        for issue, size in enumerate(self.sizes):
            grown: dict[bytes, tuple[BoolArray, FloatArray]] = {}
            for state, worth in best.values():
                for option in range(size):
                    after, may, bonus = self.next_states(state, issue, option)
                    if may[0]:
                        key, total = after.tobytes(), worth + self.flows[issue][:, option] + bonus[0]
                        known = grown.get(key)
                        grown[key] = after, total if known is None else np.maximum(known[1], total)
            best = grown
        worths = np.array([worth for _, worth in best.values()]).reshape(-1, len(self.parties))
        return worths.max(axis=0, initial=-np.inf)

    def count_deals(self) -> int:
        """The number of deals: allowed settlements that move anything, or everything where they must."""
        counts: dict[bytes, tuple[BoolArray, int]] = {b"": (self.first_state(), 1)}
        for issue, size in enumerate(self.sizes):
            grown: dict[bytes, tuple[BoolArray, int]] = {}
            for state, count in counts.values():
                for option in range(size):
                    after, may, _ = self.next_states(state, issue, option)
                    if may[0]:
                        key = after.tobytes()
                        grown[key] = (after, grown[key][1] + count if key in grown else count)
            counts = grown
        return sum(count for _, count in counts.values())

    def count_above(self, floors: FloatArray, block: int = 1 << 16) -> int:
        """The number of deals worth more than the floors, (parties,), to all signatories; for spaces without linkages.

        Goes through all of them in blocks, so that none is kept.
        """
        first = 1 if self.complete else 0
        flows = [flow[list(self.signing)][:, first:] for flow in self.flows]
        needed = floors[list(self.signing)]
        split = len(flows)
        while split and prod(flow.shape[1] for flow in flows[split - 1 :]) <= block:
            split -= 1
        tail = _outer_sums(flows[split:], len(needed))
        found = 0
        for head in _heads(flows[:split]):
            above = np.ones(tail.shape[1], dtype=bool)
            for party, of_tail in enumerate(tail):
                above &= of_tail > needed[party] - (head[party] if split else 0.0)
            found += int(above.sum())
        if not self.complete and bool((needed < 0).all()):
            # the status quo is no deal
            found -= 1
        return found


def _fresh(link: Link) -> Sequence[bool]:
    return (True, True) if link.requires else (True,)


def _outer_sums(flows: Sequence[FloatArray], parties: int) -> FloatArray:
    total = np.zeros((parties, 1))
    for flow in flows:
        total = (total[:, :, None] + flow[:, None, :]).reshape(parties, -1)
    return total


def _heads(flows: Sequence[FloatArray]) -> Iterator[FloatArray]:
    """The sums of every combination of options, one after the other."""
    if not flows:
        yield np.zeros(0)
        return
    for numbers in np.ndindex(*(flow.shape[1] for flow in flows)):
        yield np.sum([flow[:, number] for flow, number in zip(flows, numbers, strict=True)], axis=0)


def space_of(case: Case, parties: Mapping[str, Party], values: Values = MODES) -> Space:
    """The space of a case when these parties are in office; of the first draw, if there are several."""
    issues = tuple(case.issues)
    names = tuple(tuple(issue.options) for issue in case.issues.values())

    def picks(wanted: Mapping[str, str] | None) -> Picks:
        return {issues.index(issue): names[issues.index(issue)].index(o) for issue, o in (wanted or {}).items()}

    links = [
        Link(
            when=picks(linkage.when or linkage.if_),
            requires={
                issues.index(issue): frozenset(names[issues.index(issue)].index(o) for o in one_of)
                for issue, one_of in (linkage.requires or {}).items()
            },
            value=values.stack((linkage.value or {}).get(name) for name in parties)[0],
        )
        for linkage in case.linkages
    ]
    return Space(
        issues=issues,
        option_names=names,
        parties=tuple(parties),
        signing=tuple(i for i, party in enumerate(parties.values()) if party.signatory),
        flows=tuple(flow[0] for flow in option_flows(case, parties, values)),
        links=tuple(links),
        complete=case.complete,
    )
