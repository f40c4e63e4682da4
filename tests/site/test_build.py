"""A site from a folder: what it holds, what is made anew, and what happens to what cannot be used."""

import errno
import hashlib
import json
import os
import re
import shutil
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from finished_briefs import TITLE, finished, write_case, write_finished
from ripeness.ensemble.wording import RUNG_NAMES, ranges
from ripeness.errors import InputError
from ripeness.findings.findings import Block, Finding, Measure, Section
from ripeness.findings.text import said
from ripeness.rules.conditions import CONDITIONS
from ripeness.site import build, rendering
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
    write_finished(tmp_path / "desk" / "briefs", finished("river", holds=(True, True, True, True), title="A river"))
    return tmp_path / "desk"


def test_finished_briefs_are_copied_byte_by_byte(desk, tmp_path):
    build_site(desk, tmp_path / "out")
    for ending in ("json", "html"):
        # pages without a body have no place for the frame
        copied = sorted(path.read_bytes() for path in (tmp_path / "out" / "briefs").rglob(f"*.{ending}"))
        assert copied == sorted(path.read_bytes() for path in (desk / "briefs").glob(f"*.{ending}"))
        assert len(copied) == 3


def test_a_brief_is_published_as_it_is_but_for_the_frame_above_it(tmp_path):
    head, rest = (
        '<!DOCTYPE html><html lang="en"><head><title>T</title></head><body class="b">',
        "<main>Text</main></body>",
    )
    write_finished(tmp_path / "desk", finished(title="A & <b>"), page=head + rest)
    build_site(tmp_path / "desk", tmp_path / "out")
    (path,) = (tmp_path / "out" / "briefs" / "towns").glob("*.html")
    published = path.read_text(encoding="utf-8")
    assert published.startswith(head)
    assert published.endswith(rest)
    page = read(path)
    assert "← Back to A & <b>" in page.text
    assert all((path.parent / link).is_file() for link in page.links)


def test_a_brief_is_framed_anew_when_the_case_is_renamed(tmp_path):
    write_finished(tmp_path / "desk", finished(), page="<body><p>Text</p></body>")
    build_site(tmp_path / "desk", tmp_path / "out")
    write_case(tmp_path / "desk", title="Another name")
    build_site(tmp_path / "desk", tmp_path / "out")
    (path,) = (tmp_path / "out" / "briefs" / "towns").glob("*.html")
    assert "Back to Another name" in read(path).text


def test_the_analysts_headline_stands_for_the_case_else_the_answer(tmp_path):
    desk, out = tmp_path / "desk", tmp_path / "out"
    write_finished(desk, finished(answer="Small steps are within reach."))
    build_site(desk, out)
    assert all("Small steps are within reach." in read(out / each).text for each in ("index.html", "cases/towns.html"))
    write_case(desk, headline="The mill first")
    build_site(desk, out)
    for name in ("cases.html", "cases/towns.html", "regions/somewhere.html", "topics/grain.html"):
        assert "The mill first" in read(out / name).text
    write_finished(desk, finished(headline="From the brief", answer="Small steps are within reach."))
    build_site(desk, out)
    assert "From the brief" in read(out / "index.html").text
    assert "From the brief" in (out / "weekly.txt").read_text()


def test_why_numbers_moved_is_told_on_the_front_page_and_that_of_the_case(tmp_path):
    desk, out = tmp_path / "desk", tmp_path / "out"
    write_finished(desk, finished())
    brief = finished(as_of="2024-02-01", war=0.12)
    points = [Measure(f"{each} by dynamics.rate", value, "points") for each, value in (("deal", 0.0), ("war", 0.07))]
    rows = (
        Finding("since.change.1", "dynamics.rate", "0.1 → 0.2", tuple(points)),
        Finding("since.change.2", "nothing much", "1 → 2", tuple(replace(each, value=0.0) for each in points)),
    )
    most = Finding("since.most", "", "War: +7.0 points, most by dynamics.rate (+7.0).")
    blocks = (Block("since.most", (most,)), Block("since.changes", rows, layout="table"))
    write_finished(desk, replace(brief, sections=(*brief.sections, Section("since", "What has changed", blocks))))
    build_site(desk, out)
    for name in ("index.html", "cases/towns.html", "weekly.html"):
        assert "Why: War: +7.0 points, most by dynamics.rate (+7.0)." in read(out / name).text
    page = read(out / "cases" / "towns.html").text
    assert "dynamics.rate 0.1 → 0.2 0.0 +7.0" in page
    assert "nothing much" not in page


def test_what_has_turned_since_the_brief_before_is_told(tmp_path):
    write_finished(tmp_path / "desk", finished(answer="No."))
    write_finished(tmp_path / "desk", finished(as_of="2024-02-01", holds=(True, True, True, True), answer="Yes."))
    build_site(tmp_path / "desk", tmp_path / "out")
    page = read(tmp_path / "out" / "cases" / "towns.html").text
    assert "2 willing to concede: now holds" in page
    assert "The answer was: No." in page


def test_the_chance_of_a_deal_is_found_where_the_first_screen_has_none(tmp_path):
    brief = finished()
    message, conditions, funnel = brief.sections
    told = [each for each in message.blocks[0].findings if each.key != "message.odds"]
    war = Finding("message.war", "", "War.", (Measure("war", 0.07, "probability"),))
    as_is = Finding(
        "postures.as-is", "as-is", "", (Measure("war", 0.5, "probability"), Measure("deal", 0.4, "probability"))
    )
    postures = Section("postures", "Postures", (Block("postures", (as_is,), layout="table"),))
    sections = (replace(message, blocks=(Block("message", (*told, war)),)), conditions, funnel, postures)
    write_finished(tmp_path / "desk", replace(brief, sections=sections))
    build_site(tmp_path / "desk", tmp_path / "out")
    assert "War: 7.0 % (first brief) Deal in force: 40 % (first brief)" in read(tmp_path / "out" / "index.html").text


def test_listings_lead_to_each_other_with_the_sentence_of_each_case(desk, tmp_path):
    write_case(desk, "far", "Far away", region="Elsewhere", headline="Nothing moves")
    build_site(desk, tmp_path / "out")
    pages = {path.stem: read(path) for path in (tmp_path / "out" / "regions").iterdir()}
    assert "Other regions Somewhere (2)" in pages["elsewhere"].text
    assert "Far away No brief yet · Elsewhere Nothing moves" in pages["elsewhere"].text
    assert "Other regions Elsewhere (1)" in pages["somewhere"].text


def test_how_to_read_has_every_word_with_its_range(desk, tmp_path):
    build_site(desk, tmp_path / "out")
    page = read(tmp_path / "out" / "how-to-read.html").text
    assert all(each in page for each in ranges().split(", "))
    assert all(each in page.lower() for each in (*RUNG_NAMES.values(), *CONDITIONS.values()))
    assert "takes no side" in page


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
    assert "very unlikely (1-20 %), 12 %" in page.text
    assert "What has changed since the brief of 1 January 2024 War: ▲ 12 % (was 5.0 %), worse" in page.text
    assert "Conflict-risk alert: war ▲ 12 % (was 5.0 %), worse." in page.text
    assert "2 willing to concede fails 3 can" in page.text
    assert "all deals 1,200 no better alternative 300 600 willing to concede 0 can declare victory 0 600" in page.text
    # two charts over time, and the bars of the funnel
    assert page.tags.count("svg") == 2 + 1 + len(CONDITIONS)
    front = read(tmp_path / "out" / "index.html").text
    assert "2 cases, 3 briefs" in front
    assert "A river : a deal beyond small steps is open now; deal 30 % (first brief) since 1 January 2024" in front
    # the arrow, the numbers and the word for better or worse are one text
    assert "▲ 12\u00a0% (was 5.0\u00a0%), worse" in read(tmp_path / "out" / "index.html").texts


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
    assert "war is 1.5, expected: 0 to 1" in said_of["likely.json"]
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
        with pytest.raises(InputError, match="expected: a new or an empty folder"):
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
    assert "War: ▼ 5.0 % (was 20 %), better" in page
    assert TITLE in page


# --- what somebody else has handed on ---


@pytest.fixture
def secret(tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "file").write_text("secret")
    return tmp_path / "secret" / "file"


def everything(out: Path) -> bytes:
    return b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())


@pytest.mark.parametrize("ending", [".html", ".pdf", ".json"])
def test_what_a_brief_links_to_is_not_published(desk, tmp_path, secret, ending):
    build_site(desk, tmp_path / "out")
    path = (desk / "briefs" / "river-2024-01-01").with_suffix(ending)
    path.unlink(missing_ok=True)
    path.symlink_to(secret)
    for out in (tmp_path / "out", tmp_path / "anew"):
        report = build_site(desk, out)
        assert f"{path}  is a link, which is not followed, expected: a file" in map(str, report.problems)
        assert b"secret" not in everything(out)


def test_a_link_in_place_of_a_case_is_named(desk, tmp_path):
    (desk / "linked.yaml").symlink_to(desk / "towns.yaml")
    report = build_site(desk, tmp_path / "out")
    assert [str(each).split(",")[0] for each in report.problems] == [f"{desk / 'linked.yaml'}  is a link"]


def test_a_page_that_turns_into_a_link_while_the_site_is_made_is_not_published(desk, tmp_path, secret, monkeypatch):
    page = desk / "briefs" / "river-2024-01-01.html"
    publish = build.publish

    def late(*args):
        page.unlink()
        page.symlink_to(secret)
        return publish(*args)

    monkeypatch.setattr(build, "publish", late)
    with pytest.raises(InputError, match=r"river-2024-01-01\.html  is a link"):
        build_site(desk, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["page", "finding"])
def test_a_fifo_is_no_brief_and_nobody_waits_for_it(desk, tmp_path, name):
    path = desk / "briefs" / f"river-2024-01-01.{'html' if name == 'page' else 'json'}"
    path.unlink()
    os.mkfifo(path)
    report = build_site(desk, tmp_path / "out")
    assert f"{path}  is a FIFO, expected: a file" in map(str, report.problems)


@pytest.mark.parametrize(
    "name", [".ripeness-site.lock", ".ripeness-site.json", ".ripeness-site.new", "cases", "briefs"]
)
@pytest.mark.parametrize("is_old", [True, False], ids=["old", "new"])
def test_a_link_in_a_site_is_refused_and_what_it_leads_to_stays(desk, tmp_path, secret, name, is_old):
    out = tmp_path / "out"
    if is_old:
        build_site(desk, out)
    out.mkdir(exist_ok=True)
    path = out / name
    if path.is_dir():
        for each in path.rglob("*.html"):
            (secret.parent / each.name).write_text("theirs")
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.symlink_to(secret.parent if name in (".ripeness-site.new", "cases", "briefs") else secret)
    before = {each.name: each.read_text() for each in secret.parent.iterdir()}
    with pytest.raises(InputError, match=f"{name}  is a link|holds other files and no site"):
        build_site(desk, out)
    assert {each.name: each.read_text() for each in secret.parent.iterdir()} == before


def test_a_site_is_not_written_through_a_link_to_its_folder(desk, tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real")
    with pytest.raises(InputError, match="out  is a link, which is not followed, expected: the folder itself"):
        build_site(desk, tmp_path / "out")
    assert list((tmp_path / "real").iterdir()) == []


def test_a_page_of_the_site_that_somebody_made_a_link_is_made_anew(desk, tmp_path, secret):
    out = tmp_path / "out"
    build_site(desk, out)
    good = (out / "index.html").read_bytes()
    (out / "index.html").unlink()
    (out / "index.html").symlink_to(secret)
    build_site(desk, out)
    assert not (out / "index.html").is_symlink()
    assert ((out / "index.html").read_bytes(), secret.read_text()) == (good, "secret")


def test_no_name_in_a_manifest_leads_out_of_the_site(desk, tmp_path, secret):
    out = tmp_path / "out"
    build_site(desk, out)
    said = json.loads((out / ".ripeness-site.json").read_text())
    (out / "linked").symlink_to(secret.parent)
    for name in ("../secret/file", str(secret), "cases/../../secret/file"):
        said["outputs"][name] = ["key", 1, 1]
    (out / ".ripeness-site.json").write_text(json.dumps(said))
    build_site(desk, out)
    said["outputs"]["linked/file"] = ["key", 1, 1]
    (out / ".ripeness-site.json").write_text(json.dumps(said))
    with pytest.raises(InputError, match="linked  is a link"):
        build_site(desk, out)
    assert secret.read_text() == "secret"


@pytest.mark.parametrize("text", ["[" * 100_000, "1e999", '{"format": 1e999}', "\xff"])
def test_the_manifest_of_a_site_that_cannot_be_read_counts_as_none(desk, tmp_path, text):
    out = tmp_path / "out"
    first = build_site(desk, out)
    (out / ".ripeness-site.json").write_bytes(text.encode("latin-1"))
    assert build_site(desk, out).files.written == first.files.written


@pytest.mark.parametrize(
    "number", ["1e999", "-1e999", "NaN", "1" * 400, "1" * 5000], ids=["large", "small", "none", "long", "longer"]
)
@pytest.mark.parametrize("field", ["horizon", "draws", "value"])
def test_a_brief_with_a_number_that_is_none_is_named_and_the_rest_is_built(desk, tmp_path, field, number):
    path = desk / "briefs" / "river-2024-01-01.json"
    text, count = re.subn(rf'"{field}": [0-9.]+', f'"{field}": {number}', path.read_text(), count=0)
    assert count
    path.write_text(text)
    report = build_site(desk, tmp_path / "out")
    assert [Path(each.file).name for each in report.problems] == (
        [] if number == "1" * 400 and field != "value" else ["river-2024-01-01.json"]
    )
    assert report.cases >= 1


def test_an_emoji_given_as_two_halves_is_one_character(desk, tmp_path):
    told = finished("river", title="A \U0001f600 river").to_dict()
    (desk / "briefs" / "river-2024-01-01.json").write_text(json.dumps(told))
    assert "\\ud83d\\ude00" in (desk / "briefs" / "river-2024-01-01.json").read_text()
    build_site(desk, tmp_path / "out")
    assert "A \U0001f600 river" in read(tmp_path / "out" / "cases" / "river.html").text


def test_the_brief_of_a_run_whose_tables_are_damaged_is_left_out(desk, tmp_path):
    run = desk / "run"
    run.mkdir()
    plan = {"case": "c", "case_sha256": "0", "version": "1", "seed": 1, "draws": 8, "chunk_draws": 8}
    table = b"the table"
    said = {
        "format": "ripeness run 1",
        "title": "T",
        "plan": plan | {"curves": "quantiles"},
        "postures": ["as-is"],
        "tables": {"outcomes.parquet": hashlib.sha256(table).hexdigest()},
    }
    (run / "manifest.json").write_text(json.dumps(said))
    (run / "brief.json").write_text(json.dumps({"made_for": "x", "brief": finished("lake").to_dict(), "charts": {}}))
    (run / "outcomes.parquet").write_bytes(table)
    assert build_site(desk, tmp_path / "out").briefs == 4
    (run / "outcomes.parquet").write_bytes(b"tie table")
    report = build_site(desk, tmp_path / "out")
    assert report.briefs == 3
    assert [each.file for each in report.problems] == [str(run / "outcomes.parquet")]


def test_names_from_right_to_left_stand_in_elements_of_their_own(tmp_path):
    name = "\u0634\u0647\u0631 \u0622\u0628\u06cc"
    answer = f"{said(name)} can sign; {said(name)} can wait."
    write_finished(tmp_path / "desk", finished("towns", title=name, answer=answer))
    build_site(tmp_path / "desk", tmp_path / "out", Wishes(desk="Desk"))
    page = (tmp_path / "out" / "cases" / "towns.html").read_text(encoding="utf-8")
    assert f"<h1><bdi>{name}</bdi></h1>" in page
    assert f"<bdi>{name}</bdi> can sign; <bdi>{name}</bdi> can wait." in page
