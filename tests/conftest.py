from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings

from needs import pytest_configure, pytest_runtest_setup, pytest_terminal_summary

__all__ = ["pytest_configure", "pytest_runtest_setup", "pytest_terminal_summary"]

# The same examples in every run, however slow the machine: a failure that one person sees, everybody sees.
settings.register_profile(
    "ripeness",
    derandomize=True,
    deadline=None,
    max_examples=20,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ripeness")


@pytest.fixture(scope="session", autouse=True)
def _no_data_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test finds data sets that happen to be in the user's cache, or where the user's variable says."""
    empty = tmp_path_factory.getbasetemp() / "no-cache"
    with pytest.MonkeyPatch.context() as changed:
        changed.delenv("RIPENESS_DATA", raising=False)
        changed.setattr("platformdirs.user_cache_dir", lambda *_, **__: str(empty))
        yield
