import io
import re

import pytest
from pypdf import PdfReader

from brief.told import ENDLESS, HOSTILE, founding, hostile
from needs import needs
from ripeness.brief.pdf import to_pdf

# WeasyPrint's own use of what Python has deprecated is no fault of ours
pytestmark = [needs("pdf"), pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


def read(brief):
    return PdfReader(io.BytesIO(to_pdf(brief)))


def words(pdf):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pdf.pages))


def test_the_founding_case_takes_two_to_four_tagged_pages():
    pdf = read(founding())
    root = pdf.trailer["/Root"]
    assert 2 <= len(pdf.pages) <= 4
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
