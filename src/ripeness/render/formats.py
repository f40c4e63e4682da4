"""A brief in each of its formats, by the ending of the file that holds it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ripeness.findings.findings import Brief
from ripeness.findings.parts import on_paper
from ripeness.render.needs import Output, refuse_without

Charts = Mapping[str, str]


def _html(brief: Brief, charts: Charts) -> bytes:
    from ripeness.render.html import to_html

    return to_html(brief, charts).encode()


def _pdf(brief: Brief, charts: Charts) -> bytes:
    from ripeness.render.pdf import to_pdf

    return to_pdf(brief, charts)


def _markdown(brief: Brief, _: Charts) -> bytes:
    from ripeness.render.markdown import to_markdown

    return to_markdown(brief).encode()


def _json(brief: Brief, _: Charts) -> bytes:
    return (json.dumps(brief.to_dict(), ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


@dataclass(frozen=True)
class Format:
    """How a brief is written: `is_paper` says that it is read on paper, and so is short unless asked for in full."""

    media_type: str
    write: Callable[[Brief, Charts], bytes]
    needs: Output | None = None
    is_paper: bool = False

    def refuse_missing(self) -> None:
        """Raise `InputError` where what the format needs is not installed."""
        if self.needs is not None:
            refuse_without(self.needs)

    def written(self, brief: Brief, charts: Charts | None = None, in_full: bool = False) -> bytes:
        """The brief in this format; `charts` are those already drawn, SVG by key."""
        return self.write(on_paper(brief) if self.is_paper and not in_full else brief, charts or {})


FORMATS: Mapping[str, Format] = {
    ".html": Format("text/html", _html, needs="html"),
    ".pdf": Format("application/pdf", _pdf, needs="pdf", is_paper=True),
    ".md": Format("text/markdown", _markdown, is_paper=True),
    ".json": Format("application/json", _json),
}
