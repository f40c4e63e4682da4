from datetime import date

import pytest

from record import DATA, needs_data
from ripeness.record.crises import crises, disputes, meetings, rival_years
from ripeness.record.sources.store import Store

ICB1 = (
    "crisno,break,trigent,yrtrig,motrig,datrig,yrterm,moterm,daterm,brexit,"
    "gravcr,viol,forout,protrac,mediate,crisname\n"
)
ICBDY = "crisno,year,statea,stateb,trgyrdy,trgmody,trgdady,trmyrdy,trmmody,trmdady,crdynum,namea,nameb\n"
ICB2 = "crisno,cracno,cracid,trigent,yrtrig,outcom,outfor,outevl,viol\n"


@pytest.fixture
def small(tmp_path):
    """Three crises: one of two pairs, one known by its actors alone, one without a second state."""
    files = {
        "icb1v15.csv": ICB1
        + "1,9,2,1950,3,1,1950,4,1,31,4,4,1,2,1,FIRST\n2,2,20,1950,1,.,1951,1,1,365,2,1,7,1,1,SECOND\n"
        + "3,2,996,1950,1,1,1951,1,1,365,2,1,7,1,1,THIRD\n",
        "icbdy_v15.csv": ICBDY
        + "1,1950,40,2,1950,3,5,1950,4,1,1,CUB,USA\n1,1950,20,2,1950,3,1,1950,3,31,2,CAN,USA\n"
        + "1,1951,20,2,1950,3,1,1950,3,31,2,CAN,USA\n",
        "icb2v15.csv": ICB2 + "2,5,70,996,1950,1,1,1,1\n2,6,70,20,1950,1,1,1,1\n3,7,70,996,1950,1,1,1,1\n",
        "nmc.csv": "ccode,year,cinc\n2,1950,.3\n20,1950,.1\n40,1950,.1\n70,1950,.1\n",
        "mids.csv": "dispnum,ccode1,ccode2,year,gmlmidonset,hostlev,hostlev1,hostlev2\n"
        "1,2,40,1940,1,3,3,3\n1,40,2,1940,1,3,3,3\n2,2,40,1949,1,3,3,3\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    return Store(tmp_path, "folder")


def test_the_principal_pair_is_the_one_that_began_first_or_the_actor_and_its_trigger(small):
    found, left_out = crises(small)
    assert [(each.number, each.pair) for each in found] == [(2, (20, 70)), (1, (2, 20))]
    assert (left_out.crises, left_out.without_pair) == (3, 1)
    assert found[1].name == "First"
    assert (found[1].war, found[1].agreement, found[1].protracted) == (True, True, True)
    # a day that is not known is the middle of its month
    assert [each.start for each in found] == [date(1950, 1, 15), date(1950, 3, 1)]


def test_a_pair_meets_once_in_a_crisis_however_many_years_it_lasts(small):
    assert [(each.pair, each.start.day) for each in meetings(small)] == [((2, 20), 1), ((2, 40), 5)]
    assert meetings(small)[0].months == pytest.approx(31 / 30.4375)


def wars_of(small, actors, disputes):
    """Whether each pair of the first crisis, which had full-scale war, fought it with each other."""
    (small.folder / "icb2v15.csv").write_text(
        ICB2 + "".join(f"1,1,{state},2,1950,1,1,1,{viol}\n" for state, viol in actors)
    )
    rows = "".join(f"9,{a},{b},{at},0,5,{one},{other}\n" for a, b, at, one, other in disputes)
    (small.folder / "mids.csv").write_text("dispnum,ccode1,ccode2,year,gmlmidonset,hostlev,hostlev1,hostlev2\n" + rows)
    return {each.pair: each.war for each in meetings(small)}


BEFORE = (2, 20, 1940, 1, 1)
LATER = (2, 20, 1960, 1, 1)


@pytest.mark.parametrize(
    ("actors", "disputes", "with_20", "with_40"),
    [
        # two crisis actors: each one's own violence tells, not that of the crisis
        ([(2, 4), (20, 4), (40, 1)], [LATER], True, False),
        ([(2, 4), (20, 3), (40, 2)], [LATER], False, False),
        # or a dispute in which each was at war with the other, in the crisis's year
        ([(2, 3), (20, 4), (40, 1)], [(2, 20, 1950, 5, 5)], True, False),
        ([(2, 3), (20, 4), (40, 1)], [(2, 20, 1950, 5, 4), (2, 20, 1951, 5, 5)], False, False),
        # one was no crisis actor: the disputes tell, as far as they go; past them nothing does
        ([(2, 4)], [(20, 2, 1950, 5, 5)], True, False),
        ([(2, 4)], [LATER], False, False),
        ([(2, 4)], [BEFORE], None, None),
        # but one whose own violence was less fought no full-scale war
        ([(2, 3)], [BEFORE], False, False),
    ],
)
def test_a_war_of_two_states_is_one_that_they_fought_with_each_other(small, actors, disputes, with_20, with_40):
    assert wars_of(small, actors, disputes) == {(2, 20): with_20, (2, 40): with_40}


def test_where_the_crisis_had_no_full_scale_war_the_two_fought_none(small):
    head = (small.folder / "icb1v15.csv").read_text().replace("31,4,4,1,2,1,FIRST", "31,4,3,1,2,1,FIRST")
    (small.folder / "icb1v15.csv").write_text(head)
    assert set(wars_of(small, [(2, 4), (20, 4)], [BEFORE]).values()) == {False}


def test_a_dispute_counts_once_for_both_directions_and_rivals_need_two_in_the_years_before(small):
    assert disputes(small) == {(2, 40): [1940, 1949]}
    assert rival_years(small, 1945, 1970) == {(2, 40): [*range(1950, 1956), *range(1956, 1965)]}
    # from 1950, after the second dispute; the first is out of sight after 1955, but the crisis of 1950 counts by then


@needs_data
def test_the_real_crises_are_those_of_the_first_look():
    found, left_out = crises(Store(DATA, "folder"))
    assert (len(found), left_out.crises) == (457, 496)
    assert sum(each.start.year >= 1990 for each in found) == 102
    assert sum(each.war for each in found) / 457 == pytest.approx(0.22, abs=0.005)
    assert sum(each.agreement for each in found) / 457 == pytest.approx(0.36, abs=0.005)
