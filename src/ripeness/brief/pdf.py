"""A brief as a tagged PDF (PDF/UA-1), from the same HTML as it prints."""

from collections.abc import Mapping
from typing import Any, cast

from ripeness.brief.charts import needs_extra
from ripeness.brief.findings import Brief
from ripeness.brief.html import to_html
from ripeness.errors import InputError, Problem


def to_pdf(brief: Brief, drawn: Mapping[str, str] | None = None) -> bytes:
    """The brief as a PDF; `drawn` are charts already drawn, SVG by key.

    Raises `InputError` where the extra `brief`, or a library of the system that it needs, is not installed.
    """
    try:
        import weasyprint  # pyright: ignore[reportMissingTypeStubs]
    except ImportError:
        raise needs_extra("weasyprint") from None
    except OSError as error:
        right = "would be right: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        raise InputError(Problem("", f"WeasyPrint lacks a library of the system ({error}), {right}")) from None
    # all is in the file, so that nothing is fetched from anywhere
    fetcher: Any = cast(Any, weasyprint).urls.URLFetcher(allowed_protocols=["data"])
    document: Any = weasyprint.HTML(string=to_html(brief, drawn), url_fetcher=fetcher)
    return cast(bytes, document.write_pdf(pdf_variant="pdf/ua-1"))
