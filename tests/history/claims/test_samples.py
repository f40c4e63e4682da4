"""The samples from rows written here by hand, so that who is compared with whom can be counted."""

import numpy as np
import pytest

from ripeness.history.claims import claim_samples, crisis_samples, sanction_samples
from ripeness.history.sources.store import Store

ICB1 = (
    "crisno,break,trigent,yrtrig,motrig,datrig,yrterm,moterm,daterm,brexit,gravcr,viol,forout,protrac,mediate,exsat,"
    "outesr,crisname\n"
)
ICBDY = "crisno,year,statea,stateb,trgyrdy,trgmody,trgdady,trmyrdy,trmmody,trmdady,crdynum,namea,nameb\n"


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
        "elections.csv": "ccode,elec_year,elec_month,country,type,change\n20,1960,8,Canada,L,N\n2,1949,1,US,X,N\n"
        "2,1951,1,US,R,N\n40,1966,1,Cuba,X,N\n",
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
    # 1: C came nine months before, B six months after; 2: B came six months before; 3: nobody in either year
    assert groups(crisis_samples.new_leader(on)) == [(True, True), (False, True), (True, False)]
    assert groups(crisis_samples.successor_ahead(on)) == [(True, True), (False, False), (True, False)]


def test_elections_count_in_the_twelve_months_after_and_referendums_never(on):
    assert groups(crisis_samples.election_ahead(on)) == [(True, False), (False, False), (False, True)]


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


def test_sanctions_that_were_imposed_and_ended_are_compared(tmp_path):
    head = (
        "caseid,startyear,primarysender,targetstate,threat,imposition,finaloutcome,targetcosts,carrots,"
        "carrotsduringsanction\n"
    )
    rows = ["1,1990,2,20,1,1,10,1,,0", "2,1990,2,20,1,1,9,3,,1 2", "3,1990,2,20,1,0,5,2,,1", "4,1990,2,20,1,1,,2,,1"]
    (tmp_path / "ties.csv").write_text(head + "\n".join([*rows, "5,1990,2,20,1,1,7,,,\n"]))
    found = dict(sanction_samples.samples(Store(tmp_path, "folder")))
    assert groups(found["costly-sanctions"]) == groups(found["carrots"]) == [(True, False), (False, True)]
    assert found["carrots"].missing == {"never imposed": 1, "outcome unknown": 1, "offer unknown": 1}
