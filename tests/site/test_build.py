"""A site from a folder: what it holds, what is made anew, and what happens to what cannot be used."""

import errno
import json
import os
import re
import shutil
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from finished_briefs import TITLE, finished, write_case, write_finished
from ripeness.brief.text import said
from ripeness.errors import InputError
from ripeness.site import rendering
from ripeness.site.build import Wishes, build_site
from site_folders import ADVERSARIAL

VOID = {"meta", "link", "input", "br", "img"}


class Reader(HTMLParser):
    """Elements, texts and links of a page."""

    def __init__(self, html: str):
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.links: list[str] = []
        self.attributes: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        self.links += [value for name, value in attrs if name in ("href", "src")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


def read(path: Path) -> Reader:
    # elements that isolate a text as the signs for it, which stand in attributes, feed and e-mail
    html = path.read_text(encoding="utf-8")
    return Reader(html.replace("<bdi>", "\u2068").replace("</bdi>", "\u2069"))


def files(out: Path) -> dict[str, tuple[int, bytes]]:
    found = (path for path in out.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(out).as_posix(): (path.stat().st_ino, path.read_bytes()) for path in found}


@pytest.fixture
def desk(tmp_path):
    write_case(tmp_path / "desk")
    for month, war in ((1, 0.05), (2, 0.12)):
        write_finished(tmp_path / "desk" / "briefs", finished(as_of=f"2024-0{month}-01", war=war))
    write_finished(tmp_path / "desk" / "briefs", finished("river", shares=(0.4, 0.1, 0.5, 0.2), title="A river"))
    return tmp_path / "desk"


def test_finished_briefs_are_copied_byte_by_byte(desk, tmp_path):
    build_site(desk, tmp_path / "out")
    copied = sorted(path.read_bytes() for path in (tmp_path / "out" / "briefs").rglob("*.html"))
    assert copied == sorted(path.read_bytes() for path in (desk / "briefs").glob("*.html"))
    assert len(copied) == 3


def test_every_link_within_the_site_leads_to_a_file(desk, tmp_path):
    out = tmp_path / "out"
    write_case(desk, "new", "Never told")
    build_site(desk, out)
    pages = [path for path in out.rglob("*.html") if "briefs" not in path.parts]
    assert len(pages) >= 8
    for path in pages:
        page = read(path)
        assert page.open == []
        for link in page.links:
            if not link.startswith("#"):
                assert (path.parent / link).is_file(), (path, link)


def test_a_page_tells_the_numbers_of_the_briefs(desk, tmp_path):
    build_site(desk, tmp_path / "out")
    page = read(tmp_path / "out" / "cases" / "towns.html")
    assert "very unlikely (5-20 %), 12 % ↘ worse was 5.0 %" in page.text
    assert "Conflict-risk alert: war up to 12 % from 5.0 %." in page.text
    assert "2 willing to concede fails 0 %" in page.text
    assert page.tags.count("svg") == 2
    front = read(tmp_path / "out" / "index.html").text
    assert "2 cases, 3 briefs" in front
    assert "A river : a deal beyond small steps is open now; deal 30 % first brief" in front


def test_nothing_is_written_where_nothing_has_changed(desk, tmp_path):
    out = tmp_path / "out"
    first = build_site(desk, out)
    before = files(out)
    again = build_site(desk, out)
    assert (first.files.kept, again.files.written, again.files.removed) == (0, 0, 0)
    assert again.files.kept == first.files.written
    assert files(out) == before


def test_only_what_a_new_brief_changes_is_made_anew_and_as_if_all_were(desk, tmp_path):
    out = tmp_path / "out"
    build_site(desk, out)
    before = files(out)
    write_finished(desk / "briefs", finished("river", "2024-05-01", title="A river"))
    build_site(desk, out)
    build_site(desk, tmp_path / "anew")
    now, anew = files(out), files(tmp_path / "anew")
    assert {name: of[1] for name, of in now.items()} == {name: of[1] for name, of in anew.items()}
    untouched = {name for name in before if now[name] == before[name]}
    assert {"site.css", "search.html", *(n for n in before if n.startswith("briefs/"))} <= untouched
    assert {"index.html", "cases/river.html", "feed.xml"}.isdisjoint(untouched)


def test_a_brief_written_again_in_place_is_seen(desk, tmp_path):
    out = tmp_path / "out"
    build_site(desk, out)
    write_finished(desk / "briefs", finished(as_of="2024-02-01", war=0.13))
    build_site(desk, out)
    assert "13 %" in read(out / "cases" / "towns.html").text


def test_what_somebody_changed_in_the_site_is_put_right_and_what_they_added_is_left(desk, tmp_path):
    out = tmp_path / "out"
    build_site(desk, out)
    good = (out / "index.html").read_bytes()
    (out / "index.html").write_text("defaced")
    (out / "cases.html").unlink()
    (out / "CNAME").write_text("desk.example")
    report = build_site(desk, out)
    assert (out / "index.html").read_bytes() == good
    assert (report.files.written, (out / "CNAME").read_text()) == (2, "desk.example")


def test_a_case_that_is_removed_disappears(desk, tmp_path):
    out = tmp_path / "out"
    build_site(desk, out)
    for path in (desk / "briefs").glob("river*"):
        path.unlink()
    build_site(desk, out)
    assert not (out / "cases" / "river.html").exists()
    assert not (out / "briefs" / "river").exists()
    for name, (_, content) in files(out).items():
        assert b"A river" not in content, name


def test_a_run_that_fails_leaves_the_old_site_whole(desk, tmp_path, monkeypatch):
    out = tmp_path / "out"
    build_site(desk, out)
    before = files(out)
    write_finished(desk / "briefs", finished("river", "2024-05-01", title="A river"))
    write_case(desk, "new", "Never told")

    def fail(page):
        if page.path == "index.html":
            raise OSError(errno.ENOSPC, "No space left on device")
        return rendering.rendered(page)

    with monkeypatch.context() as patched:
        patched.setattr("ripeness.site.build.rendered", fail)
        with pytest.raises(InputError, match="no space left on device; the site is as it was"):
            build_site(desk, out)
        with pytest.raises(InputError):
            build_site(desk, tmp_path / "first")
    assert files(out) == before
    assert not (tmp_path / "first").exists()
    assert sorted(path.name for path in out.iterdir() if path.name.endswith(".new")) == []
    build_site(desk, out)
    assert "Never told" in read(out / "index.html").text or (out / "cases" / "new.html").is_file()


def test_a_run_stopped_while_it_renames_is_put_right_by_the_next(desk, tmp_path, monkeypatch):
    out = tmp_path / "out"
    build_site(desk, out)
    write_finished(desk / "briefs", finished("river", "2024-05-01", title="A river"))

    from ripeness.site import output

    real, calls = output.os.replace, []

    def stop(source, target):
        calls.append(target)
        if len(calls) == 5:
            raise KeyboardInterrupt
        real(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(output.os, "replace", stop)
        with pytest.raises(KeyboardInterrupt):
            build_site(desk, out)
    # what brought the change goes again
    for path in (desk / "briefs").glob("river-2024-05*"):
        path.unlink()
    build_site(desk, out)
    build_site(desk, tmp_path / "anew")
    assert {n: of[1] for n, of in files(out).items()} == {n: of[1] for n, of in files(tmp_path / "anew").items()}


def test_another_version_of_the_program_makes_all_anew(desk, tmp_path, monkeypatch):
    out = tmp_path / "out"
    first = build_site(desk, out)
    monkeypatch.setattr("ripeness.site.build.made_with", lambda: "another")
    assert build_site(desk, out).files.written == first.files.written


@pytest.mark.parametrize("text", ADVERSARIAL)
def test_what_others_have_written_is_text_everywhere_in_the_pages(text, tmp_path):
    desk, out = tmp_path / "desk", tmp_path / "out"
    write_case(desk, "hard", text, region=text, summary=text)
    write_finished(desk, finished("hard", title=text, region=text, topics=(text, "x"), answer=text))
    write_finished(desk, finished("hard", "2024-02-01", title=text, region=text, topics=(text, "x"), answer=text))
    plain_desk, plain_out = tmp_path / "plain", tmp_path / "plain-out"
    write_case(plain_desk, "hard", "Plain", region="Plain", summary="Plain")
    for day in ("2024-01-01", "2024-02-01"):
        told = finished("hard", day, title="Plain", region="Plain", topics=("Plain", "x"), answer="Plain")
        write_finished(plain_desk, told)
    build_site(desk, out, Wishes(desk="Desk"))
    build_site(plain_desk, plain_out, Wishes(desk="Desk"))
    for name in ("index.html", "cases.html", "cases/hard.html", "weekly.html"):
        hard, plain = read(out / name), read(plain_out / name)
        # the same elements and attributes, whatever the words are
        assert (hard.tags, hard.attributes) == (plain.tags, plain.attributes)
    assert " ".join(said(text).split()) in read(out / "cases" / "hard.html").text
    shown = " ".join(said(text).split())[:100].rstrip("\u2069 ")
    for name in ("index.html", "cases.html", "weekly.html"):
        assert shown in read(out / name).text, name
    script = (out / "search.js").read_text(encoding="ascii")
    assert not set("<>&") & set(script)
    entries = json.loads(script.removeprefix("window.ripenessSearch=").rstrip(";\n"))
    assert entries[0]["title"] == said(text)


def test_what_cannot_be_used_is_named_and_the_rest_is_built(desk, tmp_path):
    (desk / "broken.json").write_text("{")
    (desk / "deep.json").write_text("[" * 100_000)
    (desk / "later.json").write_text(json.dumps(finished().to_dict() | {"format": "ripeness brief 99"}))
    without = finished("alone").to_dict()
    del without["horizon"]
    (desk / "without.json").write_text(json.dumps(without))
    (desk / "outside.json").write_text(json.dumps(finished("../../etc").to_dict()))
    (desk / "likely.json").write_text(json.dumps(finished("likely", war=1.5).to_dict()))
    (desk / "nobody.yaml").write_text("schema: 1\ntitle: No id\n")
    (desk / "other.json").write_text('{"a": 1}')
    (desk / "other.yaml").write_text("a: 1\n")
    write_case(desk / "again", "towns")
    report = build_site(desk, tmp_path / "out")
    said_of = {Path(each.file).name: each.message for each in report.problems}
    assert set(said_of) == {
        "broken.json", "deep.json", "later.json", "without.json", "outside.json", "likely.json", "nobody.yaml",
        "towns.yaml",
    }  # fmt: skip
    assert "'horizon' is missing" in said_of["without.json"]
    assert "war is 1.5, would be right: 0 to 1" in said_of["likely.json"]
    assert "case is no id" in said_of["outside.json"]
    assert (report.cases, report.briefs) == (2, 3)


def test_a_brief_without_a_page_is_shown_in_short_and_told(desk, tmp_path):
    (desk / "briefs" / "river-2024-01-01.html").unlink()
    report = build_site(desk, tmp_path / "out")
    assert ["no page beside it" in each.message for each in report.problems] == [True]
    assert "deal 30 %" in read(tmp_path / "out" / "index.html").text


def test_a_page_that_cannot_be_read_is_told_and_its_brief_shown_in_short(desk, tmp_path):
    page = desk / "briefs" / "river-2024-01-01.html"
    page.unlink()
    page.symlink_to(tmp_path / "nowhere")
    report = build_site(desk, tmp_path / "out")
    assert [Path(each.file).suffix for each in report.problems] == [".html", ".json"]
    assert (tmp_path / "out" / "cases" / "river.html").is_file()


def test_names_of_files_may_be_anything(tmp_path):
    desk = tmp_path / "desk"
    path = write_finished(desk, finished())
    odd = os.fsdecode(b"\xff<b> & \x1b[31m")
    path.rename(desk / f"{odd}.json")
    path.with_suffix(".html").rename(desk / f"{odd}.html")
    assert build_site(desk, tmp_path / "out").briefs == 1
    assert build_site(desk, tmp_path / "out").files.written == 0
    assert len(list((tmp_path / "out" / "briefs" / "towns").iterdir())) == 2


def test_the_same_brief_found_twice_is_told_once(desk, tmp_path):
    shutil.copytree(desk / "briefs", desk / "copies")
    inner = {"made_for": "x", "brief": finished("river", title="A river").to_dict(), "charts": {}}
    (desk / "brief.json").write_text(json.dumps(inner))
    report = build_site(desk, tmp_path / "out")
    assert (report.briefs, report.problems) == (3, ())


def test_a_brief_that_a_run_keeps_counts(tmp_path):
    run = tmp_path / "desk" / "run"
    run.mkdir(parents=True)
    (run / "manifest.json").write_text('{"format": "ripeness run 1"}')
    (run / "brief.json").write_text(json.dumps({"made_for": "x", "brief": finished().to_dict(), "charts": {}}))
    assert build_site(tmp_path / "desk", tmp_path / "out").briefs == 1
    assert list((tmp_path / "out").glob("briefs/*/*")) == []


def test_folders_that_are_no_place_for_a_site_are_refused(desk, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("dear")
    (tmp_path / "file").write_text("")
    for out in (desk, tmp_path, tmp_path / "full", tmp_path / "file"):
        with pytest.raises(InputError, match="would be right: a new or an empty folder"):
            build_site(desk, out)
    assert (tmp_path / "full" / "letter.txt").read_text() == "dear"


def test_a_site_inside_the_folder_is_not_read_as_briefs(desk):
    first = build_site(desk, desk / "public")
    again = build_site(desk, desk / "public")
    other = build_site(desk, desk / "second")
    assert first.briefs == again.briefs == other.briefs == 3


def test_a_folder_without_anything_is_refused_with_what_would_be_right(tmp_path):
    (tmp_path / "desk").mkdir()
    with pytest.raises(InputError, match="no case and no finished brief"):
        build_site(tmp_path / "desk", tmp_path / "out")
    with pytest.raises(InputError, match="is no folder"):
        build_site(tmp_path / "none", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_regions_in_other_capitals_share_a_listing(tmp_path):
    for name, region in (("a", "Middle East"), ("b", "middle east"), ("c", "Middle-East")):
        write_case(tmp_path / "desk", name, f"Case {name}", region=region)
    build_site(tmp_path / "desk", tmp_path / "out")
    pages = [read(path).text for path in (tmp_path / "out" / "regions").iterdir()]
    assert sorted(len(re.findall(r"Case [abc]", page)) for page in pages) == [1, 2]


def test_a_brief_is_ordered_by_its_case_and_by_when_it_was_made(tmp_path):
    desk = tmp_path / "desk"
    one = finished(war=0.05)
    write_finished(desk, replace(one, seed=2), "a", made="2024-03-02T10:00:00+00:00")
    write_finished(desk, finished(war=0.20, seed=3), "b", made="2024-03-01")
    build_site(desk, tmp_path / "out")
    page = read(tmp_path / "out" / "cases" / "towns.html").text
    assert "Latest brief, 2 March 2024" in page
    assert "↗ better was 20 %" in page
    assert TITLE in page


def test_names_from_right_to_left_stand_in_elements_of_their_own(tmp_path):
    name = "\u0634\u0647\u0631 \u0622\u0628\u06cc"
    answer = f"{said(name)} can sign; {said(name)} can wait."
    write_finished(tmp_path / "desk", finished("towns", title=name, answer=answer))
    build_site(tmp_path / "desk", tmp_path / "out", Wishes(desk="Desk"))
    page = (tmp_path / "out" / "cases" / "towns.html").read_text(encoding="utf-8")
    assert f"<h1><bdi>{name}</bdi></h1>" in page
    assert f"<bdi>{name}</bdi> can sign; <bdi>{name}</bdi> can wait." in page
