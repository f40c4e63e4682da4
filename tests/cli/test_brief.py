import json

import pytest

from briefs import UNUSUAL, right_to_left, right_to_left_case
from builders import quiet
from needs import needs
from ripeness.cli.brief import FORMATS, _tell_of_boxes
from ripeness.render import fonts
from ripeness.render.kept import KeptBrief
from terminal import EXAMPLE, call

pytestmark = needs("brief")
ANSWER = "Both sides accept a wide settlement now: joint, eased and swapped."


@pytest.mark.parametrize("suffix", [".html", ".md", ".json"])
def test_a_brief_is_written_in_the_format_of_its_name(suffix, tmp_path):
    file = tmp_path / f"brief{suffix}"
    code, out, err = call("brief", EXAMPLE, "-o", str(file))
    assert code == 0
    assert out.startswith(f"{file} is written: {ANSWER}")
    assert "Ranges are not in it" in err
    assert ANSWER in file.read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_a_file_is_written_over_only_where_told_to(tmp_path):
    file = tmp_path / "brief.json"
    file.write_text("mine")
    code, out, err = call("brief", EXAMPLE, "-o", str(file))
    assert (code, out) == (2, "")
    assert "already exists" in err
    assert file.read_text() == "mine"
    assert call("brief", EXAMPLE, "-o", str(file), "--force")[0] == 0
    assert json.loads(file.read_text())["format"] == "ripeness brief 1"


def test_a_name_without_a_format_is_refused(tmp_path):
    code, _, err = call("brief", EXAMPLE, "-o", str(tmp_path / "brief.doc"))
    assert code == 2
    assert all(suffix in err for suffix in FORMATS)


def test_what_is_neither_run_nor_case_is_refused(tmp_path):
    code, _, err = call("brief", str(tmp_path), "-o", str(tmp_path / "b.html"))
    assert code == 2
    assert "is a folder" in err


def test_what_changed_is_told_first(tmp_path):
    file = tmp_path / "brief.json"
    assert call("brief", EXAMPLE, "-o", str(file), "--since", EXAMPLE)[0] == 0
    sections = json.loads(file.read_text())["sections"]
    assert [section["key"] for section in sections][:2] == ["message", "since"]


@pytest.mark.slow
def test_a_run_that_is_kept_is_told_with_its_ranges(tmp_path):
    run, file = tmp_path / "run", tmp_path / "brief.json"
    assert call("assess", EXAMPLE, "--draws", "8", "--out", str(run), "--workers", "1", "--quiet")[0] == 0
    assert (run / "brief.json").is_file()
    assert call("brief", str(run), "-o", str(file))[0] == 0
    told = json.loads(file.read_text())
    assert told["draws"] == 8
    texts = {f["key"]: f["text"] for block in told["sections"][0]["blocks"] for f in block["findings"]}
    assert "5 to 95 % of the draws" in texts["message.war"]


def without_cat(tmp_path):
    """A case file of three that sign, with a posture under which one of them does not."""
    data = quiet({
        "parties.cat": {"name": "Cat", "salience": {"field": 1}},
        "horizon": 2,
        "dynamics.incident": [0.01, 0.1, 0.3],
        "postures": {"without-cat": {"title": "Without Cat", "set": {"parties.cat.signatory": False}}},
    })  # fmt: skip
    file = tmp_path / "case.yaml"
    file.write_text(json.dumps(data))
    return str(file)


def capitulating(file):
    """Who capitulates under each posture, as a brief tells it, and what one of the postures is."""
    told = {section["key"]: section for section in json.loads(file.read_text())["sections"]}
    blocks = {block["key"]: block for block in told["postures"]["blocks"]}
    rows = {row["key"].rpartition(".")[2]: row for row in blocks["postures.costs"]["findings"]}
    who = {
        key: [m["value"] is not None for m in row["measures"] if "capitulation" in m["name"]]
        for key, row in rows.items()
    }
    return blocks["postures.costs"]["columns"], who, blocks["postures.what"]["findings"][0]["text"]


def test_a_brief_tells_of_a_posture_who_signs_under_it(tmp_path):
    file = tmp_path / "brief.json"
    assert call("brief", without_cat(tmp_path), "-o", str(file))[0] == 0
    columns, given, text = capitulating(file)
    assert columns == ["posture", "Ann", "Bob", "Cat"]
    assert given == {"as-is": [True] * 3, "without-cat": [True, True, False]}
    assert text == "Without cat: Without Cat, signed by Ann and Bob."


@pytest.mark.slow
def test_a_run_tells_the_same(tmp_path):
    case, run, file = without_cat(tmp_path), tmp_path / "run", tmp_path / "brief.json"
    code, _, err = call("assess", case, "--draws", "8", "--claims", "0", "--out", str(run), "--workers", "1")
    assert code == 0, err
    assert call("brief", str(run), "-o", str(file))[0] == 0
    assert capitulating(file)[1] == {"as-is": [True] * 3, "without-cat": [True, True, False]}
    assert call("query", 'select count(*) n from outcomes where "capitulation.cat" > 0', "--root", str(run))[0] == 0


def test_signs_that_print_as_boxes_are_told_with_the_font_to_install(monkeypatch, capsys):
    monkeypatch.setattr(fonts, "_fontconfig", object)
    monkeypatch.setattr(fonts, "_has", lambda _, sign: ord(sign) < 0x3000)
    _tell_of_boxes(KeptBrief(right_to_left(), {}), right_to_left_case())
    told = capsys.readouterr().err
    assert UNUSUAL in told
    assert "apt-get install fonts-noto-cjk" in told
