"""Where the historical data lie that tests may read and the project does not carry."""

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).parents[2] / "shared" / "data"


def record(name: str) -> Path:
    """A folder of the data: in RIPENESS_DATA, or in shared/data beside the repository. Skips the test without it."""
    folder = Path(os.environ.get("RIPENESS_DATA", BESIDE)) / name
    if not folder.exists():
        pytest.skip(f"no data: {name} is neither in RIPENESS_DATA nor in shared/data beside the repository")
    return folder
