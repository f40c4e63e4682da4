"""Twenty clients at once: 95 % of glances come in under 1 s; over 10,000 changes, memory grows by less than 20 %.

Each client asks for glances at changes that nobody has asked for. Memory is the sum of the workbench's processes,
resident, after the first hundred changes and after the last.
Run with the project's environment: .venv/bin/python benchmarks/many_clients.py [changes] [clients] [case]
"""

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import psutil

from slider import LOOP, loop, quantile


def resident(process: subprocess.Popen[str]) -> float:
    """MiB that the workbench and the processes below it hold."""
    whole = psutil.Process(process.pid)
    return sum(each.memory_info().rss for each in (whole, *whole.children(recursive=True))) / 2**20


def ask(client: httpx.Client, case: str, value: float) -> float:
    """Seconds that a glance at one change takes."""
    began = time.perf_counter()
    response = client.get(f"/api/v1/cases/{case}/glance?set=dynamics.misreading:{value:.9f}")
    response.raise_for_status()
    return time.perf_counter() - began


def at_once(client: httpx.Client, case: str, clients: int, values: Iterator[float], times: int) -> list[float]:
    """Seconds of each of some clients' questions, all of them asking at the same time."""
    found: list[float] = []
    with ThreadPoolExecutor(clients) as threads:
        for _ in range(times):
            found += threads.map(lambda value: ask(client, case, value), [next(values) for _ in range(clients)])
    return found


def main(changes: int, clients: int, case: str) -> None:
    """Start a workbench, ask it, end it, and say how long answers took and how much memory they left behind."""
    draw = random.Random(1)
    values = iter(lambda: draw.uniform(0.002, 0.02), None)
    with tempfile.TemporaryDirectory() as desk:
        command = [sys.executable, "-m", "ripeness", "serve", desk, "--no-browser"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout is not None
                address = server.stdout.readline().split()[-1]
                base, _, token = address.partition("/?token=")
                headers = {"authorization": f"Bearer {token}"}
                limits = httpx.Limits(max_connections=clients)
                with httpx.Client(base_url=base, headers=headers, timeout=300, limits=limits) as client:
                    at_once(client, case, clients, values, 2)
                    loops = [loop()]
                    first = resident(server)
                    times = at_once(client, case, clients, values, max(changes // clients, 1))
                    loops.append(loop())
                    last = resident(server)
            finally:
                server.terminate()
    proportion = LOOP / statistics.median(loops)
    print(f"{case}: {clients} clients at once, {len(times)} changes; a loop took {statistics.median(loops):.2f} s")
    print(
        f"a glance: median {statistics.median(times):.2f} s, 95th percentile {quantile(times, 0.95):.2f} s; "
        f"in proportion {statistics.median(times) * proportion:.2f} and {quantile(times, 0.95) * proportion:.2f} s"
    )
    print(f"memory: {first:.0f} MiB before, {last:.0f} MiB after, {100 * (last / first - 1):+.1f} %")


if __name__ == "__main__":
    given = sys.argv[1:]
    main(
        int(given[0]) if given else 10_000,
        int(given[1]) if len(given) > 1 else 20,
        given[2] if len(given) > 2 else "iran-us-2020",
    )
