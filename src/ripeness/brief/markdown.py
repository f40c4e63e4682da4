"""A brief as Markdown (CommonMark with tables): nothing of a case is taken for markup."""

import re
from datetime import date

from ripeness.brief.findings import Block, Brief, Chart, Finding, Measure
from ripeness.brief.html import as_cell

SHOWN_ROWS = 24

_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:@^=])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def escaped(text: str) -> str:
    """A text that Markdown shows as it is, on one line.

    >>> escaped("*a* <b>"), escaped("1. x")
    ('\\\\*a\\\\* &lt;b&gt;', '1\\\\. x')
    """
    return _MARKUP.sub(r"\\\1", "".join(_ENTITIES.get(sign, sign) for sign in " ".join(text.split())))


def to_markdown(brief: Brief) -> str:
    """The brief as Markdown, charts as what they show in words and a table."""
    lines = [f"# {escaped(brief.title)}", "", _under(brief), ""]
    for section in brief.sections:
        lines += [f"## {escaped(section.title)}", ""]
        for block in section.blocks:
            lines += _block(block)
        for chart in section.charts:
            lines += _chart(chart)
    return "\n".join(lines).rstrip() + "\n"


def _under(brief: Brief) -> str:
    about = [f"As of {date.fromisoformat(brief.as_of):%d %B %Y}, over {brief.horizon} months", brief.region]
    return escaped(" · ".join(part for part in (*about, ", ".join(brief.topics)) if part))


def _block(block: Block) -> list[str]:
    lines = [f"### {escaped(block.title)}", ""] if block.title else []
    if block.layout == "table":
        texts = block.has_texts
        rows = [
            [f.label, *([f.text] if texts else []), *(_number(measure) for measure in f.measures)]
            for f in block.findings
        ]
        lines += _table(list(block.columns), rows)
    elif block.layout == "list":
        lines += [f"- {_sentence(finding)}" for finding in block.findings]
    else:
        lines += [line for finding in block.findings for line in (_sentence(finding), "")][:-1]
    return [*lines, "", *([escaped(block.note), ""] if block.note else [])]


def _sentence(finding: Finding) -> str:
    sure = finding.confidence
    return escaped(finding.text + (f" Confidence: {sure.level} ({sure.reason})." if sure else ""))


def _number(measure: Measure) -> str:
    return f"{measure.shown} ({measure.span})" if measure.span else measure.shown


def _chart(chart: Chart) -> list[str]:
    lines = [f"### {escaped(chart.title)}", "", escaped(chart.alt), ""]
    if len(chart.rows) > SHOWN_ROWS:
        return [*lines, escaped(f"Its {len(chart.rows)} rows are in the JSON of this brief."), ""]
    rows = [[as_cell(row.get(name)) for name in chart.columns] for row in chart.rows]
    return [*lines, *_table(list(chart.columns.values()), rows), ""]


def _table(columns: list[str], rows: list[list[str]]) -> list[str]:
    def line(cells: list[str]) -> str:
        return f"| {' | '.join(map(escaped, cells))} |"

    return [line(columns), f"|{' --- |' * len(columns)}", *map(line, rows)]
