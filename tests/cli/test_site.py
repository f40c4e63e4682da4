"""`ripeness site`."""

import json

import pytest

from finished_briefs import finished, write_case, write_finished
from ripeness.case.scaffold import scaffold
from terminal import call


@pytest.fixture(autouse=True)
def _at_a_desk(tmp_path, monkeypatch):
    write_case(tmp_path / "desk")
    write_finished(tmp_path / "desk", finished())
    monkeypatch.chdir(tmp_path)


def test_a_site_is_published_and_said():
    code, out, err = call("site", "desk", "-o", "public", "--no-briefs")
    assert (code, err) == (0, "")
    assert "public: 1 case, 1 brief;" in out
    assert "Next: open public/index.html" in out
    assert "0 files written" in call("site", "desk", "-o", "public", "--no-briefs")[1]


def test_what_cannot_be_used_is_named_on_standard_error_and_the_rest_is_published():
    with open("desk/broken.json", "w") as file:
        file.write("{")
    code, out, err = call("site", "desk", "-o", "public", "--no-briefs", "--json")
    assert code == 0
    assert "desk/broken.json" in err
    assert "is no brief that can be read" in err
    data = json.loads(out)
    assert (data["cases"], data["briefs"], [each["file"] for each in data["problems"]]) == (1, 1, ["desk/broken.json"])


def test_nothing_to_publish_is_the_users_to_mend(tmp_path):
    (tmp_path / "empty").mkdir()
    code, out, err = call("site", "empty", "-o", "public")
    assert (code, out) == (2, "")
    assert "holds no case and no finished brief, expected:" in err


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--url", "desk.example"), ("--url", "javascript:alert(1)"), ("--url", "https://a b/"), ("--url", "https://["),
        ("--week-to", "tomorrow"), ("--week-to", "0001-01-01"), ("--title", " "),
        ("--from", "nobody"), ("--from", "a@b\r\nBcc: c@d"), ("--from", "<>"),
    ],
)  # fmt: skip
def test_an_option_that_makes_no_sense_is_told_with_what_would_be_right(option, value):
    code, out, err = call("site", "desk", "-o", "public", option, value)
    assert (code, out) == (2, "")
    assert option in err
    assert "expected" in err


def test_options_reach_feed_and_message(tmp_path):
    args = ("--url", "https://desk.example/week", "--from", "The Desk <desk@desk.example>", "--title", "Our week")
    assert call("site", "desk", "-o", "public", "--no-briefs", *args)[0] == 0
    assert "https://desk.example/week/index.html" in (tmp_path / "public" / "feed.xml").read_text()
    assert "From: The Desk <desk@desk.example>" in (tmp_path / "public" / "weekly.eml").read_text()
    assert "Our week" in (tmp_path / "public" / "index.html").read_text()


def test_a_brief_is_made_where_none_tells_what_the_case_says_and_once(tmp_path):
    (tmp_path / "desk" / "border.yaml").write_text(scaffold("border", "A border"))
    (tmp_path / "desk" / "towns.yaml").unlink()
    code, out, err = call("site", "desk", "-o", "public")
    assert (code, err) == (0, "")
    assert "2 cases, 2 briefs; 1 brief made (border);" in out
    made = sorted(path.suffix for path in (tmp_path / "desk" / "briefs").iterdir())
    assert made == [".case", ".html", ".json"]
    data = json.loads(call("site", "desk", "-o", "public", "--json")[1])
    assert (data["made"], data["files"]["written"]) == ([], 0)


def test_a_case_that_cannot_be_told_is_named_and_the_rest_is_published():
    code, out, err = call("site", "desk", "-o", "public")
    assert (code, "1 case, 1 brief;" in out) == (0, True)
    assert "desk/towns.yaml  has no brief, for it cannot be told: issues" in err
