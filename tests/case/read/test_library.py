"""The bundled cases."""

import time

import pytest

from ripeness.case.read import library
from ripeness.case.read.load import load
from ripeness.errors import UnknownNameError
from terminal import call


def test_every_bundled_case_loads_and_is_called_as_its_folder():
    heads = library.bundled()
    assert heads
    for head in heads:
        case = load(head.id)
        assert (case.id, case.title, case.summary, case.region, case.as_of) == (
            head.id, head.title, head.summary, head.region, head.as_of,
        )  # fmt: skip
        assert library.path_of(head.id) == head.path


def test_the_list_of_cases_is_quick():
    start = time.perf_counter()
    heads = library.bundled()
    assert time.perf_counter() - start < 0.1 * len(heads)


def test_an_unknown_id_offers_the_nearest():
    with pytest.raises(UnknownNameError, match=r"unknown case iran-us-2002; did you mean iran-us-2020\?"):
        library.path_of("iran-us-2002")


def lying_in(folder, path, case_id):
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"schema: 1\nid: {case_id}\ntitle: T\nas_of: 2024-01-01\nparties: {{}}\n")


@pytest.mark.parametrize(
    ("path", "case_id"),
    [
        ("my-case.yaml", "my-case"),
        ("my-case.yml", "another"),
        ("draft.yaml", "my-case"),
        ("my-case/case.yaml", "my-case"),
        ("somewhere/case.yaml", "my-case"),
        ("cases/my-case.yaml", "my-case"),
        ("cases/my-case/case.yaml", "my-case"),
        ("cases/draft/case.yaml", "my-case"),
        ("cases/draft.yml", "my-case"),
    ],
)
def test_a_file_here_of_that_id_is_hinted_at(path, case_id, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lying_in(tmp_path, "other.yaml", "other")
    lying_in(tmp_path, path, case_id)
    with pytest.raises(UnknownNameError) as raised:
        load("my-case")
    assert str(raised.value) == f"no bundled case is called my-case, expected: the file {path}"


def test_files_here_of_other_ids_and_broken_ones_are_passed_over(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lying_in(tmp_path, "other.yaml", "other")
    (tmp_path / "broken.yaml").write_bytes(b"\xff{[")
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "link.yaml").symlink_to("nowhere")
    with pytest.raises(UnknownNameError, match="unknown case my-case; known: iran-us-2020"):
        load("my-case")
    assert load("iran-us-2020").id == "iran-us-2020"


@pytest.mark.parametrize("command", ["show", "assess", "deals", "brief", "why"])
def test_every_command_that_takes_a_case_hints_at_it(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lying_in(tmp_path, "my-case.yaml", "my-case")
    more = {"brief": ["-o", "b.json"], "why": ["a=b"]}.get(command, [])
    code, _, err = call(command, "my-case", *more)
    assert (code, err) == (2, "no bundled case is called my-case, expected: the file my-case.yaml\n")
