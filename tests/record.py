"""The real data that some tests read: the folder that RIPENESS_DATA names, else shared/data beside the repository."""

import os
from pathlib import Path

import pytest

DATA = Path(os.environ.get("RIPENESS_DATA") or Path(__file__).parents[2] / "shared" / "data")
needs_data = pytest.mark.skipif(
    not (DATA / "icb").is_dir(), reason=f"the data sets are not there: {DATA} (set RIPENESS_DATA to their folder)"
)


def record(name: str) -> Path:
    """One folder of the data. Skips the test where it is absent."""
    folder = DATA / name
    if not folder.exists():
        pytest.skip(f"no data: {name} is not in {DATA} (set RIPENESS_DATA to their folder)")
    return folder
