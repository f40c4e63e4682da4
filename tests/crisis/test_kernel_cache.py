"""Whether kernels count as compiled."""

import pytest

from ripeness.crisis.kernel_cache import are_compiled, cache_folder


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
    assert cache_folder().is_relative_to(tmp_path / "temporary")
