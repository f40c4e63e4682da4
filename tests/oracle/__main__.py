"""The engine beside the oracle, on random cases: `PYTHONPATH=tests python -m oracle compare 100 7`.

`python -m oracle case 7` writes the case of a seed, `python -m oracle assess FILE` the oracle's answer to a case.
"""

import argparse
import io
import itertools
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

import ripeness
from agreement import differences
from oracle.assessment import assess
from oracle.random_cases import random_case
from ripeness.errors import InputError

TOLERANCE = 1e-9
SHOWN = 12  # differences of one case


def main() -> int:
    line = argparse.ArgumentParser(prog="python -m oracle", description=__doc__)
    commands = line.add_subparsers(dest="command", required=True)
    comparing = commands.add_parser("compare", help="N random cases, the first of them that of SEED")
    comparing.add_argument("n", type=int, metavar="N")
    comparing.add_argument("seed", type=int, metavar="SEED")
    comparing.add_argument("--keep", type=Path, help="the folder for cases on which the two differ")
    commands.add_parser("case", help="the case of a seed").add_argument("seed", type=int, metavar="SEED")
    commands.add_parser("assess", help="the oracle's answer to a case").add_argument("file", type=Path, metavar="FILE")
    asked = line.parse_args()
    if asked.command == "case":
        sys.stdout.write(as_yaml(random_case(asked.seed)))
        return 0
    if asked.command == "assess":
        print(json.dumps(assess(asked.file), indent=1))
        return 0
    return compare(asked.n, asked.seed, asked.keep or Path(tempfile.mkdtemp(prefix="oracle-")))


def as_yaml(case: dict[str, Any]) -> str:
    text = io.StringIO()
    yaml = YAML()
    yaml.width = 120
    yaml.dump(case, text)
    return text.getvalue()


def compare(n: int, seed: int, folder: Path) -> int:
    """How many of the cases agree, with the first differences of those that do not; 1 if any does not."""
    folder.mkdir(parents=True, exist_ok=True)
    agreed = sum(_agrees(number, folder / f"random-{number}.yaml") for number in range(seed, seed + n))
    print(f"{agreed} of {n} cases agree" + ("" if agreed == n else f"; the others are in {folder}"))
    return 0 if agreed == n else 1


def _agrees(seed: int, path: Path) -> bool:
    path.write_text(as_yaml(random_case(seed)), encoding="utf-8")
    began = time.perf_counter()
    expected = assess(path)
    spent = time.perf_counter() - began
    try:
        found = ripeness.assess(ripeness.load(path)).to_dict()
    except InputError as refusal:
        print(f"{seed}: the engine refuses the case", *str(refusal).splitlines()[:SHOWN], sep="\n    ")
        return False
    found = json.loads(json.dumps(found))
    differing = list(itertools.islice(differences(found, expected, TOLERANCE), SHOWN))
    print(
        f"{seed}: {'differs' if differing else 'agrees'} (oracle {spent:.1f} s)", *differing, sep="\n    ", flush=True
    )
    if not differing:
        path.unlink()
    return not differing


if __name__ == "__main__":
    sys.exit(main())
