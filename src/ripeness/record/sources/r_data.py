"""Reads the data frame in an R data file (.rda, .rds): R's serialization, versions 2 and 3, in XDR form.

Only what a data frame of numbers and texts is made of; the format is in "R Internals", section 1.8. The libraries that
read it are either large or may not be combined with this project's licence.
"""

import bz2
import gzip
import lzma
import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np

_NA_INTEGER = -(2**31)
# what comes of bytes that are not what they should be, where nothing else notices
_DAMAGE = (
    *(struct.error, IndexError, KeyError, TypeError, AttributeError),
    *(OverflowError, MemoryError, RecursionError, StopIteration),
)
_PAIRS, _ENVIRONMENT = 2, 4
_LOGICAL, _INTEGER, _REAL, _TEXT, _LIST, _EXPRESSION, _RAW = 10, 13, 14, 16, 19, 20, 24


@dataclass
class _Value:
    """A vector with its attributes."""

    data: Any
    attributes: dict[str, Any] = field(default_factory=dict[str, Any])


def read(file: Path) -> dict[str, Sequence[object]]:
    """Columns of the first data frame in the file. Raises ValueError where there is none that can be read."""
    raw = _unpacked(file.read_bytes())
    # .rda has a line before what .rds begins with
    if raw[:5] in (b"RDX2\n", b"RDX3\n"):
        raw = raw[5:]
    try:
        return _first_frame(raw)
    except _DAMAGE:
        raise ValueError("it ends too early or is damaged") from None


def _first_frame(raw: bytes) -> dict[str, Sequence[object]]:
    found = _Reader(raw).item()
    frames = [found] if isinstance(found, _Value) else list(cast(dict[str, Any], found).values())
    for frame in frames:
        if isinstance(frame, _Value) and "names" in frame.attributes and isinstance(frame.data, list):
            names = frame.attributes["names"].data
            return dict(zip(names, map(_column, cast(list[Any], frame.data)), strict=True))
    raise ValueError("it holds no data frame")


def _unpacked(raw: bytes) -> bytes:
    kinds: dict[bytes, Callable[[bytes], bytes]] = {
        b"\x1f\x8b": gzip.decompress,
        b"BZh": bz2.decompress,
        b"\xfd7zXZ": lzma.decompress,
    }
    for start, unpack in kinds.items():
        if raw.startswith(start):
            try:
                return unpack(raw)
            except (EOFError, OSError, zlib.error, lzma.LZMAError):
                raise ValueError("it is damaged") from None
    return raw


def _column(value: _Value) -> Sequence[object]:
    levels = value.attributes.get("levels")
    if levels is not None:
        return [None if code == _NA_INTEGER else levels.data[code - 1] for code in value.data]
    if isinstance(value.data, np.ndarray):
        numbers = cast(np.ndarray[Any, np.dtype[Any]], value.data)
        if numbers.dtype.kind == "i":
            numbers = np.where(numbers == _NA_INTEGER, np.nan, numbers)
        if "Date" in getattr(value.attributes.get("class"), "data", []):
            with np.errstate(invalid="ignore"):  # a day beyond any calendar
                days = np.nan_to_num(numbers).astype("datetime64[D]").astype(str)
            return [None if np.isnan(n) else str(d) for n, d in zip(numbers, days, strict=True)]
        return cast(Sequence[object], numbers.astype(np.float64))
    return cast(Sequence[object], value.data)


class _Reader:
    """Goes through the bytes once."""

    def __init__(self, raw: bytes) -> None:
        if raw[:2] != b"X\n":
            raise ValueError("it is not in R's binary (XDR) form")
        self.raw, self.place = raw, 2
        self.references: list[Any] = []
        version, _, _ = self.integer(), self.integer(), self.integer()
        if version == 3:
            length = self.integer()  # of the name of the encoding
            self.place += length
        elif version != 2:
            raise ValueError(f"it is of serialization version {version}, would be right: 2 or 3")

    def integer(self) -> int:
        (number,) = struct.unpack_from(">i", self.raw, self.place)
        self.place += 4
        return number

    def numbers(self, kind: str) -> Any:
        count = self.integer()
        if count < 0 or count * np.dtype(kind).itemsize > len(self.raw) - self.place:
            raise ValueError("it ends too early or is damaged")
        found = np.frombuffer(self.raw, kind, count, self.place)
        self.place += found.nbytes
        return found.astype(found.dtype.newbyteorder("="))

    def item(self) -> Any:
        flags = self.integer()
        kind, has_attributes, has_tag = flags & 255, bool(flags & 512), bool(flags & 1024)
        match kind:
            case 254 | 253 | 242 | 241 | 247 | 252 | 251:
                return None
            case 255:
                return self.references[(flags >> 8 or self.integer()) - 1]
            case 1:
                self.references.append(self.item())
                return self.references[-1]
            case 2 | 6:
                return self._pairs(has_attributes, has_tag)
            case 9:
                length = self.integer()
                text = None if length == -1 else self.raw[self.place : self.place + length]
                self.place += max(length, 0)
                return None if text is None else text.decode("utf-8", "replace")
            case 238:
                return self._compact()
            case _:
                return self._vector(kind, has_attributes)

    def _pairs(self, has_attributes: bool, has_tag: bool) -> dict[str, Any]:
        """A pairlist as a dict; one that has no names gets numbers."""
        found: dict[str, Any] = {}
        while True:
            if has_attributes:
                self.item()
            tag = self.item() if has_tag else str(len(found))
            found[tag] = self.item()
            flags = self.integer()
            if flags & 255 != _PAIRS:
                self.place -= 4
                self.item()  # its end
                return found
            has_attributes, has_tag = bool(flags & 512), bool(flags & 1024)

    def _vector(self, kind: int, has_attributes: bool) -> _Value:
        data: Any
        if kind in (_LOGICAL, _INTEGER):
            data = self.numbers(">i4")
        elif kind == _REAL:
            data = self.numbers(">f8")
        elif kind == _RAW:
            data = self.numbers(">u1")
        elif kind in (_TEXT, _LIST, _EXPRESSION):
            data = [self.item() for _ in range(self.integer())]
        elif kind == _ENVIRONMENT:
            self.integer()
            self.references.append(None)
            for _ in range(4):
                self.item()
            return _Value(None)
        else:
            raise ValueError(f"it holds an object of R's type {kind}, would be right: a data frame")
        return _Value(data, self.item() if has_attributes else {})

    def _compact(self) -> Any:
        """What R keeps in short: sequences of whole numbers, and wrappers."""
        info, state = self.item(), self.item()
        attributes = cast(dict[str, Any], self.item() or {})
        name = next(iter(info.values()))
        if name == "compact_intseq":
            count, first, step = (int(number) for number in state.data)
            return _Value(first + step * np.arange(count), attributes)
        if name.startswith("wrap_"):
            inner = next(iter(cast(dict[str, _Value], state).values()))
            return _Value(inner.data, inner.attributes | attributes)
        raise ValueError(f"it holds R's {name}, would be right: plain vectors")
