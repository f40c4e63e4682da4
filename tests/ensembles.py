"""A tiny ensemble: a case that takes no time, its run in a few chunks, and runs that were stopped."""

import hashlib
import tempfile
from functools import cache
from pathlib import Path

import pytest

from builders import assessed, quiet_case
from ripeness.answering import answer_of_run
from ripeness.ensemble.claims import judge_claims_over_draws
from ripeness.ensemble.distribution import deals_now
from ripeness.ensemble.levers import asks_for_more, lever_plans
from ripeness.ensemble.storage.runs import make_run, plan_of
from ripeness.findings.compose import brief_of
from ripeness.findings.material import Drawn, Tested

CHANGES = {
    "dynamics.incident": [0.01, 0.1, 0.3],
    "dynamics.misreading": [0.01, 0.1, 0.3],
    "horizon": 2,
    "postures": {"waiting": {"title": "Ann waits", "policy": {"ann": {"wait": 1}}}},
}
CASE = quiet_case(CHANGES)
DRAWS, SIZE = 16, 4


def plan(draws=DRAWS, seed=1, curves="quantiles", case=CASE):
    return plan_of(case, draws, seed, curves, chunk_draws=SIZE)


class HaltError(Exception):
    pass


def stop_at(done_draws):
    def tell(done, draws):
        if done >= done_draws:
            raise HaltError

    return tell


def stopped(folder, done_draws=8):
    """A run that was stopped when so many draws were done."""
    with pytest.raises(HaltError):
        make_run(CASE, folder, plan(), progress=stop_at(done_draws))
    return folder


def contents(folder):
    """Digests of all files but those that tell of time and process."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name not in ("timings.json", "lock"))
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


# Ann concedes 0.4 on the field, in most draws no more than her limit, and wins 0.5 on the road
OPEN_IN_MOST = {
    "horizon": 4,
    "dynamics.incident": [0.01, 0.1, 0.3],
    "dynamics.misreading": [0.01, 0.1, 0.3],
    "dynamics.partial_rate": [0.1, 0.3, 0.5],
    "dynamics.settlement_rate": [0.1, 0.3, 0.5],
    "issues.field.options.shared.value": {"ann": -0.8, "bob": 0.4},
    "issues.road": {"question": "?", "options": {"shut": {"text": "-"}, "free": {"text": "-", "value": {"ann": 1}}}},
    "parties.ann.salience": {"field": 1, "road": 1},
    "parties.ann.reservation": -1,
    "parties.bob.reservation": [0, 0.1, 0.2],
    "parties.ann.exposure_tolerance": 5,
    "parties.ann.concession_limit": [0.2, 0.5, 0.6],
    "postures": {
        "talking": {"title": "Talks", "policy": {p: {"offer_open": 1} for p in ("ann", "bob")}},
        "shut": {"title": "No deal", "set": {"parties.ann.concession_limit": 0.1}},
    },
    "levers": {
        "nudge": {"title": "Ann gives way", "who": "?", "effort": 2, "set": {"parties.ann.concession_limit": 0.7}}
    },
    "claims": {
        "true": {"text": "A deal is open.", "basis": "judgement", "holds": "deal_now",
                 "without": {"parties.ann.concession_limit": 0.1}},
        "false": {"text": "Talks bring war.", "basis": "judgement", "more": ["war@talking", "war@shut"]},
        "void": {"text": "Ann could attack.", "basis": "judgement", "more": ["alternative.ann.attack", -9]},
    },
}  # fmt: skip
CLOSED_IN_MOST = {"parties.ann.concession_limit": [0.1, 0.2, 0.6]}
EXCHANGE = {
    "issues.exchange": {
        "question": "?",
        "separable": True,
        "options": {"held": {"text": "-"}, "free": {"text": "-", "value": {"ann": 0.1, "bob": 0.1}}},
    },
    "parties.ann.salience": {"field": 1, "road": 1, "exchange": 0.001},
    "parties.bob.salience": {"field": 1, "exchange": 0.001},
}
DRAWN = {
    "open": OPEN_IN_MOST,
    "closed": OPEN_IN_MOST | CLOSED_IN_MOST,
    "small steps": OPEN_IN_MOST | CLOSED_IN_MOST | EXCHANGE,
    "nothing asked": CHANGES,
}


@cache
def drawn_from(name, draws=32, tested=16):
    """The answer from draws to one of these cases, with its levers and claims put to the test in some of them."""
    return answer_from(quiet_case(DRAWN[name]), draws, tested)


def answer_from(case, draws, tested):
    with tempfile.TemporaryDirectory() as folder:
        run = make_run(case, Path(folder), plan_of(case, draws, 1, chunk_draws=8))
        outcomes = run.table("outcomes")
        beyond = asks_for_more(case, deals_now(outcomes))
        levers = lever_plans(case, beyond, draws=tested) if case.levers and tested else ()
        claims = judge_claims_over_draws(case, draws=tested, outcomes=outcomes) if tested else {}
        return answer_of_run(case, run, Tested(tested, levers, claims))


@cache
def brief_from_draws(name, draws=32, tested=16):
    """The brief of a run of one of these cases."""
    case = quiet_case(DRAWN[name])
    with tempfile.TemporaryDirectory() as folder:
        run = make_run(case, Path(folder), plan_of(case, draws, 1, chunk_draws=8))
        tables = Drawn(run.table("draws"), run.table("outcomes"), run.table("curves"))
        levers = lever_plans(case, False, draws=tested) if case.levers else ()
        claims = judge_claims_over_draws(case, draws=tested, outcomes=tables.outcomes)
        return brief_of(assessed(case), tables, 1, Tested(tested, levers, claims))
