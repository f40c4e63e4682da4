"""Drafts: what somebody is writing, kept in files of their own beside the cases, so that a crash takes nothing.

A draft is one file, written whole: its first line says which bytes of the case it began from, the rest is the text.
"""

import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from ripeness.case.read.document import LARGEST
from ripeness.errors import InputError, Problem
from ripeness.files.opening import folder_of, is_own_file, is_own_folder, read_file, storage
from ripeness.files.whole import write_whole
from ripeness.workbench.desk import NAME, SUFFIX

FOLDER = ".drafts"
# a case that has no name yet: by the seven questions, or from the example
UNNAMED = ("_new", "_example")
_HEAD = "# ripeness draft "
_LARGEST_HEAD = 256 << 10
_DIGEST = re.compile("[0-9a-f]{64}|")


@dataclass(frozen=True)
class Draft:
    """A text that is being written: `digest` is of the file that it began from, empty for a new case.

    `answers` are those to the seven questions, where the text comes from them.
    """

    name: str
    text: str
    digest: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True)
class Drafts:
    """The drafts of a folder of cases."""

    folder: Path

    def names(self) -> list[str]:
        """The cases of which there is a draft, the unnamed ones first."""
        within = self.folder / FOLDER
        if not is_own_folder(within):
            return []
        found = (path for path in within.glob(f"*{SUFFIX}") if _is_name(path.stem) and is_own_file(path))
        return sorted(path.stem for path in found)

    def find(self, name: str) -> Draft | None:
        """The draft of a case, if there is one. Raises `InputError` where something else is in its place."""
        path = self._path(name)
        if not os.path.lexists(path):
            return None
        with storage(path):
            raw = read_file(path, LARGEST + _LARGEST_HEAD, within=self.folder)
        # what is no draft of ours is all text
        head, _, text = raw.decode(errors="replace").partition("\n")
        digest, answers = _said(head) or ("", {})
        return Draft(name, text if _said(head) else raw.decode(errors="replace"), digest, answers)

    def save(self, draft: Draft) -> None:
        """Write a draft, whole. Raises `InputError` where it cannot be written."""
        path = self._path(draft.name)
        head = _HEAD + json.dumps({"of": draft.digest, "answers": draft.answers})
        if not _DIGEST.fullmatch(draft.digest):
            raise InputError(Problem("digest", "is none, expected: the digest of the file that was read"))
        if len(draft.text.encode()) > LARGEST or len(head) > _LARGEST_HEAD:
            raise InputError(Problem("text", f"is too large, expected: at most {LARGEST >> 20} MiB, which no case is"))
        with storage(path):
            with folder_of(path, self.folder, make=True):
                pass
            write_whole(path, [head.encode(), b"\n", draft.text.encode()], within=self.folder)

    def drop(self, name: str) -> None:
        """Remove a draft, if there is one."""
        path = self._path(name)
        with storage(path), suppress(FileNotFoundError), folder_of(path, self.folder) as place:
            os.unlink(path.name, dir_fd=place)

    def _path(self, name: str) -> Path:
        if not _is_name(name):
            raise InputError(Problem("name", f"{name[:100]!r} cannot be one, expected: the name of a case"))
        return self.folder / FOLDER / f"{name}{SUFFIX}"


def _is_name(name: str) -> bool:
    return name in UNNAMED or bool(NAME.fullmatch(name))


def _said(head: str) -> tuple[str, dict[str, Any]] | None:
    """What the first line of a draft says: the digest and the answers; None for another line."""
    if not head.startswith(_HEAD):
        return None
    try:
        said = json.loads(head.removeprefix(_HEAD))
    except ValueError:
        return None
    if not isinstance(said, dict):
        return None
    found = cast(dict[str, Any], said)
    digest, answers = found.get("of"), found.get("answers")
    if not isinstance(digest, str) or not isinstance(answers, dict):
        return None
    return digest, cast(dict[str, Any], answers)
