"""A folder that is published: what changed is made under another name and then renamed, the rest stays as it is.

```
.ripeness-site.json     what was read and written, so that the next run does no more than it has to
.ripeness-site.new/     files not yet whole; gone after each run
.ripeness-site.lock     held by the process that writes
```

Nothing of the old site is touched before all that is new has been made. Files that no run has made are left alone.
"""

import json
import os
import shutil
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from stat import S_ISREG
from typing import Any, cast

from ripeness.errors import InputError, Problem
from ripeness.files.foreign_json import json_file
from ripeness.files.locks import InUseError, locked
from ripeness.files.opening import (
    OddFileError,
    folder_of,
    is_folder,
    is_own_file,
    open_file,
    refuse_odd,
    unusable,
)
from ripeness.files.whole import write_whole
from ripeness.site.inputs import MANIFEST, Seen

_FORMAT = "ripeness site 1"
_NEW = ".ripeness-site.new"
_LOCK = ".ripeness-site.lock"
_UNFINISHED = ""
_LARGEST = 1 << 26


@dataclass(frozen=True)
class Copy:
    """A file to copy, which is to be a file itself below a folder."""

    file: Path
    within: Path


@dataclass(frozen=True)
class Output:
    """A file of the site: where, the key that changes when its content does, and what makes or is copied to it."""

    path: str
    key: str
    made: Callable[[], bytes] | Copy


@dataclass(frozen=True)
class Kept:
    """A file as it was written: key, size and time of change."""

    key: str
    size: int
    mtime: int


@dataclass(frozen=True)
class Manifest:
    """What the run before read and wrote; empty if there was none, or by another version of the program."""

    made_with: str
    read_at: int
    seen: Mapping[str, Seen]
    outputs: Mapping[str, Kept]


@dataclass(frozen=True)
class Written:
    """How many files were written, kept as they were, and removed."""

    written: int
    kept: int
    removed: int


def refuse_folder(out: Path, folder: Path) -> None:
    """Raise `InputError` where a site cannot go: into what it is made of, or among other files."""
    right = "expected: a new or an empty folder"
    here, there = Path(os.path.realpath(out)), Path(os.path.realpath(folder))
    if here == there or here in there.parents:
        raise InputError(Problem("--out", f"holds what the site is made of, {right}", str(out)))
    try:
        refuse_odd(out, [MANIFEST, _LOCK], [_NEW])
        if not is_folder(out):
            # whether a path can be one at all
            with suppress(FileNotFoundError):
                out.lstat()
                raise InputError(Problem("--out", f"is a file, {right}", str(out)))
        elif not is_own_file(out / MANIFEST) and _foreign(out):
            raise InputError(Problem("--out", f"holds other files and no site, {right}", str(out)))
    except OSError as error:
        raise _unusable(out, error) from None


def _foreign(out: Path) -> bool:
    return any(each.name not in (_NEW, _LOCK) for each in out.iterdir())


def read_manifest(out: Path, made_with: str) -> Manifest:
    """The manifest of a site; what is in it of an older program is not trusted, but its files are known."""
    try:
        data: Any = json_file(out / MANIFEST, _LARGEST, out, any_text=True)
        if data["format"] != _FORMAT:
            raise ValueError(data["format"])
        # a name that leads out of the site was not written by a run
        named = {name: of for name, of in data["outputs"].items() if not {"", ".", ".."} & set(name.split("/"))}
        outputs = {name: Kept(*of) for name, of in named.items()}
        if data["made_with"] != made_with:
            return Manifest(made_with, 0, {}, {name: Kept(_UNFINISHED, 0, 0) for name in outputs})
        seen = {
            name: Seen(tuple(of["stamp"]), of["sha256"], of["kind"], of["holds"]) for name, of in data["seen"].items()
        }
        return Manifest(made_with, int(data["read_at"]), seen, outputs)
    except (OSError, InputError, ValueError, KeyError, TypeError, AttributeError):
        return Manifest(made_with, 0, {}, {})


def publish(out: Path, outputs: Sequence[Output], before: Manifest, seen: Mapping[str, Seen], read_at: int) -> Written:
    """Bring a site up to date, in the order of `outputs`; what no longer belongs to it goes.

    Raises `InputError` where the folder cannot be written.
    """
    try:
        with _locked(out):
            return _publish(out, outputs, before, seen, read_at)
    except OSError as error:
        raise _unusable(out, error) from error


def _publish(out: Path, outputs: Sequence[Output], before: Manifest, seen: Mapping[str, Seen], read_at: int) -> Written:
    staging = out / _NEW
    changed = [each for each in outputs if not _is_current(out / each.path, before.outputs.get(each.path), each.key)]
    stale = before.outputs.keys() - {each.path for each in outputs}
    for folder in {(out / name).parent for name in (*stale, *(each.path for each in outputs))}:
        _refuse_links(out, folder)
    shutil.rmtree(staging, ignore_errors=True)
    # fails where something else is there still
    staging.mkdir()
    try:
        for each in changed:
            _make(staging / each.path, each.made)
        known = {each.path: before.outputs[each.path] for each in outputs if each.path in before.outputs}
        if changed or stale:
            # should this be stopped half-way, the next run knows which files are ours and which it cannot rely on
            doubtful = {name: Kept(_UNFINISHED, 0, 0) for name in (*stale, *(each.path for each in changed))}
            _write_manifest(out, Manifest(before.made_with, before.read_at, before.seen, known | doubtful))
        for each in changed:
            target = out / each.path
            with folder_of(target, out, make=True):
                os.replace(staging / each.path, target)
            of = target.lstat()
            known[each.path] = Kept(each.key, of.st_size, of.st_mtime_ns)
        for name in stale:
            _remove(out, name)
        _write_manifest(out, Manifest(before.made_with, read_at, seen, known))
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Written(len(changed), len(outputs) - len(changed), len(stale))


def _is_current(path: Path, kept: Kept | None, key: str) -> bool:
    if kept is None or kept.key != key:
        return False
    try:
        of = path.lstat()
    except OSError:
        return False
    return S_ISREG(of.st_mode) and (of.st_size, of.st_mtime_ns) == (kept.size, kept.mtime)


def _make(path: Path, made: Callable[[], bytes] | Copy) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(made, Copy):
        with os.fdopen(open_file(made.file, within=made.within), "rb") as source, path.open("xb") as target:
            shutil.copyfileobj(source, target)
    else:
        path.write_bytes(made())


def _refuse_links(out: Path, folder: Path) -> None:
    """Raise `OddFileError` where a folder of the site is a link, or no folder."""
    with suppress(FileNotFoundError), folder_of(folder / "file", out):
        pass


def _remove(out: Path, name: str) -> None:
    path = out / name
    with suppress(FileNotFoundError), folder_of(path, out) as place:
        os.unlink(path.name, dir_fd=place)
    for folder in path.parents:
        if folder == out:
            break
        # not empty: somebody else's files, or others of the site
        with suppress(OSError):
            folder.rmdir()


def _write_manifest(out: Path, manifest: Manifest) -> None:
    data = {
        "format": _FORMAT,
        "made_with": manifest.made_with,
        "read_at": manifest.read_at,
        "seen": {name: asdict(of) for name, of in manifest.seen.items()},
        "outputs": {name: (of.key, of.size, of.mtime) for name, of in manifest.outputs.items()},
    }
    write_whole(out / MANIFEST, [json.dumps(data).encode()])


@contextmanager
def _locked(out: Path) -> Generator[None]:
    """Keep others out."""
    is_new = not is_folder(out)
    out.mkdir(parents=True, exist_ok=True)
    try:
        with locked(out / _LOCK):
            yield
    except InUseError:
        fault = "is being written by another process, expected: to wait until that has ended"
        raise InputError(Problem("--out", fault, str(out))) from None
    finally:
        if is_new and not is_own_file(out / MANIFEST):
            # nothing came of it
            shutil.rmtree(out, ignore_errors=True)


def _unusable(out: Path, error: OSError) -> InputError:
    if isinstance(error, OddFileError):
        return unusable(out, error)
    reason = (error.strerror or str(error)).lower()
    named = cast(str | None, error.filename)
    file = str(named) if named else str(out)
    return InputError(Problem("", f"cannot be used: {reason}; the site is as it was", file))
