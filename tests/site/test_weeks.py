"""What is new in a week, what is still open from before, and the archive of weeks."""

import datetime as dt

import pytest

from finished_briefs import finished, write_finished
from ripeness.site.build import build_site
from ripeness.site.inputs import read_inputs
from ripeness.site.stories import stories_of
from ripeness.site.weeks import Week, alerts, briefs_of, calendar_weeks, week_to


@pytest.fixture
def desk(tmp_path):
    folder = tmp_path / "desk"
    # an alert since January, one that stopped and came again, and one that is new
    for name, chances in (("old", (0.3, 0.3, 0.3)), ("again", (0.3, 0.1, 0.3)), ("new", (0.1, 0.1, 0.3))):
        for day, war in zip(("2024-01-03", "2024-02-28", "2024-03-03"), chances, strict=True):
            write_finished(folder, finished(name, day, war, title=name))
    return folder


def stories(desk):
    return stories_of(read_inputs(desk, desk / "out", {}, 0))


def test_a_signal_is_new_where_it_came_in_the_week(desk):
    found = alerts(stories(desk), Week(dt.date(2024, 2, 26), dt.date(2024, 3, 3)))
    assert {each.story.id for each in found.new} == {"again", "new"}
    assert [(each.story.id, each.since) for each in found.still] == [("old", "2024-01-03")]


def test_a_week_is_told_as_it_was_then(desk):
    found = alerts(stories(desk), Week(dt.date(2024, 1, 1), dt.date(2024, 1, 7)))
    assert {each.story.id for each in found.new} == {"old", "again"}
    assert found.still == ()
    assert alerts(stories(desk), Week(dt.date(2023, 1, 2), dt.date(2023, 1, 8))).new == ()


def test_the_archive_has_every_brief_in_one_week(desk):
    every = stories(desk)
    weeks = calendar_weeks(every)
    assert [(each.first.isoformat(), each.first.weekday()) for each in weeks] == [("2024-02-26", 0), ("2024-01-01", 0)]
    assert sum(len(briefs_of(every, week)) for week in weeks) == 9
    assert week_to(every, None).span == "26 February 2024 to 3 March 2024"


def test_earlier_weeks_stay_as_they_are_when_a_new_one_comes(desk, tmp_path):
    out = tmp_path / "out"
    build_site(desk, out)
    before = {path.name: path.stat().st_ino for path in (out / "weeks").iterdir()}
    assert set(before) == {"2024-01-01.html", "2024-02-26.html"}
    write_finished(desk, finished("new", "2024-03-20", 0.3, title="new"))
    build_site(desk, out)
    after = {path.name: path.stat().st_ino for path in (out / "weeks").iterdir()}
    assert after["2024-01-01.html"] == before["2024-01-01.html"]
    assert "2024-03-18.html" in after
    text = (out / "weeks" / "2024-03-18.html").read_text()
    assert "Still open" in text
    assert "2024-02-26.html" in text


@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-08", "9999-12-31"])
def test_the_first_and_the_last_days_there_are_do_no_harm(day, tmp_path):
    write_finished(tmp_path / "desk", finished(as_of=day))
    assert build_site(tmp_path / "desk", tmp_path / "out").briefs == 1
