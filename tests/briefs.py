"""Briefs for tests: a golden case's at the modes, and one with hostile words in every place that takes words."""

import json
import re
from functools import cache
from html.parser import HTMLParser

from builders import assessed, quiet
from ripeness.answer.reading import assess
from ripeness.case.read.load import load, load_text
from ripeness.findings.compose import brief_of
from ripeness.findings.findings import Brief
from terminal import golden

HOSTILE = (
    "<script>alert(1)</script> **bold** [x](javascript:y) | `c` \u202eright-to-left\u202c \u05d0 😀 "
    "\"'&amp; {{ 7 * 7 }}"
)
ENDLESS = "M" * 10_000


# of a case in which no deal is acceptable to all, so that sentences name the parties
RIGHT_TO_LEFT = {
    "ann": "\u0634\u0647\u0631 \u0622\u0628\u06cc",
    "bob": "\u0628\u0644\u062f\u0629 \u062e\u0636\u0631\u0627\u0621",
    "option": "\u0628\u0627\u0632 24 \u0633\u0627\u0639\u062a",
    "issue": "\u05d4\u05e9\u05d3\u05d4",
    "posture": "\u05d4\u05de\u05ea\u05e0\u05d4",
    "author": "\u05e1\u05d5\u05e4\u05e8",
}
UNUSUAL = "\u534a\u958b"


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
def right_to_left_case():
    names = RIGHT_TO_LEFT
    changes = {
        "title": "Two towns",
        "parties.ann.name": names["ann"],
        "parties.ann.reservation": 0.55,
        "parties.bob.name": names["bob"],
        "parties.bob.reservation": 0.45,
        "issues.field.name": names["issue"],
        "issues.field.options.shared.text": names["option"],
        "issues.field.options.split": {"text": UNUSUAL, "value": {"ann": 0.5, "bob": 0.1}},
        "sources": {"s": {"title": "Notes of a walk", "author": names["author"], "grade": "B2"}},
        "postures": {
            "wait": {"name": names["posture"], "title": names["posture"], "set": {"dynamics.incident": 0.2}},
            "calm": {"title": "Calm"},
        },
        "dynamics.incident": 0.1,
        "dynamics.miscalculation": 0.1,
    }
    return load_text(json.dumps(quiet(changes), ensure_ascii=False))


@cache
def right_to_left() -> Brief:
    return brief_of(assessed(right_to_left_case()))


@cache
def hostile(words: str = HOSTILE) -> Brief:
    return brief_of(assessed(hostile_case(words)))


def isolates(text: str) -> list[str]:
    """What is isolated in a text, without the signs; nothing that runs from right to left stands outside of it."""
    outside = re.sub("\u2068[^\u2068\u2069]*\u2069", "", text)
    assert not re.search("[\u0590-\u08ff\u2066-\u2069]", outside), text
    return re.findall("\u2068([^\u2068\u2069]*)\u2069", text)


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
