import sys

import duckdb
import numpy as np
import pytest

from record import DATA, needs_data
from ripeness.errors import InputError
from ripeness.record.sources.catalogue import SOURCES
from ripeness.record.sources.store import Store
from ripeness.record.sources.table import read

NMC = SOURCES["nmc"]


def written(tmp_path, text, name="nmc.csv", encoding="utf-8"):
    file = tmp_path / name
    file.write_text(text, encoding=encoding)
    return file


def test_columns_are_found_whatever_their_case_and_order_and_missing_cells_are_nan(tmp_path):
    found = read(NMC, written(tmp_path, "CINC,ccode,other,YEAR\n0.5,2,x,1990\n.,2,y,1991\nNA,2,,1992\n"))
    assert len(found) == 3
    np.testing.assert_array_equal(found["cinc"], [0.5, np.nan, np.nan])
    assert found.whole("year").tolist() == [1990, 1991, 1992]
    assert found.whole("cinc", missing=-9).tolist() == [0, -9, -9]


def test_parquet_and_csv_say_the_same(tmp_path):
    file = tmp_path / "nmc.parquet"
    duckdb.execute(f"COPY (SELECT 2 AS ccode, 1990.0 AS year, NULL AS cinc) TO '{file}' (FORMAT parquet)")
    found = read(NMC, file)
    assert found["ccode"].tolist() == [2.0]
    assert np.isnan(found["cinc"]).all()


def test_texts_keep_their_letters_in_either_encoding(tmp_path):
    for encoding in ("utf-8", "latin-1"):
        text = "gwcode,leader,startdate,enddate\n2,Núñez,1990-01-01,.\n"
        found = read(SOURCES["archigos"], written(tmp_path, text, "archigos.csv", encoding))
        assert found.texts["leader"] == ("Núñez",)
        assert found.texts["enddate"] == (None,)


def test_a_renamed_column_is_named_with_the_version_expected_and_what_may_be_meant(tmp_path):
    with pytest.raises(InputError) as error:
        read(NMC, written(tmp_path, "ccode,year,cinc_score\n2,1990,0.1\n"))
    assert "has no column cinc, which National Material Capabilities" in str(error.value)
    assert NMC.version in str(error.value)


def test_a_cell_that_is_no_number_is_named_with_its_row(tmp_path):
    with pytest.raises(InputError, match=r"column cinc, row 2: 'high' is no number"):
        read(NMC, written(tmp_path, "ccode,year,cinc\n2,1990,0.1\n2,1991,high\n"))


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("nmc.csv", "ccode,year,cinc\n2,1990\n", "line 2 has not as many cells"),
        ("nmc.csv", "ccode,year,cinc\n", "holds no rows"),
        ("nmc.csv", "", "has no column ccode"),
        ("nmc.parquet", "PAR1 no more", "cannot be read as .parquet"),
        ("nmc.dta", "nothing", "cannot be read as .dta: it ends too early"),
        ("nmc.rda", "nothing", "cannot be read as .rda: it ends too early"),
        ("nmc.xlsx", "nothing", "ends in .xlsx"),
    ],
)
def test_a_file_that_is_damaged_is_an_error_of_the_input(tmp_path, name, text, says):
    with pytest.raises(InputError, match=says):
        read(NMC, written(tmp_path, text, name))


@pytest.mark.parametrize(("ending", "package"), [("dta", "pandas"), ("rda", "rdata")])
def test_a_package_that_is_missing_is_named_with_the_extra_that_brings_it(tmp_path, monkeypatch, ending, package):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(InputError, match=rf"nmc.{ending}.*needs the package {package}, .*'ripeness\[history\]'"):
        read(NMC, written(tmp_path, "anything", f"nmc.{ending}"))


# rows that the documentation of each set gives
ROWS = {"icb1": 496, "icb2": 1100, "icow-settle": 2005, "icow-claimdy": 416, "ties": 1412}


@needs_data
@pytest.mark.parametrize("name", SOURCES)
def test_the_real_files_are_as_expected(name):
    found = Store(DATA, "folder").table(name)
    assert len(found) == ROWS.get(name, len(found))
