"""Processes that compute for this one: told what to do first, alone with their threads, and gone afterwards."""

import multiprocessing
import os
import subprocess
import sys

import pytest

from needs import needs
from ripeness.ensemble import processes as module
from ripeness.ensemble.processes import prepare, processes
from told import begin, told, what_was_told


@pytest.mark.slow
def test_each_worker_begins_with_what_is_given_and_computes_with_one_thread(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    with processes(2, begin, ("draws", 8)) as pool:
        found = [pool.submit(what_was_told, each).result() for each in range(4)]
    assert [(words, threads) for words, threads, _ in found] == [(["draws 8"], "1")] * 4
    assert os.getpid() not in {process for _, _, process in found}
    assert told == []
    assert os.environ["OMP_NUM_THREADS"] == "7"
    assert multiprocessing.active_children() == []


def fail_with_workers():
    with processes(2, begin, ("draws", 8)) as pool:
        pool.submit(what_was_told, 0).result()
        assert multiprocessing.active_children()
        raise RuntimeError("on the way")


@pytest.mark.slow
def test_workers_are_gone_when_this_process_fails():
    with pytest.raises(RuntimeError, match="on the way"):
        fail_with_workers()
    assert multiprocessing.active_children() == []


@needs("linux")
@pytest.mark.parametrize("compiled", [True, False])
def test_nothing_is_prepared_as_long_as_somebody_has_to_compile(monkeypatch, compiled):
    started = []
    monkeypatch.setattr(module, "are_compiled", lambda: compiled)
    monkeypatch.setattr(module.forkserver, "ensure_running", lambda: started.append(os.environ["OMP_NUM_THREADS"]))
    prepare()
    assert started == (["1"] if compiled else [])


@pytest.mark.parametrize(
    ("broken_off", "tells"),
    [("pickle.loads(b'')", False), ("pickle.loads(b'X\\5\\0\\0\\0ab')", False), ("int('a')", True)],
)
def test_a_worker_whose_orders_are_cut_off_says_nothing_but_tells_of_everything_else(broken_off, tells):
    code = f"import pickle, ripeness.ensemble.forked; {broken_off}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert ("Traceback" in done.stderr) is tells
