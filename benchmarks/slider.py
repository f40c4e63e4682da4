"""From a slider's move to the redrawn page: median under 100 ms, 95th percentile under 200 ms, postures within 400 ms.

Drives a real page in Debian's Chromium: each move sets a slider and waits for the frame after the sentence, the ladder,
the war curve and the deal space are drawn. Says where the time goes: computing (as the server measures it), the way of
the answer, and drawing. The limits are those of a machine on which CPython adds 10^7 numbers in a loop in 0.5 s, so
each time is also given in proportion to that loop, which runs before, between and after.
Run with the project's environment: .venv/bin/python benchmarks/slider.py [moves] [case]
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from shutil import which
from typing import Any

LOOP = 0.5
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

# one move, timed in the page: to the frame after everything is drawn, and to the postures after that
MOVE = """async ([path, value]) => {
  const slider = document.querySelector(`input[type=range][data-path="${path}"]`);
  const main = document.getElementById("main");
  const was = main.dataset.shown;
  performance.clearResourceTimings();
  const began = performance.now();
  slider.value = value;
  slider.dispatchEvent(new Event("input"));
  while (main.dataset.shown === was) await new Promise((resolve) => setTimeout(resolve, 1));
  await new Promise(requestAnimationFrame);
  const drawn = performance.now() - began;
  const glances = performance.getEntriesByType("resource").filter((each) => each.name.includes("/glance"));
  const last = glances.at(-1);
  const computing = last.serverTiming.find((each) => each.name === "answer")?.duration ?? 0;
  return { drawn, asked: last.responseEnd - last.startTime, computing };
}"""
POSTURES = """async () => {
  const began = performance.now();
  const postures = () => performance.getEntriesByType("resource").filter((each) => each.name.includes("/postures"));
  while (!postures().length) await new Promise((resolve) => setTimeout(resolve, 2));
  return postures().at(-1).serverTiming.find((each) => each.name === "answer")?.duration ?? 0;
}"""


def loop() -> float:
    """Seconds of a CPython loop of 10^7 additions."""
    began, total = time.perf_counter(), 0
    for number in range(10**7):
        total += number
    return time.perf_counter() - began


def quantile(times: Sequence[float], share: float) -> float:
    """The time that this share of all is below."""
    return sorted(times)[min(int(share * len(times)), len(times) - 1)]


def told(name: str, times: Sequence[float], proportion: float) -> None:
    """Median and 95th percentile, as measured and in proportion."""
    middle, far = statistics.median(times), quantile(times, 0.95)
    print(
        f"{name:34} median {middle:6.1f} ms, 95th percentile {far:6.1f} ms; in proportion {middle * proportion:6.1f} "
        f"and {far * proportion:6.1f} ms"
    )


def drive(address: str, case: str, moves: int) -> None:
    """Move a slider of the case's page and say how long the page took."""
    from playwright.sync_api import sync_playwright

    loops = [loop()]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address)
        page.goto(f"{address.partition('/?')[0]}/case/{case}")
        page.locator("#sliders input[type=range]").first.wait_for(timeout=300_000)
        page.wait_for_function("document.getElementById('main').dataset.shown === ''", timeout=300_000)
        page.locator("#postures tbody tr").first.wait_for(timeout=300_000)
        slider = page.locator("#sliders input[type=range]").first
        path, low, high = slider.evaluate("s => [s.dataset.path, Number(s.min), Number(s.max)]")
        # values that nothing has answered yet, since answers are kept
        values = [low + (high - low) * (0.1 + 0.8 * (i * 0.6180339887 % 1.0)) for i in range(moves + 5)]
        found: list[dict[str, Any]] = []
        after: list[float] = []
        for place, value in enumerate(values):
            found.append(page.evaluate(MOVE, [path, value]))
            if place % 20 == 4:
                after.append(page.evaluate(POSTURES))
            if place % 50 == 49:
                loops.append(loop())
        browser.close()
    loops.append(loop())
    proportion = LOOP / statistics.median(loops)
    print(f"{case}, {path}: {moves} moves; a CPython loop of 10^7 additions took {statistics.median(loops):.2f} s")
    counted = found[5:]
    told("move to the frame that shows it", [each["drawn"] for each in counted], proportion)
    told("  computing", [each["computing"] for each in counted], proportion)
    told("  asking, without computing", [each["asked"] - each["computing"] for each in counted], proportion)
    told("  drawing", [each["drawn"] - each["asked"] for each in counted], proportion)
    told("postures, computed once still", after, proportion)


def main(moves: int, case: str) -> None:
    """Start a workbench, drive it, end it."""
    with tempfile.TemporaryDirectory() as desk:
        command = [sys.executable, "-m", "ripeness", "serve", desk, "--no-browser"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout is not None
                drive(server.stdout.readline().split()[-1], case, moves)
            finally:
                server.terminate()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200, sys.argv[2] if len(sys.argv) > 2 else "iran-us-2020")
