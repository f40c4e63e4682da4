"""Which release of a data set a file is, by what the file itself shows: its version column, its years, its rows."""

from collections.abc import Iterator

import numpy as np

from ripeness.record.sources.table import Table

_YEAR_AND_MONTH = 10_000  # from this on a number is 181601, say


def release_of(table: Table) -> str:
    """The version that the file states; the catalogue's where its years and rows are; else how far it goes.

    >>> from ripeness.record.sources.catalogue import SOURCES
    >>> release_of(Table(SOURCES["nmc"], {"year": np.array([1816.0, 2012.0])}, {}))
    'a release to 2012'
    """
    source, years = table.source, years_of(table)
    if table.stated:
        return " and ".join(table.stated)
    if years is None:
        return "a release of unknown years"
    if (len(table), years) == (source.rows, source.years):
        return source.version
    other = f", of {len(table):,} rows, not {source.rows:,}" if years[1] == source.years[1] else ""
    return f"a release to {years[1]}{other}"


def years_of(table: Table) -> tuple[int, int] | None:
    """The first and the last year that a file covers; None where it has no date."""
    years = list(_years(table))
    return (min(years), max(years)) if years else None


def _years(table: Table) -> Iterator[int]:
    source = table.source
    counted = np.ones(len(table), dtype=bool)
    if source.dated_where is not None:
        column, begins = source.dated_where
        counted = np.array([(text or "").startswith(begins) for text in table.texts[column]])
    if source.dated in table.texts:
        dates = table.texts[source.dated]
        yield from (int(date[:4]) for date, of in zip(dates, counted, strict=True) if of and date)
        return
    numbers = table[source.dated][counted]
    for number in numbers[~np.isnan(numbers)].astype(np.int64).tolist():
        yield number // 100 if number >= _YEAR_AND_MONTH else number
