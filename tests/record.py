"""The real data that some tests read: the folder that RIPENESS_DATA names, else shared/data beside the repository."""

from pathlib import Path

from needs import DATA, need, needs
from ripeness.record.sources.catalogue import SOURCES

# every folder of the catalogue's, since a crisis is put together from most of them
needs_data = needs(*(f"data:{name}" for name in sorted({source.file.split("/")[0] for source in SOURCES.values()})))


def record(name: str) -> Path:
    """One folder of the data. Skips the test where it is absent."""
    need("data", name)
    return DATA / name
