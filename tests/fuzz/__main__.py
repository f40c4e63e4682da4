"""Many inputs, in a process for each core: `python -m fuzz --count 1000000 --seed 7`, or one again: `--index 42`."""

import argparse
import faulthandler
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from fuzz.harness import KINDS, Found, kept, kind_of, made, prepare, tried

BLOCK = 500  # inputs of one process, so that what a process gathers does not count as what an input takes
PATIENCE_SECONDS = 120.0  # for one input; the limits end it long before where they can
TELL_EVERY_SECONDS = 10.0


def main() -> int:
    """Try the inputs that the command line names; 1 if any was found wanting."""
    asked = _asked()
    if asked.child:
        _try_block(asked)
        return 0
    if asked.index is not None:
        return _again(asked)
    return _many(asked)


def _asked() -> argparse.Namespace:
    line = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    line.add_argument("--seed", type=int, default=1)
    line.add_argument("--first", type=int, default=0, help="the number of the first input")
    line.add_argument("--count", type=int, default=2000)
    line.add_argument("--index", type=int, help="try this one again and keep it")
    line.add_argument("--kind", choices=KINDS, help="inputs of this kind alone")
    line.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    line.add_argument("--keep", type=Path, default=Path("fuzz-found"), help="where what is found is kept")
    line.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    return line.parse_args()


def _again(asked: argparse.Namespace) -> int:
    prepare()
    found = tried(asked.seed, asked.index, asked.kind)
    kind = kind_of(asked.seed, asked.index, asked.kind)
    told = found or Found(
        asked.seed, asked.index, kind, _command(asked.seed, asked.index, asked.kind), "nothing is wrong"
    )
    print(told, f"\n  kept in {kept(told, asked.keep, asked.kind)}")
    return 1 if found else 0


def _command(seed: int, index: int, only: str | None) -> tuple[str, ...]:
    with tempfile.TemporaryDirectory() as folder:
        return made(seed, index, Path(folder), only).commands[0]


# --- a process that tries a block of inputs, and tells of each on standard output ---


def _try_block(asked: argparse.Namespace) -> None:
    told = os.fdopen(os.dup(1), "w", buffering=1)
    faulthandler.enable()
    prepare()
    for index in range(asked.first, asked.first + asked.count):
        told.write(f"{index}\n")
        if found := tried(asked.seed, index, asked.kind):
            told.write(json.dumps(asdict(found)) + "\n")
    told.write("done\n")


# --- the process that starts them ---


def _many(asked: argparse.Namespace) -> int:
    end = asked.first + asked.count
    blocks: queue.SimpleQueue[tuple[int, int]] = queue.SimpleQueue()
    for first in range(asked.first, end, BLOCK):
        blocks.put((first, min(BLOCK, end - first)))
    told: queue.SimpleQueue[int | Found] = queue.SimpleQueue()
    workers = [threading.Thread(target=_work, args=(asked, blocks, told), daemon=True) for _ in range(asked.workers)]
    for worker in workers:
        worker.start()
    done, number = _tell(asked, workers, told)
    print(f"{done:,} inputs from seed {asked.seed}: {number or 'none'} found wanting")
    if done < asked.count:
        print(f"{asked.count - done:,} inputs were not tried, for a process ended in between", file=sys.stderr)
    return 1 if number or done < asked.count else 0


def _tell(
    asked: argparse.Namespace, workers: list[threading.Thread], told: "queue.SimpleQueue[int | Found]"
) -> tuple[int, int]:
    """Print what is found and how far it is; how many were tried, and the number of what is found."""
    begun = last = time.monotonic()
    done = number = 0
    while any(worker.is_alive() for worker in workers) or not told.empty():
        with suppress(queue.Empty):
            news = told.get(timeout=1)
            if isinstance(news, Found):
                number += 1
                print(news, f"\n  kept in {kept(news, asked.keep, asked.kind)}", flush=True)
            else:
                done += 1
        if (now := time.monotonic()) - last > TELL_EVERY_SECONDS:
            last = now
            print(f"{done:,} of {asked.count:,}, {done / (now - begun):.0f} a second, {number} found", flush=True)
    return done, number


def _work(
    asked: argparse.Namespace, blocks: "queue.SimpleQueue[tuple[int, int]]", told: "queue.SimpleQueue[int | Found]"
) -> None:
    with suppress(queue.Empty):
        while True:
            first, count = blocks.get_nowait()
            end = first + count
            while first < end:
                first = _block(asked, first, end - first, told)


def _block(asked: argparse.Namespace, first: int, count: int, told: "queue.SimpleQueue[int | Found]") -> int:
    """Have a process try a block; the number after the last one that was tried, which may have ended the process."""
    kind = ("--kind", asked.kind) if asked.kind else ()
    numbers = ("--seed", str(asked.seed), "--first", str(first), "--count", str(count))
    command = [sys.executable, "-m", "fuzz", "--child", *numbers, *kind]
    at = first
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in _lines(process):
            if line == "done":
                return first + count
            if line.startswith("{"):
                of = json.loads(line)
                told.put(Found(**{**of, "command": tuple(of["command"])}))
            else:
                at = int(line)
                told.put(at)
    fault = f"ended its process ({process.returncode}), or took more than {PATIENCE_SECONDS:g} s"
    told.put(Found(asked.seed, at, kind_of(asked.seed, at, asked.kind), _command(asked.seed, at, asked.kind), fault))
    return at + 1


def _lines(process: "subprocess.Popen[str]") -> Iterator[str]:
    """The lines of a process, which is ended when it says nothing for too long."""
    assert process.stdout
    timer = threading.Timer(0, process.kill)
    for line in process.stdout:
        timer.cancel()
        yield line.strip()
        timer = threading.Timer(PATIENCE_SECONDS, process.kill)
        timer.start()
    timer.cancel()


if __name__ == "__main__":
    sys.exit(main())
