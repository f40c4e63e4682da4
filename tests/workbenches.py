"""A workbench that runs as a process of its own, as its user starts it."""

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx


@dataclass(frozen=True)
class Running:
    """A server: its first address, the folder that it serves, and what its log says."""

    address: str
    folder: Path
    log: Path

    @property
    def base(self) -> str:
        """The address without the token."""
        return self.address.partition("/?")[0]

    @property
    def token(self) -> str:
        """What lets in."""
        return self.address.partition("token=")[2]

    def client(self) -> httpx.Client:
        """A client that has been let in, as a program of the same user is."""
        return httpx.Client(base_url=self.base, headers={"authorization": f"Bearer {self.token}"}, timeout=120)


def start(folder: Path, log: Path, *options: str) -> tuple[subprocess.Popen[str], str]:
    """Start a workbench; gives its process and its first address."""
    with log.open("w") as errors:
        command = [sys.executable, "-m", "ripeness", "serve", str(folder), "--no-browser", "--log", *options]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
    assert process.stdout is not None
    with process.stdout as output:
        line = output.readline()
        # all that it prints, so that it never writes to what is closed
        output.readline()
    if "http://" not in line:
        process.kill()
        raise AssertionError(f"{line}{log.read_text()}")
    return process, line.split()[-1]


def end(process: subprocess.Popen[str]) -> None:
    """End a workbench and wait for it."""
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        raise


def wait_for(what, seconds=20.0):
    """Wait until something is so; gives what it says."""
    until = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < until
        time.sleep(0.05)
    return found
