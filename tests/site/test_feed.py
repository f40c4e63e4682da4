"""The feed as feed readers read it."""

import feedparser
import pytest

from finished_briefs import finished, write_case, write_finished
from ripeness.findings.text import said
from ripeness.site.build import Wishes, build_site
from site_folders import ADVERSARIAL


def feed_of(desk, out, **wishes):
    build_site(desk, out, Wishes(desk="The Desk", **wishes))
    return feedparser.parse((out / "feed.xml").read_bytes())


@pytest.fixture
def desk(tmp_path):
    for month in (1, 3, 2):
        write_finished(tmp_path / "desk", finished(as_of=f"2024-0{month}-01", war=month / 10))
    return tmp_path / "desk"


def test_entries_are_the_briefs_the_newest_first(desk, tmp_path):
    found = feed_of(desk, tmp_path / "out", base="https://desk.example/week/")
    assert (found.bozo, found.version) == (False, "atom10")
    assert [each.updated for each in found.entries] == [f"2024-0{m}-01T00:00:00Z" for m in (3, 2, 1)]
    assert found.feed.title == found.feed.author == "The Desk"
    assert found.feed.updated == "2024-03-01T00:00:00Z"
    assert {each.rel: each.href for each in found.feed.links} == {
        "alternate": "https://desk.example/week/index.html",
        "self": "https://desk.example/week/feed.xml",
    }
    first = found.entries[0]
    assert "War ▲ 30 % (was 20 %), worse; deal 30 %, unchanged." in first.summary
    assert "Conflict-risk alert" in first.summary
    assert [each.term for each in first.tags] == ["Somewhere", "water", "grain"]
    path = first.link.removeprefix("https://desk.example/week/")
    assert (tmp_path / "out" / path).read_text() == (desk / "towns-2024-03-01.html").read_text()


def test_ids_are_unique_and_stay_when_the_site_moves(desk, tmp_path):
    here, there = feed_of(desk, tmp_path / "a", base="https://a.example/"), feed_of(desk, tmp_path / "b")
    ids = [each.id for each in here.entries]
    assert len(set(ids)) == 3
    assert ids == [each.id for each in there.entries]
    assert all(each.startswith("urn:uuid:") for each in ids)


@pytest.mark.parametrize("text", ADVERSARIAL)
def test_what_others_have_written_is_text(text, tmp_path):
    write_case(tmp_path / "desk", title=text)
    write_finished(tmp_path / "desk", finished(answer=text, region=text))
    raw = (tmp_path / "out", feed_of(tmp_path / "desk", tmp_path / "out"))[0] / "feed.xml"
    # as it stands, for feedparser cleans what it takes for markup
    from xml.etree import ElementTree as ET

    names = {"a": "http://www.w3.org/2005/Atom"}
    entry = ET.parse(raw).getroot().find("a:entry", names)
    title, summary = (entry.find(f"a:{each}", names) for each in ("title", "summary"))
    assert (title.get("type"), summary.get("type"), len(title), len(summary)) == ("text", "text", 0, 0)
    assert summary.text.startswith(said(text))
    assert title.text.startswith(said(text)[:100].rstrip("\u2069"))
