"""What the record says of the argument, as the package carries it; rebuilt from the data sets by `rebuild`."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from ripeness.ensemble.wording import percent
from ripeness.record.claims.claim import Finding
from ripeness.record.derived import Json, carried, described
from ripeness.record.sources.store import Store

TABLE = "verdicts"


@dataclass(frozen=True)
class Verdict:
    """What the record says of one part of the argument.

    Parameters
    ----------
    id, argument, condition
        Its name; the part of the argument, A7 to A12; one of `rules.conditions.CONDITIONS`, or None.
    brief, claim, finding, why
        What is claimed, in a few words and in a sentence; the verdict; and why it is that.
    against, selection
        What the literature disagrees on; how the cases came to be what they are; None where there is nothing to say.
    shares, odds_ratio, interval, n
        Of the outcome in the lower and the higher group; the odds ratio with its 95 % interval; how many cases. None
        where nothing was compared.
    """

    id: str
    argument: str
    condition: str | None
    brief: str
    claim: str
    finding: Finding
    why: str
    against: str | None
    selection: str | None
    shares: tuple[float, float] | None
    odds_ratio: float | None
    interval: tuple[float, float] | None
    n: int | None

    @property
    def effect(self) -> str:
        """The odds ratio with its interval; empty where nothing was compared."""
        if self.odds_ratio is None or self.interval is None:
            return ""
        return "{:.1f} ({:.1f} to {:.1f})".format(self.odds_ratio, *self.interval)

    @property
    def in_words(self) -> str:
        """The verdict as people read it: `not supported` is either `no clear effect` or `contradicted`."""
        if self.finding != "not supported":
            return self.finding
        return "no clear effect" if self.why.startswith("no clear effect") else "contradicted"

    @property
    def change(self) -> str:
        """The shares of both groups; empty where nothing was compared."""
        return "" if self.shares is None else " → ".join(map(percent, self.shares))

    @property
    def line(self) -> str:
        """The verdict in one line, such as may stand in an answer."""
        numbers = f": {self.change}, odds ratio {self.effect}, n = {self.n:,}" if self.effect else ""
        return f"{self.brief}: {self.finding}{numbers} ({self.why})"


def stored() -> tuple[Verdict, ...]:
    """The verdicts that the package carries, in the order of the argument."""
    return read(carried(TABLE))


def read(table: Json) -> tuple[Verdict, ...]:
    """The verdicts of a table."""
    return tuple(_verdict(said) for said in table["result"]["verdicts"])


def rebuild(store: Store, today: dt.date) -> Json:
    """The table of verdicts from the data sets. Raises `InputError` where one is missing."""
    # here, for reading the carried table needs none of it
    from ripeness.record.claims.judging import SOURCES_USED, judged

    return described(TABLE, judged(store), store, SOURCES_USED, today)


def _verdict(said: Mapping[str, Any]) -> Verdict:
    ratio = cast("Mapping[str, Any] | None", said.get("odds_ratio"))
    groups = cast("list[Mapping[str, Any]] | None", said.get("groups"))
    return Verdict(
        id=said["id"],
        argument=said["argument"],
        condition=said["condition"],
        brief=said["brief"],
        claim=said["claim"],
        finding=said["verdict"],
        why=said["why"],
        against=said["against"],
        selection=said.get("selection"),
        shares=None
        if groups is None or any(g["share"] is None for g in groups)
        else (groups[0]["share"], groups[1]["share"]),
        odds_ratio=None if ratio is None else ratio["ratio"],
        interval=None if ratio is None else (ratio["low"], ratio["high"]),
        n=None if ratio is None else ratio["n"],
    )
