"""Whether kernels count as compiled."""

import os
import stat
import subprocess
import sys

import pytest

from ripeness.crisis.compiled.kernel_cache import are_compiled, cache_folder


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_kernels_are_compiled_once_the_one_that_calls_the_others_is(tmp_path):
    assert cache_folder().is_relative_to(tmp_path)
    assert not are_compiled()
    (cache_folder() / "crisis").mkdir(parents=True)
    (cache_folder() / "crisis" / "rows.fill-1.py311.1.nbc").touch()
    assert not are_compiled()
    (cache_folder() / "crisis" / "kernel.solve_block-1.py311.1.nbc").touch()
    assert are_compiled()


def test_a_cache_that_cannot_be_made_is_kept_with_what_is_temporary(tmp_path, monkeypatch):
    (tmp_path / "cache").touch()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    assert cache_folder().is_relative_to(tmp_path / "temporary" / f"ripeness-{os.geteuid()}")


def places(tmp_path):
    """The folders that hold the cache, from the outermost."""
    return cache_folder().parent, cache_folder()


def test_nobody_else_may_look_into_the_cache(tmp_path):
    was = os.umask(0)
    try:
        assert [stat.S_IMODE(place.stat().st_mode) for place in places(tmp_path)] == [0o700, 0o700]
    finally:
        os.umask(was)
    cache_folder().chmod(0o755)
    assert stat.S_IMODE(cache_folder().stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702, 0o1777])
def test_pickles_that_others_could_have_written_are_not_loaded(tmp_path, monkeypatch, mode):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    kernels = cache_folder()
    (kernels / "kernel.solve_block-1.py311.1.nbc").touch()
    kernels.chmod(mode)
    assert cache_folder() != kernels
    assert not are_compiled()


def test_a_link_is_no_cache(tmp_path, monkeypatch):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    kernels = cache_folder()
    kernels.rename(tmp_path / "theirs")
    kernels.symlink_to(tmp_path / "theirs")
    assert cache_folder().is_relative_to(tmp_path / "temporary")


def test_a_folder_of_somebody_elses_is_no_cache_and_where_there_is_none_nothing_is_kept(tmp_path, monkeypatch):
    (tmp_path / "cache").touch()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    kernels = cache_folder()
    (kernels / "kernel.solve_block-1.py311.1.nbc").touch()
    mine = os.geteuid()
    # the folder that this user would look for, made beforehand by another
    kernels.parent.rename(kernels.parent.with_name(f"ripeness-{mine + 1}"))
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    assert cache_folder() is None
    assert not are_compiled()


@pytest.mark.slow
def test_kernels_compute_where_they_cannot_be_kept(tmp_path):
    program = (
        "import os\nos.geteuid = lambda: -1\n"
        "from ripeness.crisis.compiled import compiler\n"
        "double = compiler.compiled(lambda x: 2 * x)\n"
        "print(double(21.0))"
    )
    env = os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache"), "TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=env)
    assert (done.returncode, done.stdout) == (0, "42.0\n")
    assert "again next time" in done.stderr
    assert not list(tmp_path.rglob("*.nbc"))
