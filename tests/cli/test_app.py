"""The commands: what they print where, how they exit, and what they say to somebody who errs."""

import json
import os
import re
import shlex
import shutil
from pathlib import Path

import pytest
import typer

import ripeness
from agreement import differences
from ripeness.case.read import library
from ripeness.case.read.load import load, parse_assignment, with_changes
from ripeness.cli.app import app
from ripeness.errors import RipenessError
from terminal import COLOUR, ESCAPE, EXAMPLE, GOLDEN, call, golden, started, words

PROGRAM = typer.main.get_command(app)
COMMANDS = sorted(PROGRAM.commands)
PRIDE = "parties.alder.pride"


def examples(command):
    """The examples of a command's help, each as its words."""
    texts = re.split(r"Examples?:|·", PROGRAM.commands[command].epilog)
    return [shlex.split(text.split(" > ")[0]) for text in texts if text.strip()]


# --- paths ---

LONG = "x" * 300
DEEP = "y/" * 3000 + "z"
ODD_PATHS = {"long": LONG, "deep": DEEP, "loop": "loop", "below a file": "file/x", "not there": "nowhere/x"}
READING = [
    ("show", "PATH.yaml"), ("check", "PATH.yaml"), ("why", "PATH.yaml", "a=b"), ("deals", "PATH.yaml"),
    ("assess", "PATH.yaml"), ("brief", "PATH", "-o", "a.html"), ("brief", "PATH.yaml", "-o", "a.html"),
    ("brief", EXAMPLE, "-o", "a.md", "--since", "PATH"), ("import", "PATH", "-o", "a.yaml"), ("runs", "PATH"),
    ("query", "select 1", "--root", "PATH"), ("site", "PATH", "-o", "out"), ("data", "add", "nmc", "PATH.csv"),
    ("data", "status", "--data", "PATH"), ("forecasts", "score", "--forecastbench", "PATH"),
]  # fmt: skip
WRITING = [
    ("new", "PATH.yaml"), ("import", ".", "-o", "PATH.yaml"), ("brief", EXAMPLE, "-o", "PATH.html"),
    ("deals", EXAMPLE, "--csv", "PATH.csv"), ("deals", EXAMPLE, "--chart", "PATH.json"),
    ("assess", EXAMPLE, "--record", "--register", "PATH.yaml"),
    ("assess", EXAMPLE, "--draws", "8", "--record", "--register", "PATH.yaml"),
]  # fmt: skip
FOLDERS = [("assess", EXAMPLE, "--draws", "8", "--workers", "1", "--out", "PATH"), ("site", "desk", "-o", "PATH")]


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "desk").mkdir()
    shutil.copy(EXAMPLE, tmp_path / "desk" / "a.yaml")
    (tmp_path / "file").touch()
    for ending in ("", ".yaml", ".csv", ".html", ".json"):
        (tmp_path / f"loop{ending}").symlink_to(f"loop{ending}")
    return tmp_path


def never_computed(monkeypatch):
    for name in ("ripeness.assess", "ripeness.answer.reading.assess", "ripeness.cli.deals.DealSpace",
                 "ripeness.ensemble.storage.runs.compute"):  # fmt: skip
        monkeypatch.setattr(name, lambda *_, **__: pytest.fail("computed before the path was looked at"))


@pytest.mark.parametrize("kind", ODD_PATHS)
@pytest.mark.parametrize("args", READING, ids=" ".join)
def test_a_path_that_cannot_be_read_is_told_in_a_sentence(here, args, kind):
    code, out, err = call(*(arg.replace("PATH", ODD_PATHS[kind]) for arg in args))
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "fault of ripeness" not in err


@pytest.mark.parametrize("kind", ODD_PATHS)
@pytest.mark.parametrize("args", WRITING, ids=" ".join)
def test_a_path_that_cannot_be_written_is_told_before_anything_is_computed(here, monkeypatch, args, kind):
    never_computed(monkeypatch)
    code, out, err = call(*(arg.replace("PATH", ODD_PATHS[kind]) for arg in args))
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert re.search("File name too long|file name too long|there is no folder|is a link", err)


@pytest.mark.parametrize("kind", ["long", "deep", "loop", "below a file"])
@pytest.mark.parametrize("args", FOLDERS, ids=" ".join)
def test_a_folder_that_cannot_be_made_is_told_before_anything_is_computed(here, monkeypatch, args, kind):
    never_computed(monkeypatch)
    code, out, err = call(*(arg.replace("PATH", ODD_PATHS[kind]) for arg in args))
    assert (code, out) == (2, "")
    assert re.search("file name too long|is a link|not a directory|file exists", err)


@pytest.mark.parametrize("args", [*READING, *WRITING, *FOLDERS], ids=" ".join)
def test_a_path_that_is_no_utf8_is_told_before_anything_is_computed(here, monkeypatch, args):
    never_computed(monkeypatch)
    code, out, err = call(*(arg.replace("PATH", "f\udcfcr") for arg in args))
    assert (code, out) == (2, "")
    assert re.fullmatch(r"the argument \d, b'f\\xfcr.*', is not UTF-8, expected: names and texts in UTF-8\n", err)


def test_half_of_a_character_is_refused_whatever_handed_it_on():
    code, out, err = call("query", "select '\ud800'")
    assert (code, out) == (2, "")
    assert err.startswith("the argument 2, b\"select '\\xed\\xa0\\x80'\", is not UTF-8, expected: ")


@pytest.mark.parametrize("command", ["show", "check", "assess"])
def test_a_fifo_is_no_case_and_nobody_waits_for_it(here, command):
    os.mkfifo("case.yaml")
    code, out, err = call(command, "case.yaml")
    assert (code, out, err) == (2, "", "case.yaml  is a FIFO, expected: a file\n")


def test_a_case_may_come_through_a_pipe_of_the_shell(here):
    reading, writing = os.pipe()
    os.write(writing, Path(EXAMPLE).read_bytes())
    os.close(writing)
    assert call("show", f"/dev/fd/{reading}")[::2] == (0, "")
    os.close(reading)


# --- help ---


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_ends_with_an_example(command):
    code, out, err = call(command, "--help")
    assert (code, err) == (0, "")
    assert "Example" in out
    assert f"ripeness {command}" in words(ESCAPE.sub("", out))
    assert call(command, "-h")[0] == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_every_example_is_a_command_that_can_be_given(command):
    for program, name, *args in examples(command):
        assert (program, name) == ("ripeness", command)
        given = PROGRAM.commands[name].make_context(name, list(args)).params
        if given.get("case") and not given["case"].endswith(".yaml"):
            with_changes(load(given["case"]), dict(map(parse_assignment, given.get("changes") or [])))


def test_the_example_of_why_judges_a_deal():
    ((_, *args),) = examples("why")
    code, out, err = call(*args)
    assert (code, err) == (0, "")
    assert out.startswith("Blocked: ")


def test_help_names_every_command_and_where_to_begin():
    code, out, _ = call("--help")
    shown = words(ESCAPE.sub("", out))
    assert code == 0
    assert all(f" {command} " in shown for command in COMMANDS)
    assert "ripeness assess iran-us-2020" in shown
    assert "--install-completion" in shown
    assert "--show-completion" in shown


def test_without_a_command_there_is_help():
    assert "Usage: ripeness" in words(ESCAPE.sub("", "".join(call()[1:])))


def test_a_shell_completes_commands():
    _, out, _ = call(_RIPENESS_COMPLETE="complete_bash", COMP_WORDS="ripeness as", COMP_CWORD="1")
    assert out.split() == ["assess"]


def test_the_version_is_that_of_the_package():
    assert call("--version") == (0, f"ripeness {ripeness.__version__}\n", "")


# --- data ---


@pytest.mark.parametrize("name", ["example", "random-4"])
def test_the_program_prints_the_machine_readable_answer_and_nothing_else(name):
    process = started("assess", str(GOLDEN / f"{name}.yaml"), "--draws", "0", "--json", "--quiet")
    out, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    found = json.loads(out)
    assert list(differences(found, json.loads((GOLDEN / f"{name}.json").read_text()), 1e-9)) == []
    assert list(differences(found, golden(name).to_dict(), 1e-9)) == []


def test_json_is_the_answer_at_full_precision():
    _, out, _ = call("assess", EXAMPLE, "--json")
    assert json.loads(out) == golden("example").to_dict()


def test_the_schema_printed_is_the_one_that_lies_beside_the_cases():
    code, out, err = call("schema")
    assert (code, err) == (0, "")
    assert json.loads(out) == json.loads((library.folder() / "schema.json").read_text(encoding="utf-8"))


def test_what_is_set_is_told_and_is_what_is_assessed():
    code, out, err = call("assess", EXAMPLE, "--set", f"{PRIDE}=[0.1, 0.2, 0.9]", "--set", "parties.birch.pride=0")
    assert (code, err, "\x1b" in out) == (0, "", False)
    assert out.splitlines()[:2] == [f"{PRIDE}: 0.5 → 0.2 (0.1 to 0.9)", "parties.birch.pride: 0.6 → 0"]


def test_what_is_set_is_told_beside_json_and_not_in_it():
    code, out, err = call("assess", EXAMPLE, "--json", "--set", "dynamics.guarantee=1")
    changed, moved = err.splitlines()
    assert (code, changed) == (0, "dynamics.guarantee: 0.2 → 1")
    assert moved.startswith("What moved: larger deal ")
    assert json.loads(out) == ripeness.assess(with_changes(load(EXAMPLE), {"dynamics.guarantee": 1})).to_dict()


def test_why_judges_the_case_as_changed():
    _, out, _ = call("why", EXAMPLE, "crossing=joint", "--all", "--set", "parties.alder.concession_limit=0.77")
    assert out.splitlines()[0] == "parties.alder.concession_limit: 0.3 (0.2 to 0.4) → 0.77"
    assert re.search(r"Alder: concession limit +holds +\+1\d\d %", out)


# --- bad input ---

BAD = {
    "missing file": (["assess", "nowhere/my.yaml"], ["nowhere/my.yaml", "there is no such file"]),
    "unknown case": (["assess", "iran-us-2002"], ["did you mean iran-us-2020?"]),
    "unknown case shown": (["show", "iran-us-2002"], ["did you mean iran-us-2020?"]),
    "unknown case asked why": (["why", "iran-us-2002", "nuclear=freeze"], ["did you mean iran-us-2020?"]),
    "bad path": (["assess", EXAMPLE, "--set", "parties.aldr.pride=1"], ["parties.aldr.pride", "did you mean alder?"]),
    "bad value": (["assess", EXAMPLE, "--set", f"{PRIDE}=proud"], [PRIDE, "'proud'", "a number between 0 and 5"]),
    "bad YAML": (["assess", EXAMPLE, "--set", f"{PRIDE}=[1, 2"], [PRIDE, "expected"]),
    "no value": (["assess", EXAMPLE, "--set", f"{PRIDE}="], [PRIDE, "gives no value"]),
    "no assignment": (["assess", EXAMPLE, "--set", PRIDE], ["expected: path=value"]),
    "a label": (["assess", EXAMPLE, "--set", "title=x"], ["nothing under 'title' can be changed"]),
    "twice": (["assess", EXAMPLE, "--set", f"{PRIDE}=1", "--set", f"{PRIDE}=2"], ["--set", "one path twice"]),
    "draws": (["assess", EXAMPLE, "--draws", "5"], ["5 draws", "expected: 0"]),
    "no number": (["assess", EXAMPLE, "--draws", "few"], ["--draws"]),
    "unknown option": (["assess", EXAMPLE, "--jsn"], ["--jsn", "--json"]),
    "unknown command": (["asses", EXAMPLE], ["asses", "assess"]),
    "no case": (["assess"], ["CASE"]),
    "unknown issue": (["why", EXAMPLE, "crosing=joint"], ["crosing", "did you mean crossing?"]),
    "unknown option of an issue": (["why", EXAMPLE, "crossing=jont"], ["did you mean joint?"]),
    "unlike any option": (["why", EXAMPLE, "crossing=xyz"], ["closed, joint, open"]),
    "no move": (["why", EXAMPLE, "crossing"], ["crossing", "issue=option"]),
    "moved twice": (["why", EXAMPLE, "crossing=joint", "crossing=open"], ["moves crossing twice"]),
    "nothing moves": (["why", EXAMPLE, "crossing=closed"], ["no deal", "moves at least one issue"]),
    "excluded": (["why", EXAMPLE, "crossing=open"], ["linkages", "requires"]),
    "missing folder": (["new", "nowhere/my.yaml"], ["there is no folder nowhere"]),
    "a folder": (["check", str(GOLDEN)], ["is a folder"]),
}


@pytest.mark.parametrize(("args", "said"), BAD.values(), ids=BAD.keys())
def test_bad_input_is_told_on_standard_error_with_what_would_be_right(args, said):
    code, out, err = call(*args)
    assert (code, out) == (2, "")
    shown = words(ESCAPE.sub("", err))
    assert all(part in shown for part in said), shown
    assert "Traceback" not in err


@pytest.mark.parametrize("command", ["check", "assess", "show"])
def test_all_that_is_wrong_in_a_file_is_told_with_its_line(command, tmp_path):
    file = tmp_path / "broken.yaml"
    text = Path(EXAMPLE).read_text(encoding="utf-8").replace("pride: 0.6", "pride: 7").replace("horizon", "horizn")
    file.write_text(text, encoding="utf-8")
    code, out, err = call(command, str(file))
    assert (code, out) == (2, "")
    lines = text.splitlines()
    for word, hint in (("horizn: 24", "did you mean horizon?"), ("pride: 7", "between 0 and 5")):
        at = next(n for n, line in enumerate(lines, start=1) if word in line)
        assert any(told.startswith(f"{file}:{at}:") and hint in told for told in err.splitlines())


def test_a_file_that_is_no_yaml_is_told_with_its_place(tmp_path):
    file = tmp_path / "broken.yaml"
    file.write_text("schema: 1\nparties: [\n")
    code, out, err = call("check", str(file))
    assert (code, out) == (2, "")
    assert err.startswith(f"{file}:")
    assert "Traceback" not in err


def test_a_fault_inside_is_owned_politely_and_debugging_shows_where(monkeypatch):
    def fails(*_):
        raise ZeroDivisionError("a slip of ours")

    monkeypatch.setattr(ripeness, "assess", fails)
    code, out, err = call("assess", EXAMPLE)
    assert (code, out) == (1, "")
    assert "a fault of ripeness, not of your input" in err
    assert "a slip of ours" in err
    assert "RIPENESS_DEBUG=1" in err
    assert "Traceback" not in err
    with pytest.raises(ZeroDivisionError):
        call("assess", EXAMPLE, RIPENESS_DEBUG="1")


def test_an_error_that_is_not_the_users_exits_with_1(monkeypatch):
    def fails(*_):
        raise RipenessError("the tables are missing")

    monkeypatch.setattr(ripeness, "assess", fails)
    assert call("assess", EXAMPLE) == (1, "", "the tables are missing\n")


def test_an_interruption_exits_as_one(monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(ripeness, "assess", interrupted)
    code, out, err = call("assess", EXAMPLE)
    assert (code, out) == (130, "")
    assert "Traceback" not in err


# --- terminals, pipes and other streams ---


@pytest.mark.parametrize("args", [["cases"], ["show"], ["why", "crossing=joint"]], ids=lambda args: args[0])
def test_a_pipe_gets_no_escapes_and_no_colour_means_none(args):
    command, *moves = args
    full = [command] if command == "cases" else [command, EXAMPLE, *moves]
    assert "\x1b" not in call(*full)[1]
    assert COLOUR.search(call(*full, FORCE_COLOR="1", NO_COLOR="1")[1]) is None


def test_a_terminal_gets_colour():
    assert COLOUR.search(call("why", EXAMPLE, "crossing=joint", "--all", FORCE_COLOR="1")[1])


@pytest.mark.parametrize(
    "args",
    [["cases"], ["schema"], ["--version"], ["assess", "--help"], ["show", EXAMPLE], ["why", EXAMPLE, "crossing=joint"],
     ["assess", EXAMPLE], ["assess", EXAMPLE, "--json"], ["check", EXAMPLE]],
    ids=" ".join,
)  # fmt: skip
def test_a_reader_that_goes_away_is_no_fault(args):
    process = started(*args)
    process.stdout.close()  # as `| head` does, only sooner
    err = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), err) == (0, "")


def test_a_reader_of_the_first_line_gets_it_and_no_fault():
    process = started("show", "iran-us-2020")
    first = process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), err) == (0, "")
    assert first == f"{load('iran-us-2020').title}, as of 1 March 2020\n"


def test_a_reader_that_goes_away_hides_no_bad_input():
    process = started("assess", "nowhere.yaml")
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 2
    assert "nowhere.yaml" in err


def test_a_stream_that_cannot_show_a_sign_gets_another(tmp_path):
    file = tmp_path / "signs.yaml"
    text = Path(EXAMPLE).read_text(encoding="utf-8")
    file.write_text(text.replace("Alder and Birch on", "Ålesund ✓ 😀 on"), encoding="utf-8")
    process = started("show", str(file), PYTHONIOENCODING="ascii")
    out, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    assert out.startswith("?lesund ? ? on the river border")


# --- texts of a case are texts ---

ODD = {
    "title: Alder and Birch on the river border": "title: '[bold]x[/bold] [red 😀'",
    "summary: Two neighbours, one contested crossing, one embargo, no talks.": "summary: '[/] a [link=x]summary'",
    "name: Alder": "name: '[i]Alder[/i]'",
    "name: Birch": "name: 'Birch [/b]'",
    "question: Who controls the crossing?": "question: '[dim]Who?'",
    "text: Joint control": "text: '[on red]Joint[/]'",
    "text: All for all": "text: '[blink]All'",
    "title: A covert channel only": "title: '[u]Covert'",
    "title: A third party guarantees": "title: '[s]Surety'",
    "text: War is less likely with a covert channel than with no diplomacy.": "text: '[/red]Claimed'",
    "title: Internal background memo": "title: '[reverse]Memo'",
    "note: wants the crossing settled first": "note: '[bold'",
}
SHOWN = {
    "assess": ["[bold]x[/bold] [red 😀", "[i]Alder[/i]", "Birch [/b]", "[blink]All", "[u]Covert", "[/red]Claimed"],
    "show": ["[bold]x[/bold] [red 😀", "[/] a [link=x]summary", "[dim]Who?", "[on red]Joint[/]", "[s]Surety",
             "[reverse]Memo"],
    "why": ["[i]Alder[/i]", "Birch [/b]", "[bold"],
    "check": ["[bold]x[/bold] [red 😀"],
}  # fmt: skip


@pytest.fixture
def odd(tmp_path):
    text = Path(EXAMPLE).read_text(encoding="utf-8")
    for plain, marked in ODD.items():
        assert plain in text
        text = text.replace(plain, marked)
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "case.yaml").write_text(text, encoding="utf-8")
    return tmp_path / "odd" / "case.yaml"


@pytest.mark.parametrize("command", SHOWN)
def test_markup_and_signs_in_a_case_are_shown_as_they_are(command, odd):
    more = {"why": ["crossing=joint", "--all"], "assess": ["--part", "all"]}.get(command, [])
    code, out, err = call(command, str(odd), *more, FORCE_COLOR="1", COLUMNS="120")
    assert (code, err) == (0, "")
    shown = ESCAPE.sub("", out)
    assert [text for text in SHOWN[command] if text not in shown] == []


def test_markup_in_the_title_of_a_bundled_case_is_shown_as_it_is(odd, monkeypatch):
    monkeypatch.setattr(library, "folder", lambda: odd.parents[1])
    assert "[bold]x[/bold] [red 😀" in call("cases")[1]


def test_markup_in_what_is_typed_is_shown_as_it_is():
    assert "[bold]x" in call("assess", "[bold]x")[2]
    assert "[bold]x" in ESCAPE.sub("", call("[bold]x")[2])
    assert "[bold]x" in call("why", EXAMPLE, "[bold]x=1")[2]
