"""The samples from rows written here by hand, so that who is compared with whom can be counted."""

from dataclasses import replace

import numpy as np
import pytest

from record import DATA, needs_data
from ripeness.record.claims import claim_samples, crisis_samples, sanction_samples
from ripeness.record.claims.comparing import compare
from ripeness.record.sources.store import Store

ICB1 = (
    "crisno,break,trigent,yrtrig,motrig,datrig,yrterm,moterm,daterm,brexit,gravcr,viol,forout,protrac,mediate,exsat,"
    "outesr,crisname\n"
)
ICBDY = "crisno,year,statea,stateb,trgyrdy,trgmody,trgdady,trmyrdy,trmmody,trmdady,crdynum,namea,nameb\n"


ELECTIONS = "ccode,elec_year,elec_month,country,event,type,change\n"


def vote(state, year, month, kind="X", event="Vote, As Scheduled"):
    return f'{state},{year},{month},S{state},"{event}",{kind},N\n'


def crisis(number, year, form, viol=1, mediate=1, satisfied=2, tension=2):
    return f"{number},9,2,{year},3,1,{year},4,1,31,4,{viol},{form},2,{mediate},{satisfied},{tension},C{number}\n"


def pair(number, year, a, b):
    return f"{number},{year},{a},{b},{year},3,1,{year},4,1,{number},A,B\n"


@pytest.fixture
def on(tmp_path):
    """Four crises: 1 and 3 of the pair 2-20, 2 of the pair 2-40, and 4 of nobody known."""
    files = {
        "icb1.csv": ICB1
        + crisis(1, 1950, 1, satisfied=1, mediate=4)
        + crisis(2, 1951, 5, viol=4, tension=1)
        + crisis(3, 1960, 3, viol=3, mediate=3, tension=3)
        + crisis(4, 1961, 1),
        "icbdy.csv": ICBDY + pair(1, 1950, 2, 20) + pair(2, 1951, 2, 40) + pair(3, 1960, 20, 2),
        "icb2.csv": "crisno,cracno,cracid,trigent,yrtrig,outcom,outfor,outevl,viol\n4,5,70,996,1961,1,1,1,1\n",
        "nmc.csv": "ccode,year,cinc\n2,1950,.3\n20,1950,.1\n40,1950,.2\n2,1958,.3\n20,1958,.3\n",
        "archigos.csv": "gwcode,leader,startdate,enddate\n2,A,1945-01-01,1950-09-01\n2,B,1950-09-01,1961-01-01\n"
        "20,C,1949-06-01,1961-01-01\n40,D,1961-05-01,1962-01-01\n",
        "elections.csv": ELECTIONS
        + vote(2, 1949, 1)
        + vote(40, 1949, 6, "L")
        + vote(2, 1951, 1, "R")
        + vote(20, 1954, 6)
        + vote(40, 1954, 7)
        + vote(20, 1960, 8, "L")
        + vote(2, 1960, 11)
        + vote(20, 1966, 1)
        + vote(40, 1966, 2),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    return crisis_samples.read_crises(Store(tmp_path, "folder"))


def groups(sample):
    return [(bool(o), bool(h)) for o, h in zip(sample.outcome, sample.higher, strict=True)]


def test_crises_without_a_pair_are_out_and_counted(on):
    assert [each.number for each in on.of] == [1, 2, 3]
    assert crisis_samples.hurting(on).missing == {"no principal pair of states": 1}


def test_parity_is_the_weakers_share_of_the_stronger_with_the_latest_year_known(on):
    np.testing.assert_allclose(on.parity, [1 / 3, 2 / 3, 1.0])


def test_leaders_before_and_after_the_crisis_began(on):
    # 1: C came nine months before, B six months after; 2: B came six months before; 3: nobody in the year before
    assert groups(crisis_samples.new_leader(on)) == [(True, True), (False, True), (True, False)]
    # 2: no leader of 40 is on record then; 3: the record of both ends before the year is over
    after = crisis_samples.successor_ahead(on)
    assert groups(after) == [(True, True)]
    assert after.missing["leaders of that year not on record"] == 2


def test_elections_count_in_the_twelve_months_after_and_referendums_never(on):
    assert groups(crisis_samples.election_ahead(on)) == [(True, False), (False, False), (False, True)]


def elections(on, text):
    (on.store.folder / "elections.csv").write_text(ELECTIONS + text)
    return crisis_samples.election_ahead(on)


def test_what_is_no_vote_is_no_election(on):
    votes = vote(2, 1949, 1) + vote(20, 1949, 1) + vote(2, 1955, 1) + vote(20, 1955, 1) + vote(2, 1961, 7, "L")
    votes += vote(40, 1961, 7, "L")
    assert groups(elections(on, votes)) == [(True, False), (False, False), (False, False)]
    for event in ("Announced", "Deadline Met", "Delay Announced", "Upcoming, Scheduled", "Voided", "Regime Failure"):
        said = vote(2, 1950, 6, event=event) + vote(20, 1960, 6, event=event)
        assert groups(elections(on, votes + said)) == [(True, False), (False, False), (False, False)], event
    early = vote(20, 1960, 6, event="Vote, Early ")
    assert groups(elections(on, votes + early)) == [(True, False), (False, False), (False, True)]


def test_one_states_votes_tell_nothing_of_other_states_or_of_the_years_between(on):
    # of crises in 1950, 1951 and 1960: the list covers 1959 to 1962
    votes = "".join(vote(state, year, 1) for state in (20, 40) for year in (1959, 1962))
    for early in ("", vote(212, 1915, 12), vote(212, 1948, 12), vote(2, 1932, 11) + vote(212, 1915, 12)):
        sample = elections(on, early + votes)
        assert groups(sample) == [(False, False)]
        assert sample.missing["outside the years of the elections"] == 2
    # nor do two states' of years that are further apart than any regular term
    assert groups(elections(on, vote(2, 1930, 1) + vote(20, 1930, 1) + votes)) == [(False, False)]
    assert groups(elections(on, votes + vote(2, 1999, 1))) == [(False, False)]
    assert groups(elections(on, votes + vote(2, 1952, 9) + vote(20, 1952, 9))) == [(False, False)]


@needs_data
def test_the_elections_of_the_record_are_those_of_its_votes_from_1945():
    store = Store(DATA, "folder")
    found = compare(crisis_samples.election_ahead(crisis_samples.read_crises(store)))
    assert (found.lower_n, found.higher_n) == (243, 120)
    assert found.raw is not None
    assert (found.raw.n, round(found.raw.ratio, 2)) == (363, 1.15)


def test_where_one_actors_satisfaction_alone_is_coded_that_of_all_is_not_known(on):
    alone = replace(on, codes=on.codes | {"exsat": np.array([1.0, 6.0, 2.0])})
    assert groups(crisis_samples.all_satisfied(alone)) == [(True, True)]
    assert crisis_samples.all_satisfied(alone).missing["one actor whose satisfaction alone is coded"] == 1
    assert groups(crisis_samples.satisfaction_lasts(alone)) == [(False, True)]
    assert crisis_samples.satisfaction_lasts(alone).missing["one actor whose satisfaction alone is coded"] == 1


def test_satisfaction(on):
    assert groups(crisis_samples.all_satisfied(on)) == [(True, True), (False, False)]
    # crisis 3 is too recent to tell
    assert groups(crisis_samples.satisfaction_lasts(on)) == [(False, True), (True, False)]


def test_the_last_crisis_of_the_same_pair(on):
    sample = crisis_samples.agreed_before(on)
    assert groups(sample) == [(False, True)]
    assert sample.missing["first crisis of its pair"] == 2


def test_mediation_of_another_kind_is_neither(on):
    assert groups(crisis_samples.third_party(on)) == [(True, True), (False, False)]


SETTLE = (
    "claimdy,settnump,year,chal,tgt,terriss,attfunc,attproc,attiss,agree,agreefun,agreepro,agreeiss,conceven,comply2,"
    "nomid5,nomid10\n"
)


@pytest.fixture
def attempts(tmp_path):
    rows = [  # claim, number, year, func, proc, substance, agree, agreefun, agreepro, agreeiss, even, complied
        (1, 1, 1900, 0, 0, 1, 0, ".", ".", ".", ".", "."),
        (1, 2, 1901, 0, 1, 0, 1, 0, 1, 0, 1, 1),
        (1, 3, 1902, 0, 0, 1, 1, 0, 0, 1, 0, 0),
        (1, ".", 1901, ".", ".", ".", ".", ".", ".", ".", ".", "."),
        (2, 1, 1900, 0, 0, 1, 1, 0, 0, 1, 1, 1),
    ]
    text = "".join(
        f"{c},{n},{y},2,20,1,{f},{p},{s},{a},{af},{ap},{ai},{e},{k},1,1\n"
        for c, n, y, f, p, s, a, af, ap, ai, e, k in rows
    )
    (tmp_path / "icow-settle.csv").write_text(SETTLE + text)
    (tmp_path / "icow-claimdy.csv").write_text(
        "claimdy,chal,tgt,begclaim,endclaim,resolved,icowsal\n1,2,20,1,1,1,4\n2,2,20,1,1,1,8\n"
    )
    return claim_samples.read_attempts(Store(tmp_path, "folder"))


def test_attempts_are_in_order_and_disputes_are_none(attempts):
    assert attempts.without_talks == 1
    assert list(attempts["year"]) == [1900, 1901, 1902, 1900]
    assert list(attempts.salience) == [4, 4, 4, 8]


def test_what_came_before_counts_within_a_claim_alone(attempts):
    assert groups(claim_samples.small_steps(attempts)) == [(False, False), (True, True), (True, False)]
    assert groups(claim_samples.partial_scope(attempts)) == [(False, False), (True, True), (True, False), (True, False)]
    assert groups(claim_samples.even_concessions(attempts)) == [(True, True), (False, False), (True, True)]
    np.testing.assert_array_equal(claim_samples._before(attempts, np.ones(4, dtype=bool)), [0, 1, 2, 0])


def test_after_an_outcome_that_is_not_known_the_small_agreements_and_failures_are_not_either(attempts):
    unknown = attempts.table.numbers["agree"].copy()
    unknown[0] = np.nan  # the first attempt of claim 1
    table = replace(attempts.table, numbers={**attempts.table.numbers, "agree": unknown})
    found = replace(attempts, table=table)
    # the third attempt had one small agreement before it, whatever came of the first
    small = claim_samples.small_steps(found)
    assert groups(small) == [(True, True), (True, False)]
    assert claim_samples.failures(found).missing["an outcome before it unknown"] == 1
    assert small.missing["an outcome before it unknown"] == 0
    only = replace(found, rows=found.rows[[0, 2]], salience=found.salience[[0, 2]])
    assert groups(claim_samples.small_steps(only)) == []
    assert claim_samples.small_steps(only).missing["an outcome before it unknown"] == 1


def test_sanctions_that_were_imposed_and_ended_are_compared(tmp_path):
    head = (
        "caseid,startyear,primarysender,targetstate,threat,imposition,finaloutcome,targetcosts,carrots,"
        "carrotsduringsanction\n"
    )
    rows = ["1,1990,2,20,1,1,10,1,,0", "2,1990,2,20,1,1,9,3,,1 2", "3,1990,2,20,1,0,5,2,,1", "4,1990,2,20,1,1,,2,,1"]
    (tmp_path / "ties.csv").write_text(head + "\n".join([*rows, "5,1990,2,20,1,1,7,,,\n"]))
    found = dict(sanction_samples.samples(Store(tmp_path, "folder")))
    assert groups(found["costly-sanctions"]) == groups(found["carrots"]) == [(True, False), (False, True)]
    assert found["carrots"].missing == {"never imposed": 1, "outcome unknown, or none yet": 1, "offer unknown": 1}
