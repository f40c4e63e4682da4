"""What exact futures save against sampling them: the same monthly process as agents in Mesa, and compiled.

The founding case at its modes, as it is. Both samplers are given what the parties play, which our backward induction
has found and no forward run could find; solving is counted for neither. Shows that both agree with the exact numbers
within sampling error, and what war risk to +-0.005 (at 95 %) costs each way, in CPU time of one thread. Like against
like is the forward pass; the kernels' cost a draw holds solving too, so ratios to it understate. Exits 1 where a number
is off by more than four standard errors, 2 without Mesa.

Needs Mesa: .venv/bin/python -m pip install -e '.[benchmarks]'
Run with the project's environment: .venv/bin/python benchmarks/against_sampling.py [rounds] [case] [posture]
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import ceil, sqrt

import numpy as np
from scipy.stats import binomtest, norm

from ripeness.answer.pipeline import PostureRun, run
from ripeness.case.read.load import load
from ripeness.crisis.compiled.batch import solve_and_follow
from ripeness.crisis.futures import Futures, follow
from ripeness.crisis.states import WAR_PATHS
from ripeness.ensemble.draws import drawn
from ripeness.errors import InputError
from sampling import compiled
from sampling.setting import game_of, setting_of

PRECISION = 0.005
CONFIDENCE = 1.96
MOST_ERRORS = 4.0
BATCH = 256
EVER = tuple(f"{what}.ever" for what in compiled.SEEN)
COUNTED = (*(f"war.{path}" for path in WAR_PATHS), "war", "settled", "capitulation", "step", "bargain", *EVER)
MEANS = ("crises begun", "crisis months", "war months")


@dataclass
class Sample:
    """Runs of one sampler: how many ended how, sums and sums of squares, and CPU seconds a run by round."""

    runs: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))
    sums: dict[str, tuple[float, float]] = field(default_factory=lambda: dict.fromkeys(MEANS, (0.0, 0.0)))
    seconds: list[float] = field(default_factory=list)

    def add(self, runs: int, counts: Mapping[str, int], values: Mapping[str, np.ndarray], seconds: float) -> None:
        """Add a round."""
        self.runs += runs
        for name, count in counts.items():
            self.counts[name] += count
        for name, of_runs in values.items():
            total, squares = self.sums[name]
            self.sums[name] = total + float(of_runs.sum()), squares + float((of_runs.astype(float) ** 2).sum())
        self.seconds.append(seconds / runs)

    def estimate(self, name: str, exact: float) -> tuple[float, float]:
        """The sampled number, and by how many standard errors it is off.

        For shares the errors of a normal that is as unlikely as the count is by the binomial: some are rare.
        """
        if name in MEANS:
            total, squares = self.sums[name]
            mean = total / self.runs
            error = sqrt(max(squares / self.runs - mean**2, 0.0) / self.runs)
            return mean, (mean - exact) / error if error else (0.0 if abs(mean - exact) < 1e-12 else float("inf"))
        count = self.counts[name]
        likely = binomtest(count, self.runs, min(max(exact, 0.0), 1.0)).pvalue
        off = abs(float(norm.isf(likely / 2.0))) if likely < 1.0 else 0.0
        return count / self.runs, off if count / self.runs >= exact else -off


def exact_numbers(futures: Futures) -> dict[str, float]:
    """The numbers compared, from the exact futures of one draw."""
    c = futures.curves
    war = c.war[0, :, -1]
    # of wars that go on, only that they are decided can be seen where a run ends
    by_path = {} if "ceasefire" in c.ever else {f"war.{path}": float(war[p]) for p, path in enumerate(WAR_PATHS)}
    return {
        **by_path,
        "war": float(c.ended_in_war[0, -1]),
        "settled": float(c.settled[0, -1]),
        "capitulation": float(c.capitulation[0, :, -1].sum()),
        "step": float(c.step[0, -1]),
        "bargain": float(c.bargain[0, -1]),
        **{f"{what}.ever": float(c.ever[what][0, -1]) for what in compiled.SEEN},
        "crises begun": float(c.crises_begun[0, -1]),
        "crisis months": float(c.crisis[0, 1:].sum()),
        "war months": float(c.at_war[0, 1:].sum()),
    }


def in_mesa(under: PostureRun, runs: int, rounds: int) -> Sample:
    """Sample as agents."""
    from sampling.agents import ConflictModel

    game = game_of(under)
    model = ConflictModel(setting_of(game, game.solve(keep_months=under.case.horizon)), seed=1)
    sample = Sample()
    for _ in range(rounds):
        counts, (begun, months, fought) = dict.fromkeys(COUNTED, 0), np.zeros((3, runs))
        start = time.process_time()
        for n in range(runs):
            model.run_through()
            for ended in model.ended_as:
                counts[ended] += 1
            for what in compiled.SEEN:
                counts[f"{what}.ever"] += what in model.reached
            begun[n], months[n], fought[n] = model.crises_begun, model.crisis_months, model.war_months
        sample.add(runs, counts, dict(zip(MEANS, (begun, months, fought), strict=True)), time.process_time() - start)
    return sample


def in_compiled_code(under: PostureRun, runs: int, rounds: int) -> Sample:
    """Sample by compiled code; compiling is not counted."""
    game, horizon = game_of(under), under.case.horizon
    space, tables = game.space, compiled.tables(game, game.solve(keep_months=horizon), horizon)
    in_force = {"step": space.with_step, "bargain": space.with_signed, "settled": space.is_settled}
    stream = np.array([1], dtype=np.uint64)
    sample = Sample()
    for each in range(rounds + 1):
        n = runs if each else 1
        ends, seen = np.zeros(len(space), dtype=np.int64), np.zeros((n, len(compiled.SEEN)), dtype=np.bool_)
        begun, months, fought = np.zeros((3, n), dtype=np.int64)
        start = time.process_time()
        compiled.sample(
            runs=n, stream=stream, **tables, ends=ends, seen=seen, begun=begun, crisis_months=months, war_months=fought
        )
        taken = time.process_time() - start
        if not each:
            continue
        counts = {f"war.{path}": int(ends[space.war(path)]) for path in WAR_PATHS}
        counts["war"] = int(ends[list(space.wars)].sum())
        counts |= {name: int(ends[of].sum()) for name, of in in_force.items()}
        pairs = [(j, m) for j in space.signatories for m in space.signatories if j != m]
        counts["capitulation"] = int(ends[[space.capitulation(j, m) for j, m in pairs]].sum())
        counts |= dict(zip(EVER, seen.sum(axis=0).tolist(), strict=True))
        sample.add(n, counts, dict(zip(MEANS, (begun, months, fought), strict=True)), taken)
    return sample


def timed(work: Callable[[], object], rounds: int) -> list[float]:
    """CPU seconds of each of some rounds, after one that does not count."""
    taken: list[float] = []
    for _ in range(rounds + 1):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return taken[1:]


def exact_seconds(under: PostureRun, rounds: int) -> dict[str, list[float]]:
    """What our own numbers take; deals and alternatives are given, as they are to the samplers, rules but once."""
    horizon = under.case.horizon
    game = game_of(under)
    played = game.solve(keep_months=horizon)
    drawn_values = run(under.case, drawn(1, 0, BATCH)).as_is
    setting, agreements = drawn_values.setting, drawn_values.agreements
    batch = PostureRun(under.posture, under.case, drawn_values.values, agreements, setting)
    laid_out = game_of(batch)

    def a_draw(work: Callable[[], object]) -> list[float]:
        return [seconds / BATCH for seconds in timed(work, rounds)]

    return {
        "plain: forward pass": timed(lambda: follow(game, played, horizon), 5 * rounds),
        "plain: solve, forward pass": timed(lambda: follow(game, game.solve(horizon), horizon), 5 * rounds),
        f"kernels, of {BATCH}: both": a_draw(lambda: solve_and_follow(laid_out, horizon)),
        f"kernels, of {BATCH}: rules, both": a_draw(lambda: solve_and_follow(game_of(batch), horizon)),
    }


def spread(seconds: list[float], times: float = 1.0) -> str:
    """Median, least and most, in a unit that suits them."""
    numbers = [times * f(seconds) for f in (statistics.median, min, max)]
    unit, factor = next(((u, f) for u, f in (("s ", 1.0), ("ms", 1e3)) if numbers[0] * f >= 1), ("µs", 1e6))
    middle, least, most = (f"{number * factor:.3g}" for number in numbers)
    return f"{middle:>6} {unit} ({least} to {most})"


def main(rounds: int, case_id: str, posture: str) -> int:
    """Sample, compare, time and print; the exit code."""
    try:
        import mesa
    except ImportError:
        print("Mesa is missing, expected: .venv/bin/python -m pip install -e '.[benchmarks]'", file=sys.stderr)
        return 2
    try:
        under = run(load(case_id)).under(posture)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    exact = exact_numbers(under.futures)
    war = exact["war"]
    needed = max(ceil(war * (1.0 - war) * (CONFIDENCE / PRECISION) ** 2), 1)
    print(f"{case_id}, {posture}, at its modes; {under.case.horizon} months; rounds: {rounds}; CPU time of one thread")
    print(f"war risk {war:.4f}: to +-{PRECISION} at 95 % takes {needed:,} runs\n")

    names = {f"Mesa {mesa.__version__}": in_mesa(under, ceil(needed / rounds), rounds)}
    names["compiled sampler"] = in_compiled_code(under, 10 * needed, rounds)
    print(f"{'':20} {'exact':>7}" + "".join(f" {name:>18} {'errors off':>10}" for name in names))
    furthest = 0.0
    for quantity, number in exact.items():
        row = f"{quantity:20} {number:7.4f}"
        for sample in names.values():
            found, off = sample.estimate(quantity, number)
            furthest = max(furthest, abs(off))
            row += f" {found:18.4f} {off:+10.2f}"
        print(row)
    print(f"{'runs':28}" + "".join(f" {sample.runs:18,} {'':10}" for sample in names.values()))

    ours = exact_seconds(under, rounds)
    print("\nexact, median (least to most)")
    for name, seconds in ours.items():
        print(f"  {name:30} {spread(seconds)}")
    for name, sample in names.items():
        print(f"\n{name}\n  {'a run':30} {spread(sample.seconds)}")
        print(f"  {f'{needed:,} runs':30} {spread(sample.seconds, needed)}")
        for other, seconds in ours.items():
            ratio = statistics.median(sample.seconds) * needed / statistics.median(seconds)
            print(f"  {f'to {other}':40} {ratio:10,.1f} times")
    if furthest > MOST_ERRORS:
        print(f"\nA sampled number is {furthest:.1f} standard errors off.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Exact futures against sampled ones.")
    parser.add_argument("rounds", type=int, nargs="?", default=5)
    parser.add_argument("case", nargs="?", default="iran-us-2020", help="a bundled case or a file")
    parser.add_argument("posture", nargs="?", default="as-is")
    given = parser.parse_args()
    sys.exit(main(given.rounds, given.case, given.posture))
