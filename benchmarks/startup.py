"""How long the command line takes to start: `ripeness --help` under 0.4 s, `ripeness cases` under 0.6 s.

Each is timed as a whole process, in turn with a bare interpreter, since machines differ: quote the ratios.
Run with the project's environment: .venv/bin/python benchmarks/startup.py [rounds]
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

COMMANDS = {
    "bare interpreter": [sys.executable, "-c", "pass"],
    "ripeness --help": [str(Path(sys.executable).with_name("ripeness")), "--help"],
    "ripeness cases": [str(Path(sys.executable).with_name("ripeness")), "cases"],
    "assess iran-us-2020 --json": [str(Path(sys.executable).with_name("ripeness")), "assess", "iran-us-2020", "--json"],
    "assess iran-us-2020": [str(Path(sys.executable).with_name("ripeness")), "assess", "iran-us-2020"],
}


def seconds(command: list[str]) -> float:
    """Wall time of one run."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main(rounds: int) -> None:
    """Time the commands in turn and print median, spread and ratio to the bare interpreter."""
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(rounds + 1):
        for name, command in COMMANDS.items():
            taken[name].append(seconds(command))
    bare = taken["bare interpreter"][1:]
    for name, times in taken.items():
        counted = times[1:]
        ratios = [t / b for t, b in zip(counted, bare, strict=True)]
        print(
            f"{name:28} {statistics.median(counted):6.3f} s ({min(counted):.3f} to {max(counted):.3f}), "
            f"{statistics.median(ratios):5.1f} times a bare interpreter"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
