"""How long a site takes: 200 cases with 10 finished briefs each, in under 60 s cold and 5 s warm.

The briefs are as large as that of the founding case (a page of 340 kB, findings of 250 kB). Timed are whole processes:
cold; again with nothing changed; with one brief more; with one case less. Beside each stands what copying the same
folder takes in this run, since disks differ.
Run with the project's environment: .venv/bin/python benchmarks/round_up.py [cases] [briefs of each]
"""

import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from finished_briefs import finished, write_case, write_finished
from ripeness.findings.findings import Block, Brief, Finding, Measure, Section

PAGE_BYTES, FINDINGS = 340_000, 400
COMMAND = "import sys; sys.argv[0] = 'ripeness'; from ripeness.cli import main; main()"
REGIONS = ("Middle East", "East Asia", "Sahel", "Great Lakes", "South Caucasus", "Andes")
TOPICS = ("water", "sanctions", "borders", "prisoners", "fishing", "minorities", "missiles", "trade")


def filled(brief: Brief) -> Brief:
    """A brief with as many more findings as a real one has."""
    measures = tuple(Measure(f"measure.{k}", k / 7, "flow", 0.1, 0.9, "draws") for k in range(5))
    more = tuple(
        Finding(f"filler.{k}", "a label", "A sentence of some length. " * 3, measures) for k in range(FINDINGS)
    )
    return replace(brief, sections=(*brief.sections, Section("filler", "More", (Block("filler", more),))))


def write_desk(folder: Path, cases: int, briefs: int) -> None:
    """Cases and finished briefs whose numbers wander from month to month."""
    rng = random.Random(1)
    for number in range(cases):
        name = f"case-{number:03d}"
        region, topics = rng.choice(REGIONS), tuple(rng.sample(TOPICS, 3))
        title = f"Conflict {number} over {topics[0]}"
        write_case(folder / "cases", name, title, region=region)
        war, deal, day = (
            rng.uniform(0.01, 0.25),
            rng.uniform(0.05, 0.6),
            date(2023, 1, 1) + timedelta(rng.randrange(60)),
        )
        for _ in range(briefs):
            shares = tuple(max(0.0, rng.uniform(-0.3, 0.8)) for _ in range(4))
            told = {"title": title, "region": region, "topics": topics}
            brief = finished(name, day.isoformat(), war, deal, shares, 0.04, **told)  # type: ignore[arg-type]
            write_finished(folder / "briefs" / name, filled(brief), page="<!DOCTYPE html>" + "x" * PAGE_BYTES)
            war, deal = (min(0.95, max(0.005, v * rng.uniform(0.7, 1.4))) for v in (war, deal))
            day += timedelta(rng.randrange(20, 40))


def timed(what: str, run: Callable[[], object]) -> None:
    """Print wall and CPU seconds of something that runs in processes of its own."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    run()
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{what:26} {wall:6.2f} s ({cpu:5.2f} s of CPU)", flush=True)


def main(cases: int, briefs: int) -> None:
    """Make the folder, then time each."""
    with tempfile.TemporaryDirectory() as name:
        desk, out, copy = (Path(name) / each for each in ("desk", "public", "copy"))
        write_desk(desk, cases, briefs)
        build = [sys.executable, "-c", COMMAND, "site", str(desk), "-o", str(out), "--no-briefs"]
        timed("copying the same", lambda: subprocess.run(["cp", "-r", str(desk), str(copy)], check=True))
        shutil.rmtree(copy)
        timed("cold", lambda: subprocess.run(build, check=True))
        timed("nothing changed", lambda: subprocess.run(build, check=True))
        write_finished(desk / "briefs" / "case-000", finished("case-000", "2026-01-01"))
        timed("one brief more", lambda: subprocess.run(build, check=True))
        (desk / "cases" / "case-001.yaml").unlink()
        shutil.rmtree(desk / "briefs" / "case-001")
        timed("one case less", lambda: subprocess.run(build, check=True))


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:3]]
    main(*given, *(200, 10)[len(given) :])
