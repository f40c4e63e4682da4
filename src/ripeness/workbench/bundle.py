"""One file with a case, what was changed in it, and what follows: what another workbench opens."""

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any, cast

from ripeness import version
from ripeness.answering import Answer
from ripeness.errors import InputError, Problem
from ripeness.render.formats import FORMATS
from ripeness.workbench.changes import Changes, changes_from
from ripeness.workbench.desk import NAME, case_from

FORMAT = "ripeness bundle 1"
MANIFEST, CASE, ANSWER, BRIEF = "bundle.json", "case.yaml", "answer.json", "brief.json"
LARGEST_PART = 16 << 20
# so that the same content makes the same bytes
_STAMP = (1980, 1, 1, 0, 0, 0)


def packed(name: str, text: str, changes: Changes, answer: Answer) -> bytes:
    """The bundle of a case with changes."""
    manifest = {"format": FORMAT, "name": name, "set": str(changes), "version": version.VERSION}
    parts = {
        MANIFEST: json.dumps(manifest, indent=1).encode(),
        CASE: text.encode(),
        ANSWER: json.dumps(answer.to_dict(), ensure_ascii=False, allow_nan=False).encode(),
        BRIEF: FORMATS[".json"].written(answer.brief()),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(zipfile.ZipInfo(part, _STAMP), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@dataclass(frozen=True)
class Bundle:
    """What a bundle holds that is opened: the case's name and text, and the changes."""

    name: str
    text: str
    changes: Changes


def unpacked(content: bytes) -> Bundle:
    """The case and the changes of a bundle. Raises `InputError` for anything else, and with all that is wrong in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            manifest: Any = json.loads(_part(archive, MANIFEST))
            text = _part(archive, CASE).decode()
    except (zipfile.BadZipFile, KeyError, ValueError, RecursionError, NotImplementedError, OSError, EOFError) as error:
        fault = f"is none ({type(error).__name__}), expected: a file that “Hand on” of a workbench has made"
        raise InputError(Problem("", fault, file="the bundle")) from None
    fields = cast(dict[str, Any], manifest) if isinstance(manifest, dict) else {}
    name, sets = str(fields.get("name")), str(fields.get("set", ""))
    if fields.get("format") != FORMAT or not NAME.fullmatch(name):
        raise InputError(Problem("", f"says no {FORMAT!r} of itself", file="the bundle"))
    changes = changes_from([sets])
    changes.applied(case_from(text, f"{name}.yaml"))
    return Bundle(name, text, changes)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part, of which no more is unpacked than there may be, whatever the archive says."""
    with archive.open(name) as part:
        content = part.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise ValueError(name)
    return content
