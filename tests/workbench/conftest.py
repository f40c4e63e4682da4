"""A workbench over a folder with two cases, one for all tests of a process."""

import json

import pytest

from builders import quiet
from ensembles import OPEN_IN_MOST
from workbenches import Running, end, start


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """A workbench over a folder with two cases; tests that change cases use names of their own."""
    folder = tmp_path_factory.mktemp("desk")
    # JSON is YAML
    (folder / "quiet.yaml").write_text(json.dumps(quiet()))
    (folder / "open.yaml").write_text(json.dumps(quiet(OPEN_IN_MOST | {"id": "open"})))
    log = folder.parent / f"{folder.name}.log"
    process, address = start(folder, log)
    yield Running(address, folder, log)
    end(process)


@pytest.fixture
def client(server):
    """A client of that workbench."""
    with server.client() as opened:
        yield opened
