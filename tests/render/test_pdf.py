import io
import re
from dataclasses import replace
from math import hypot

import pytest
from pypdf import PdfReader

from briefs import ENDLESS, HOSTILE, RIGHT_TO_LEFT, founding, hostile, right_to_left
from needs import needs
from ripeness.render.pdf import to_pdf

# WeasyPrint's own use of what Python has deprecated is no fault of ours
pytestmark = [needs("pdf"), pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


def read(brief):
    return PdfReader(io.BytesIO(to_pdf(brief)))


def words(pdf):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pdf.pages))


def test_the_founding_case_takes_two_to_seven_tagged_pages():
    pdf = read(founding())
    root = pdf.trailer["/Root"]
    # five for the argument, and two for the funnel, the provision sheet and who breaks it
    assert 2 <= len(pdf.pages) <= 7
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF's own kind of truth
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert pdf.metadata.title == "The United States and Iran, March 2020: brief"
    assert re.search(r"1 / \d", words(pdf))


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
    # conditions, deals, alternatives, and the posture with a Hebrew title
    assert len(of_names) == 4
    assert all(image is not None and image.width >= 900 for image in of_names.values())


def test_a_sentence_runs_on_from_left_to_right_after_a_name():
    places = {}

    def visit(text, cm, tm, *_):
        for word in ("does better without", "stands in the way"):
            if word in text:
                places.setdefault(word, []).append(tm[4] * cm[0] + cm[4])

    # without the sheet that shows an option in signs for which there may be no font, since pypdf then reads none of it
    brief = right_to_left()
    pdf = read(replace(brief, sections=tuple(s for s in brief.sections if s.key != "provisions")))
    pdf.pages[0].extract_text(visitor_text=visit)
    assert min(places["does better without"]) > min(places["stands in the way"])
    assert RIGHT_TO_LEFT["ann"] in words(pdf)
