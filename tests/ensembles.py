"""A tiny ensemble: a case that takes no time, its run in a few chunks, and runs that were stopped."""

import hashlib

import pytest

from builders import quiet_case
from ripeness.assessment.runs import make_run, plan_of

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
