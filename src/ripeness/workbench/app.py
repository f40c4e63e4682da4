"""The pages and the API of the workbench: what is computed is asked of the answerers; findings say what it means."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import orjson
from fastapi import FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, StreamingResponse

from ripeness import version
from ripeness.ensemble.storage.runs import plan_of
from ripeness.errors import InputError, Problem, UnknownNameError
from ripeness.findings.parts import PARTS
from ripeness.workbench import scripts
from ripeness.workbench.bench import WRONG, SetQuery, Workbench
from ripeness.workbench.changes import changes_from
from ripeness.workbench.desk import ChangedOnDiskError, TakenError
from ripeness.workbench.handing_on import hand_on
from ripeness.workbench.jobs import Job
from ripeness.workbench.sheet import sheet
from ripeness.workbench.shelf import shelf
from ripeness.workbench.table import moves_from
from ripeness.workbench.writing import write

DealQuery = Annotated[str, Query(max_length=5000, description="issue.option+issue.option, the others at rest")]
_STATIC = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def make_app(folder: Path) -> FastAPI:
    """The application over a folder of cases, without the guard that stands before it."""
    bench = Workbench(folder)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncGenerator[None]:
        bench.jobs.compile_kernels()
        yield
        await bench.jobs.close()
        bench.answerers.close()

    app = FastAPI(
        title="ripeness", version=version.VERSION, lifespan=life, docs_url=None, redoc_url=None,
        openapi_url="/api/v1/openapi.json", responses=WRONG,
    )  # fmt: skip
    app.state.bench = bench
    for kind, handler in _HANDLERS.items():
        app.add_exception_handler(kind, handler)
    # the general ones last: they would answer for the others
    for routes in (_pages, _scripts, _draws, hand_on, write, _questions):
        routes(app, bench)
    return app


# --- what went wrong ---


def _told(status: int) -> Callable[[Request, Exception], Response]:
    def handled(_: Request, error: Exception) -> Response:
        assert isinstance(error, InputError)
        return JSONResponse({"problems": [_plain(each) for each in error.problems]}, status)

    return handled


def _plain(problem: Problem) -> dict[str, Any]:
    # what was asked may hold halves of signs, which cannot be sent back as they are
    path, message = (text.encode(errors="backslashreplace").decode() for text in (problem.path, problem.message))
    return {"path": path, "message": message, "line": problem.line, "column": problem.column}


def _invalid(_: Request, error: Exception) -> Response:
    """What is wrong with the parts of an address or of a body, in the words of every other problem."""
    assert isinstance(error, RequestValidationError)
    problems = [
        Problem(".".join(str(part) for part in each["loc"][1:]), f"{each['msg'][:1].lower()}{each['msg'][1:]}")
        for each in error.errors()
    ]
    return JSONResponse({"problems": [_plain(each) for each in problems]}, 422)


_HANDLERS: dict[type[Exception], Any] = {
    RequestValidationError: _invalid,
    InputError: _told(422),
    UnknownNameError: _told(404),
    ChangedOnDiskError: _told(409),
    TakenError: _told(409),
}


# --- pages ---


def _pages(app: FastAPI, bench: Workbench) -> None:
    @app.get("/", include_in_schema=False)
    async def front() -> Response:
        return bench.page("shelf", shelf=await asyncio.to_thread(shelf, bench.desk))

    @app.get("/case/{name}", include_in_schema=False)
    async def case(name: str) -> Response:
        file = bench.desk.file(name)
        found = await asyncio.to_thread(file.read)
        return bench.page("case", case=sheet(found), file=file, own=file.own)

    @app.get("/case/{name}/part/{part}", include_in_schema=False)
    async def part(name: str, part: str, sets: SetQuery = None) -> Response:
        file, changes = bench.desk.file(name), changes_from(sets or ())
        if part == "changed":
            said = await bench.ask("changed", file, changes, file.text, f"{name}.yaml")
        elif part in PARTS:
            said = await bench.ask("part", file, changes, part)
        else:
            raise UnknownNameError.among("part", part[:80], PARTS)
        found = orjson.loads(said.body)
        bench.drawings.keep(found["drawings"])
        return HTMLResponse(found["html"])

    @app.get("/drawn/{name}.svg", include_in_schema=False)
    async def drawing(name: str) -> Response:
        return Response(bench.drawings.of(name), media_type="image/svg+xml")

    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> dict[str, str]:
        return {"status": "ok", "version": version.VERSION}


def _scripts(app: FastAPI, _: Workbench) -> None:
    @app.get("/static/vega.js", include_in_schema=False)
    async def vega() -> Response:
        said = await asyncio.to_thread(scripts.vega)
        return Response(said, media_type="text/javascript", headers={"cache-control": "max-age=86400"})

    @app.get("/static/{name}", include_in_schema=False)
    async def static(name: str) -> Response:
        kind = _STATIC.get(Path(name).suffix)
        found = files("ripeness.workbench") / "static" / name
        if kind is None or "/" in name or not found.is_file():
            raise UnknownNameError(Problem("", f"there is no {name[:80]!r} here"))
        return Response(found.read_bytes(), media_type=kind)


# --- questions ---


def _questions(app: FastAPI, bench: Workbench) -> None:
    @app.get("/api/v1/cases", tags=["cases"])
    async def cases() -> list[dict[str, Any]]:
        """All cases of the desk."""
        return await asyncio.to_thread(shelf, bench.desk)

    @app.get("/api/v1/cases/{name}", tags=["cases"])
    async def case(name: str) -> dict[str, Any]:
        """What a case says: parties, issues, judgements, levers, postures."""
        return sheet(await asyncio.to_thread(bench.desk.file(name).read))

    @app.get("/api/v1/cases/{name}/deal", tags=["answers"])
    async def deal(name: str, sets: SetQuery = None, deal: DealQuery = "") -> Response:
        """A deal judged: `why` as the command line says it, each party's side, and the ways to other deals."""
        return await bench.ask("deal", bench.desk.file(name), changes_from(sets or ()), moves_from(deal))

    @app.get("/api/v1/cases/{name}/deal/fixes", tags=["answers"])
    async def what_would_fix(name: str, sets: SetQuery = None, deal: DealQuery = "") -> Response:
        """The levers which make each failing constraint of a deal hold, and those which open it together."""
        return await bench.ask("fixes", bench.desk.file(name), changes_from(sets or ()), moves_from(deal))

    @app.get("/api/v1/cases/{name}/{question}", tags=["answers"])
    async def answer(name: str, question: str, sets: SetQuery = None) -> Response:
        """An answer at the most likely values: `glance`, `postures`, `matters`, `deals`, `answer` or `brief`.

        `answer` is what `ripeness assess --json` prints, `brief` what `ripeness brief -o FILE.json` writes.
        """
        if question not in ("glance", "postures", "matters", "deals", "answer", "brief"):
            raise UnknownNameError(Problem("", f"there is no question {question[:80]!r}"))
        return await bench.ask(question, bench.desk.file(name), changes_from(sets or ()))


# --- what takes longer ---


def _draws(app: FastAPI, bench: Workbench) -> None:
    @app.get("/api/v1/status", tags=["server"])
    async def status() -> dict[str, Any]:
        """Whether the fast engine is compiled; while it is not, answers take seconds."""
        return {"kernels": "ready" if bench.jobs.kernels.is_over else "compiling"}

    @app.get("/api/v1/status/events", tags=["server"], include_in_schema=False)
    async def ready() -> Response:
        return _stream(bench.jobs.kernels)

    @app.post("/api/v1/cases/{name}/draws", tags=["draws"], status_code=202)
    async def begin(
        name: str,
        sets: SetQuery = None,
        draws: Annotated[int, Query(ge=8, le=65_536, description="a power of two")] = 1024,
        seed: Annotated[int, Query(ge=0, le=2**32 - 1)] = 1,
    ) -> dict[str, Any]:
        """Begin to compute draws, or find those that were begun; gives their key."""
        file, changes = bench.desk.file(name), changes_from(sets or ())
        case = changes.applied(await asyncio.to_thread(file.read))
        plan_of(case, draws, seed)
        job = bench.jobs.draws(file.text, f"{name}.yaml", changes, draws, seed)
        return {"key": job.key, **job.said}

    @app.get("/api/v1/draws/{key}", tags=["draws"])
    async def state(key: str) -> dict[str, Any]:
        """How far draws are."""
        return {"key": key, **bench.jobs.job(key).said}

    @app.get("/api/v1/draws/{key}/events", tags=["draws"], include_in_schema=False)
    async def events(key: str) -> Response:
        return _stream(bench.jobs.job(key))

    @app.get("/api/v1/draws/{key}/answer", tags=["draws"])
    async def answer(key: str) -> Response:
        """The answer over draws, as `ripeness assess --draws N --json --claims 0` prints it."""
        said = bench.jobs.answer(key)
        if said is None:
            raise InputError(Problem("", "these draws are not finished, expected: to wait for their last event"))
        return Response(said, media_type="application/json")

    @app.delete("/api/v1/draws/{key}", tags=["draws"])
    async def stop(key: str) -> dict[str, Any]:
        """Stop draws; what is finished of them is kept."""
        await bench.jobs.stop(key)
        return {"key": key, **bench.jobs.job(key).said}


def _stream(job: Job) -> StreamingResponse:
    async def lines() -> AsyncGenerator[bytes]:
        async for said in job.events():
            yield b"data: " + orjson.dumps(said) + b"\n\n"

    return StreamingResponse(lines(), media_type="text/event-stream")
