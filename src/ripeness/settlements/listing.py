"""Settlements of a case, all of them listed or some of very many (MODEL.md, section 3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import prod
from typing import Literal

import numpy as np

from ripeness.arrays import BoolArray, FloatArray, IntArray
from ripeness.case.model import Case
from ripeness.errors import InputError, Problem
from ripeness.settlements.memo import Memo

LISTED_AT_MOST = 4_000_000
# leaderships and postures share most of them
_PAYOFFS_KEPT = 8

# The rungs on which deals come, the lowest first: small steps, partial bargains, wide ones (MODEL.md, section 4).
Rung = Literal["step", "partial", "wide"]
RUNGS: tuple[Rung, ...] = ("step", "partial", "wide")


@dataclass(frozen=True)
class Settlements:
    """Allowed settlements in lexicographic order of their option numbers.

    `options` has a row for each settlement and a column for each issue; the other arrays have one entry a settlement.
    `is_partial` says that few enough issues move, `is_small_step` that all issues which move are separable.
    `rows_of_grid` says where each stands in the grid of all combinations of options, allowed or not; without it, the
    grid is too large to be laid out.
    """

    issues: tuple[str, ...]
    option_names: tuple[tuple[str, ...], ...]
    options: IntArray
    rows_of_grid: IntArray | None
    moved: IntArray
    is_deal: BoolArray
    is_partial: BoolArray
    is_small_step: BoolArray
    part_of: "tuple[Settlements, IntArray] | None" = field(default=None, repr=False, compare=False)
    known: Memo = field(default_factory=lambda: Memo(_PAYOFFS_KEPT), repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.options)

    def only(self, rows: IntArray) -> "Settlements":
        """Some of the settlements, in their order."""
        whole, own_rows = self.part_of or (self, None)
        return replace(
            self,
            part_of=(whole, rows if own_rows is None else own_rows[rows]),
            options=self.options[rows],
            rows_of_grid=None if self.rows_of_grid is None else self.rows_of_grid[rows],
            moved=self.moved[rows],
            is_deal=self.is_deal[rows],
            is_partial=self.is_partial[rows],
            is_small_step=self.is_small_step[rows],
        )

    @property
    def are_all(self) -> bool:
        """Whether these are all allowed settlements of a case, and not some of them."""
        return self.rows_of_grid is not None and self.part_of is None

    def on_rung(self, rung: Rung) -> BoolArray:
        """Which settlements are deals of a rung: a small step is one, however many issues it moves."""
        if rung == "step":
            return self.is_small_step
        is_partial = self.is_partial if rung == "partial" else self.is_deal & ~self.is_partial
        return is_partial & ~self.is_small_step

    def sums(self, parts: Sequence[FloatArray]) -> FloatArray:
        """What each settlement adds up to, (..., settlements), from one array (..., options) for each issue."""
        total = parts[0]
        if self.rows_of_grid is None:
            # in the order of the issues, as below, so that sums agree to the last bit
            total = total[..., self.options[:, 0]]
            for k, part in enumerate(parts[1:], start=1):
                total = total + part[..., self.options[:, k]]
            return total
        for part in parts[1:]:
            grown = np.empty((*total.shape, part.shape[-1]))
            # an option at a time, since additions along an axis as short as that of options are slow
            for option in range(part.shape[-1]):
                np.add(total, part[..., option, None], out=grown[..., option])
            total = grown.reshape(*total.shape[:-1], -1)
        return total if total.shape[-1] == len(self) else total[..., self.rows_of_grid]

    def named(self, row: int) -> dict[str, str]:
        """One settlement as issue: option."""
        return {
            issue: names[number]
            for issue, names, number in zip(self.issues, self.option_names, self.options[row], strict=True)
        }

    def with_options(self, wanted: Mapping[str, str | Sequence[str]]) -> BoolArray:
        """Which settlements have every wanted option, or one of those wanted of an issue."""
        return _having(self.options, self.issues, self.option_names, wanted)

    def row_of(self, settlement: Mapping[str, str]) -> int | None:
        """The row of a settlement given as issue: option (missing ones at the status quo), or None if not allowed."""
        wanted = [
            names.index(settlement.get(issue, names[0]))
            for issue, names in zip(self.issues, self.option_names, strict=True)
        ]
        rows = np.flatnonzero((self.options == wanted).all(axis=1))
        return int(rows[0]) if len(rows) else None


def can_be_listed(case: Case) -> bool:
    """Whether there are few enough settlements to list them."""
    return prod(len(issue.options) for issue in case.issues.values()) <= LISTED_AT_MOST


def list_settlements(case: Case, memo: Memo | None = None) -> Settlements:
    """List every allowed settlement.

    Where cases with the same `memo` allow the same options, they share what is known of their worth. Raises InputError
    where there are too many to list.
    """
    issues = tuple(case.issues)
    names = tuple(tuple(issue.options) for issue in case.issues.values())
    if not can_be_listed(case):
        count = prod(len(options) for options in names)
        raise InputError(
            Problem("issues", f"{count:,} settlements are too many to list, expected: at most {LISTED_AT_MOST:,}")
        )
    options = np.indices([len(n) for n in names]).reshape(len(names), -1).T.astype(np.int64)
    allowed = np.flatnonzero(_allowed(case, issues, names, options))
    listed = _described(case, np.ascontiguousarray(options[allowed]), allowed)
    if memo is None:
        return listed
    return replace(listed, known=memo.of(("worth", names, allowed.tobytes()), lambda: listed.known))


def settlements_at(case: Case, options: IntArray) -> Settlements:
    """Those of some settlements, (rows, issues) of option numbers, that are allowed; sorted, and each once."""
    issues = tuple(case.issues)
    names = tuple(tuple(issue.options) for issue in case.issues.values())
    options = options.reshape(-1, len(issues))
    options = options[np.lexsort(options.T[::-1])]
    # by hand, for what numpy has for this takes longer to import than to run
    new = np.ones(len(options), dtype=bool)
    new[1:] = (options[1:] != options[:-1]).any(axis=1)
    options = options[new]
    return _described(case, options[_allowed(case, issues, names, options)], None)


def _allowed(case: Case, issues: Sequence[str], names: Sequence[Sequence[str]], options: IntArray) -> BoolArray:
    allowed = np.ones(len(options), dtype=bool)
    for linkage in case.linkages:
        if linkage.if_ and linkage.requires:
            where = _having(options, issues, names, linkage.if_)
            allowed &= ~where | _having(options, issues, names, linkage.requires)
    return allowed


def _described(case: Case, options: IntArray, rows_of_grid: IntArray | None) -> Settlements:
    issues = tuple(case.issues)
    moved = (options > 0).sum(axis=1)
    separable = np.array([issue.separable for issue in case.issues.values()])
    is_deal = moved == len(issues) if case.complete else moved > 0
    return Settlements(
        issues=issues,
        option_names=tuple(tuple(issue.options) for issue in case.issues.values()),
        options=options,
        rows_of_grid=rows_of_grid,
        moved=moved,
        is_deal=is_deal,
        is_partial=is_deal & (moved <= case.partial_limit),
        is_small_step=is_deal & ((options == 0) | separable).all(axis=1),
    )


def _having(
    options: IntArray,
    issues: Sequence[str],
    option_names: Sequence[Sequence[str]],
    wanted: Mapping[str, str | Sequence[str]],
) -> BoolArray:
    having = np.ones(len(options), dtype=bool)
    for issue, named in wanted.items():
        k = issues.index(issue)
        one_of = [named] if isinstance(named, str) else named
        having &= np.isin(options[:, k], [option_names[k].index(option) for option in one_of])
    return having
