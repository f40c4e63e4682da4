import datetime as dt
from dataclasses import replace

import pytest

from record import DATA, needs_data
from ripeness.record.derived import described
from ripeness.record.sources.catalogue import SOURCES
from ripeness.record.sources.release import release_of, years_of
from ripeness.record.sources.store import Store


def table(folder, name, text):
    (folder / f"{name}.csv").write_text(text)
    return Store(folder, "folder").table(name)


def test_a_release_that_is_not_the_known_one_is_told_by_how_far_it_goes(tmp_path):
    older = table(tmp_path, "nmc", "ccode,year,cinc\n2,1816,.1\n2,2012,.1\n")
    assert release_of(older) == "a release to 2012"
    (used,) = described("x", {}, Store(tmp_path, "folder"), ["nmc"], dt.date(2020, 1, 1))["sources"]
    assert used == {"name": "nmc", "version": "a release to 2012", "rows": 2}


def test_as_many_years_alone_are_not_the_known_release(tmp_path):
    cut = table(tmp_path, "nmc", "ccode,year,cinc\n2,1816,.1\n2,2022,.1\n")
    assert release_of(cut) == "a release to 2022, of 2 rows, not 17,121"
    known = replace(cut, source=replace(cut.source, rows=2))
    assert release_of(known) == SOURCES["nmc"].version
    assert release_of(replace(known, source=replace(known.source, years=(1817, 2022)))) != SOURCES["nmc"].version


def test_the_version_that_a_file_states_is_the_one_reported(tmp_path):
    text = "ccode,year,cinc,Version\n2,1816,.1,{}\n2,2022,.1,{}\n2,2022,.1,\n"
    assert release_of(table(tmp_path, "nmc", text.format("5.0", "5.0"))) == "5.0"
    assert release_of(table(tmp_path, "nmc", text.format("6.0", "5.0"))) == "5.0 and 6.0"


def test_what_is_still_to_come_says_nothing_of_how_far_elections_go(tmp_path):
    rows = '2,2016,11,US,X,N,"Vote, As Scheduled"\n2,2028,11,US,X,N,"Upcoming, Scheduled"\n'
    found = table(tmp_path, "elections", f"ccode,elec_year,elec_month,country,type,change,event\n{rows}")
    assert release_of(found) == "a release to 2016"


@pytest.mark.parametrize(
    ("name", "text", "years"),
    [
        ("archigos", "gwcode,leader,startdate,enddate\n2,A,1945-01-01,1950-09-01\n2,B,1950-09-01,\n", (1950, 1950)),
        (
            "icow-claimdy",
            "chal,tgt,begclaim,endclaim,resolved,icowsal\n2,3,181601,190001,1,1\n2,3,.,1,1,1\n",
            (1816, 1816),
        ),
        ("nmc", "ccode,year,cinc\n2,.,.1\n", None),
    ],
)
def test_years_are_read_from_dates_and_months_too(tmp_path, name, text, years):
    found = table(tmp_path, name, text)
    assert years_of(found) == years
    assert release_of(found) == ("a release of unknown years" if years is None else f"a release to {years[1]}")


@needs_data
@pytest.mark.parametrize("name", SOURCES)
def test_the_files_of_the_record_are_the_releases_that_the_catalogue_knows(name):
    assert release_of(Store(DATA, "folder").table(name)) == SOURCES[name].version
