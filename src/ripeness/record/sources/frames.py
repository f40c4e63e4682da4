"""Data frames in R's files (.rda, .rds) and in Stata's (.dta), read by rdata and pandas, which take long to import."""

import warnings
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import numpy as np

Columns = Mapping[str, Sequence[object]]


def read_r(file: Path) -> Columns:
    """Columns of the first data frame in an R file; days are written as dates. Raises as `read_stata` does."""
    from pandas import DataFrame  # pyright: ignore[reportMissingTypeStubs]
    from rdata import conversion, parser

    classes = conversion.DEFAULT_CLASS_MAP | {"Date": _dates}

    def frames(raw: bytes) -> list[Any]:
        held: Any = conversion.convert(parser.parse_data(raw), classes, default_encoding="utf-8")
        objects = cast(dict[str, Any], held).values() if isinstance(held, dict) else [held]
        return [each for each in objects if isinstance(each, DataFrame)]

    found = _understood(frames, file)
    if not found:
        raise ValueError("it holds no data frame")
    return _columns(found[0])


def read_stata(file: Path) -> Columns:
    """Columns of a Stata file; a number that is missing is NaN, a text None.

    Raises `OSError` where the file cannot be read, `ValueError` where it is none or is damaged, and `ImportError` where
    the packages are missing.
    """
    from pandas import read_stata  # pyright: ignore[reportMissingTypeStubs]

    return _columns(
        _understood(lambda raw: read_stata(BytesIO(raw), convert_dates=False, convert_categoricals=False), file)
    )


def _understood(read: Callable[[bytes], Any], file: Path) -> Any:
    raw = file.read_bytes()
    try:
        with warnings.catch_warnings():
            # of encodings that are not told, and classes beside that of a data frame
            warnings.simplefilter("ignore")
            return read(raw)
    except Exception:  # what comes of damaged bytes can be anything
        raise ValueError("it ends too early, is damaged or is of another form") from None


def _columns(frame: Any) -> Columns:
    return {str(name): _column(cells) for name, cells in frame.items()}


def _column(cells: Any) -> Sequence[object]:
    if cells.dtype.kind in "biuf":
        return cells.to_numpy(np.float64, na_value=np.nan)
    return [None if missing else str(cell) for cell, missing in zip(cells, cells.isna(), strict=True)]


def _dates(days: Any, _: object) -> list[str | None]:
    numbers = np.ma.filled(days.astype(np.float64), np.nan)
    return [None if np.isnan(day) else str(np.datetime64(int(day), "D")) for day in numbers]
