"""The server as its user starts and ends it."""

import json
import subprocess
import sys

import httpx
import pytest

from ripeness.errors import InputError
from ripeness.workbench.serving import refuse_other_hosts
from workbenches import end, start


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org", ""])
def test_it_refuses_to_be_reached_from_elsewhere_and_says_why(host, tmp_path):
    with pytest.raises(InputError, match="other machines, and the workbench has no accounts"):
        refuse_other_hosts(host)
    command = [sys.executable, "-m", "ripeness", "serve", str(tmp_path), "--no-browser", "--host", host]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, "no accounts" in done.stderr, "Traceback" in done.stderr) == (2, True, False)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_this_machine_is_allowed(host):
    refuse_other_hosts(host)


def test_a_folder_that_is_not_there_and_a_port_that_is_taken_are_told(tmp_path, server):
    port = server.base.rpartition(":")[2]
    for options, said in (
        ([str(tmp_path / "none")], "is no folder"),
        ([str(tmp_path), "--port", port], "cannot be used"),
    ):
        command = [sys.executable, "-m", "ripeness", "serve", *options, "--no-browser"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert (done.returncode, said in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_it_starts_answers_and_ends_without_a_word_too_many(tmp_path):
    log = tmp_path / "log"
    (tmp_path / "desk").mkdir()
    process, address = start(tmp_path / "desk", log)
    base = address.partition("/?")[0]
    assert httpx.get(f"{base}/healthz").json()["status"] == "ok"
    assert httpx.get(base).status_code == 403
    with httpx.Client(follow_redirects=True) as browser:
        assert "The United States and Iran" in browser.get(address).text
    end(process)
    assert process.returncode == 0
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(line["path"], line["status"]) for line in lines] == [("/healthz", 200), ("/", 403), ("/", 303), ("/", 200)]
