"""How long frontier and solutions take beside NegMAS: 100 times faster, and a fifth of its memory at 10^6 outcomes.

Each is a process of its own on the same generated domains; machines differ, so quote the ratios. NegMAS is installed
by whoever runs this, in an environment of its own, and its interpreter given; without it only our times are printed.
Run with the project's environment: .venv/bin/python benchmarks/deal_space.py [--negmas PYTHON] [--rounds N]
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time

import numpy as np

# issues, options each, parties
DOMAINS = {
    "10^4 outcomes, 2 parties": (4, 10, 2),
    "10^5 outcomes, 2 parties": (5, 10, 2),
    "10^5 outcomes, 3 parties": (5, 10, 3),
    "10^6 outcomes, 2 parties": (6, 10, 2),
}
RESERVED = 0.3

NEGMAS = """
import json, resource, sys, time
from negmas.outcomes import make_issue, make_os
from negmas.preferences import LinearAdditiveUtilityFunction
from negmas.preferences.ops import calc_scenario_stats
from negmas.inout import Scenario
weights, values, reserved = json.load(sys.stdin)
issues = [make_issue([f"v{o}" for o in range(len(values[0][k]))], name=f"i{k}") for k in range(len(weights[0]))]
space = make_os(issues)
functions = [
    LinearAdditiveUtilityFunction(
        values=[{f"v{o}": v for o, v in enumerate(of_issue)} for of_issue in of_party],
        weights=of_weights, outcome_space=space, reserved_value=reserved,
    )
    for of_weights, of_party in zip(weights, values)
]
start = time.process_time()
stats = Scenario(space, functions).calc_stats()
taken = time.process_time() - start
print(json.dumps([taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(stats.pareto_utils)]))
"""


def numbers(issues: int, options: int, parties: int) -> list[object]:
    """Weights (parties, issues) and values (parties, issues, options) of a domain, with the reservation value."""
    rng = np.random.default_rng(issues * 100 + options * 10 + parties)
    weights = rng.dirichlet(np.ones(issues), parties).round(3)
    weights[:, -1] = 1.0 - weights[:, :-1].sum(axis=1)
    return [weights.tolist(), rng.random((parties, issues, options)).round(3).tolist(), RESERVED]


def case_text(weights: list, values: list, reserved: float) -> str:
    """The same domain as a case."""
    parties = [f"p{i}" for i in range(len(weights))]
    issues = range(len(weights[0]))
    options = {
        f"i{k}": {f"v{o}": {p: values[i][k][o] for i, p in enumerate(parties)} for o in range(len(values[0][k]))}
        for k in issues
    }
    return json.dumps(
        {
            "schema": 1, "id": "domain", "title": "Domain", "as_of": "2024-01-01", "complete": True,
            "parties": {
                p: {"name": p, "reservation": reserved, "salience": {f"i{k}": weights[i][k] for k in issues}}
                for i, p in enumerate(parties)
            },
            "issues": {
                issue: {
                    "question": "?",
                    "options": {"not-settled": {"text": "-"}} | {o: {"text": o, "value": v} for o, v in of.items()},
                }
                for issue, of in options.items()
            },
            "dynamics": {"recognition": 0},
        }
    )  # fmt: skip


def ours() -> None:
    """Frontier, zone and solutions of the domain on standard input: CPU seconds, MB at most, points."""
    from ripeness.answer.deal_space import DealSpace
    from ripeness.case.read.load import load_text

    case = load_text(case_text(*json.load(sys.stdin)))
    start = time.process_time()
    found = DealSpace(case)
    found.agreed  # noqa: B018
    taken = time.process_time() - start
    print(json.dumps([taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(found.frontier)]))


def measured(command: list[str], domain: list[object]) -> list[float]:
    """What one process says of one domain."""
    run = subprocess.run(command, input=json.dumps(domain), capture_output=True, text=True, check=True)
    return json.loads(run.stdout.splitlines()[-1])


def spread(numbers: list[float]) -> str:
    """Median and range."""
    return f"{statistics.median(numbers):.4g} ({min(numbers):.4g} to {max(numbers):.4g})"


def beside(name: str, negmas: str | None, rounds: int) -> None:
    """Run both in turn on one domain and print times, memory and ratios."""
    domain = numbers(*DOMAINS[name])
    mine, theirs = [], []
    for _ in range(rounds):
        mine.append(measured([sys.executable, __file__, "--ours"], domain))
        if negmas:
            theirs.append(measured([negmas, "-c", NEGMAS], domain))
    print(f"{name}: {spread([m[0] for m in mine])} s, {spread([m[1] for m in mine])} MB, {mine[0][2]} points")
    if theirs:
        print(
            f"  NegMAS: {spread([t[0] for t in theirs])} s, {spread([t[1] for t in theirs])} MB, {theirs[0][2]} points"
        )
        times = [t[0] / m[0] for t, m in zip(theirs, mine, strict=True)]
        memory = [t[1] / m[1] for t, m in zip(theirs, mine, strict=True)]
        print(f"  ratios: time {spread(times)}, memory {spread(memory)}")


def alone(rounds: int) -> None:
    """Frontiers of spaces that nobody can list."""
    from ripeness.bargaining.frontier import frontier
    from ripeness.settlements.space import Space

    for issues, options, parties in ((20, 4, 2), (12, 4, 3)):
        rng = np.random.default_rng(0)
        weights = rng.dirichlet(np.ones(issues) * 3, parties)
        flows = []
        for k in range(issues):
            values = rng.random((parties, options))
            # opposed: what one gains others lose
            flows.append(weights[:, k, None] * (values - values.mean(axis=0)))
        space = Space(
            issues=tuple(f"i{k}" for k in range(issues)),
            option_names=(tuple(f"v{o}" for o in range(options)),) * issues,
            parties=tuple(f"p{i}" for i in range(parties)),
            signing=tuple(range(parties)),
            flows=tuple(flows),
            links=(),
            complete=False,
        )
        taken = []
        for _ in range(rounds):
            start = time.process_time()
            found = frontier(space)
            taken.append(time.process_time() - start)
        print(
            f"{issues} issues of {options} options, {parties} opposed parties: {spread(taken)} s, {len(found)} points"
        )


def main() -> None:
    """Run what is asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--negmas", metavar="PYTHON", help="the interpreter of an environment that has NegMAS")
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--largest", type=int, default=10**6, help="leave out domains of more outcomes")
    asked.add_argument("--ours", action="store_true", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.ours:
        ours()
        return
    for name, (issues, options, _) in DOMAINS.items():
        if options**issues <= given.largest:
            beside(name, given.negmas, given.rounds)
    alone(given.rounds)


if __name__ == "__main__":
    main()
