"""Who came into office when, by state, and where the record of leaders can tell that nobody did."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ripeness.record.sources.store import Store

Spell = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class Leaders:
    """The spells in office of each state's leaders, as far as the record goes."""

    spells: Mapping[int, Sequence[Spell]]

    def came_in(self, state: int, first: dt.date, last: dt.date) -> float:
        """Whether a leader came into office from the first to the last day: 1 or 0, NaN where the record cannot tell.

        That nobody did is known only where one leader held office from the first of these days to the last.
        """
        spells = self.spells.get(state, ())
        if any(first <= begun <= last for begun, _ in spells):
            return 1.0
        return 0.0 if any(begun < first and last <= ended for begun, ended in spells) else np.nan

    def came_in_either(self, pair: Iterable[int], first: dt.date, last: dt.date) -> float:
        """The same for any of some states: 1 once one is known to have a new leader, NaN unless all are known not to.

        >>> day = dt.date
        >>> known = Leaders({2: [(day(1945, 4, 12), day(1953, 1, 20))], 365: [(day(1948, 1, 5), day(1953, 3, 5))]})
        >>> [known.came_in_either(pair, day(1948, 1, 1), day(1948, 12, 31)) for pair in ((2, 2), (2, 365), (2, 40))]
        [0.0, 1.0, nan]
        """
        each = [self.came_in(state, first, last) for state in pair]
        return 1.0 if 1.0 in each else float(np.sum(each))


def read_leaders(store: Store) -> Leaders:
    """The leaders on record. Raises `InputError` where the data set is missing."""
    table = store.table("archigos")
    found: dict[int, list[Spell]] = {}
    ends = zip(table.texts["startdate"], table.texts["enddate"], strict=True)
    for state, (begun, ended) in zip(table.whole("gwcode").tolist(), ends, strict=True):
        if begun and ended:
            found.setdefault(state, []).append((dt.date.fromisoformat(begun[:10]), dt.date.fromisoformat(ended[:10])))
    return Leaders(found)
