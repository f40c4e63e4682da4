"""What the workbench hands on: the brief, charts as data and pictures, a spreadsheet, the case, and all in one file."""

import asyncio
import re
from typing import Any

from fastapi import FastAPI, Request, Response

from ripeness.errors import UnknownNameError
from ripeness.render.formats import FORMATS
from ripeness.workbench.bench import SetQuery, Workbench, gives
from ripeness.workbench.bundle import unpacked
from ripeness.workbench.changes import changes_from
from ripeness.workbench.spreadsheet import differences

# what a question hands on, by the ending of its file
MEDIA = {
    **{ending.removeprefix("."): form.media_type for ending, form in FORMATS.items()},
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "csv": "text/csv",
    "svg": "image/svg+xml",
    "png": "image/png",
}
_CHART_FORMATS = ("csv", "json", "svg", "png")
_BRIEFS = [form.media_type for form in FORMATS.values()]
_CHARTS = [MEDIA[each] for each in _CHART_FORMATS]
_KEY = re.compile(r"[a-z_.]{1,40}")
_BYTES = {"requestBody": {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}


def _a_file(*media: str) -> Any:
    """What the routes of files say of themselves."""
    return {"tags": ["hand on"], "response_class": Response, "responses": gives(*media)}


def hand_on(app: FastAPI, bench: Workbench) -> None:
    """The routes of what is handed on."""
    _files(app, bench)
    _wholes(app, bench)
    _read_back(app, bench)


async def _file(
    bench: Workbench, question: str, name: str, called: str, sets: list[str] | None, *details: Any
) -> Response:
    """What a question hands on, as a file that is called so."""
    said = await bench.ask(question, bench.desk.file(name), changes_from(sets or ()), *details)
    headers = {"content-disposition": f'attachment; filename="{called}"'}
    return Response(said.body, media_type=MEDIA[called.rpartition(".")[2]], headers=headers)


def _files(app: FastAPI, bench: Workbench) -> None:
    @app.get("/api/v1/cases/{name}/brief.{ending}", **_a_file(*_BRIEFS))
    async def brief(name: str, ending: str, sets: SetQuery = None) -> Response:
        """The brief: `html`, `pdf`, `md` or `json`, as `ripeness brief -o` writes it."""
        if f".{ending}" not in FORMATS:
            raise UnknownNameError.among("format", ending[:20], [each.removeprefix(".") for each in FORMATS])
        await asyncio.to_thread(FORMATS[f".{ending}"].refuse_missing)
        return await _file(bench, "brief_file", name, f"{name}.{ending}", sets, f".{ending}")

    @app.get(
        "/api/v1/cases/{name}/charts/{key}.{ending}",
        tags=["hand on"],
        response_class=Response,
        responses=gives(*_CHARTS),
    )
    async def chart(name: str, key: str, ending: str, sets: SetQuery = None) -> Response:
        """A chart of the brief, as its data (`csv`, `json`) or as a picture (`svg`, `png`)."""
        if ending not in _CHART_FORMATS:
            raise UnknownNameError.among("format", ending[:20], _CHART_FORMATS)
        # a key that is none of the brief's never gets into a header
        called = f"{name}-{key}.{ending}" if _KEY.fullmatch(key) else f"{name}.{ending}"
        return await _file(bench, "chart_file", name, called, sets, key, ending)


def _wholes(app: FastAPI, bench: Workbench) -> None:
    @app.get(
        "/api/v1/cases/{name}/spreadsheet.xlsx",
        tags=["hand on"],
        response_class=Response,
        responses=gives(MEDIA["xlsx"]),
    )
    async def spreadsheet(name: str, sets: SetQuery = None) -> Response:
        """Judgements, sources, deals and futures; changed judgements can be read back."""
        return await _file(bench, "spreadsheet", name, f"{name}.xlsx", sets)

    @app.get("/api/v1/cases/{name}/case.yaml", **_a_file("text/yaml"))
    async def yaml(name: str) -> Response:
        """The case file as it is."""
        headers = {"content-disposition": f'attachment; filename="{name}.yaml"'}
        return Response(bench.desk.file(name).raw, media_type="text/yaml", headers=headers)

    @app.get("/api/v1/cases/{name}/bundle.zip", **_a_file(MEDIA["zip"]))
    async def bundle(name: str, sets: SetQuery = None) -> Response:
        """One file with the case, its changes and what follows, which another workbench opens."""
        text = bench.desk.file(name).text
        return await _file(bench, "bundle", name, f"{name}.zip", sets, name, text, ",".join(sets or ()))


def _read_back(app: FastAPI, bench: Workbench) -> None:
    @app.post("/api/v1/cases/{name}/spreadsheet", tags=["hand on"], openapi_extra=_BYTES)
    async def read_back(name: str, request: Request) -> dict[str, Any]:
        """What a spreadsheet has otherwise than the case, and the `set` that takes it over; nothing is changed."""
        case = await asyncio.to_thread(bench.desk.file(name).read)
        found = await asyncio.to_thread(differences, case, await request.body())
        return {
            "differences": [{"path": d.path, "name": d.name, "was": d.was, "now": d.now} for d in found],
            "set": ",".join(f"{d.path}:{d.written}" for d in found),
        }

    @app.post("/api/v1/bundles", tags=["hand on"], status_code=201, openapi_extra=_BYTES)
    async def open_bundle(request: Request) -> dict[str, str]:
        """Open a bundle: its case is saved under its name, or with a number where that is taken."""
        found = await asyncio.to_thread(unpacked, await request.body())
        taken = set(bench.desk.names())
        names = (found.name, *(f"{found.name[:70]}-{number}" for number in range(2, 1000)))
        name = next(each for each in names if each not in taken)
        await asyncio.to_thread(bench.desk.save_new, name, found.text)
        return {"name": name, "set": str(found.changes)}
