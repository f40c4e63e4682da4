"""The week's edition as a mail program reads it."""

import datetime as dt
import email
import re
from email.headerregistry import Address
from email.policy import default

import pytest

from finished_briefs import finished, write_case, write_finished
from ripeness.findings.text import said
from ripeness.site.build import Wishes, build_site
from site_folders import ADVERSARIAL


def message_of(desk, out, **wishes):
    build_site(desk, out, Wishes(desk="The Desk", **wishes))
    return email.message_from_bytes((out / "weekly.eml").read_bytes(), policy=default)


@pytest.fixture
def desk(tmp_path):
    for day in ("2024-01-01", "2024-02-26", "2024-03-03"):
        write_finished(tmp_path / "desk", finished(as_of=day, war=0.3))
    return tmp_path / "desk"


def test_a_message_has_a_text_and_a_page_with_its_styles_in_it(desk, tmp_path):
    sender = Address("The Desk", addr_spec="desk@desk.example")
    found = message_of(desk, tmp_path / "out", base="https://desk.example/", sender=sender)
    assert found["subject"] == "The Desk, week to 3 March 2024"
    assert found["from"].addresses[0].addr_spec == "desk@desk.example"
    assert found["date"].datetime.date() == dt.date(2024, 3, 3)
    assert found["x-unsent"] is None
    text, html = (part for part in found.iter_parts())
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    page = html.get_content()
    assert "<style" not in page
    assert "<link" not in page
    assert "class=" not in page
    assert "<script" not in page
    assert set(re.findall(r'href="([^"]*)"', page)) >= {"https://desk.example/cases/towns.html"}
    assert "https://desk.example/briefs/towns/2024-03-03-" in text.get_content()
    assert max(len(line) for line in (tmp_path / "out" / "weekly.eml").read_bytes().splitlines()) <= 998


def test_the_week_is_seven_days_up_to_the_newest_brief_or_a_day(desk, tmp_path):
    def text(name, **wishes):
        return message_of(desk, tmp_path / name, **wishes).get_body(("plain",)).get_content()

    assert "26 February 2024 to 3 March 2024: 2 briefs." in text("a")
    assert "27 February 2024 to 4 March 2024: 1 brief." in text("b", until=dt.date(2024, 3, 4))
    assert "25 February 2024 to 2 March 2024: 1 brief." in text("c", until=dt.date(2024, 3, 2))
    assert "0 briefs." in text("d", until=dt.date(2023, 3, 3))


def test_a_message_without_address_and_sender_is_a_draft_without_links(desk, tmp_path):
    found = message_of(desk, tmp_path / "out")
    assert (found["from"], found["x-unsent"]) == (None, "1")
    assert "href" not in found.get_body(("html",)).get_content()
    # the same as a page of the site leads on
    assert 'href="cases/towns.html"' in (tmp_path / "out" / "weekly.html").read_text()


def test_the_same_edition_is_the_same_message(desk, tmp_path):
    message_of(desk, tmp_path / "a")
    message_of(desk, tmp_path / "b")
    assert (tmp_path / "a" / "weekly.eml").read_bytes() == (tmp_path / "b" / "weekly.eml").read_bytes()


@pytest.mark.parametrize("text", ADVERSARIAL)
def test_what_others_have_written_is_text(text, tmp_path):
    write_case(tmp_path / "desk", title=text)
    write_finished(tmp_path / "desk", finished(answer=text, war=0.4))
    found = message_of(tmp_path / "desk", tmp_path / "out")
    assert set(found.keys()) == {"Subject", "Date", "X-Unsent", "Message-ID", "MIME-Version", "Content-Type"}
    html = found.get_body(("html",)).get_content()
    assert "<script" not in html
    assert "<b>" not in html
    start = said(text)[:100].rstrip("\u2069")
    assert start in found.get_body(("plain",)).get_content()
