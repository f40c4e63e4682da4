"""What the time of an ensemble goes to, part by part, and how it grows with parties, issues, horizon and transitions.

CPU time of one thread for each draw, the median of some rounds; compiling and the scrambles, which are made once, are
not counted. First the founding case with all its postures, then made-up cases as they are: each row changes one thing
of the first. Parts are timed one after another over one chunk's draws; what a whole chunk takes beyond them is counted
as answers.

Run with the project's environment: .venv/bin/python benchmarks/ensemble.py [rounds]
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from resource import RUSAGE_SELF, getrusage
from typing import Any

import numpy as np

from ripeness.answer.pipeline import run
from ripeness.case.leadership import leaderships
from ripeness.case.model import Case
from ripeness.case.read.load import judgements, load, load_text
from ripeness.crisis.compiled import kernel
from ripeness.crisis.states import state_space
from ripeness.ensemble.draws import drawn
from ripeness.ensemble.ensemble import chunk
from ripeness.settlements.listing import list_settlements

SEED = 1
# half a block of the kernels, and one: a draw should cost no more in the larger
CHUNKS = (64, 128)
PARTS = ("draws", "believed", "as analyst", "deals", "games", "kernels", "answers")
LEGEND = {
    "draws": "every judgement's values",
    "believed": "the parties' alternatives as each believes them, without the kernels",
    "as analyst": "the same as the analyst sees them, without the kernels",
    "deals": "settlements, constraints, deals signed, for each posture that changes them",
    "games": "each posture's rules laid out for the kernels",
    "kernels": "solving and following all games, those of the alternatives too",
    "answers": "conditions, diagnosis, deals in words, tables",
}
BASE = {"parties": 2, "issues": 4, "horizon": 36, "transitions": 1}
GROWTH = {"parties": (3, 4, 6), "issues": (3, 6, 8), "horizon": (12, 120, 240), "transitions": (0, 2, 3)}


def made_up(parties: int, issues: int, horizon: int, transitions: int) -> Case:
    """A case of so many parties and issues of three options; numbers are drawn, but the same every time."""
    rng = np.random.default_rng(SEED)

    def judged(low: float, high: float) -> list[float]:
        mode = round(float(rng.uniform(low, high)), 4)
        return sorted([round(0.8 * mode, 4), mode, round(1.2 * mode, 4)])

    names = [f"p{n}" for n in range(parties)]
    topics = [f"k{n}" for n in range(issues)]
    some = {topic: {"no": {"text": "As it is"}} for topic in topics}
    for options in some.values():
        for size, option in ((0.3, "half"), (0.6, "whole")):
            # somebody gives and the others get, or there would be nothing to deal over
            giver = names[int(rng.integers(parties))]
            value = {
                name: judged(-0.4 * size, -0.2 * size) if name == giver else judged(0.8 * size, 1.3 * size)
                for name in names
            }
            options[option] = {"text": option, "value": value}
    people = {
        name: {
            "name": name,
            "salience": {topic: judged(0.1, 1.0) for topic in topics},
            "capability": judged(0.2, 0.6),
            "concession_limit": judged(0.1, 0.3),
            "pride": judged(0.2, 0.8),
            "exposure_tolerance": judged(0.3, 0.5),
            "trend": judged(-0.03, -0.01),
            "crisis_cost": judged(0.05, 0.1),
            "audience_cost": judged(0.02, 0.05),
            "war": {"win": 0.4, "lose": -0.8, "cost": judged(0.4, 0.8)},
        }
        for name in names
    }
    changes = [
        {
            "party": names[n % parties],
            "date": date(2024, 5 + n, 1).isoformat(),
            "probability": judged(0.3, 0.6),
            "successor": {"concession_limit": judged(0.2, 0.4)},
        }
        for n in range(transitions)
    ]
    data: dict[str, Any] = {
        "schema": 1,
        "id": "made-up",
        "title": "Made up",
        "as_of": "2024-01-01",
        "horizon": horizon,
        "parties": people,
        "issues": {topic: {"question": "?", "options": options} for topic, options in some.items()},
        "dynamics": {
            "recognition": 0.3,
            "incident": judged(0.02, 0.05),
            "triggers": {"unrest": {"rate": judged(0.01, 0.03)}},
        },
        "transitions": changes,
        "beliefs": {names[0]: {"capitulation": {names[1]: 0.02}}},
    }
    # JSON is YAML
    return load_text(json.dumps(data))


@contextmanager
def kernels_timed() -> Iterator[list[float]]:
    """CPU seconds spent in the kernels within, one entry a call."""
    whole: Callable[..., None] = kernel.solve_block
    seconds: list[float] = []

    def timed(*args: Any, **kwargs: Any) -> None:
        start = time.process_time()
        whole(*args, **kwargs)
        seconds.append(time.process_time() - start)

    kernel.solve_block = timed
    try:
        yield seconds
    finally:
        kernel.solve_block = whole


def parts_of(case: Case, first: int, count: int) -> dict[str, float]:
    """CPU seconds of each part of one chunk, and of the whole."""
    taken = _of_one_run(case, first, count)
    start = time.process_time()
    chunk(case, drawn(SEED, first, count), first)
    whole = time.process_time() - start
    return taken | {"answers": whole - sum(taken.values()), "whole": whole}


def _of_one_run(case: Case, first: int, count: int) -> dict[str, float]:
    """CPU seconds of what public parts of a run take; a function of its own, for a chunk wants the memory again."""
    taken = dict.fromkeys(PARTS, 0.0)
    values = drawn(SEED, first, count)
    of = run(case, values)
    work: list[tuple[str, Callable[[], object]]] = [
        ("draws", lambda: [values(judgement) for judgement in judgements(case)]),
        ("believed", lambda: of.alternatives),
        ("deals", lambda: [of.under(name).signed for name in of.postures]),
        ("games", lambda: [of.under(name).futures for name in of.postures]),
        ("as analyst", lambda: of.as_analyst),
    ]
    for part, compute in work:
        with kernels_timed() as in_kernels:
            start = time.process_time()
            compute()
            seconds = time.process_time() - start
        taken[part] += seconds - sum(in_kernels)
        taken["kernels"] += sum(in_kernels)
    return taken


def milliseconds(case: Case, count: int, rounds: int) -> dict[str, tuple[float, float, float]]:
    """Median, least and most of each part in milliseconds a draw, over rounds of new draws."""
    chunk(case, drawn(SEED, 0, count), 0)
    found = [parts_of(case, (each + 1) * count, count) for each in range(rounds)]
    if not any(each["kernels"] for each in found):
        raise SystemExit("No time was seen in the kernels, expected: they are called as kernel.solve_block")
    return {
        part: tuple(f(each[part] for each in found) * 1e3 / count for f in (statistics.median, min, max))
        for part in (*PARTS, "whole")
    }


def size(case: Case) -> str:
    """How many settlements and live states a case has."""
    signing = tuple(list(case.parties).index(name) for name in case.signatories)
    return f"{len(list_settlements(case)):8,} {state_space(len(leaderships(case)), signing).live:7,}"


def main(rounds: int) -> None:
    """Time and print."""
    case = load("iran-us-2020")
    print(f"CPU time of one thread, ms a draw; rounds: {rounds}\n")
    for draws in CHUNKS:
        print(f"{case.id}, {1 + len(case.postures)} postures, chunks of {draws} draws; median (least to most)")
        found = milliseconds(case, draws, rounds)
        for part, (middle, least, most) in found.items():
            share = middle / found["whole"][0]
            print(f"  {part:11} {middle:7.2f} {f'({least:.2f} to {most:.2f})':18} {share:4.0%}  {LEGEND.get(part, '')}")
        # Linux counts in KiB
        print(f"  peak memory of the process so far: {getrusage(RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB\n", flush=True)

    print(f"made-up cases, as they are, chunks of {CHUNKS[-1]} draws; median")
    print(f"{'':16} {'possible':>8} {'states':>7}" + "".join(f" {part:>10}" for part in (*PARTS, "whole")))
    rows = [("to begin with", BASE)]
    rows += [(f"{name} {number}", BASE | {name: number}) for name, numbers in GROWTH.items() for number in numbers]
    for title, numbers in rows:
        grown = made_up(**numbers)
        of_parts = milliseconds(grown, CHUNKS[-1], rounds)
        print(f"{title:16} {size(grown)}" + "".join(f" {each[0]:10.2f}" for each in of_parts.values()), flush=True)
    first = ", ".join(f"{name} {number}" for name, number in BASE.items())
    print(f"to begin with: {first}; three options an issue, possible settlements and live states as counted")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="What the time of an ensemble goes to.")
    parser.add_argument("rounds", type=int, nargs="?", default=3)
    main(parser.parse_args().rounds)
