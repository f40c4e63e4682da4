"""Cases written and saved: a copy with the changes of a page, a text checked and amended, drafts, and their pages."""

import asyncio
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, cast

from fastapi import FastAPI, Query
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field, ValidationError

from ripeness.case.amending import ListInLine, MappingInLine, same, with_changes, with_entries, without_entry
from ripeness.case.fields import CASE
from ripeness.case.fields import at as kind_at
from ripeness.case.judgement import Judgement
from ripeness.case.read.changes import keys_of
from ripeness.case.read.check import check
from ripeness.case.read.document import LARGEST, Document, Fault, Path, decoded, entries, is_mapping, items, read
from ripeness.case.read.naming import naming
from ripeness.case.read.scalars import resolved
from ripeness.case.read.scanning import DEEPEST
from ripeness.case.read.spelling import of_today
from ripeness.case.read.warnings import warnings
from ripeness.case.scaffold import scaffold
from ripeness.errors import InputError, Problem, UnknownNameError
from ripeness.workbench.bench import Problems, Workbench, Wrong
from ripeness.workbench.changes import MOST, Changes, changes_from
from ripeness.workbench.completion import completions
from ripeness.workbench.desk import CaseFile, ChangedOnDiskError
from ripeness.workbench.drafts import Draft, Drafts
from ripeness.workbench.guide import Answers, case_text

# what is put into a case within a line, in characters
_WITHIN_A_LINE = 110
_LONGEST_WAY = 20

Body = Annotated[str, Field(max_length=LARGEST, description="the text of a case file")]


class Writing(BaseModel):
    """A text."""

    text: Body


class Place(Writing):
    """A text and a place in it."""

    line: int = Field(ge=1, description="from 1")
    column: int = Field(ge=1, description="from 1, in characters")


class Change(BaseModel):
    """What is to stand at a path of a case; with `remove`, nothing."""

    path: list[str | int] = Field(min_length=1, max_length=_LONGEST_WAY)
    value: Any = None
    remove: bool = False


class Amendment(Writing):
    """A text and what is to change in it."""

    changes: list[Change] = Field(max_length=MOST)


class NewCase(BaseModel):
    """A new case: a text, or another case with changes as an address has them."""

    name: str = Field(max_length=200)
    text: Body | None = None
    of: str | None = Field(default=None, alias="from", description="the case that is copied")
    sets: list[str] = Field(default_factory=list, alias="set", max_length=50)


class Replacement(Writing):
    """Another text for a case, and the digest of the bytes that it replaces."""

    digest: str


class Kept(Writing):
    """A draft: the digest of the file that it began from, and the answers to the seven questions, if it has any."""

    digest: str = ""
    answers: Answers | None = None


class Saved(BaseModel):
    """A case as it is on disk."""

    name: str
    digest: str
    own: bool
    text: str


class Meanwhile(Problems):
    """What is on disk in place of what was read."""

    current: Saved


class Checked(Problems):
    """All that is wrong with a text, what is worth a look in a sound one, and its data."""

    warnings: list[Wrong]
    data: Any = None


class Text(BaseModel):
    """A text."""

    text: str


class Completion(BaseModel):
    """A word that may stand where the cursor is, and what it means."""

    word: str
    insert: str
    meaning: str


class Completions(BaseModel):
    """Words, and how many characters before the cursor they replace."""

    replaces: int
    words: list[Completion]


class Guided(Checked):
    """The case that answers make, and what `check` says of it."""

    text: str


# --- what is done to a text ---


def checked(text: str, file: str = "") -> Checked:
    """All that is wrong with a text and its place; where nothing is, what is worth a look."""
    document = _bounded(text, file)
    problems, looks, case = list(document.problems), list[Problem](), None
    if document.data is not None:
        found, case = check(document)
        problems += found
    if case is not None and not problems:
        today, _ = of_today(document)
        found = (*warnings(case), *naming(case))
        looks = [today.problem(Fault(keys_of(each.path), each.message)) for each in found]
    told = [[_wrong(each) for each in sorted(of, key=_place)] for of in (problems, looks)]
    return Checked(problems=told[0], warnings=told[1], data=_as_json(document.data))


def amended(text: str, changes: Sequence[Change]) -> str:
    """The text with changes, every other byte as it was. Raises `InputError`."""
    if _bounded(text).problems:
        raise InputError(*read(text).problems)
    for change in changes:
        _refuse_deep(change)
        text = _without(text, tuple(change.path)) if change.remove else _with(text, tuple(change.path), change.value)
    return text


def copy_with(file: CaseFile, name: str, changes: Changes) -> str:
    """The text of a case under another name with the changes of an address, every other byte as it was.

    A judgement that is set to a number keeps its range, its source and its note; the range goes as far as the number.
    """
    data, text = read(file.text).data, file.text
    meant = {keys_of(path): value for path, value in changes.of(file.read()).items()}
    together: dict[Path, dict[str, Any]] = {}
    for path, value in {("id",): name, **meant}.items():
        for place, new in _entries(data, path, _beside_range(_there(data, path), value)):
            together.setdefault(place, {}).update(new)
    return with_changes(text, list(together.items()))


def _named(text: str, name: str) -> str:
    """The text with this id, where it can be put there; `check` tells what is wrong with another text."""
    document = _bounded(text)
    if document.problems or entries(document.data).get("id") == name:
        return text
    return with_entries(text, (), {"id": name})


def _beside_range(old: object, new: object) -> object:
    """A value as it is put in place of an old one: a number into its range, a range beside its source."""
    if is_mapping(old) and "mode" in entries(old):
        if _is_number(new):
            ends = {key: ends(entries(old)[key], new) for key, ends in _ENDS.items() if key in entries(old)}
            return {**entries(old), **ends, "mode": new}
        if len(items(new)) == 3:
            return {**entries(old), **dict(zip(("low", "mode", "high"), items(new), strict=True))}
    if len(items(old)) == 3 and all(map(_is_number, items(old))) and _is_number(new):
        low, _, high = items(old)
        return [min(low, new), new, max(high, new)]
    return new


_ENDS: Mapping[str, Any] = {"low": min, "high": max}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _with(text: str, path: Path, value: object) -> str:
    """The text with a value at a path; of a mapping only what differs is written, and what is gone is taken out."""
    old, there = read(text).data, _there(read(text).data, path)
    if is_mapping(there) and is_mapping(value) and entries(value) and entries(there):
        for key in entries(there).keys() - entries(value).keys():
            text = _without(text, (*path, key))
        for key, each in entries(value).items():
            if not same(entries(there).get(key, text), _plain(each, (*path, key))):
                text = _with(text, (*path, key), each)
        return text
    for place, new in _entries(old, path, value):
        text = with_entries(text, place, new)
    return text


def _without(text: str, path: Path) -> str:
    if _there(read(text).data, path) is _NOTHING:
        return text
    return without_entry(text, path)


def _refuse_deep(change: Change) -> None:
    """Raise `InputError` for a value that is nested deeper than any of a case."""
    level: list[Any] = [change.value]
    for _ in range(DEEPEST):
        level = [
            inner
            for each in level
            for inner in (entries(each).values() if is_mapping(each) else items(each))
            if is_mapping(inner) or items(inner)
        ]
    if level:
        where = ".".join(map(str, change.path))
        raise InputError(Problem(where, f"is nested too deep, expected: at most {DEEPEST} levels"))


_NOTHING = object()


def _there(data: object, path: Path) -> Any:
    """What stands at a path, `_NOTHING` where nothing does."""
    for key in path:
        if is_mapping(data) and key in entries(data):
            data = entries(data)[cast(str, key)]
        elif isinstance(key, int) and 0 <= key < len(items(data)):
            data = items(data)[key]
        else:
            return _NOTHING
    return data


def _entries(data: object, path: Path, value: object) -> list[tuple[Path, dict[str, Any]]]:
    """The entries, and the mapping to put them into, that bring a value to a path; missing mappings are made."""
    old = _there(data, path)
    if is_mapping(old) and is_mapping(value) and entries(old).keys() <= entries(value).keys() and entries(old):
        new = {key: _in_style(each, (*path, key)) for key, each in entries(value).items()}
        return [(path, {key: each for key, each in new.items() if not same(entries(old).get(key, _NOTHING), each)})]
    length = len(path) - 1
    while length and not (is_mapping(_there(data, path[:length])) and isinstance(path[length], str)):
        length -= 1
    if not isinstance(path[length], str):
        raise InputError(Problem(".".join(map(str, path)), "leads nowhere, expected: keys of the case"))
    inside = _put(_there(data, path[: length + 1]), path[length + 1 :], _plain(value, path), path)
    return [(path[:length], {cast(str, path[length]): _in_style(inside, path[: length + 1])})]


def _put(here: Any, way: Path, value: object, path: Path) -> Any:
    """What stands here with a value at the end of a way that may lead through lists, or through nothing yet."""
    if not way:
        return value
    key, rest = way[0], way[1:]
    if here is _NOTHING or here is None:
        here = [] if isinstance(key, int) else {}
    if isinstance(key, str) and is_mapping(here):
        return {**here, key: _put(entries(here).get(key, _NOTHING), rest, value, path)}
    listed = list(items(cast(object, here)))
    if isinstance(key, int) and isinstance(here, list) and 0 <= key <= len(listed):
        listed[key : key + 1] = [_put(listed[key] if key < len(listed) else _NOTHING, rest, value, path)]
        return listed
    raise InputError(Problem(".".join(map(str, path)), "leads nowhere, expected: keys and places of the case"))


def _plain(value: Any, path: Path) -> Any:
    """A value of JSON as a case file has it: a date where the format has one."""
    if is_mapping(value):
        return {str(key): _plain(each, (*path, key)) for key, each in entries(value).items()}
    if isinstance(value, list):
        return [_plain(each, (*path, at)) for at, each in enumerate(cast(list[Any], value))]
    is_date = isinstance(value, str) and isinstance(_resolved(value), dt.date) and _kind_at(path) is dt.date
    return _resolved(value) if is_date else value


def _resolved(text: str) -> object:
    try:
        return resolved(text)
    except ValueError:
        return text


def _kind_at(path: Path) -> object:
    kind = CASE
    for key in path:
        inner = kind.inner(key)
        if inner is None:
            return None
        kind = inner
    return kind.type


def _in_style(value: Any, path: Path) -> Any:
    """The same, what is short within a line."""
    value = _plain(value, path)
    is_short = len(json.dumps(value, default=str, ensure_ascii=False)) <= _WITHIN_A_LINE
    if is_mapping(value):
        inner = {key: _in_style(each, (*path, key)) for key, each in entries(value).items()}
        return MappingInLine(inner) if is_short and len(path) > 1 else inner
    if isinstance(value, list):
        listed = [_in_style(each, (*path, at)) for at, each in enumerate(cast(list[Any], value))]
        return ListInLine(listed) if is_short else listed
    return value


def _bounded(text: str, file: str = "") -> Document:
    """The document of a text that is no larger than a case may be. Raises `InputError`."""
    if len(text.encode()) > LARGEST:
        raise InputError(Problem("text", f"is too large, expected: at most {LARGEST >> 20} MiB, which no case is"))
    return read(text, file)


def _as_json(data: object) -> Any:
    """Data as JSON has them; numbers that it has not are texts."""
    return json.loads(json.dumps(data, default=str), parse_constant=str)


def _wrong(problem: Problem) -> Wrong:
    return Wrong(path=problem.path, message=problem.message, line=problem.line, column=problem.column)


def _place(problem: Problem) -> tuple[int, int]:
    return problem.line, problem.column


# --- the routes ---


def write(app: FastAPI, bench: Workbench) -> None:
    """The routes of writing and saving."""
    drafts, one_at_a_time = Drafts(bench.desk.folder), asyncio.Lock()
    _texts(app)
    _saving(app, bench, one_at_a_time)
    _drafts(app, drafts, one_at_a_time)
    _pages(app, bench, drafts)


def _texts(app: FastAPI) -> None:
    @app.post("/api/v1/check", tags=["writing"])
    async def check_text(of: Writing) -> Checked:
        """All that is wrong with a text, as `ripeness check` says it; and its data."""
        return await asyncio.to_thread(checked, of.text)

    @app.post("/api/v1/amend", tags=["writing"])
    async def amend(of: Amendment) -> Text:
        """The text with changes; every other byte is as it was."""
        return Text(text=await asyncio.to_thread(amended, of.text, of.changes))

    @app.post("/api/v1/complete", tags=["writing"])
    async def complete(of: Place) -> Completions:
        """What may stand at a place of a text: keys and words of the format, and names of the case."""
        replaces, words = await asyncio.to_thread(completions, of.text, of.line, of.column)
        return Completions(replaces=replaces, words=[Completion(**each._asdict()) for each in words])

    @app.post("/api/v1/guide", tags=["writing"])
    async def guide(answers: Answers) -> Guided:
        """The case that the answers to the seven questions make."""
        text = await asyncio.to_thread(case_text, answers)
        found = await asyncio.to_thread(checked, text)
        return Guided(text=text, **found.model_dump())


def _saving(app: FastAPI, bench: Workbench, one_at_a_time: asyncio.Lock) -> None:
    desk = bench.desk

    @app.post("/api/v1/cases", tags=["writing"], status_code=201)
    async def save_new(of: NewCase) -> Saved:
        """Save a new case: a text, or a copy of a case with changes, its comments and its order kept."""
        if (of.text is None) == (of.of is None):
            raise InputError(Problem("", "is not clear, expected: `text`, or `from` and `set`"))
        desk.refuse_taken(of.name)
        if of.of is not None:
            text = await asyncio.to_thread(copy_with, desk.file(of.of), of.name, changes_from(of.sets))
        else:
            text = await asyncio.to_thread(_named, of.text or "", of.name)
        async with one_at_a_time:
            return _saved(await asyncio.to_thread(desk.save_new, of.name, text))

    @app.get("/api/v1/cases/{name}/text", tags=["writing"])
    async def text(name: str) -> Saved:
        """The text of a case as it is on disk, and the digest of its bytes."""
        return _saved(await asyncio.to_thread(desk.file, name))

    @app.put("/api/v1/cases/{name}", tags=["writing"], response_model=Saved, responses={409: {"model": Meanwhile}})
    async def replace(name: str, of: Replacement) -> Saved | JSONResponse:
        """Put another text into a case, if it is on disk as it was read; else it stays, and is sent."""
        try:
            async with one_at_a_time:
                return _saved(await asyncio.to_thread(desk.replace, name, of.text, of.digest))
        except ChangedOnDiskError as error:
            said = Meanwhile(problems=[_wrong(each) for each in error.problems], current=_saved(error.current))
            return JSONResponse(said.model_dump(), 409)


def _drafts(app: FastAPI, drafts: Drafts, one_at_a_time: asyncio.Lock) -> None:
    @app.get("/api/v1/drafts", tags=["writing"])
    async def names() -> list[str]:
        """The cases of which there is a draft."""
        return await asyncio.to_thread(drafts.names)

    @app.get("/api/v1/drafts/{name}", tags=["writing"])
    async def find(name: str) -> Kept:
        """The draft of a case."""
        found = await asyncio.to_thread(drafts.find, name)
        if found is None:
            raise UnknownNameError(Problem("", f"there is no draft of {name}"))
        return Kept(text=found.text, digest=found.digest, answers=_answers(found))

    @app.put("/api/v1/drafts/{name}", tags=["writing"])
    async def save(name: str, of: Kept) -> Text:
        """Keep a draft, whatever its text; gives its name."""
        async with one_at_a_time:
            answers = of.answers.model_dump() if of.answers else {}
            await asyncio.to_thread(drafts.save, Draft(name, of.text, of.digest, answers))
        return Text(text=name)

    @app.delete("/api/v1/drafts/{name}", tags=["writing"])
    async def drop(name: str) -> Text:
        """Drop a draft, if there is one; gives its name."""
        await asyncio.to_thread(drafts.drop, name)
        return Text(text=name)


def _pages(app: FastAPI, bench: Workbench, drafts: Drafts) -> None:
    @app.get("/case/{name}/edit", include_in_schema=False)
    async def edit(name: str) -> Response:
        draft = await asyncio.to_thread(drafts.find, name)
        try:
            file = await asyncio.to_thread(bench.desk.file, name)
        except UnknownNameError:
            if draft is None:
                raise
            file = None
        return bench.page("edit", start=_start(name, file, draft), title=name)

    @app.get("/new", include_in_schema=False)
    async def new(example: Annotated[bool, Query()] = False) -> Response:
        draft = await asyncio.to_thread(drafts.find, "_example" if example else "_new")
        if not example:
            answers = _answers(draft) if draft else None
            said = answers.model_dump() if answers else None
            return bench.page("new", start={"answers": said, "today": dt.date.today().isoformat()})
        text = scaffold("my-case", "My case")
        start = _start("_example", CaseFile("", text.encode(), own=True), draft) | {"digest": ""}
        return bench.page("edit", start=start, title="a new case")


def _answers(draft: Draft) -> Answers | None:
    """The answers of a draft; None where it has none that can be read."""
    try:
        return Answers(**draft.answers) if draft.answers else None
    except ValidationError:
        return None


def _start(name: str, file: CaseFile | None, draft: Draft | None) -> dict[str, Any]:
    """What the page of a text begins with: what is on disk, and the draft where that is another text."""
    text = _text_of(file) if file else ""
    other = draft if draft is not None and draft.text != text else None
    return {
        "name": name,
        "text": text,
        "digest": file.digest if file else "",
        "own": file.own if file else True,
        "draft": {"text": other.text, "digest": other.digest} if other else None,
        "fields": {name: _judgements_of(kind) for name, kind in _FORMS.items()},
    }


_FORMS: Mapping[str, Path] = {
    "party": ("parties", ""),
    "issue": ("issues", ""),
    "option": ("issues", "", "options", ""),
    "dynamics": ("dynamics",),
}


def _judgements_of(path: Path) -> list[dict[str, Any]]:
    """The judgements that stand directly in a part of a case: key, meaning, and what holds where it is left out."""
    part, found = kind_at(path), list[dict[str, Any]]()
    for key, of in part.described().items():
        inner = part.inner(key)
        if inner and inner.is_judgement:
            default = of.default.mode if isinstance(of.default, Judgement) else 0.0
            found.append({"key": key, "meaning": of.description or "", "default": default})
    return found


def _saved(file: CaseFile) -> Saved:
    return Saved(name=file.name, digest=file.digest, own=file.own, text=_text_of(file))


def _text_of(file: CaseFile) -> str:
    """The text of a file, its byte order mark too. Raises `InputError` where it is no UTF-8."""
    found = decoded(file.raw, f"{file.name}.yaml")
    if isinstance(found, Problem):
        raise InputError(found)
    return file.text
