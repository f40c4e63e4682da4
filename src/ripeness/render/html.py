"""A brief as one HTML file that needs nothing else: style, charts and their data are in it."""

import datetime as dt
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from html import escape
from importlib.resources import files
from urllib.parse import quote

from ripeness.case.direction import END, ISOLATES
from ripeness.ensemble.wording import day
from ripeness.findings.findings import Brief, Value
from ripeness.findings.text import said
from ripeness.render.charts import WIDER, as_csv, drawings, needs_extra
from ripeness.render.face import face

SHOWN_ROWS = 60
LONGEST_WORD = 30
# so many columns fit on a phone; where there are more, a table scrolls, and is a stop for those who use keys
MOST_COLUMNS = 6


def as_svg(drawn: str) -> str:
    """The address of a drawing (SVG) that is in the page itself."""
    return f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}"


def to_html(brief: Brief, drawn: Mapping[str, str] | None = None, address: Callable[[str], str] | None = None) -> str:
    """The brief as HTML; `drawn` are charts already drawn, SVG by key, as `drawings` makes them.

    Drawings stand in the page itself, where they take its face and colours; `address`, if given, makes a picture of
    the narrow one. Raises `InputError` where the extra `brief` is not installed.
    """
    try:
        from jinja2 import Environment
        from markupsafe import Markup
    except ImportError:
        raise needs_extra("jinja2") from None
    folder = files("ripeness.render") / "templates"
    made = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = made.from_string((folder / "brief.html.j2").read_text(encoding="utf-8"))
    charts = [chart for section in brief.sections for chart in section.charts]
    keys = [chart.key + width for chart in charts for width in (("",) if address else ("", WIDER))]
    images = drawn if drawn and drawn.keys() >= set(keys) else drawings(brief, wide=address is None)
    text = template.render(
        brief=brief,
        as_of=day(dt.date.fromisoformat(brief.as_of)),
        # our own style: of a case nothing is in it
        style=Markup(face() + (folder / "brief.css").read_text(encoding="utf-8")),
        images={key: address(images[key]) for key in keys} if address else {},
        places={key: Markup(f"<!-- drawing {k} -->") for k, key in enumerate(keys)},
        wider=WIDER,
        blocks={block.key for section in brief.sections for block in section.blocks},
        files={chart.key: f"data:text/csv;charset=utf-8,{quote(as_csv(chart))}" for chart in charts},
        shown_rows=SHOWN_ROWS,
        most_columns=MOST_COLUMNS,
        cell=as_cell,
        said=said,
        long=_long,
    )
    # without what the definitions of macros leave before the first line;
    # a number is not parted from its sign
    page = re.sub(r"(?<=\d) %", "\u00a0%", isolated(text.lstrip()))
    alts = {chart.key: chart.alt for chart in charts}
    inside = {str(k): inline(images[key], alts[key.removesuffix(WIDER)]) for k, key in enumerate(keys)}
    # after all else, since nothing in a drawing is an element of HTML
    return re.sub(r"<!-- drawing (\d+) -->", lambda found: inside[found[1]], page)


# what readers of the screen are told of the parts of a drawing, which is one picture to them
_ROLES = re.compile(r" (?:role|aria-[a-z]+|xmlns:xlink|version)=\"[^\"]*\"")


def inline(drawn: str, alt: str) -> str:
    """A drawing (SVG) as a part of a page, with what it shows in words."""
    head, end, rest = _ROLES.sub("", drawn).partition(">")
    head = head.replace('class="marks"', 'class="chart"', 1)
    return f'{head} role="img" aria-label="{escape(alt)}"{end}{rest}'


def sections_of_page(page: str) -> str:
    """The sections of a brief's page without its frame, to stand in another page."""
    return page.partition('<main id="main">')[2].rpartition("</main>")[0]


# what is shown as it is written: no element may stand in it
_PLAIN = re.compile(r"<(?:title|style|script|textarea)\b", re.IGNORECASE)


def isolated(html: str) -> str:
    """A page with every isolate in its texts as an element `bdi`; attributes and the title keep the signs for it.

    An element is laid out by itself by whatever sets the page, and is not lost where control characters are.

    >>> isolated('<p title="\u2068a\u2069">\u2068a\u2069 b</p>') == '<p title="\u2068a\u2069"><bdi>a</bdi> b</p>'
    True
    """
    parts = re.split(r"(<[^>]*>)", html)
    for place in range(2, len(parts), 2):
        if not ISOLATES.isdisjoint(parts[place]) and not _PLAIN.match(parts[place - 1]):
            parts[place] = _with_elements(parts[place])
    return "".join(parts)


_OPENED = {"\u2066": '<bdi dir="ltr">', "\u2067": '<bdi dir="rtl">', "\u2068": "<bdi>"}


def _with_elements(text: str) -> str:
    """A text with elements for its isolates; those that are not closed, or were not opened, stay as they are."""
    made: list[str] = []
    opened: list[int] = []
    for sign in text:
        if sign in ISOLATES:
            opened.append(len(made))
        elif sign == END and opened:
            first = opened.pop()
            made[first] = _OPENED[made[first]]
            sign = "</bdi>"
        made.append(sign)
    return "".join(made)


def _long(text: str) -> str:
    """The class of a cell whose words may have to break anywhere, as no sensible word does."""
    return " long" if any(len(word) > LONGEST_WORD for word in text.split()) else ""


def as_cell(value: Value) -> str:
    """A value of a chart as a table shows it."""
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
