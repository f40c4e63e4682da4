"""The desk: the cases of a folder and the bundled ones, and nothing else of the disk."""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ripeness.case.model import Case
from ripeness.case.read import library
from ripeness.case.read.document import LARGEST
from ripeness.case.read.load import load_text
from ripeness.errors import InputError, Problem, UnknownNameError
from ripeness.files.opening import is_own_file, read_file, storage
from ripeness.files.whole import write_beside_others

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
SUFFIX = ".yaml"


@dataclass(frozen=True)
class CaseFile:
    """A case as its file has it: `digest` is that of the bytes, by which a change on disk is noticed."""

    name: str
    raw: bytes
    own: bool

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def text(self) -> str:
        """The text; raises `InputError` where it is no UTF-8."""
        try:
            return self.raw.decode()
        except UnicodeDecodeError as error:
            raise InputError(Problem("", "is no UTF-8, expected: a case file", file=f"{self.name}{SUFFIX}")) from error

    def read(self) -> Case:
        """The case. Raises `CaseError` with all that is wrong."""
        return case_from(self.text, f"{self.name}{SUFFIX}")


@lru_cache(maxsize=64)
def case_from(text: str, file: str) -> Case:
    """The case in a text, read once. Raises `CaseError` with all that is wrong."""
    return load_text(text, file)


@dataclass(frozen=True)
class Desk:
    """A folder of case files, beside the bundled cases."""

    folder: Path

    def names(self) -> tuple[str, ...]:
        """The cases by name: those of the folder, then those bundled that have no namesake there."""
        own = sorted(path.stem for path in self.folder.glob(f"*{SUFFIX}") if self._is_case(path))
        return (*own, *(head.id for head in library.bundled() if head.id not in own))

    def _is_case(self, path: Path) -> bool:
        return bool(NAME.fullmatch(path.stem)) and is_own_file(path)

    def is_own(self, name: str) -> bool:
        """Whether a case is one of the folder."""
        return self._is_case(self._path(name))

    def file(self, name: str) -> CaseFile:
        """The case file of a name. Raises `UnknownNameError`, and `InputError` for a file that cannot be read."""
        if self.is_own(name):
            return CaseFile(name, read_file(self._path(name), LARGEST, within=self.folder), own=True)
        paths = {head.id: head.path for head in library.bundled()}
        if name not in paths:
            raise UnknownNameError.among("case", name, self.names())
        return CaseFile(name, paths[name].read_bytes(), own=False)

    def files(self) -> Iterator[CaseFile | Problem]:
        """Every case file, or what is wrong with one that cannot be read."""
        for name in self.names():
            try:
                yield self.file(name)
            except InputError as error:
                yield error.problems[0]

    def save_new(self, name: str, text: str) -> CaseFile:
        """Write a case under a name that is not taken, once it is a case that `check` accepts.

        Raises `CaseError` with all that is wrong, `TakenError` for a name that is taken, and `InputError` for one that
        cannot be one and for a folder that cannot be written.
        """
        path = self._path(name)
        self.refuse_taken(name)
        case_from(text, path.name)
        with storage(path):
            try:
                write_beside_others(path, text.encode())
            except FileExistsError as error:
                raise TakenError(name) from error
        return self.file(name)

    def refuse_taken(self, name: str) -> None:
        """Raise `TakenError` for a name that a case or a file has, and `InputError` for what cannot be a name."""
        if os.path.lexists(self._path(name)) or name in self.names():
            raise TakenError(name)

    def replace(self, name: str, text: str, digest: str) -> CaseFile:
        """Put another text into a case of the folder, if its file has the bytes of this digest.

        Raises `ChangedOnDiskError` where it has others, `CaseError` where the text is no case.
        """
        current = self.file(name)
        if not current.own:
            raise InputError(Problem("name", f"{name} comes with the program, expected: a case of your own folder"))
        if current.digest != digest:
            raise ChangedOnDiskError(current)
        path = self._path(name)
        case_from(text, path.name)
        with storage(path):
            write_beside_others(path, text.encode(), replacing=True)
        return self.file(name)

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            right = "1 to 80 lower-case letters, digits, hyphens and underscores, a letter or a digit first"
            raise InputError(Problem("name", f"{name[:100]!r} cannot be one, expected: {right}"))
        return self.folder / f"{name}{SUFFIX}"


class TakenError(InputError):
    """A case or a file has this name already."""

    def __init__(self, name: str) -> None:
        super().__init__(Problem("name", f"{name} is taken, expected: a name that no case has"))


class ChangedOnDiskError(InputError):
    """A case file is not as it was when it was read; `current` is what it is now."""

    def __init__(self, current: CaseFile) -> None:
        super().__init__(
            Problem("", "has changed on disk since you opened it, expected: what you read", file=f"{current.name}.yaml")
        )
        self.current = current
