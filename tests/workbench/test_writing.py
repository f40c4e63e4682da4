"""Cases written and saved: what is meant changes and nothing else, and nobody's file is written over."""

import json
import os
import signal
from difflib import SequenceMatcher
from pathlib import Path

import httpx
import pytest

import ripeness
from builders import quiet
from needs import needs
from ripeness.case.read import library
from ripeness.case.read.changes import described
from ripeness.case.read.load import judgements, load_text
from ripeness.errors import CaseError
from ripeness.workbench.changes import changes_from
from ripeness.workbench.desk import CaseFile
from ripeness.workbench.writing import Change, amended, checked, copy_with
from workbenches import start, wait_for

BUNDLED = {head.id: head.path for head in library.bundled()}
FOUNDING = BUNDLED["iran-us-2020"].read_text()
SCRIPT = "<script>alert(1)</script>"
TEXT = """\
# The first line is a comment.
schema: 1
id:   towns          # two spaces too many
title: 'Two towns'
as_of: 2024-01-01
horizon: 6
parties:
  ann:
    name: Ann
    salience: {field: 1}
    pride: {low: 0.2, mode: 0.4, high: 0.6, basis: judgement, note: "a, b"}   # of pride
    trend: [-0.02,  -0.01, 0]
    patience: 0.1
  bob: {name: Bob, salience: {field: 1}}

# and the field
issues:
  field:
    question: Whose is the field?
    options:
      idle: {text: Nobody's}
      shared:
        text: Both till it
        value: {ann: 0.5, bob: 0.4}
"""


def told(response):
    """What a refusal says."""
    return " ".join(f"{each['path']} {each['message']}" for each in response.json()["problems"])


def children(pid):
    """The processes that a process has started."""
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def without_numbers(text):
    """A text's lines that a change could not touch: comments and blank lines."""
    return [line for line in text.splitlines() if not line.strip() or line.lstrip().startswith("#")]


# --- a copy with changes ---


@pytest.mark.parametrize("name", BUNDLED)
def test_each_judgement_of_a_bundled_case_can_be_changed_alone(name):
    text = BUNDLED[name].read_text()
    case = load_text(text)
    for judgement in list(judgements(case))[::7]:
        value = judgement.low + 0.25 * (judgement.high - judgement.low) or judgement.mode
        new = copy_with(CaseFile(name, text.encode(), own=False), "copy", changes_from([f"{judgement.path}:{value!r}"]))
        changed = load_text(new)
        assert changed.id == "copy"
        found = next(each for each in judgements(changed) if each.path == judgement.path)
        assert (found.low, found.mode, found.high) == (judgement.low, value, judgement.high)
        assert (found.basis, found.confidence, found.note) == (judgement.basis, judgement.confidence, judgement.note)
        differing = [
            (before, after)
            for before, after in zip(text.splitlines(), new.splitlines(), strict=True)
            if before != after
        ]
        assert len(differing) <= 2
        for before, after in differing:
            same = sum(
                block.size for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
            )
            assert same >= len(before) - max(len(name), 8)


@pytest.mark.slow
@pytest.mark.parametrize("name", BUNDLED)
@pytest.mark.parametrize("lever", [True, False])
def test_a_copy_answers_as_the_case_with_the_same_set(name, lever):
    text = BUNDLED[name].read_text()
    case = load_text(text)
    sets = "parties.us.pride:0.7,dynamics.misreading:0.5" if not lever else ",".join(list(case.levers)[:2])
    changes = changes_from([sets])
    new = copy_with(CaseFile(name, text.encode(), own=False), "copy", changes)
    assert without_numbers(new) == without_numbers(text)
    said = ripeness.assess(load_text(new)).to_dict()
    meant = ripeness.assess(changes.applied(case)).to_dict()
    assert json.dumps(said).replace('"copy"', f'"{name}"') == json.dumps(meant)


@pytest.mark.parametrize("lever", load_text(FOUNDING).levers)
def test_each_lever_of_the_founding_case_can_be_saved(lever):
    changes, case = changes_from([lever]), load_text(FOUNDING)
    new = copy_with(CaseFile("iran-us-2020", FOUNDING.encode(), own=False), "copy", changes)
    assert without_numbers(new) == without_numbers(FOUNDING)
    for path in changes.of(case):
        assert described(load_text(new), path).partition(" (")[0] == described(changes.applied(case), path)


@pytest.mark.parametrize(
    ("sets", "old", "new"),
    [
        ("parties.ann.pride:0.5", "{low: 0.2, mode: 0.4, high: 0.6,", "{low: 0.2, mode: 0.5, high: 0.6,"),
        ("parties.ann.pride:0.9", "{low: 0.2, mode: 0.4, high: 0.6,", "{low: 0.2, mode: 0.9, high: 0.9,"),
        ("parties.ann.pride:0.1..0.3..0.5", "{low: 0.2, mode: 0.4, high: 0.6,", "{low: 0.1, mode: 0.3, high: 0.5,"),
        ("parties.ann.trend:-0.015", "[-0.02,  -0.01, 0]", "[-0.02, -0.015, 0]"),
        ("parties.ann.patience:0.2", "patience: 0.1", "patience: 0.2"),
        ("horizon:12", "horizon: 6", "horizon: 12"),
        ("as_of:2024-02-01", "as_of: 2024-01-01", "as_of: 2024-02-01"),
        ("parties.ann.concession_limit:0.3", "    patience: 0.1\n", "    patience: 0.1\n    concession_limit: 0.3\n"),
        ("dynamics.incident:0.2", "bob: 0.4}\n", "bob: 0.4}\ndynamics: {incident: 0.2}\n"),
        ("issues.field.options.shared.value.ann:0.3", "{ann: 0.5, ", "{ann: 0.3, "),
    ],
)
def test_what_is_set_changes_and_nothing_else(sets, old, new):
    assert TEXT.count(old) == 1
    right = TEXT.replace(old, new).replace("id:   towns", "id:   copy")
    made = copy_with(CaseFile("towns", TEXT.encode(), own=True), "copy", changes_from([sets]))
    if sets.startswith("dynamics"):
        # a mapping of the first level stands in lines of its own
        right = right.replace("dynamics: {incident: 0.2}", "dynamics:\n  incident: 0.2")
    assert made == right


def test_a_copy_is_saved_once_and_opened(client, server):
    asked = {"name": "copied", "from": "open", "set": ["parties.ann.concession_limit:0.1,dynamics.guarantee:0.5"]}
    made = client.post("/api/v1/cases", json=asked)
    assert (made.status_code, made.json()["name"]) == (201, "copied")
    assert (server.folder / "copied.yaml").read_text() == made.json()["text"]
    for question in ("glance", "postures"):
        saved = client.get(f"/api/v1/cases/copied/{question}").json()
        assert saved == client.get(f"/api/v1/cases/open/{question}?set={asked['set'][0]}").json()
    again = client.post("/api/v1/cases", json=asked)
    assert (again.status_code, "is taken" in told(again)) == (409, True)
    for name in ("iran-us-2020", "quiet"):
        assert client.post("/api/v1/cases", json=asked | {"name": name}).status_code == 409
    (server.folder / "copied.yaml").unlink()


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ({"name": "../up", "from": "open"}, 422, "cannot be one"),
        ({"name": "Up", "from": "open"}, 422, "cannot be one"),
        ({"name": ".drafts", "from": "open"}, 422, "cannot be one"),
        ({"name": "a/b", "from": "open"}, 422, "cannot be one"),
        ({"name": "n", "from": "../open"}, 422, "cannot be one"),
        ({"name": "n", "from": "opne"}, 404, "did you mean open?"),
        ({"name": "n", "from": "open", "set": ["dynamics.incident:9"]}, 422, "dynamics.incident"),
        ({"name": "n", "from": "open", "set": ["pull"]}, 422, "no lever"),
        ({"name": "n"}, 422, "expected: `text`"),
        ({"name": "n", "text": "a: [1"}, 422, ""),
        ({"name": "n", "text": "schema: 1\n"}, 422, "is missing"),
        ({"from": "open"}, 422, "name"),
    ],
)
def test_what_cannot_be_saved_is_told_and_leaves_no_file(client, server, asked, status, said):
    before = sorted(path.name for path in server.folder.iterdir())
    response = client.post("/api/v1/cases", json=asked)
    assert (response.status_code, said in told(response)) == (status, True)
    assert sorted(path.name for path in server.folder.iterdir()) == before


def test_a_text_is_saved_under_its_name(client, server):
    made = client.post("/api/v1/cases", json={"name": "written", "text": TEXT})
    assert made.status_code == 201
    assert (server.folder / "written.yaml").read_text() == TEXT.replace("id:   towns", "id:   written")
    (server.folder / "written.yaml").unlink()


# --- a case replaced ---


def test_a_case_is_replaced_only_by_whoever_read_what_is_there(client, server):
    path = server.folder / "mine.yaml"
    path.write_text(TEXT)
    try:
        read = client.get("/api/v1/cases/mine/text").json()
        assert (read["text"], read["own"]) == (TEXT, True)
        new = TEXT.replace("Both till it", "Both plough it")
        saved = client.put("/api/v1/cases/mine", json={"text": new, "digest": read["digest"]})
        assert (saved.status_code, path.read_text()) == (200, new)
        # somebody else's editor
        path.write_text(other := TEXT.replace("horizon: 6", "horizon: 9"))
        refused = client.put("/api/v1/cases/mine", json={"text": TEXT, "digest": saved.json()["digest"]})
        assert (refused.status_code, "changed on disk" in told(refused)) == (409, True)
        assert (refused.json()["current"]["text"], path.read_text()) == (other, other)
        chosen = client.put("/api/v1/cases/mine", json={"text": TEXT, "digest": refused.json()["current"]["digest"]})
        assert (chosen.status_code, path.read_text()) == (200, TEXT)
        wrong = client.put("/api/v1/cases/mine", json={"text": "schema: 1", "digest": chosen.json()["digest"]})
        assert (wrong.status_code, path.read_text()) == (422, TEXT)
    finally:
        path.unlink()


def test_a_bundled_case_is_not_replaced(client):
    read = client.get("/api/v1/cases/iran-us-2020/text").json()
    refused = client.put("/api/v1/cases/iran-us-2020", json={"text": read["text"], "digest": read["digest"]})
    assert (refused.status_code, "comes with the program" in told(refused)) == (422, True)


def test_line_ends_and_a_byte_order_mark_come_and_go(client, server):
    path = server.folder / "windows.yaml"
    path.write_bytes(raw := b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    try:
        read = client.get("/api/v1/cases/windows/text").json()
        assert read["text"].encode() == raw
        changes = [{"path": ["parties", "ann", "pride", "mode"], "value": 0.5}]
        new = client.post("/api/v1/amend", json={"text": read["text"], "changes": changes}).json()["text"]
        client.put("/api/v1/cases/windows", json={"text": new, "digest": read["digest"]})
        assert path.read_bytes() == raw.replace(b"mode: 0.4", b"mode: 0.5")
    finally:
        path.unlink()


# --- check and amend ---

PRIDE = {"low": 0.2, "mode": 0.4, "high": 0.6, "note": "a, b"}


def test_check_says_what_the_command_line_says_with_places(client):
    wrong = TEXT.replace("patience: 0.1", "patience: 7").replace("bob: 0.4", "bib: 0.4")
    said = client.post("/api/v1/check", json={"text": wrong}).json()
    with pytest.raises(CaseError) as error:
        load_text(wrong)
    problems = [(each["path"], each["message"], each["line"], each["column"]) for each in said["problems"]]
    assert problems == [(each.path, each.message, each.line, each.column) for each in error.value.problems]
    assert {line for _, _, line, _ in problems} == {13, 24}
    assert said["data"]["parties"]["ann"]["pride"]["mode"] == 0.4
    sound = client.post("/api/v1/check", json={"text": TEXT}).json()
    assert sound["problems"] == []
    assert any("no name" in each["message"] and each["line"] for each in sound["warnings"])
    broken = client.post("/api/v1/check", json={"text": "a: [1\nb"}).json()
    assert (broken["data"], len(broken["problems"])) == (None, 1)


@pytest.mark.parametrize("name", BUNDLED)
def test_a_bundled_case_is_clean(name):
    assert checked(BUNDLED[name].read_text()).problems == []


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (Change(path=["parties", "ann", "pride"], value=PRIDE | {"mode": 0.5, "basis": "judgement"}),
         "mode: 0.4", "mode: 0.5"),
        (Change(path=["parties", "ann", "pride"], value=PRIDE),
         " basis: judgement,", ""),
        (Change(path=["parties", "ann", "patience"], value={"mode": 0.1, "confidence": "low"}),
         "patience: 0.1", "patience: {mode: 0.1, confidence: low}"),
        (Change(path=["parties", "bob", "name"], value=f"Bob: {SCRIPT}"),
         "{name: Bob,", f'{{name: "Bob: {SCRIPT}",'),
        (Change(path=["parties", "bob", "trend"], value=[-0.1, 0, 0.1]),
         "salience: {field: 1}}", "salience: {field: 1}, trend: [-0.1, 0, 0.1]}"),
        (Change(path=["issues", "field", "options", "sold"], value={"text": "Sold", "value": {"ann": 0.1}}),
         "bob: 0.4}\n", "bob: 0.4}\n      sold: {text: Sold, value: {ann: 0.1}}\n"),
        (Change(path=["issues", "field", "options", "shared", "value", "bob"], remove=True), ", bob: 0.4", ""),
        (Change(path=["parties", "ann", "trend"], remove=True), "    trend: [-0.02,  -0.01, 0]\n", ""),
        (Change(path=["transitions", 0], value={"party": "ann", "date": "2024-03-01", "probability": 0.5}),
         "bob: 0.4}\n", "bob: 0.4}\ntransitions: [{party: ann, date: 2024-03-01, probability: 0.5}]\n"),
        (Change(path=["as_of"], value="2024-05-06"), "2024-01-01", "2024-05-06"),
        (Change(path=["topics"], value=["a", "b: c"]), "bob: 0.4}\n", 'bob: 0.4}\ntopics: [a, "b: c"]\n'),
        (Change(path=["nothing", "there"], remove=True), "id", "id"),
    ],
)  # fmt: skip
def test_an_amendment_changes_what_it_says(change, old, new):
    assert amended(TEXT, [change]) == TEXT.replace(old, new)


def test_amendments_come_one_after_another_and_are_refused_together(client):
    changes = [
        {"path": ["parties", "cleo"], "value": {"name": "Cleo", "salience": {"field": 1}}},
        {"path": ["parties", "cleo", "pride"], "value": 0.5},
        {"path": ["parties", "ann", "trend"], "remove": True},
    ]
    text = client.post("/api/v1/amend", json={"text": TEXT, "changes": changes}).json()["text"]
    assert load_text(text).parties["cleo"].pride.mode == 0.5
    deep = []
    for _ in range(200):
        deep = [deep]
    for path, value, said in (
        (["parties", "ann", "name", "x", "y"], 1, "leads nowhere"),
        ([0], 1, "leads nowhere"),
        (["parties", 5], 1, "leads nowhere"),
        (["topics", 7], "a", "leads nowhere"),
        (["topics"], deep, "nested too deep"),
    ):
        refused = client.post("/api/v1/amend", json={"text": TEXT, "changes": [{"path": path, "value": value}]})
        assert (refused.status_code, said in told(refused)) == (422, True), path


# --- refused ---

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}]\n"
    for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        "[" * 100_000,
        "{a: " * 5_000,
        "a: !!python/object:os.system x\n",
        "- " * 50_000,
        "a:\n" * 200_000,
        "é" * 600_000,
    ],
    ids=["aliases", "brackets", "mappings", "tag", "dashes", "lines", "large"],
)
def test_yaml_that_is_no_case_is_told_in_bounded_time(client, text):
    for address, more in (
        ("check", {}),
        ("amend", {"changes": [{"path": ["a"], "value": 1}]}),
        ("complete", {"line": 1, "column": 1}),
    ):
        response = client.post(f"/api/v1/{address}", json={"text": text} | more, timeout=30)
        assert response.status_code in (200, 422)
        if address == "check" and response.status_code == 200:
            assert response.json()["problems"]


@pytest.mark.parametrize("name", ["..", "%2e%2e%2fx", "Up", "_other", "a.b", "x" * 90])
def test_no_draft_has_an_odd_name(client, server, name):
    assert client.put(f"/api/v1/drafts/{name}", json={"text": "a"}).status_code in (404, 405, 422)
    assert not [
        path for path in server.folder.rglob("*") if path.parent.name == ".drafts" and path.stem.startswith(".")
    ]


def test_scripts_in_a_text_stay_text(client):
    text = TEXT.replace("Two towns", SCRIPT)
    assert client.put("/api/v1/drafts/hostile", json={"text": text}).status_code == 200
    for address in ("/case/hostile/edit", "/new", "/new?example=1"):
        assert SCRIPT not in client.get(address).text
    client.put("/api/v1/drafts/_new", json={"text": text, "answers": {"title": SCRIPT, "parties": [{"name": SCRIPT}]}})
    assert SCRIPT not in client.get("/new").text
    for name in ("hostile", "_new"):
        assert client.delete(f"/api/v1/drafts/{name}").status_code == 200


def test_halves_of_characters_are_refused(client):
    for address, body in (("check", '{"text": "a\\ud800"}'), ("drafts/x", '{"text": "\\udc00"}')):
        method = client.put if "drafts" in address else client.post
        response = method(f"/api/v1/{address}", content=body, headers={"content-type": "application/json"})
        assert response.status_code == 422


# --- drafts ---


def test_a_draft_is_kept_found_and_dropped(client, server):
    assert client.get("/api/v1/drafts/quiet").status_code == 404
    kept = {"text": "schema: 1\nid: [", "digest": "0" * 64}
    client.put("/api/v1/drafts/quiet", json=kept)
    assert "quiet" in client.get("/api/v1/drafts").json()
    found = client.get("/api/v1/drafts/quiet").json()
    assert (found["text"], found["digest"]) == (kept["text"], kept["digest"])
    assert (server.folder / ".drafts" / "quiet.yaml").read_text().endswith(kept["text"])
    # a case of the folder is not made of it
    assert "quiet" in {each["name"] for each in client.get("/api/v1/cases").json()}
    for _ in range(2):
        assert client.delete("/api/v1/drafts/quiet").status_code == 200
        assert client.get("/api/v1/drafts/quiet").status_code == 404
    assert client.put("/api/v1/drafts/quiet", json=kept | {"digest": "../x"}).status_code == 422


def test_a_draft_is_not_followed_through_links(tmp_path):
    from ripeness.errors import InputError
    from ripeness.workbench.drafts import Draft, Drafts

    desk, elsewhere = tmp_path / "desk", tmp_path / "elsewhere"
    desk.mkdir(), elsewhere.mkdir()
    (elsewhere / "quiet.yaml").write_text("theirs")
    (desk / ".drafts").symlink_to(elsewhere)
    drafts = Drafts(desk)
    for act in (lambda: drafts.save(Draft("quiet", "x")), lambda: drafts.find("quiet"), lambda: drafts.drop("quiet")):
        with pytest.raises(InputError, match="a link"):
            act()
    assert drafts.names() == []
    (desk / ".drafts").unlink()
    drafts.save(Draft("other", "x"))
    (desk / ".drafts" / "quiet.yaml").symlink_to(elsewhere / "quiet.yaml")
    for act in (lambda: drafts.save(Draft("quiet", "x")), lambda: drafts.find("quiet")):
        with pytest.raises(InputError, match="a link"):
            act()
    assert drafts.names() == ["other"]
    assert (elsewhere / "quiet.yaml").read_text() == "theirs"


def test_what_is_in_the_drafts_folder_and_is_no_draft_of_ours_is_text(tmp_path):
    from ripeness.workbench.drafts import Drafts

    (tmp_path / ".drafts").mkdir()
    for text in ("a: 1\n", "# ripeness draft {\na: 1", '# ripeness draft {"of": 1}\nb', "# ripeness draft []\n", ""):
        (tmp_path / ".drafts" / "x.yaml").write_text(text)
        found = Drafts(tmp_path).find("x")
        assert (found.text, found.digest, found.answers) == (text, "", {})


@pytest.mark.parametrize("steps", range(1, 12))
def test_a_draft_is_whole_at_whatever_step_of_writing_the_server_is_killed(tmp_path, steps):
    import subprocess
    import sys

    from ripeness.workbench.drafts import Draft, Drafts

    (tmp_path / "x.yaml").write_text(TEXT)
    Drafts(tmp_path).save(Draft("x", "the first"))
    script = (
        "import sys, mortal; from pathlib import Path; from ripeness.workbench.drafts import Draft, Drafts; "
        f"mortal.steps_until_death({steps}); Drafts(Path(sys.argv[1])).save(Draft('x', 'the second ' * 9999))"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}, check=False)
    assert done.returncode in (0, -signal.SIGKILL)
    assert Drafts(tmp_path).find("x").text in ("the first", "the second " * 9999)
    assert done.returncode == 0 or steps < 9
    # what was killed does not stand in the way
    Drafts(tmp_path).save(Draft("x", "the third"))
    assert (Drafts(tmp_path).find("x").text, (tmp_path / "x.yaml").read_text()) == ("the third", TEXT)


@needs("device:/proc/self/task")
def test_a_server_that_is_killed_keeps_the_last_draft_and_every_case(tmp_path):
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "quiet.yaml").write_text(raw := json.dumps(quiet()))
    process, address = start(folder, tmp_path / "log")
    base, _, token = address.partition("/?token=")
    headers = {"authorization": f"Bearer {token}"}
    httpx.put(f"{base}/api/v1/drafts/quiet", json={"text": "unfinished: ["}, headers=headers).raise_for_status()
    answerers = children(process.pid)
    assert len(answerers) >= 2
    process.kill()
    process.wait()
    # nobody is left behind who answers to no one
    wait_for(lambda: not any(Path(f"/proc/{each}").exists() for each in answerers), 60)
    process, address = start(folder, tmp_path / "log")
    try:
        base, _, token = address.partition("/?token=")
        headers = {"authorization": f"Bearer {token}"}
        page = httpx.get(f"{base}/case/quiet/edit", headers=headers, timeout=60).text
        assert "unfinished: [" in page
        assert wait_for(lambda: httpx.get(f"{base}/api/v1/drafts", headers=headers).json()) == ["quiet"]
        assert (folder / "quiet.yaml").read_text() == raw
    finally:
        process.kill()
        process.wait()


def test_a_folder_that_cannot_be_written_is_told(client, server):
    if os.geteuid() == 0:
        # nothing is closed to the superuser; a file in the folder's place is
        (server.folder / ".drafts.was").mkdir(exist_ok=True)
    path = server.folder / ".drafts"
    moved = path.rename(server.folder / ".drafts.kept") if path.exists() else None
    path.write_text("a file")
    try:
        refused = client.put("/api/v1/drafts/quiet", json={"text": "a"})
        assert (refused.status_code, "expected: a folder" in told(refused)) == (422, True)
    finally:
        path.unlink()
        (server.folder / ".drafts.was").rmdir() if (server.folder / ".drafts.was").exists() else None
        if moved:
            moved.rename(path)
