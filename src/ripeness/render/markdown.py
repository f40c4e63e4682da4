"""A brief as Markdown (CommonMark with tables): nothing of a case is taken for markup."""

import re
from datetime import date

from ripeness.ensemble.wording import day
from ripeness.findings.findings import Block, Brief, Chart, Finding, Measure
from ripeness.render.html import as_cell

SHOWN_ROWS = 24

# what is markup wherever it stands: code, links, cells, backslashes before a sign; tags and entities where they are
# some; stars and underscores where they can begin or end emphasis, which within a word only stars can
_MARKUP = re.compile(
    r"[`\[|~$]|\\(?=[!-/:-@\[-`{-~]|$)|<(?=[A-Za-z/!?])|&(?=#\d+;|#[xX][0-9a-fA-F]+;|[A-Za-z][A-Za-z0-9]*;)"
    r"|(?<!\s)\*|\*(?!\s)|(?<![^\W_])_(?=\S)|(?<=\S)_(?![^\W_])"
)
# what is markup at the beginning of a line: headings, quotes, lists, rules
_AT_START = re.compile(r"(?:#{1,6}|[-+*])(?=\s|$)|>|(?:[-_*]\s*){3,}$|\d{1,9}[.)](?=\s|$)")
_CLOSES_HEADING = re.compile(r"(?:(?<=\s)|^)(?=#+$)")
# each is markup only with another of its kind; GitHub strikes out between tildes, and has formulas between dollars
_IN_PAIRS = "`*_~$"
_ENTITIES = {"&": "&amp;", "<": "&lt;"}


def escaped(text: str) -> str:
    """A text that Markdown shows as it is, on one line; signs that are no markup where they stand are left alone.

    >>> escaped("*a* <b>"), escaped("1. x"), escaped("War: <1 % (press_crisis), 0.5-1.5 - no. [x]")
    ('\\\\*a\\\\* &lt;b>', '1\\\\. x', 'War: <1 % (press_crisis), 0.5-1.5 - no. \\\\[x]')
    """
    text = " ".join(text.split())
    alone = {sign for sign in _IN_PAIRS if text.count(sign) == 1}
    made = _MARKUP.sub(lambda found: found[0] if found[0] in alone else _ENTITIES.get(found[0], f"\\{found[0]}"), text)
    if (found := _AT_START.match(text)) and not made.startswith("\\"):
        # the dot or bracket of a number, the first sign of all others
        at = len(found[0].rstrip()) - 1 if found[0][0].isdigit() else 0
        made = f"{made[:at]}\\{made[at:]}"
    return _CLOSES_HEADING.sub(r"\\", made)


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
    about = [f"As of {day(date.fromisoformat(brief.as_of))}, over {brief.horizon} months", brief.region]
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
    lines = [f"### {escaped(chart.title)}", "", escaped(f"{chart.alt} {chart.note}".rstrip()), ""]
    if len(chart.rows) > SHOWN_ROWS:
        return [*lines, escaped(f"Its {len(chart.rows)} rows are in the JSON of this brief."), ""]
    rows = [[as_cell(chart.read(row, name)) for name in chart.columns] for row in chart.rows]
    return [*lines, *_table(list(chart.columns.values()), rows), ""]


def _table(columns: list[str], rows: list[list[str]]) -> list[str]:
    def line(cells: list[str]) -> str:
        return f"| {' | '.join(map(escaped, cells))} |"

    return [line(columns), f"|{' --- |' * len(columns)}", *map(line, rows)]
