"""Five tools for assistants (MCP): to read cases and to ask what if. An assistant proposes changes, the engine answers.

Nothing is written, and no number comes from a language model: whatever a tool says is what the engine computed.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from ripeness import version
from ripeness.answering import Answer, assess
from ripeness.case.model import Case
from ripeness.errors import InputError
from ripeness.findings.findings import Brief
from ripeness.findings.moved import moved
from ripeness.findings.parts import NAMES
from ripeness.workbench.changes import changes_from
from ripeness.workbench.desk import Desk
from ripeness.workbench.sheet import sheet
from ripeness.workbench.shelf import shelf

INSTRUCTIONS = (
    "Answers about negotiations between adversaries, computed from case files. Every number that you give must come "
    "from these tools; propose changes of judgements or levers and let `assess` or `compare` say what follows. A "
    "change is a lever by its name, or path:value, such as dynamics.misreading:0.01; `show` lists both. The numbers "
    "follow from an analyst's judgements and are no forecast."
)


class Tools:
    """The tools over the cases of a desk; each says what the engine says, or raises `ToolError`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def cases(self) -> list[dict[str, Any]]:
        """The cases: name, title, region, date, parties, and what is wrong with one that cannot be used."""
        return shelf(self._desk)

    def show(self, case: str) -> dict[str, Any]:
        """What a case says: parties, issues and options, each judgement with range and source, levers, postures."""
        return sheet(self._changed(case, ()))

    def assess(self, case: str, changes: list[str] | None = None, part: str | None = None) -> dict[str, Any]:
        """The answer for a case with changes: a sentence, and findings with their numbers.

        Without `part` it is the first screen; parts are ladder, deals, provisions, talks, war, postures, record,
        claims, assumptions, all.
        """
        if part is not None and part not in NAMES:
            raise ToolError(f"there is no part {part}, expected: {', '.join(NAMES)}")
        answer = assess(self._changed(case, changes or ()))
        return {"sentence": answer.sentence, "numbers": _numbers(answer), "findings": _findings(answer.brief(part))}

    def why(self, case: str, deal: dict[str, str], changes: list[str] | None = None) -> dict[str, Any]:
        """One deal judged, issue to option: whether all accept it, what fails by how much, and on whose judgement."""
        try:
            return assess(self._changed(case, changes or ())).why(deal).to_dict()
        except InputError as error:
            raise ToolError(str(error)) from None

    def compare(self, case: str, changes: list[str], with_changes: list[str] | None = None) -> dict[str, Any]:
        """A case with two lists of changes side by side, the second empty for the case as it is; and what moved."""
        before, after = self._changed(case, with_changes or ()), self._changed(case, changes)
        sides = {"before": assess(before), "after": assess(after)}
        told = {side: {"sentence": of.sentence, "numbers": _numbers(of)} for side, of in sides.items()}
        return {**told, "moved": moved(before, after).text}

    def _changed(self, name: str, changes: Iterable[str]) -> Case:
        try:
            return changes_from(changes).applied(self._desk.file(name).read())
        except InputError as error:
            raise ToolError(str(error)) from None


def make_server(folder: Path) -> MCPServer[Any]:
    """The server over a folder of cases and the bundled ones."""
    tools = Tools(Desk(folder.resolve()))
    server: MCPServer[Any] = MCPServer("ripeness", version=version.VERSION, instructions=INSTRUCTIONS)
    for tool in (tools.cases, tools.show, tools.assess, tools.why, tools.compare):
        server.add_tool(tool)
    return server


def _numbers(answer: Answer) -> dict[str, Any]:
    future = answer.at_modes.as_is
    return {
        "deal_in_force": future.deal,
        "war": future.war_total,
        "war_by_path": dict(future.war),
        "open_now": answer.at_modes.deals.now,
        "highest_open_rung": answer.highest_rung,
        "horizon_months": answer.case.horizon,
    }


def _findings(brief: Brief) -> list[dict[str, Any]]:
    return [
        {
            "section": section.title,
            "label": finding.label,
            "text": finding.text,
            "numbers": {measure.name: measure.shown for measure in finding.measures},
        }
        for section, finding in brief.findings()
    ]
