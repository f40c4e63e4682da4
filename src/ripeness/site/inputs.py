"""What a folder holds: cases, and finished briefs as findings (`.json`) beside pages (`.html`, `.pdf`)."""

import datetime as dt
import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ripeness.case.read.document import head
from ripeness.ensemble.storage.manifest import read_manifest
from ripeness.errors import InputError, Problem
from ripeness.files.foreign_json import NotJsonError, parsed
from ripeness.files.opening import OddFileError, folder_of, open_file, read_file, refuse_odd_at
from ripeness.site.digest import Digest, NotABriefError, digest_of, digests, is_id, shown_text

MANIFEST = ".ripeness-site.json"
PAGES = (".html", ".pdf")
LARGEST = 1 << 24  # bytes of findings
_CASES = (".yaml", ".yml")
_TABLES = (".parquet",)
# a file written so shortly before it was read may be written again without a change of its times
_UNSURE_NANOSECONDS = 2_000_000_000


@dataclass(frozen=True)
class Seen:
    """A file as it was read: by its stamp (size and times) it is known again, by its hash whether it has changed.

    `kind` is case, brief, run (its own copy of a brief), page, fault or other; `holds` is the head of a case, a digest,
    or what is wrong.
    """

    stamp: tuple[int, int, int]
    sha256: str
    kind: str
    holds: Mapping[str, Any]


@dataclass(frozen=True)
class CaseFile:
    """What a case file says of itself before its parties."""

    id: str
    title: str
    summary: str
    region: str
    topics: tuple[str, ...]
    as_of: str
    headline: str = ""


@dataclass(frozen=True)
class BriefFile:
    """A finished brief: its digest, the hash of its findings, and the files to copy, by their ending."""

    digest: Digest
    sha256: str
    source: str
    files: Mapping[str, str]


@dataclass
class Inputs:
    """What was found: cases with their paths, and briefs.

    `problems` are of files left out, `seen` is what the next run need not read again.
    """

    cases: dict[str, CaseFile] = field(default_factory=dict[str, CaseFile])
    paths: dict[str, str] = field(default_factory=dict[str, str])
    briefs: list[BriefFile] = field(default_factory=list[BriefFile])
    problems: list[Problem] = field(default_factory=list[Problem])
    seen: dict[str, Seen] = field(default_factory=dict[str, Seen])
    read_at: int = 0


def read_inputs(folder: Path, out: Path, known: Mapping[str, Seen], known_at: int) -> Inputs:
    """All cases and finished briefs in a folder and below it, in the order of their names.

    Files that `known` has with the same stamp are not read again. Hidden folders, sites and `out` are passed over; a
    file that cannot be used is a problem, and no reason to stop. Raises OSError for a folder that cannot be read.
    """
    found = Inputs(read_at=time.time_ns())
    told: dict[tuple[str, str, str], BriefFile] = {}

    def seen(path: Path) -> Seen:
        return _seen(path, folder, found, known, known_at)

    for place, names in _folders(folder, out):
        for name in sorted(names):
            if name.startswith(".") or not name.endswith((*_CASES, ".json")):
                continue
            path = place / name
            of = seen(path)
            if of.kind == "fault":
                found.problems.append(Problem("", of.holds["fault"], str(path)))
            elif of.kind == "case":
                _take_case(path, of, found)
            elif of.kind == "run" and (damage := _damage(place, seen)):
                found.problems.append(damage)
            elif of.kind in ("brief", "run"):
                beside = {page: seen(page) for each in PAGES if (page := path.with_suffix(each)).name in names}
                faults = {page: holds.holds["fault"] for page, holds in beside.items() if holds.kind == "fault"}
                found.problems += [Problem("", fault, str(page)) for page, fault in faults.items()]
                _take_brief(_brief(path, of, [page for page in beside if page not in faults], folder), told)
    found.briefs = sorted(told.values(), key=_order)
    found.problems += [_no_page(each, folder) for each in found.briefs if ".html" not in each.files]
    return found


def _damage(run: Path, seen: Callable[[Path], Seen]) -> Problem | None:
    """What is wrong with the tables that a run's own brief was made of; nothing where the run cannot be told."""
    try:
        tables = read_manifest(run).tables
    except InputError:
        # what is wrong with a run itself tells ripeness runs
        return None
    for name, digest in tables.items():
        if (of := seen(run / name)).sha256 != digest:
            fault = of.holds.get("fault", "is damaged: it has changed since it was written")
            return Problem("", f"{fault}; the run's brief is left out", str(run / name))
    return None


def _order(brief: BriefFile) -> tuple[str, str, str, str]:
    return brief.digest.case, brief.digest.as_of, brief.digest.made, brief.source


def _take_case(path: Path, of: Seen, found: Inputs) -> None:
    holds: dict[str, Any] = {**of.holds, "topics": tuple(of.holds["topics"])}
    case = CaseFile(**holds)
    if case.id in found.paths:
        fault = f"has the id {case.id} of {found.paths[case.id]}, expected: an id of its own"
        found.problems.append(Problem("id", fault, str(path)))
        return
    found.paths[case.id] = str(path)
    found.cases[case.id] = case


def _brief(path: Path, of: Seen, pages: Sequence[Path], folder: Path) -> BriefFile:
    # what a run keeps for itself is not to be handed on
    findings = [path] if of.kind == "brief" else []
    files = {each.suffix: each.relative_to(folder).as_posix() for each in (*findings, *pages)}
    return BriefFile(digests().validate_python(of.holds), of.sha256, path.relative_to(folder).as_posix(), files)


def _take_brief(brief: BriefFile, told: dict[tuple[str, str, str], BriefFile]) -> None:
    """Keep one of those that tell the same, as a run's own and a finished one do: with pages, else the first."""
    same = (brief.digest.case, brief.digest.as_of, brief.digest.computed)
    if same not in told or len(brief.files) > len(told[same].files):
        told[same] = brief


def _no_page(brief: BriefFile, folder: Path) -> Problem:
    right = f"expected: ripeness brief … -o {Path(brief.source).with_suffix('.html').name}"
    return Problem("", f"has no page beside it and is shown in short, {right}", str(folder / brief.source))


def _folders(folder: Path, out: Path) -> Iterator[tuple[Path, frozenset[str]]]:
    """Folders to look into, with the names of their files."""

    def fail(error: OSError) -> None:
        raise error

    for root, below, names in os.walk(folder, onerror=fail):
        here = Path(root)
        is_site = MANIFEST in names and here != folder
        if is_site or Path(os.path.realpath(here)) == out:
            below.clear()
            continue
        below[:] = sorted(name for name in below if not name.startswith("."))
        yield here, frozenset(names)


def _seen(path: Path, folder: Path, found: Inputs, known: Mapping[str, Seen], known_at: int) -> Seen:
    """A file as it is known, or read anew; noted for the next run."""
    source = path.relative_to(folder).as_posix()
    stamp = None
    try:
        with folder_of(path, folder) as place:
            refuse_odd_at(place, path)
        of = path.lstat()
        stamp = of.st_size, of.st_mtime_ns, of.st_ctime_ns
        before = known.get(source)
        is_sure = max(stamp[1:]) < known_at - _UNSURE_NANOSECONDS
        seen = before if before and is_sure and before.stamp == stamp else _read(path, folder, stamp)
    except OddFileError as error:
        seen = Seen((0, 0, 0), "", "fault", {"fault": f"{error.strerror}, expected: {error.wanted}"})
    except OSError as error:
        fault = f"cannot be read: {(error.strerror or str(error)).lower()}"
        seen = Seen(stamp or (0, 0, 0), "", "fault", {"fault": fault})
    found.seen[source] = seen
    return seen


def _read(path: Path, folder: Path, stamp: tuple[int, int, int]) -> Seen:
    if path.suffix in (*PAGES, *_TABLES):
        return Seen(stamp, _hash_of(path, folder), "page", {})
    if stamp[0] > LARGEST:
        return Seen(stamp, "", "fault", {"fault": f"is larger than {LARGEST >> 20} MiB, which no brief is"})
    if path.suffix == ".json":
        raw = read_file(path, LARGEST, folder)
        kind, holds = _findings(raw)
        return Seen(stamp, hashlib.sha256(raw).hexdigest(), kind, holds)
    kind, holds = _head(path)
    return Seen(stamp, _hash_of(path, folder), kind, holds)


def _hash_of(path: Path, folder: Path) -> str:
    with os.fdopen(open_file(path, within=folder), "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _findings(raw: bytes) -> tuple[str, Mapping[str, Any]]:
    try:
        data = parsed(raw)
        digest = digest_of(data)
        return "brief" if isinstance(data, dict) and "format" in data else "run", digests().dump_python(digest)
    except NotABriefError:
        return "other", {}
    except NotJsonError as error:
        wrong = f"it {error}"
    except KeyError as error:
        wrong = f"{error} is missing"
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        wrong = shown_text(str(error))
    right = "expected: what ripeness brief … -o brief.json writes"
    return "fault", {"fault": f"is no brief that can be read: {wrong}; {right}"}


def _head(path: Path) -> tuple[str, Mapping[str, Any]]:
    found = head(path)
    if not {"schema", "id", "title"} & found.keys():
        return "other", {}
    if not is_id(found.get("id")):
        return "fault", {"fault": f"gives no id of a case; what is wrong in it tells: ripeness check {path.name}"}
    topics = found.get("topics")
    as_of = found.get("as_of")
    case = CaseFile(
        id=str(found["id"]),
        title=shown_text(found.get("title")) or str(found["id"]),
        summary=shown_text(found.get("summary")),
        region=shown_text(found.get("region")),
        topics=tuple(filter(None, map(shown_text, topics))) if isinstance(topics, tuple) else (),
        as_of=as_of.isoformat() if isinstance(as_of, dt.date) else "",
        headline=shown_text(found.get("headline")),
    )
    return "case", asdict(case)
