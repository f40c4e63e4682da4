import io
import re
from dataclasses import replace
from math import hypot

import pytest
from pypdf import PdfReader

from briefs import ENDLESS, HOSTILE, RIGHT_TO_LEFT, founding, hostile, right_to_left
from needs import needs
from ripeness.findings.findings import Block, Finding, Section
from ripeness.findings.parts import on_paper
from ripeness.render import pdf
from ripeness.render.pdf import to_pdf

# WeasyPrint's own use of what Python has deprecated is no fault of ours
pytestmark = [needs("pdf"), pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


def read(brief):
    return PdfReader(io.BytesIO(to_pdf(brief)))


def words(pdf):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pdf.pages))


def test_on_paper_the_founding_case_takes_three_tagged_pages():
    made = read(on_paper(founding()))
    root = made.trailer["/Root"]
    assert len(made.pages) <= 3
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF's own kind of truth
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert made.metadata.title == "The United States and Iran, March 2020: brief"
    assert re.search(r"1 / \d", words(made))


def test_what_is_told_is_in_the_pdf():
    text = words(read(founding())).replace("\u00a0", " ")
    assert founding().answer in text
    for section in founding().sections:
        assert section.title in text


def test_hostile_words_are_words():
    text = words(read(hostile()))
    assert text.count("<script>alert(1)</script>") > 5
    assert "{{ 7 * 7 }}" in text
    assert len(HOSTILE) > 80


def test_endless_words_are_there_in_full_and_end():
    text = re.sub(r"[^M]", "", words(read(hostile(ENDLESS))))
    assert len(text) >= 10 * len(ENDLESS)


def test_text_is_at_least_seven_points_high_in_charts_too():
    found = set()

    def visit(text, cm, tm, _, size):
        if text.strip():
            found.add(size * hypot(tm[2] * cm[0] + tm[3] * cm[2], tm[2] * cm[1] + tm[3] * cm[3]))

    for page in read(founding()).pages:
        page.extract_text(visitor_text=visit)
    assert min(found) >= 7


def test_charts_with_joined_letters_are_pictures_and_large_enough():
    pages = read(right_to_left()).pages
    of_names = {image.data: image.image for page in pages for image in page.images}
    # deals, alternatives, and the posture with a Hebrew name: by month, by war and by a deal
    assert len(of_names) == 5
    assert all(image is not None and image.width >= 900 for image in of_names.values())


def test_a_sentence_runs_on_from_left_to_right_after_a_name():
    places = {}

    def visit(text, cm, tm, *_):
        for word in ("No deal is acceptable to", "expects to do better"):
            if word in text:
                places.setdefault(word, []).append(tm[4] * cm[0] + cm[4])

    read(right_to_left()).pages[0].extract_text(visitor_text=visit)
    # after its beginning and the name, on the same line
    assert min(places["expects to do better"]) > min(places["No deal is acceptable to"]) + 100
    assert RIGHT_TO_LEFT["ann"] in words(read(right_to_left()))


def test_a_last_page_of_a_few_lines_is_saved(monkeypatch):
    def pages(sentences):
        found = tuple(Finding(f"a.{n}", "", f"Sentence {n} of a brief that is a page long.") for n in range(sentences))
        return len(read(replace(founding(), sections=(Section("a", "A", (Block("a", found),)),))).pages)

    lengths = range(44, 64, 4)
    tight = [pages(length) for length in lengths]
    monkeypatch.setattr(pdf, "SHORT", 0)
    loose = [pages(length) for length in lengths]
    assert loose[0] == 1
    assert loose[-1] == 2
    assert all(one <= other for one, other in zip(tight, loose, strict=True))
    assert sum(tight) < sum(loose)
