"""A brief as a tagged PDF (PDF/UA-1), from the same HTML as it prints."""

import re
from base64 import b64encode
from collections.abc import Mapping
from html import unescape
from typing import Any, cast

from ripeness.findings.findings import Brief
from ripeness.render.charts import drawings, is_shaped, picture
from ripeness.render.html import as_svg, to_html
from ripeness.render.needs import refuse_without

# a word that goes on for pages is laid out in minutes, or hours where it may stand in one piece only
ENDLESS = 200
# so many pages are set again, a little tighter, where that saves the last of them
SHORT = 5
_TIGHTER = """
body { font-size: 9pt !important; line-height: 1.16 !important; }
table { font-size: 8pt !important; }
.note, small { font-size: 7.6pt !important; }
"""
_LOOSE = "* { break-inside: auto !important; overflow-wrap: break-word !important; }"
_UNSEEN = re.compile(r"<(head|nav|details|footer)\b.*?</\1>", re.DOTALL)
# thirty signs outside of tags, an entity counting for one
_WORD = re.compile(r"((?:&[#\w]+;|[^\s&<>]){30})(?=[^\s<>])")


def to_pdf(brief: Brief, drawn: Mapping[str, str] | None = None) -> bytes:
    """The brief as a PDF; `drawn` are charts already drawn, SVG by key.

    Raises `InputError` where the extra `brief`, or a library of the system that it needs, is not installed.
    """
    refuse_without("pdf")
    import weasyprint  # pyright: ignore[reportMissingTypeStubs]

    # all is in the file, so that nothing is fetched from anywhere
    fetcher: Any = cast(Any, weasyprint).urls.URLFetcher(allowed_protocols=["data"])
    styles: list[Any] = []
    parts = re.split(r"(<[^>]*>)", to_html(brief, drawn, _printable))
    # every other part is a tag
    if any(len(word) > ENDLESS for text in parts[::2] for word in text.split()):
        parts[::2] = [_WORD.sub("\\1\u200b", text) for text in parts[::2]]
        styles.append(cast(Any, weasyprint).CSS(string=_LOOSE))
    page: Any = weasyprint.HTML(string="".join(parts), url_fetcher=fetcher)
    document = page.render(stylesheets=styles, pdf_variant="pdf/ua-1")
    if 1 < len(document.pages) <= SHORT:
        tighter = page.render(stylesheets=[*styles, cast(Any, weasyprint).CSS(string=_TIGHTER)], pdf_variant="pdf/ua-1")
        # a last page of a few lines
        document = tighter if len(tighter.pages) < len(document.pages) else document
    return cast(bytes, document.write_pdf(pdf_variant="pdf/ua-1"))


def _printable(drawn: str) -> str:
    """The address of a drawing: a picture where its letters join, since WeasyPrint sets them one by one."""
    return f"data:image/png;base64,{b64encode(picture(drawn)).decode()}" if is_shaped(drawn) else as_svg(drawn)


def printed(brief: Brief, drawn: Mapping[str, str] | None = None) -> str:
    """All words that a PDF shows, its charts' too."""
    page = _UNSEEN.sub("", to_html(brief, drawn or drawings(brief)))
    return unescape(re.sub(r"<[^>]*>", "", page))
