"""The samples of attempts to settle claims (ICOW) that the argument is put to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from ripeness.arrays import BoolArray, FloatArray
from ripeness.record.claims.comparing import Sample, thirds
from ripeness.record.sources.store import Store
from ripeness.record.sources.table import Table

_MORE = ("claimdy", "terriss", "settnump", "attfunc", "attproc", "attiss", "conceven")


@dataclass(frozen=True)
class Attempts:
    """Peaceful attempts in the order of their claims and numbers, and the salience of each one's claim."""

    table: Table
    rows: FloatArray
    salience: FloatArray
    without_talks: int

    def __getitem__(self, column: str) -> FloatArray:
        return self.table[column][self.rows.astype(np.int64)]

    @property
    def substantive(self) -> BoolArray:
        """Attempts to settle the substance of a claim, whose outcome is known."""
        return (self["attiss"] == 1) & ~np.isnan(self["agree"])

    def sample(
        self,
        outcome: BoolArray,
        higher: FloatArray,
        more: FloatArray | None = None,
        salience: bool = True,
        **missing: int,
    ) -> Sample:
        """Attempts whose group is known: 0 the lower, 1 the higher, NaN neither."""
        kept = ~np.isnan(higher)
        controls = [self["terriss"], self["year"]]
        controls += [self.salience] if salience else []
        controls += [] if more is None else [more]
        said = {"disputes, which are no attempts at talks": self.without_talks}
        return Sample(
            outcome[kept],
            higher[kept] == 1.0,
            np.column_stack(controls)[kept],
            self["claimdy"][kept].astype(np.int64),
            said | {name.replace("_", " "): number for name, number in missing.items()},
        )


def read_attempts(store: Store) -> Attempts:
    """The attempts. Raises `InputError` where a data set is missing."""
    table = store.table("icow-settle", numbers=_MORE)
    of_claims = store.table("icow-claimdy", numbers=("claimdy",))
    salience_of = dict(zip(of_claims.whole("claimdy").tolist(), of_claims["icowsal"].tolist(), strict=True))
    peaceful = ~np.isnan(table["settnump"])
    order = np.lexsort((table["settnump"], table["year"], table["claimdy"]))
    rows = order[peaceful[order]]
    salience = [salience_of.get(claim, np.nan) for claim in table.whole("claimdy")[rows].tolist()]
    return Attempts(table, rows.astype(np.float64), np.array(salience), int((~peaceful).sum()))


def partial_scope(on: Attempts) -> Sample:
    """Agreement, by whether an attempt was at the substance or at functions or procedure."""
    known = ~np.isnan(on["agree"])
    part = np.where((on["attfunc"] == 1) | (on["attproc"] == 1), 1.0, np.where(on["attiss"] == 1, 0.0, np.nan))
    higher = np.where(known, part, np.nan)
    return on.sample(on["agree"] == 1, higher, outcome_or_scope_unknown=int(np.isnan(higher).sum()))


def thorny(on: Attempts) -> Sample:
    """Agreement on the substance, by thirds of the claim's salience."""
    bottom, top = thirds(np.where(on.substantive, on.salience, np.nan))
    higher = np.where(bottom, 0.0, np.where(top, 1.0, np.nan))
    between = int((on.substantive & np.isnan(higher)).sum())
    return on.sample(
        on["agree"] == 1,
        higher,
        salience=False,
        not_on_the_substance=int((~on.substantive).sum()),
        the_third_between_or_salience_unknown=between,
    )


def even_concessions(on: Attempts) -> Sample:
    """Compliance by both, by whether an agreement's concessions were even."""
    higher = np.where(np.isnan(on["comply2"]), np.nan, on["conceven"])
    return on.sample(on["comply2"] == 1, higher, no_agreement_or_outcome_unknown=int(np.isnan(higher).sum()))


def small_steps(on: Attempts) -> Sample:
    """Substantive agreement, by whether agreements on functions or procedure came before it in the claim."""
    # what was agreed is coded only where something was
    small = np.maximum(np.nan_to_num(on["agreefun"]), np.nan_to_num(on["agreepro"])) == 1
    before, count = _before(on, small), _before(on, np.ones(len(small), dtype=bool))
    some = np.where(before > 0, 1.0, np.where(_before(on, np.isnan(on["agree"])) > 0, np.nan, 0.0))
    higher = np.where(on.substantive, some, np.nan)
    return on.sample(
        on["agreeiss"] == 1,
        higher,
        np.log1p(count),
        not_on_the_substance=int((~on.substantive).sum()),
        an_outcome_before_it_unknown=int((on.substantive & np.isnan(some)).sum()),
    )


def failures(on: Attempts) -> Sample:
    """Substantive agreement, by thirds of how many attempts before it in the claim had failed."""
    unknown = _before(on, np.isnan(on["agree"])) > 0
    failed = np.where(unknown, np.nan, _before(on, on["agree"] == 0))
    bottom, top = thirds(np.where(on.substantive, failed, np.nan))
    higher = np.where(bottom, 0.0, np.where(top, 1.0, np.nan))
    return on.sample(
        on["agreeiss"] == 1,
        higher,
        not_on_the_substance=int((~on.substantive).sum()),
        an_outcome_before_it_unknown=int((on.substantive & unknown).sum()),
        the_third_between=int((on.substantive & ~unknown & np.isnan(higher)).sum()),
    )


def _before(on: Attempts, counted: BoolArray) -> FloatArray:
    """How many attempts of the same claim before each are counted."""
    claim, total = on["claimdy"], np.concatenate([[0.0], np.cumsum(counted)])[:-1]
    starts = np.concatenate([[True], claim[1:] != claim[:-1]])
    return total - total[starts][np.cumsum(starts) - 1]


SAMPLES: dict[str, Callable[[Attempts], Sample]] = {
    "partial-scope": partial_scope,
    "thorny": thorny,
    "even-concessions": even_concessions,
    "small-steps": small_steps,
    "failures": failures,
}


def samples(store: Store) -> Iterator[tuple[str, Sample]]:
    """Every claim's id with its sample."""
    on = read_attempts(store)
    for id, made in SAMPLES.items():
        yield id, made(on)
