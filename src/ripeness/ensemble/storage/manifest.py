"""What a run's folder says of itself, and whether its tables are still those that were written.

Little is imported here, so that what has been computed before is told again in no time.
"""

import hashlib
import os
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from ripeness.errors import InputError, Problem
from ripeness.files.foreign_json import json_file
from ripeness.files.opening import is_own_file, open_file, storage

MANIFEST = "manifest.json"
FORMAT = "ripeness run 1"
TABLE_FILES = ("draws.parquet", "outcomes.parquet", "curves.parquet", "every_curve.parquet")

_WHAT = "the manifest of a run"
_FAMILY = FORMAT.rpartition(" ")[0]
_LARGEST = 1 << 20
_SHA256 = re.compile("[0-9a-f]{64}")
_TEXTS = ("case", "case_sha256", "version")
_NUMBERS = {"seed": 0, "draws": 1, "chunk_draws": 1}
_CURVES = ("quantiles", "all")
# far more than are ever asked for, and so few that to go through them takes no time
_MOST_DRAWS, _MOST_CHUNKS = 1 << 30, 1 << 17
# a file changed so shortly before it was read may change again without a change of its times
_UNSURE_NANOSECONDS = 2_000_000_000


@dataclass(frozen=True)
class Manifest:
    """What is run, as which columns of a plan, and the digests of the tables, none of them while it is not finished."""

    plan: Mapping[str, Any]
    title: str
    postures: tuple[str, ...]
    tables: Mapping[str, str]


class NoRunError(InputError):
    """A folder or its manifest is not one of a run, which is no fault where runs are looked for."""


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the run in a folder. Raises `InputError`; `NoRunError` where it is another program's, or none."""
    path = folder / MANIFEST
    try:
        found = json_file(path, _LARGEST, folder, what=_WHAT)
    except FileNotFoundError:
        raise NoRunError(
            Problem("", "holds no run, expected: a folder that `assess --out` wrote", file=str(folder))
        ) from None
    data = cast(dict[str, Any], found) if isinstance(found, dict) else {}
    wrong = _wrong(data)
    if not wrong:
        return Manifest(data["plan"], data["title"], tuple(data["postures"]), data.get("tables", {}))
    is_foreign = not str(data.get("format")).startswith(_FAMILY) and not is_own_file(folder / "case.json")
    kind = NoRunError if is_foreign else InputError
    raise kind(Problem("", f"is not {_WHAT}: {wrong}", file=str(path)))


def check_tables(folder: Path, tables: Mapping[str, str], names: Iterable[str] | None = None) -> None:
    """Raise `InputError` where a table is not the one whose digest the manifest holds, or has none there.

    A table is read once in a process for this, unless it changes.
    """
    for name in tables if names is None else names:
        path = folder / name
        expected, found = tables.get(name), digest_of(path, folder)
        if found != expected:
            fault = "is damaged: it has changed since it was written" if expected else "has no digest in the manifest"
            right = "expected: a new run, with the same command in an empty folder"
            raise InputError(Problem("", f"{fault}, {right}", file=str(path)))


_known: dict[tuple[str, int, int, int, int, int], str] = {}


def digest_of(path: Path, within: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits. Raises `InputError` where it cannot be read."""
    with storage(path), os.fdopen(open_file(path, within=within), "rb") as file:
        of = os.fstat(file.fileno())
        stamp = str(path.absolute()), of.st_dev, of.st_ino, of.st_size, of.st_mtime_ns, of.st_ctime_ns
        if stamp in _known:
            return _known[stamp]
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        if max(of.st_mtime_ns, of.st_ctime_ns) < time.time_ns() - _UNSURE_NANOSECONDS:
            _known[stamp] = digest
        return digest


def _wrong(data: Mapping[str, Any]) -> str:
    """What is wrong in a manifest, or nothing."""
    if data.get("format") != FORMAT:
        return f"its format is not {FORMAT}"
    plan, tables = data.get("plan"), data.get("tables", {})
    if not isinstance(plan, dict) or plan.keys() != {*_TEXTS, *_NUMBERS, "curves"}:
        return "its plan lacks a field, or has one too many"
    said = cast(dict[str, Any], plan)
    if not isinstance(data.get("title"), str) or not _are_texts(data.get("postures")):
        return "its title or its postures are not text"
    for name in _TEXTS:
        if not isinstance(said[name], str):
            return f"{name} is not text"
    for name, least in _NUMBERS.items():
        if type(said[name]) is not int or said[name] < least:
            return f"{name} is not a whole number of at least {least}"
    if said["draws"] > min(_MOST_DRAWS, said["chunk_draws"] * _MOST_CHUNKS) or said["curves"] not in _CURVES:
        return "its number of draws or its curves are out of range"
    if not isinstance(tables, dict) or not _are_digests(cast(dict[str, Any], tables)):
        return "it names a table that no run has, or lacks the digest of one"
    return ""


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in cast(list[object], value))


def _are_digests(tables: Mapping[str, Any]) -> bool:
    return tables.keys() <= set(TABLE_FILES) and all(
        isinstance(each, str) and _SHA256.fullmatch(each) for each in tables.values()
    )
