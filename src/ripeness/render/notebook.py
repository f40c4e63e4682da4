"""An answer as a notebook shows it: the sentence, the ladder and the curve of war."""

from html import escape

from ripeness.errors import InputError
from ripeness.findings.findings import Block, Brief
from ripeness.findings.parts import FIRST
from ripeness.render.charts import svg
from ripeness.render.html import isolated


def card(first: Brief, war: Brief) -> str:
    """HTML of a brief's first screen in short, with the chart of the brief of war; without it where it needs an extra.

    `first` has the section of the first screen, `war` those of war.
    """
    ladder = next(block for block in first.section(FIRST).blocks if block.key == "message.ladder")
    head = f"<p><b>{escape(first.title)}</b></p><p>{escape(first.answer)}</p>"
    return isolated(f"<div>{head}{_table(ladder)}{_chart(war)}</div>")


def _table(block: Block) -> str:
    heads = "".join(f"<th>{escape(column)}</th>" for column in block.columns)
    rows = "".join(
        f"<tr><td>{escape(row.label)}</td>{''.join(f'<td>{escape(m.shown)}</td>' for m in row.measures)}</tr>"
        for row in block.findings
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _chart(war: Brief) -> str:
    charts = [chart for section in war.sections if section.key == "war" for chart in section.charts]
    try:
        return "".join(svg(chart) for chart in charts[:1])
    except InputError:
        return ""
