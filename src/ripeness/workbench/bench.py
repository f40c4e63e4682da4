"""What every page and question of the workbench needs: the desk, who computes, what goes on behind, the templates."""

import time
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from fastapi import Query, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from pydantic import BaseModel

from ripeness import version
from ripeness.errors import Problem, UnknownNameError
from ripeness.workbench.answerers import Answerers
from ripeness.workbench.changes import Changes
from ripeness.workbench.desk import CaseFile, Desk
from ripeness.workbench.jobs import Jobs

SetQuery = Annotated[
    list[str] | None, Query(alias="set", description="changes: levers by name, judgements as path:value", max_length=50)
]


class Wrong(BaseModel):
    """One thing wrong: where, and what was expected; line and column count from 1, and 0 means unknown."""

    path: str
    message: str
    line: int = 0
    column: int = 0


class Problems(BaseModel):
    """Everything that is wrong with what was asked."""

    problems: list[Wrong]


# what every question may answer where it cannot be answered
WRONG: dict[int | str, dict[str, Any]] = {
    403: {"model": Problems, "description": "Not from a page of this server, or without its token"},
    404: {"model": Problems, "description": "There is nothing of this name"},
    408: {"model": Problems, "description": "Sent too slowly"},
    409: {"model": Problems, "description": "The name is taken, or the file has changed on disk"},
    413: {"model": Problems, "description": "Too large"},
    421: {"model": Problems, "description": "Asked by another name than its own"},
    422: {"model": Problems, "description": "Cannot be used"},
}


def gives(*media: str) -> dict[int | str, dict[str, Any]]:
    """What a question answers that gives a file of one of these kinds."""
    content: dict[str, Any] = {each: {} for each in media}
    return {200: {"description": "The file", "content": content}}


class Drawings:
    """The drawings that pages are about to ask for, the last of them only."""

    MOST = 200

    def __init__(self) -> None:
        self._kept: OrderedDict[str, str] = OrderedDict()

    def keep(self, drawings: Mapping[str, str]) -> None:
        """Keep drawings by name."""
        for name, drawn in drawings.items():
            self._kept[name] = drawn
            self._kept.move_to_end(name)
        while len(self._kept) > self.MOST:
            self._kept.popitem(last=False)

    def of(self, name: str) -> str:
        """A drawing, as SVG. Raises `UnknownNameError` where it is not kept any more."""
        if name not in self._kept:
            raise UnknownNameError(Problem("", "this drawing is gone, expected: that the page is loaded again"))
        return self._kept[name]


class Workbench:
    """What every page and question needs: the desk, the answerers, and how pages are set."""

    def __init__(self, folder: Path) -> None:
        self.desk = Desk(folder.resolve())
        self.answerers = Answerers()
        self.drawings = Drawings()
        self.jobs = Jobs(self.desk.folder, self.answerers.renew)
        self._pages = Environment(
            loader=PackageLoader("ripeness.workbench"), autoescape=True, trim_blocks=True, lstrip_blocks=True,
            undefined=StrictUndefined,
        )  # fmt: skip

    def page(self, name: str, **what: Any) -> HTMLResponse:
        """A page from its template."""
        return HTMLResponse(self._pages.get_template(f"{name}.html.j2").render(version=version.VERSION, **what))

    async def ask(self, what: str, file: CaseFile, changes: Changes, *details: Any) -> Response:
        """JSON of what the answerers say."""
        began = time.perf_counter()
        said = await self.answerers.ask(what, file.text, f"{file.name}.yaml", changes, *details)
        took = 1000.0 * (time.perf_counter() - began)
        return Response(said, media_type="application/json", headers={"server-timing": f"answer;dur={took:.1f}"})
