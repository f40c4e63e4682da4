"""What an answerer can be asked of a case: each a function of the case that gives bytes to send."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import orjson

from ripeness.answering import assess
from ripeness.case.model import Case
from ripeness.errors import UnknownNameError
from ripeness.findings.findings import Brief
from ripeness.findings.since import changes_since
from ripeness.render.charts import as_csv, picture, specification, svg
from ripeness.render.formats import FORMATS
from ripeness.render.html import sections_of_page, to_html
from ripeness.workbench import bundle, glance, spreadsheet, table
from ripeness.workbench.changes import changes_from
from ripeness.workbench.desk import case_from


def _json(of: Callable[..., Any]) -> Callable[..., bytes]:
    def answered(case: Case, *details: Any) -> bytes:
        return orjson.dumps(of(case, *details))

    return answered


def _answer(case: Case) -> Mapping[str, Any]:
    return assess(case).to_dict()


def _brief(case: Case, part: str | None = "all") -> Mapping[str, Any]:
    return assess(case).brief(part).to_dict()


def _part(case: Case, part: str) -> Mapping[str, Any]:
    """A part of the answer as HTML, with its drawings by the names under which the page asks for them."""
    return _as_html(assess(case).brief(part))


def _changed(case: Case, text: str, file: str) -> Mapping[str, Any]:
    """What the changes of a case did, each by itself, as HTML."""
    section = changes_since(case, case_from(text, file))
    return _as_html(replace(assess(case).brief(None), sections=(section,)))


def _as_html(brief: Brief) -> Mapping[str, Any]:
    drawings: dict[str, str] = {}

    def address(drawn: str) -> str:
        name = hashlib.sha256(drawn.encode()).hexdigest()[:24]
        drawings[name] = drawn
        return f"/drawn/{name}.svg"

    html = sections_of_page(to_html(brief, address=address))
    return {"html": html, "drawings": drawings}


def _why(case: Case, deal: tuple[tuple[str, str], ...]) -> Mapping[str, Any]:
    return assess(case).why(dict(deal)).to_dict()


def _deals(case: Case) -> Mapping[str, Any]:
    return assess(case).deals().to_dict()


def _brief_file(case: Case, ending: str) -> bytes:
    return FORMATS[ending].written(assess(case).brief())


def _chart_file(case: Case, key: str, ending: str) -> bytes:
    brief = assess(case).brief()
    charts = {chart.key: chart for section in brief.sections for chart in section.charts}
    if key not in charts:
        raise UnknownNameError.among("chart", key[:80], charts)
    chart = charts[key]
    if ending == "csv":
        return as_csv(chart).encode()
    if ending == "json":
        return orjson.dumps({"case": case.id, "as_of": brief.as_of, "version": brief.version, **specification(chart)})
    return svg(chart).encode() if ending == "svg" else picture(svg(chart))


def _spreadsheet(case: Case) -> bytes:
    return spreadsheet.written(assess(case))


def _bundle(case: Case, name: str, text: str, sets: str) -> bytes:
    return bundle.packed(name, text, changes_from([sets]), assess(case))


QUESTIONS: Mapping[str, Callable[..., bytes]] = {
    "glance": _json(glance.glance),
    "postures": _json(glance.postures),
    "matters": _json(glance.what_matters),
    "answer": _json(_answer),
    "brief": _json(_brief),
    "part": _json(_part),
    "deal": _json(table.deal),
    "fixes": _json(table.what_would_fix),
    "changed": _json(_changed),
    "why": _json(_why),
    "deals": _json(_deals),
    "brief_file": _brief_file,
    "chart_file": _chart_file,
    "spreadsheet": _spreadsheet,
    "bundle": _bundle,
}
