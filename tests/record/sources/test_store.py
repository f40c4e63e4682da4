import pytest

from ripeness.errors import InputError
from ripeness.record.sources.store import Store, store

ROWS = "ccode,year,cinc\n2,1990,0.14\n"


@pytest.fixture
def kept(tmp_path):
    return Store(tmp_path / "cache", "cache")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "NMC-60.csv"
    path.write_text(ROWS)
    return path


def test_a_file_is_added_once_its_columns_are_right(kept, file):
    path, table = kept.add("nmc", file)
    assert path.read_text() == ROWS
    assert len(table) == 1
    assert kept.table("nmc")["cinc"].tolist() == [0.14]
    assert kept.status()["nmc"].unchanged is True
    assert kept.status()["icb1"] is None
    assert not list(kept.folder.glob("*.new"))


def test_a_wrong_file_leaves_the_cache_as_it_was(kept, file):
    kept.add("nmc", file)
    file.write_text("ccode,year\n2,1990\n")
    with pytest.raises(InputError, match="no column cinc"):
        kept.add("nmc", file)
    assert kept.table("nmc")["cinc"].tolist() == [0.14]


def test_a_file_that_was_changed_behind_our_back_is_told(kept, file):
    path, _ = kept.add("nmc", file)
    path.write_text(ROWS + "2,1991,0.15\n")
    assert kept.status()["nmc"].unchanged is False


def test_what_is_not_there_says_how_to_get_it(kept, tmp_path, file):
    with pytest.raises(InputError, match="ripeness data add icb1 FILE"):
        kept.table("icb1")
    with pytest.raises(InputError, match="ripeness data fetch nmc"):
        kept.table("nmc")
    with pytest.raises(InputError, match="unknown data set nmcs; did you mean nmc"):
        kept.table("nmcs")
    with pytest.raises(InputError, match="there is no such file"):
        kept.add("nmc", tmp_path / "nowhere.csv")


def test_the_folder_given_comes_before_the_variable_and_that_before_the_cache(tmp_path, monkeypatch):
    for name in ("given", "named"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("RIPENESS_DATA", str(tmp_path / "named"))
    assert store(tmp_path / "given").folder == tmp_path / "given"
    assert store().folder == tmp_path / "named"
    monkeypatch.delenv("RIPENESS_DATA")
    assert store().kind == "cache"
    with pytest.raises(InputError, match="is no folder"):
        store(tmp_path / "missing")


def test_a_link_in_the_cache_is_not_written_through(kept, file, tmp_path):
    kept.folder.mkdir()
    (tmp_path / "precious").write_text("mine")
    (kept.folder / "nmc.csv").symlink_to(tmp_path / "precious")
    with pytest.raises(InputError, match=r"nmc\.csv  is a link, which is not followed"):
        kept.add("nmc", file)
    assert (tmp_path / "precious").read_text() == "mine"


@pytest.mark.parametrize("text", [b"[" * 100_000, b'{"nmc.csv": 1e999}', b'"\xff"', b"[]"])
def test_checksums_that_cannot_be_read_are_told(kept, file, text):
    kept.folder.mkdir()
    (kept.folder / "checksums.json").write_bytes(text)
    with pytest.raises(InputError, match="is not the list of checksums, expected: remove it"):
        kept.add("nmc", file)
