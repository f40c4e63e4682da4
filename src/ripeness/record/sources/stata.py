"""Reads Stata files (.dta), formats 113 to 115 and 117 to 119, as Stata's own documentation of `dta` describes them."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

# type of number by code, and the largest value that is one: those above stand for missing
_OLD = {251: "i1", 252: "i2", 253: "i4", 254: "f4", 255: "f8"}
_NEW = {65530: "i1", 65529: "i2", 65528: "i4", 65527: "f4", 65526: "f8"}
_LARGEST = {"i1": 100, "i2": 32_740, "i4": 2_147_483_620, "f4": 1.701e38, "f8": 8.988e307}
_LONG_TEXT = 32768


@dataclass(frozen=True)
class _Layout:
    """Names and types of columns, where the rows begin and how many there are."""

    names: list[str]
    types: list[str]
    rows: int
    start: int
    order: str


def read(file: Path) -> Mapping[str, Sequence[object]]:
    """Columns of a Stata file; missing numbers are NaN. Raises ValueError where it is none or is damaged."""
    raw = file.read_bytes()
    try:
        layout = _tagged(raw) if raw.startswith(b"<stata_dta>") else _old(raw)
    except (struct.error, IndexError, KeyError, UnicodeDecodeError):
        raise ValueError("it ends too early, is damaged or is of another Stata format") from None
    kinds = np.dtype([(f"c{k}", f"{layout.order}{kind}") for k, kind in enumerate(layout.types)])
    if len(raw) < layout.start + layout.rows * kinds.itemsize:
        raise ValueError("it ends too early")
    rows = np.frombuffer(raw, kinds, layout.rows, layout.start)
    return {name: _column(rows[f"c{k}"], layout.types[k]) for k, name in enumerate(layout.names)}


def _column(cells: Any, kind: str) -> Sequence[object]:
    if kind in _LARGEST:
        numbers: Any = cells.astype(np.float64)
        return np.where(numbers > _LARGEST[kind], np.nan, numbers)  # type: ignore[return-value]
    if kind == "V8":
        return [None] * len(cells)  # long texts are kept apart, and no column that is read has them
    return [_text(bytes(cell)) for cell in cells]


def _text(raw: bytes) -> str:
    whole = raw.split(b"\0")[0]
    try:
        return whole.decode("utf-8")
    except UnicodeDecodeError:
        return whole.decode("latin-1")


def _tagged(raw: bytes) -> _Layout:
    """Formats 117 to 119: parts between tags, and a map of where they begin."""

    def after(tag: bytes, start: int = 0) -> int:
        place = raw.find(tag, start)
        if place < 0:
            raise IndexError(tag)
        return place + len(tag)

    release = int(raw[after(b"<release>") :][:3])
    if release not in (117, 118, 119):
        raise ValueError(f"it is of Stata's format {release}, would be right: 113 to 115 or 117 to 119")
    order = "<" if raw[after(b"<byteorder>") :][:3] == b"LSF" else ">"
    (columns,) = struct.unpack_from(order + ("I" if release == 119 else "H"), raw, after(b"<K>"))
    (rows,) = struct.unpack_from(order + ("I" if release == 117 else "Q"), raw, after(b"<N>"))
    places = struct.unpack_from(order + "14Q", raw, after(b"<map>"))
    codes = struct.unpack_from(f"{order}{columns}H", raw, after(b"<variable_types>", places[2]))
    width, start = 33 if release == 117 else 129, after(b"<varnames>", places[3])
    names = [_text(raw[start + k * width :][:width]) for k in range(columns)]
    types = [_NEW.get(code) or ("V8" if code == _LONG_TEXT else f"S{code}") for code in codes]
    return _Layout(names, types, rows, after(b"<data>", places[9]), order)


def _old(raw: bytes) -> _Layout:
    """Formats 113 to 115: a header of fixed length, then lists."""
    release = raw[0]
    if release not in (113, 114, 115):
        raise ValueError("it is no Stata file of the formats 113 to 115 or 117 to 119")
    order = ">" if raw[1] == 1 else "<"
    columns, rows = struct.unpack_from(order + "HI", raw, 4)
    codes, place = raw[109 : 109 + columns], 109 + columns
    names = [_text(raw[place + 33 * k :][:33]) for k in range(columns)]
    formats = 12 if release == 113 else 49
    place += 33 * columns + 2 * (columns + 1) + formats * columns + 33 * columns + 81 * columns
    while True:
        kind, length = struct.unpack_from(order + "bI", raw, place)
        place += 5 + length
        if kind == 0 and length == 0:
            break
    return _Layout(names, [_OLD.get(code) or f"S{code}" for code in codes], rows, place, order)
