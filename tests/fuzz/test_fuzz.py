"""Two thousand inputs from one seed: each ends with 0 or 2, says why, and takes neither long nor much."""

import pytest

from fuzz.harness import KINDS, kind_of, made, prepare, tried

SEED, INPUTS, BLOCK = 1, 2000, 125


@pytest.fixture(scope="module")
def ready():
    prepare()


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, INPUTS, BLOCK))
def test_whatever_comes_in_an_answer_or_a_sentence_goes_out(ready, first):
    found = [one for index in range(first, first + BLOCK) if (one := tried(SEED, index))]
    assert not found, "\n".join(map(str, found))


def test_all_kinds_are_among_them():
    assert {kind_of(SEED, index) for index in range(INPUTS)} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_number_gives_the_same_input_again(ready, tmp_path, kind):
    folders = tmp_path / "a", tmp_path / "b"
    for folder in folders:
        folder.mkdir()
    a, b = (made(SEED, 7, folder, kind) for folder in folders)
    assert a.commands == b.commands
    held = [{str(path.relative_to(at)): _content(path) for path in at.rglob("*")} for at in folders]
    assert held[0] == held[1]


def _content(path):
    if path.is_symlink():
        return str(path.readlink()).replace(str(path.parents[-3]), "")[-20:]
    return path.read_bytes() if path.is_file() else "a folder or a pipe"
