"""Workers: whoever computes, and whoever dies on the way, the same bytes."""

import multiprocessing
import os
import signal
import sys

import pytest

import mortal
from ensembles import CASE, DRAWS, SIZE, contents, plan
from needs import needs
from ripeness.ensemble import workers
from ripeness.ensemble.storage.runs import make_run
from ripeness.ensemble.workers import blocks, compute
from ripeness.errors import InputError, RipenessError


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole") / "run"
    make_run(CASE, folder, plan())
    return folder


@pytest.mark.parametrize(("draws", "size"), [(8, 8), (8, 3), (16, 4), (5, 8)])
def test_blocks_cover_every_draw_once(draws, size):
    assert [k for block in blocks(draws, size) for k in range(block.first, block.first + block.draws)] == list(
        range(draws)
    )


def test_one_worker_is_this_process(monkeypatch):
    monkeypatch.setattr(workers, "_in_processes", None)
    assert sorted(chunk.first for chunk in compute(CASE, 1, blocks(DRAWS, SIZE))) == [0, 4, 8, 12]
    # several workers for one block would have nothing to share
    assert [chunk.first for chunk in compute(CASE, 1, blocks(SIZE, SIZE), workers=4)] == [0]


@pytest.mark.slow
@pytest.mark.parametrize("number", [2, 4])
def test_any_number_of_workers_makes_the_same_bytes(tmp_path, whole, number):
    before = dict(os.environ)
    make_run(CASE, tmp_path / "run", plan(), workers=number)
    assert contents(tmp_path / "run") == contents(whole)
    assert multiprocessing.active_children() == []
    assert dict(os.environ) == before


@pytest.mark.slow
def test_a_worker_that_dies_is_replaced_and_nothing_is_lost(tmp_path, whole):
    killed = []

    def tell(done, draws):
        if done and not killed:
            killed.extend(multiprocessing.active_children())
            os.kill(killed[0].pid, signal.SIGKILL)

    make_run(CASE, tmp_path / "run", plan(), workers=2, progress=tell)
    assert killed
    assert contents(tmp_path / "run") == contents(whole)


@pytest.mark.slow
def test_a_block_that_kills_its_workers_is_given_up(monkeypatch):
    monkeypatch.setattr(workers, "_in_worker", mortal.die)
    monkeypatch.setattr(workers, "MOST_TRIES", 2)
    with pytest.raises(RipenessError, match=r"Draws \d+ to \d+: their worker has died 2 times"):
        list(compute(CASE, 1, blocks(DRAWS, SIZE), workers=2))
    assert multiprocessing.active_children() == []


@pytest.mark.slow
def test_whoever_stops_listening_leaves_no_worker_behind():
    chunks = compute(CASE, 1, blocks(DRAWS, SIZE), workers=2)
    next(chunks)
    assert len(multiprocessing.active_children()) == 2
    chunks.close()
    assert multiprocessing.active_children() == []


# --- a cluster ---


def test_without_dask_the_way_to_it_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"pip install 'ripeness\[dask\]'"):
        list(compute(CASE, 1, blocks(8, 8), scheduler="tcp://localhost:1"))


@needs("dask")
@pytest.mark.parametrize("address", ["tcp://localhost:1", "nonsense://here"])
def test_a_scheduler_that_does_not_answer_is_told(monkeypatch, address):
    monkeypatch.setattr(workers, "CONNECT_SECONDS", 0.5)
    with pytest.raises(InputError, match=f"no Dask scheduler answers at {address}"):
        list(compute(CASE, 1, blocks(8, 8), scheduler=address))


def test_a_worker_with_other_code_refuses():
    expected = workers.made_with() | {"numpy": "1.0"}
    with pytest.raises(InputError, match=f"computes with numpy {workers.made_with()['numpy']}"):
        workers._on_worker(CASE, 1, blocks(8, 8)[0], expected)


@needs("dask")
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_makes_the_same_bytes_though_a_worker_is_killed(tmp_path, whole):
    import distributed

    killed = []
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:

        def tell(done, draws):
            if done and not killed:
                killed.extend(nanny.pid for nanny in cluster.workers.values())
                os.kill(killed[0], signal.SIGKILL)

        make_run(CASE, tmp_path / "run", plan(), scheduler=cluster.scheduler_address, progress=tell)
    assert killed
    assert contents(tmp_path / "run") == contents(whole)
