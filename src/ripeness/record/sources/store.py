"""Where the user's data files are: a folder that is named, or the cache that `ripeness data` keeps."""

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast

from ripeness.errors import InputError, Problem, UnknownNameError
from ripeness.files.foreign_json import json_file
from ripeness.files.opening import is_file, is_folder, storage
from ripeness.files.whole import make_whole, write_whole
from ripeness.record.sources.catalogue import SOURCES, Source
from ripeness.record.sources.download import download
from ripeness.record.sources.table import READERS, Table, read

VARIABLE = "RIPENESS_DATA"
CHECKSUMS = "checksums.json"
_LIST = "the list of checksums, expected: remove it"


@dataclass(frozen=True)
class Found:
    """A file of a data set, and whether it is as it was when it was first used; None where nothing was recorded."""

    source: Source
    file: Path
    unchanged: bool | None


@dataclass(frozen=True)
class Store:
    """A folder with data files. The cache keeps checksums; a folder of the user's is only read."""

    folder: Path
    kind: Literal["cache", "folder"]

    def find(self, name: str) -> Path | None:
        """The file of a data set, or None. By its place in the folder, or by its name or the set's, at the top."""
        source = source_of(name)
        stem = source.file.rsplit("/", 1)[-1]
        for place in (source.file, stem, name):
            for suffix in READERS:
                path = self.folder / f"{place}{suffix}"
                if is_file(path):
                    return path
        return None

    def table(self, name: str, numbers: tuple[str, ...] = (), texts: tuple[str, ...] = ()) -> Table:
        """Read a data set, and further columns of it than those that the catalogue names.

        Raises `InputError` where it is not there or not as expected.
        """
        source, file = source_of(name), self.find(name)
        if file is None:
            raise InputError(Problem("", f"has no {source.title} ({name}), {_how_to_get(source)}", str(self.folder)))
        wider = replace(source, numbers=(*source.numbers, *numbers), texts=(*source.texts, *texts))
        return read(wider, file)

    def status(self) -> dict[str, Found | None]:
        """What is there of each data set."""
        known, found = self._checksums(), dict[str, Found | None]()
        for name, source in SOURCES.items():
            file = self.find(name)
            if file is None:
                found[name] = None
            else:
                kept = known.get(file.name)
                found[name] = Found(source, file, None if kept is None else kept == checksum(file))
        return found

    def add(self, name: str, file: Path) -> tuple[Path, Table]:
        """Copy a file into the cache once its columns are what is expected, and record its checksum."""
        source = source_of(name)
        if not is_file(file):
            raise InputError(Problem("", "there is no such file", str(file)))
        table = read(source, file)
        with storage(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        # what cannot be recorded is not to be kept either, so this comes first
        known, old = self._checksums(), self.find(name)
        kept = self.folder / f"{name}{file.suffix.lower()}"
        make_whole(kept, lambda new: _copy(file, new))
        if old is not None and old != kept:
            old.unlink()
            known.pop(old.name, None)
        text = json.dumps(dict(sorted((known | {kept.name: checksum(kept)}).items())), indent=1) + "\n"
        write_whole(self.folder / CHECKSUMS, [text.encode()])
        return kept, table

    def fetch(self, name: str) -> tuple[Path, Table]:
        """Bring a data set from its official address; its checksum is recorded, and later fetches must agree with it.

        Raises `InputError` where no address is known, where `download` does, where what came is not the data set, and
        where it has changed since it was first used. The cache is then as it was.
        """
        source = source_of(name)
        if source.address is None:
            raise InputError(Problem("", f"no address of a file is known for {name}, {_how_to_get(source)}"))
        known = self._checksums()
        with storage(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            # a folder of its own, since two may fetch at once
            coming = Path(tempfile.mkdtemp(prefix="coming-", dir=self.folder))
        try:
            got = download(source, source.address, coming)
            try:
                read(source, got)
            except InputError as error:
                # the person knows the address, and not where the file was for a moment
                raise InputError(*(replace(each, file=source.address) for each in error.problems)) from None
            expected, is_now = known.get(got.name), checksum(got)
            if expected is not None and expected != is_now:
                what = f"{source.address} gives another file than when it was first used: {is_now}, not {expected}"
                right = f"the file kept is as it was; expected: to look into it, then ripeness data add {name} FILE"
                raise InputError(Problem(name, f"{what}; {right}"))
            return self.add(name, got)
        finally:
            shutil.rmtree(coming, ignore_errors=True)

    def _checksums(self) -> dict[str, str]:
        file = self.folder / CHECKSUMS
        if not os.path.lexists(file):
            return {}
        known = json_file(file, within=self.folder, what=_LIST)
        if not isinstance(known, dict):
            raise InputError(Problem("", f"is not {_LIST}", str(file)))
        return cast(dict[str, str], known)


def cache() -> Store:
    """The folder that `ripeness data` keeps for this user."""
    import platformdirs

    return Store(Path(platformdirs.user_cache_dir("ripeness", appauthor=False)) / "data", "cache")


def store(folder: Path | None = None) -> Store:
    """Where data are looked for: the folder given, that of the variable RIPENESS_DATA, or the cache."""
    given = folder or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if given is None:
        return cache()
    if not is_folder(given):
        where = "--data" if folder else VARIABLE
        raise InputError(Problem(where, "is no folder, expected: a folder with data files", str(given)))
    return Store(given, "folder")


def source_of(name: str) -> Source:
    """A data set by its name. Raises `UnknownNameError`."""
    if name not in SOURCES:
        raise UnknownNameError.among("data set", name, SOURCES)
    return SOURCES[name]


def checksum(file: Path) -> str:
    """SHA-256 of a file, as `sha256:` and hexadecimal digits."""
    with file.open("rb") as opened:
        return f"sha256:{hashlib.file_digest(opened, 'sha256').hexdigest()}"


def _copy(file: Path, new: Path) -> None:
    shutil.copyfile(file, new)


def _how_to_get(source: Source) -> str:
    fetched = f", or ripeness data fetch {source.name}" if source.address else ""
    return f"expected: the file from {source.home}, then ripeness data add {source.name} FILE{fetched}"
