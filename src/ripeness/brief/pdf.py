"""A brief as a tagged PDF (PDF/UA-1), from the same HTML as it prints."""

import re
from collections.abc import Mapping
from typing import Any, cast

from ripeness.brief.findings import Brief
from ripeness.brief.html import to_html
from ripeness.brief.needs import refuse_without

# a word that goes on for pages is laid out in minutes, or hours where it may stand in one piece only
ENDLESS = 200
_LOOSE = "* { break-inside: auto !important; overflow-wrap: break-word !important; }"
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
    parts = re.split(r"(<[^>]*>)", to_html(brief, drawn))
    # every other part is a tag
    if any(len(word) > ENDLESS for text in parts[::2] for word in text.split()):
        parts[::2] = [_WORD.sub("\\1\u200b", text) for text in parts[::2]]
        styles.append(cast(Any, weasyprint).CSS(string=_LOOSE))
    document: Any = weasyprint.HTML(string="".join(parts), url_fetcher=fetcher)
    return cast(bytes, document.write_pdf(pdf_variant="pdf/ua-1", stylesheets=styles))
