"""One answer, the same everywhere: terminal, HTML, Markdown, JSON, PDF and site are parsed and held to the findings."""

import io
import json
import re
from collections.abc import Iterator

import pytest
from markdown_it import MarkdownIt

from briefs import Page, example, founding
from ensembles import brief_from_draws
from finished_briefs import write_finished
from needs import needs
from ripeness.cli.answer import print_brief
from ripeness.findings.findings import Block, Brief, Finding, brief_from
from ripeness.findings.parts import ALL
from ripeness.render.html import to_html
from ripeness.render.markdown import to_markdown
from ripeness.site.build import build_site
from ripeness.site.wording import chance
from terminal import page

BRIEFS = {"founding": founding, "example": example, "draws": lambda: brief_from_draws("small steps")}
of_each = pytest.mark.parametrize("name", BRIEFS)


def plain(text: str) -> str:
    """A text without what only lays it out: rules, brackets, bullets, isolates, and how wide a space is."""
    return " ".join(re.sub("[\u2066-\u2069\u200b│|•─━┃()]", " ", text).split())


def tables(brief: Brief) -> Iterator[tuple[Block, Finding]]:
    for section in brief.sections:
        for block in section.blocks:
            if block.layout == "table" and not block.has_texts:
                yield from ((block, finding) for finding in block.findings)


def missing(brief: Brief, text: str, spans: bool = True) -> list[str]:
    """The rows of numbers that do not stand in a text as the findings have them."""
    found = plain(text)
    rows = [
        plain(" ".join([of.label, *(m.shown + (f" {m.span}" if spans and m.span else "") for m in of.measures)]))
        for _, of in tables(brief)
    ]
    assert len(rows) > 10
    return [row for row in rows if row not in found]


def untold(brief: Brief, text: str) -> list[str]:
    """The sentences of findings that do not stand in a text."""
    found = plain(text)
    told = [of for section in brief.sections for b in section.blocks if b.layout != "table" for of in b.findings]
    assert len(told) > 10
    return [of.text for of in told if plain(of.text) not in found]


@of_each
@needs("brief")
def test_html(name):
    brief = BRIEFS[name]()
    text = " ".join(Page(to_html(brief)).texts)
    assert (missing(brief, text), untold(brief, text)) == ([], [])


def test_one_number_that_differs_is_seen():
    text = plain(" ".join(Page(to_html(founding())).texts))
    of = founding().finding("postures.maximum-pressure")
    row = plain(" ".join([of.label, *(m.shown for m in of.measures)]))
    other = row.replace(of.measures[0].shown.removesuffix(" %"), "99")
    assert row in missing(founding(), text.replace(row, other))


@of_each
def test_markdown(name):
    brief = BRIEFS[name]()
    inline = [token for token in MarkdownIt("commonmark").enable("table").parse(to_markdown(brief)) if token.children]
    text = " ".join(child.content for token in inline for child in token.children or [])
    assert (missing(brief, text), untold(brief, text)) == ([], [])


@of_each
def test_json(name):
    brief = BRIEFS[name]()
    data = json.loads(json.dumps(brief.to_dict(), allow_nan=False))
    read = {of.key: of for _, of in brief_from(data).findings()}
    written = {of["key"]: of for s in data["sections"] for b in s["blocks"] for of in b["findings"]}
    for _, of in brief.findings():
        assert [(m.name, m.shown, m.span) for m in read[of.key].measures] == [
            (m.name, m.shown, m.span) for m in of.measures
        ]
        assert [m["shown"] for m in written[of.key]["measures"]] == [m.shown for m in of.measures]
        assert written[of.key]["text"] == of.text


@of_each
def test_terminal(name):
    brief = BRIEFS[name]()
    text = page(print_brief, brief, "my.yaml", ALL, width=1000)
    assert (missing(brief, text, spans=False), untold(brief, text)) == ([], [])
    # in a line of their own there, below the numbers
    below = [plain(" ".join(m.span for m in of.measures if m.span)) for _, of in tables(brief)]
    assert [spans for spans in below if spans not in plain(text)] == []


@of_each
@needs("pdf")
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_pdf(name):
    from pypdf import PdfReader

    from ripeness.render.pdf import to_pdf

    brief = BRIEFS[name]()
    text = plain(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(to_pdf(brief))).pages))
    # names and words may stand in two lines beside the numbers
    for _, of in tables(brief):
        numbers = plain(" ".join(m.shown for m in of.measures if m.unit != "text" and not m.span))
        assert (of.key, numbers in text) == (of.key, True)
    # a line may end after a hyphen, and a page within a sentence, where its foot stands
    found = re.sub(rf"(?:{re.escape(squeezed(brief.title))})?\d+/\d+(?=\D)", "", squeezed(text))
    told = [of for section in brief.sections for b in section.blocks if b.layout != "table" for of in b.findings]
    assert [of.text for of in told if not stands_in(squeezed(of.text), found)] == []


def stands_in(sentence, text):
    """Whether a sentence is in a text, whole or in two parts: a page may end in it, and a drawing of it come next."""
    return sentence in text or any(
        sentence[:cut] in text and sentence[cut:] in text for cut in range(len(sentence) // 4, len(sentence) - 20)
    )


def squeezed(text: str) -> str:
    return plain(text).replace(" ", "")


@of_each
@needs("brief")
def test_site(name, tmp_path):
    brief = BRIEFS[name]()
    write_finished(tmp_path / "desk", brief, page=to_html(brief))
    build_site(tmp_path / "desk", tmp_path / "out")
    case = plain(" ".join(Page((tmp_path / "out" / "cases" / f"{brief.case}.html").read_text()).texts))
    assert brief.answer in case
    odds = {m.name: m for _, of in brief.findings() for m in reversed(of.measures) if m.name in ("war", "deal")}
    assert all(plain(chance(odds[name])) in case for name in odds)
    steps = [of for block, of in tables(brief) if block.key == "funnel.steps"]
    for of in steps:
        left, alone = (m.shown for m in of.measures[:2])
        assert plain(f"{of.label} {left} {alone if alone != left else ''}") in case
    for of in (of for block, of in tables(brief) if block.key == "conditions" and of.key != "conditions.together"):
        assert f"{of.label} {of.measures[-1].shown}" in case
    (framed,) = (tmp_path / "out" / "briefs" / brief.case).glob("*.html")
    text = " ".join(Page(framed.read_text()).texts)
    assert (missing(brief, text), untold(brief, text)) == ([], [])
