"""A chunk of an ensemble in a file: equal chunks make equal bytes, and a file that is not what it should be is known.

A line that names the format, a line of JSON (whose chunk it is, and where each array stands), the arrays (numbers as
they lie in memory, texts as JSON), and the SHA-256 of all that comes before it.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from ripeness.ensemble.ensemble import Chunk, Table
from ripeness.files.opening import open_file
from ripeness.files.whole import write_whole

_FORMAT = b"ripeness chunk 1\n"
_DIGEST_BYTES = hashlib.sha256().digest_size
_READ_BYTES = 1 << 20
_TEXT = "text"


@dataclass(frozen=True)
class ChunkFile:
    """A sound chunk in a file; its arrays are read when they are asked for."""

    path: Path
    begins: int
    arrays: dict[str, dict[str, Any]]

    def table(self, name: str) -> Table:
        """The table `draws` or `outcomes`."""
        return {key.partition("/")[2]: self._read(key) for key in self.arrays if key.startswith(f"{name}/")}

    @property
    def curves_shape(self) -> tuple[int, int, int, int]:
        """Postures, series, months, draws."""
        postures, series, months, draws = self.arrays["curves"]["shape"]
        return postures, series, months, draws

    def curve(self, posture: int, series: int) -> NDArray[np.float32]:
        """One series under one posture, (months, draws)."""
        _, of_posture, months, draws = self.curves_shape
        size, place = months * draws, self.arrays["curves"]
        skipped = (posture * of_posture + series) * size * np.dtype(np.float32).itemsize
        flat = np.fromfile(self.path, np.float32, size, offset=self.begins + place["offset"] + skipped)
        return flat.reshape(months, draws)

    def _read(self, key: str) -> NDArray[np.generic]:
        place = self.arrays[key]
        if place["dtype"] == _TEXT:
            with self.path.open("rb") as file:
                file.seek(self.begins + place["offset"])
                return np.array(json.loads(file.read(place["bytes"])), np.str_)
        dtype = np.dtype(place["dtype"])
        flat = np.fromfile(self.path, dtype, place["bytes"] // dtype.itemsize, offset=self.begins + place["offset"])
        return flat.reshape(place["shape"])


def write_chunk(path: Path, of_run: str, chunk: Chunk, within: Path | None = None) -> None:
    """Write a chunk of the run with this fingerprint. Raises `InputError` where that cannot be done."""
    write_whole(path, _bytes(of_run, chunk), within)


def sound_chunk(path: Path, of_run: str, first: int, within: Path | None = None) -> ChunkFile | None:
    """The chunk in a file; none if it is missing, a link, cut short, damaged, or of another run or place in it."""
    try:
        with os.fdopen(open_file(path, within=within), "rb") as file:
            if not _is_whole(file):
                return None
            file.seek(0)
            if file.readline() != _FORMAT:
                return None
            header = json.loads(file.readline())
            if header["run"] != of_run or header["first"] != first:
                return None
            return ChunkFile(path, file.tell(), header["arrays"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _is_whole(file: BinaryIO) -> bool:
    digest = hashlib.sha256()
    left = os.fstat(file.fileno()).st_size - _DIGEST_BYTES
    while left > 0 and (part := file.read(min(left, _READ_BYTES))):
        digest.update(part)
        left -= len(part)
    return left == 0 and file.read() == digest.digest()


def _bytes(of_run: str, chunk: Chunk) -> Iterator[bytes]:
    arrays = {f"{name}/{column}": array for name in ("draws", "outcomes") for column, array in _table(chunk, name)}
    arrays["curves"] = chunk.curves
    places: dict[str, dict[str, Any]] = {}
    parts: list[bytes] = []
    offset = 0
    for key, array in arrays.items():
        kind, part = _in_bytes(key, array)
        places[key] = {"dtype": kind, "shape": array.shape, "offset": offset, "bytes": len(part)}
        parts.append(part)
        offset += len(part)
    header = json.dumps({"run": of_run, "first": chunk.first, "arrays": places}, separators=(",", ":")).encode()
    digest = hashlib.sha256()
    for part in (_FORMAT, header + b"\n", *parts):
        digest.update(part)
        yield part
    yield digest.digest()


def _in_bytes(key: str, array: NDArray[np.generic]) -> tuple[str, bytes]:
    if array.dtype.kind == "U":
        # most texts are empty, and an array would give each the room of the longest
        return _TEXT, json.dumps(array.tolist(), ensure_ascii=False).encode()
    if array.dtype.hasobject:
        raise TypeError(f"{key} holds objects")
    return array.dtype.str, array.tobytes()


def _table(chunk: Chunk, name: str) -> Iterator[tuple[str, NDArray[np.generic]]]:
    table = chunk.draws if name == "draws" else chunk.outcomes
    yield from table.items()
