"""Briefs for tests: a golden case's at the modes, and one with hostile words in every place that takes words."""

import json
from functools import cache
from html.parser import HTMLParser

from builders import assessed, quiet
from ripeness.assessment.reading import assess
from ripeness.brief.compose import brief_of
from ripeness.brief.findings import Brief
from ripeness.case.load import load, load_text
from terminal import golden

HOSTILE = (
    "<script>alert(1)</script> **bold** [x](javascript:y) | `c` \u202eright-to-left\u202c \u05d0 😀 "
    "\"'&amp; {{ 7 * 7 }}"
)
ENDLESS = "M" * 10_000


@cache
def founding() -> Brief:
    return brief_of(assess(load("iran-us-2020")))


@cache
def example() -> Brief:
    return brief_of(golden("example"))


def hostile_case(words: str = HOSTILE):
    changes = {
        "title": words,
        "region": words,
        "topics": [words],
        "parties.ann.name": words,
        "issues.field.options.shared.text": words,
        "sources": {"s": {"title": words, "author": words, "grade": "A1"}},
        "assumptions": [{"text": words, "if_wrong": words}],
        "hypotheses": [{"text": words, "evidence": [words]}],
        "indicators": [{"text": words, "direction": words}],
        "postures": {"p": {"title": words}},
        "claims": {"c": {"text": words, "less": ["war", 1.0]}},
    }
    return load_text(json.dumps(quiet(changes), ensure_ascii=False))


@cache
def hostile(words: str = HOSTILE) -> Brief:
    return brief_of(assessed(hostile_case(words)))


class Page(HTMLParser):
    """What a browser makes of a page: elements, numbers with their names, and texts."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.numbers: list[tuple[str, str, str]] = []
        self.texts: list[str] = []
        self._data: dict[str, str | None] | None = None
        self._hidden = 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._hidden += tag in ("style", "script")
        if tag == "data":
            self._data = dict(attrs)

    def handle_endtag(self, tag):
        self._hidden -= tag in ("style", "script")
        if tag == "data":
            self._data = None

    def handle_data(self, data):
        if self._hidden:
            return
        self.texts.append(data)
        if self._data is not None:
            said = (self._data["data-name"] or "", self._data["value"] or "", data)
            self.numbers.append(tuple(part.replace("\u00a0", " ") for part in said))

    @property
    def text(self) -> str:
        return "".join(self.texts)
