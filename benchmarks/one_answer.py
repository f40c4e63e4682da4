"""One answer at the most likely values: what it takes after a change of one number, warm and from a cold start.

    python benchmarks/one_answer.py [--before CHECKOUT] [--times N]

With `--before`, the folder of another checkout with its `.venv`, both are measured in turn in the same run, and ratios
are printed. All times are of the processor. Machines differ, so the time of a loop that adds 10^7 numbers stands beside
them: on the machine that the aims are set for it takes 0.5 s.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

CASE = "iran-us-2020"
AIMS = {
    "load": ("a bundled case is loaded", 0.060, 0.2),
    "as it is": ("the case as it is, after a change of one number", 0.040, 0.4),
    "postures": ("all postures, after a change of one number", 0.150, 0.4),
    "process": ("`ripeness assess` as a whole process", 1.0, 0.4),
}
REFERENCE_LOOP = 0.5


def loop() -> float:
    """The time of adding 10^7 numbers one by one."""
    begun, total = time.process_time(), 0
    for number in range(10**7):
        total += number
    return time.process_time() - begun


def timed(work: Callable[[], object]) -> float:
    """The processor's time for some work."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def measured() -> dict[str, float]:
    """One measurement of each, in this process but for the last; warm, that is after the same was done once."""
    import resource

    import ripeness

    try:
        from ripeness.answer.pipeline import run
        from ripeness.case.read.load import with_changes
    except ImportError:  # a checkout of before the rooms were named anew
        from ripeness.assessment.pipeline import run  # type: ignore[import-not-found, no-redef]
        from ripeness.case.load import with_changes  # type: ignore[import-not-found, no-redef]

    case = ripeness.load(CASE)
    found = {"load": timed(lambda: ripeness.load(CASE))}
    for warm in (False, True):
        pride = 0.31 if warm else 0.33
        changed = with_changes(case, {"parties.us.pride": pride})
        under = run(changed)
        as_it_is = timed(lambda: under.as_is.futures)  # noqa: B023
        postures = timed(lambda: [under.under(name).futures for name in under.postures])  # noqa: B023
        found |= {"as it is": as_it_is, "postures": as_it_is + postures}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    program = Path(sys.executable).with_name("ripeness")
    subprocess.run([program, "assess", CASE], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found["process"] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return found | {"loop": loop()}


def of_checkout(folder: Path) -> dict[str, float]:
    """The same in a process of another checkout."""
    python = folder / ".venv" / "bin" / "python"
    said = subprocess.run([python, __file__, "--once"], check=True, capture_output=True, text=True, cwd=folder)
    return json.loads(said.stdout.splitlines()[-1])


def spread(numbers: list[float]) -> str:
    """The median of some numbers, with the least and the largest."""
    return f"{statistics.median(numbers):7.3f} ({min(numbers):.3f} to {max(numbers):.3f})"


def show(now: list[Mapping[str, float]], before: list[Mapping[str, float]]) -> None:
    """The times of each, beside the loop's, the aim and the state before."""
    print(f"loop of 10^7 additions: {spread([each['loop'] for each in now])} s; {len(now)} times each")
    for name, (words, aim, most) in AIMS.items():
        scaled = [each[name] * REFERENCE_LOOP / each["loop"] for each in now]
        print(f"{words}\n  {spread([each[name] for each in now])} s; at 0.5 s a loop {spread(scaled)} s, aim {aim:g} s")
        if before:
            ratios = [each[name] / then[name] for each, then in zip(now, before, strict=True)]
            print(f"  before {spread([each[name] for each in before])} s; ratio {spread(ratios)}, aim at most {most:g}")


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", type=Path, help="another checkout, with its .venv")
    parser.add_argument("--times", type=int, default=3, help="how often (default 3)")
    parser.add_argument("--once", action="store_true", help="measure once and print JSON")
    asked = parser.parse_args()
    if asked.once:
        print(json.dumps(measured()))
        return
    now, before = list[Mapping[str, float]](), list[Mapping[str, float]]()
    here = Path(__file__).resolve().parents[1]
    for _ in range(asked.times):
        now.append(of_checkout(here))
        if asked.before:
            before.append(of_checkout(asked.before))
    show(now, before)


if __name__ == "__main__":
    main()
