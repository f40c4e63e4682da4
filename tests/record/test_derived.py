import datetime as dt

import pytest

from record import DATA, needs_data
from ripeness.record.base_rates import SOURCES_USED, base_rates
from ripeness.record.derived import FOLDER, carried, described, same, write
from ripeness.record.sources.store import Store


def test_a_table_whose_content_is_as_before_keeps_its_date_and_every_byte(tmp_path):
    table = {"table": "x", "date": "2020-01-01", "result": {"a": 1.0}}
    path = write(table, tmp_path)
    before = path.read_bytes()
    write(table | {"date": "2021-01-01"}, tmp_path)
    assert path.read_bytes() == before
    write(table | {"date": "2021-01-01", "result": {"a": 2.0}}, tmp_path)
    assert b"2021" in path.read_bytes()


@needs_data
def test_the_carried_base_rates_are_what_the_data_give(tmp_path):
    store = Store(DATA, "folder")
    table = described("base-rates", base_rates(store), store, SOURCES_USED, dt.date(2000, 1, 1))
    assert same(table, carried("base-rates"))
    old = (FOLDER / "base-rates.json").read_bytes()
    (tmp_path / "base-rates.json").write_bytes(old)
    assert write(table, tmp_path).read_bytes() == old


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_every_carried_table_is_complete(path):
    assert set(carried(path.stem)) == {"table", "command", "date", "sources", "result"}
