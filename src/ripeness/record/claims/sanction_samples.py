"""The samples of sanctions (TIES) that the argument is put to; cases whose end is not known are left out."""

from collections.abc import Callable, Iterator

import numpy as np

from ripeness.arrays import BoolArray, FloatArray
from ripeness.record.claims.comparing import Sample
from ripeness.record.sources.store import Store
from ripeness.record.sources.table import Table

# of `finaloutcome`: at the stage of threats, and after they were imposed
NEGOTIATED = (5, 10)
MINOR, NO_CARROT = 1, "0"


def costly_sanctions(on: Table) -> Sample:
    """A negotiated settlement, by what the imposed sanctions cost the target."""
    costs = on["targetcosts"]
    return _sample(on, np.where(np.isnan(costs), np.nan, costs > MINOR), "costs to the target unknown")


def carrots(on: Table) -> Sample:
    """A negotiated settlement, by whether the sender offered something during the sanctions."""
    offered = [np.nan if cell is None else float(cell != NO_CARROT) for cell in on.texts["carrotsduringsanction"]]
    return _sample(on, np.array(offered), "offer unknown")


def _sample(on: Table, group: FloatArray, unknown: str) -> Sample:
    imposed: BoolArray = on["imposition"] == 1
    ended = ~np.isnan(on["finaloutcome"])
    higher = np.where(imposed & ended, group, np.nan)
    kept = ~np.isnan(higher)
    missing = {
        "never imposed": int((~imposed).sum()),
        "outcome unknown, or none yet": int((imposed & ~ended).sum()),
        unknown: int((imposed & ended & np.isnan(group)).sum()),
    }
    return Sample(
        np.isin(on["finaloutcome"], NEGOTIATED)[kept],
        higher[kept] == 1.0,
        on["startyear"][kept, None],
        on.whole("targetstate")[kept],
        missing,
    )


SAMPLES: dict[str, Callable[[Table], Sample]] = {"costly-sanctions": costly_sanctions, "carrots": carrots}


def samples(store: Store) -> Iterator[tuple[str, Sample]]:
    """Every claim's id with its sample."""
    on = store.table("ties", numbers=("imposition", "targetcosts"), texts=("carrotsduringsanction",))
    for id, made in SAMPLES.items():
        yield id, made(on)
