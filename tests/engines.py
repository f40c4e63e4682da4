"""Which engine plays: tests that set one against the other say so."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch


@contextmanager
def played_by(kernels: bool) -> Iterator[None]:
    """All games within are played by the compiled engine, or by the plain one, however many draws there are."""
    with patch("ripeness.crisis.engine.takes_kernels", lambda _values: kernels):
        yield
