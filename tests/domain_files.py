"""Small negotiation domains in the field's formats, and what an imported case makes of every outcome."""

import json
from collections.abc import Mapping, Sequence
from functools import reduce
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from needs import SHARED, need
from ripeness.case.model import Case
from ripeness.case.read.load import load_text
from ripeness.importers.as_case import case_text
from ripeness.importers.domain import Domain
from ripeness.importers.reading import Semantics, read_domain

Table = Mapping[str, Mapping[str, float]]

# issue, option, evaluation; of two parties
ANN: Table = {"Price": {"low": 2, "high": 8}, "Delivery day": {"today": 10, "next week": 5, "never": 0}}
BOB: Table = {"Price": {"low": 6, "high": 3}, "Delivery day": {"today": 1, "next week": 2, "never": 4}}
WEIGHTS = {"Price": 0.75, "Delivery day": 0.25}


def shared(name: str) -> Path:
    """A folder of the shared domains, beside the repository or where RIPENESS_SHARED says; skips where it is absent."""
    need("domains", name)
    return SHARED / "domains" / name


def written(folder: Path, **files: str) -> Path:
    """A folder with these files; `a_xml` is `a.xml`."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        stem, _, suffix = name.rpartition("_")
        (folder / f"{stem}.{suffix}").write_text(text, encoding="utf-8")
    return folder


def genius_issue(name: str, index: int, options: Mapping[str, float] | Sequence[str]) -> str:
    """An issue as a domain file or, with evaluations, a profile has it."""
    of = options if isinstance(options, Mapping) else {}
    items = "".join(
        f'<item index="{k}" value="{option}"' + (f' evaluation="{of[option]}"' if of else "") + "/>"
        for k, option in enumerate(options, 1)
    )
    return f'<issue index="{index}" name="{name}" type="discrete">{items}</issue>'


def genius_template(issues: str, agents: str = "") -> str:
    """A GENIUS domain file."""
    space = f'<utility_space><objective index="0" name="root">{issues}</objective></utility_space>'
    return f"<negotiation_template>{agents}{space}</negotiation_template>"


def genius_profile(issues: str, weights: Sequence[float], rest: str = "") -> str:
    """A GENIUS profile whose issues are numbered from 1."""
    of = "".join(f'<weight index="{k}" value="{weight}"/>' for k, weight in enumerate(weights, 1))
    return f'<utility_space><objective index="0" name="root">{issues}{of}</objective>{rest}</utility_space>'


def genius(folder: Path, of_ann: str = "", of_bob: str = "", weights: Sequence[float] = (0.75, 0.25)) -> Path:
    """Ann and Bob in GENIUS's format, with more (`<reservation/>`) at the end of each profile."""
    domain = "".join(genius_issue(name, k, list(row)) for k, (name, row) in enumerate(ANN.items(), 1))
    ann, bob = (
        "".join(genius_issue(name, k, row) for k, (name, row) in enumerate(table.items(), 1)) for table in (ANN, BOB)
    )
    profiles = {"ann_xml": genius_profile(ann, weights, of_ann), "bob_xml": genius_profile(bob, weights, of_bob)}
    return written(folder, domain_xml=genius_template(domain), **profiles)


def negolog(folder: Path, **of_ann: object) -> Path:
    """Ann and Bob in NegoLog's format, with fields of Ann's profile replaced."""
    ann, bob = ({"reservationValue": 0.0, "issueWeights": WEIGHTS, "issues": table} for table in (ANN, BOB))
    return written(folder, profileA_json=json.dumps(ann | of_ann), profileB_json=json.dumps(bob), specs_json="{}")


def imported(folder: Path, semantics: Semantics = Semantics.own, points: int = 11) -> Case:
    """The case of the domain in a folder, through its text."""
    return as_case(read_domain(folder, semantics, points))


def as_case(domain: Domain) -> Case:
    """The case of a domain, through its text."""
    return load_text(case_text(domain, "imported"))


def of_options(case: Case, party: str) -> list[list[float]]:
    """What each option but "not settled" adds to a party's utility, by the case's own numbers, zero left out."""
    salience = {issue: each.mode for issue, each in case.parties[party].salience.items()}
    total = sum(salience.values())
    return [
        [case.payoff_unit.scale * salience[name] / total * o.value[party].mode for o in [*issue.options.values()][1:]]
        for name, issue in case.issues.items()
    ]


def sums(rows: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    """The sum of one number of each row, for all choices, the last row's running fastest."""
    start = np.zeros(1)
    return reduce(lambda total, row: (total[:, None] + np.array(row)).ravel(), rows, start)


def utilities(case: Case, party: str) -> NDArray[np.float64]:
    """A party's utility of every outcome, in the domain's own unit."""
    found = sums(of_options(case, party)) + case.payoff_unit.zero.get(party, 0.0)
    grid = found.reshape([len(issue.options) - 1 for issue in case.issues.values()])
    for linkage in case.linkages:
        picks = {name: list(case.issues[name].options).index(o) - 1 for name, o in (linkage.when or {}).items()}
        where = tuple(picks.get(name, slice(None)) for name in case.issues)
        value = (linkage.value or {}).get(party)
        grid[where] += case.payoff_unit.scale * value.mode if value else 0.0
    return found


def reservation(case: Case, party: str) -> float:
    """A party's reservation value in the domain's own unit."""
    return case.told(party, case.parties[party].reservation.mode)
