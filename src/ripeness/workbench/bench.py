"""What every page and question of the workbench needs: the desk, who computes, what goes on behind, the templates."""

import time
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from fastapi import Query, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from ripeness import version
from ripeness.errors import Problem, UnknownNameError
from ripeness.workbench.answerers import Answerers
from ripeness.workbench.changes import Changes
from ripeness.workbench.desk import CaseFile, Desk
from ripeness.workbench.jobs import Jobs

SetQuery = Annotated[
    list[str] | None, Query(alias="set", description="changes: levers by name, judgements as path:value", max_length=50)
]


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
        self.jobs = Jobs(self.answerers.renew)
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
