from datetime import date

import numpy as np
import pytest

from ripeness.record.crises import Crisis
from ripeness.record.features import FEATURES, known_at_start
from ripeness.record.sources.store import Store


@pytest.fixture
def record(tmp_path):
    files = {
        "icb1v15.csv": "crisno,break,trigent,yrtrig,motrig,datrig,yrterm,moterm,daterm,brexit,gravcr,viol,"
        "forout,protrac,mediate,crisname\n0,9,2,1940,3,1,1940,4,1,31,4,4,1,2,1,Z\n1,9,2,1950,3,1,1950,4,1,31,4,4,1,2,1,A\n2,9,2,1960,3,1,1960,4,1,31,4,4,1,2,1,B\n",
        "icbdy_v15.csv": "crisno,year,statea,stateb,trgyrdy,trgmody,trgdady,trmyrdy,trmmody,trmdady,crdynum,"
        "namea,nameb\n"
        "1,1950,2,40,1950,3,1,1950,4,1,1,USA,CUB\n2,1960,2,40,1960,3,1,1960,4,1,2,USA,CUB\n",
        "nmc.csv": "ccode,year,cinc\n2,1959,.3\n40,1959,.1\n2,1960,.9\n40,1960,.1\n",
        "democracy.csv": "ccode,year,polity2,v2x_polyarchy\n2,1959,10,.8\n40,1959,-7,.1\n40,1960,9,.1\n",
        "mids.csv": "dispnum,ccode1,ccode2,year,gmlmidonset,hostlev,hostlev1,hostlev2\n"
        "1,2,40,1944,1,3,3,3\n2,2,40,1945,1,3,3,3\n3,2,40,1960,1,3,3,3\n",
        "icb2.csv": "crisno,cracno,cracid,trigent,yrtrig,outcom,outfor,outevl,viol\n1,1,2,40,1950,1,1,1,1\n",
        "archigos.csv": "gwcode,leader,startdate,enddate\n2,E,1953-01-20,1961-01-20\n40,C,1959-07-01,2008-02-24\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    return Store(tmp_path, "folder")


def crisis(number=2, start=date(1960, 3, 1), gravity=4):
    return Crisis(number, "B", start, (2, 40), gravity, 9, True, False, True, 1.0)


def test_only_what_came_before_is_known(record):
    found = known_at_start(record, [crisis()])
    row = dict(zip(FEATURES, found.features[0], strict=True))
    assert row == pytest.approx(
        {
            "gravity": 4.0,
            "violent_trigger": 1.0,
            "protracted": 1.0,
            # the crisis of 1950, and the dispute of 1945; not those of 1960 or before 1945
            "past_crises": np.log(2),
            "past_disputes": np.log(2),
            "parity": 0.25,
            "democracy": -7.0,
            "new_leader": 1.0,
        }
    )
    assert (found.war.tolist(), found.agreement.tolist(), found.year.tolist()) == ([False], [True], [1960])


def test_what_is_not_known_is_nan_and_counted(record):
    found = known_at_start(record, [crisis(), crisis(start=date(2015, 1, 1), gravity=7)])
    assert found.missing() == dict.fromkeys(FEATURES, 0) | {
        "gravity": 1,
        "past_crises": 1,
        "past_disputes": 1,
        "parity": 1,
        "democracy": 1,
        "new_leader": 1,
    }


@pytest.mark.parametrize(
    ("year", "crises", "disputes"),
    [(1954, False, False), (1955, True, False), (1959, True, True), (1961, True, True), (1962, False, False)],
)
def test_the_fifteen_years_before_are_known_only_where_the_source_covers_all_of_them(record, year, crises, disputes):
    # the crises on record are of 1940 to 1960, the disputes of 1944 to 1960
    row = dict(
        zip(FEATURES, known_at_start(record, [crisis(number=9, start=date(year, 1, 1))]).features[0], strict=True)
    )
    assert (not np.isnan(row["past_crises"]), not np.isnan(row["past_disputes"])) == (crises, disputes)


def test_a_leader_of_whom_nothing_is_on_record_is_neither_new_nor_old(record):
    begun = [date(1953, 6, 1), date(1955, 6, 1), date(1959, 12, 1)]
    found = known_at_start(record, [crisis(start=each) for each in begun]).features
    # of 40 nobody is on record before July 1959; one new leader is enough
    assert found[:, list(FEATURES).index("new_leader")].tolist() == pytest.approx([1.0, np.nan, 1.0], nan_ok=True)
