"""Damaged folders of negotiation domains."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from domain_files import ANN, BOB, WEIGHTS, genius_issue, genius_profile, genius_template
from fuzz.inputs import Input
from fuzz.mutations import mutated_data, mutated_file, mutated_text, other_than_file

Files = dict[str, str]

_SPACE = """\
name: mixed
type: CartesianOutcomeSpace
issues:
- {name: quantity, type: ContiguousIssue, values: [3, 5]}
- {name: price, type: ContinuousIssue, values: [0.0, 2.0], n_levels: 10}
- {name: kind, type: CategoricalIssue, values: [plain, 'two words', '3']}
"""
_PLUS = """\
name: plus
type: LinearAdditiveUtilityFunction
reserved_value: 0.5
values:
- {type: AffineFun, slope: 1.5, bias: -1}
- {type: IdentityFun}
- mapping: {'3': 0, plain: 1, two words: -2.0}
  type: TableFun
weights: [2, 0.5, 1]
"""
_MINUS = """\
type: ExpDiscountedUFun
name: minus
discount: 0.8
reserved_value: -.inf
ufun:
  name: minus
  type: LinearAdditiveUtilityFunction
  reserved_value: -.inf
  values:
  - {type: ConstFun, bias: 0.3}
  - {type: LinearFun, slope: -1}
  - {type: TableFun, mapping: {plain: 0, two words: 1, 3: 0.5}}
  weights: [1.0, 1.0, 1.0]
"""
_REAL = (
    '<issue index="3" name="Share" type="{0}" etype="{0}" lowerbound="0" upperbound="10">'
    '<range lowerbound="0" upperbound="10"/>{1}</issue>'
)
_LINEAR = '<evaluator ftype="linear" slope="1.5" intercept="2"/>'


@cache
def _genius() -> Files:
    tables = {"ann.xml": ANN, "bob.xml": BOB}
    files = {
        "domain.xml": genius_template("".join(genius_issue(n, k, [*row]) for k, (n, row) in enumerate(ANN.items(), 1)))
    }
    rest = '<reservation value="0.25"/><discount_factor value="0.9"/>'
    for file, table in tables.items():
        issues = "".join(genius_issue(n, k, row) for k, (n, row) in enumerate(table.items(), 1))
        files[file] = genius_profile(issues, (0.75, 0.25), rest)
    return {name: text.replace("><", ">\n<") for name, text in files.items()}


@cache
def _genius_of_numbers() -> Files:
    issue = genius_issue("Price", 1, ["low", "high"]) + genius_issue("Day", 2, ["now", "later"])
    files = {"domain.xml": genius_template(issue + _REAL.format("integer", ""))}
    for name, of in (("ann.xml", (1, 2)), ("bob.xml", (5, 3))):
        rows = dict(zip(("low", "high"), of, strict=True)), dict(zip(("now", "later"), of, strict=True))
        issues = genius_issue("Price", 1, rows[0]) + genius_issue("Day", 2, rows[1])
        files[name] = genius_profile(issues + _REAL.format("integer", _LINEAR), (0.5, 0.25, 0.25))
    return {name: text.replace("><", ">\n<") for name, text in files.items()}


@cache
def _geniusweb() -> Files:
    values: Any = {
        "lease car": {"values": ["yes", "no"]},
        "fte": {"values": ["0.6", "1.0"]},
        "salary": {"range": {"low": "1000", "high": "3000", "step": "1000"}},
    }
    domain = {"name": "jobs", "issuesValues": values}
    numbers = {"lowValue": 1000, "lowUtility": 0.4, "highValue": 3000, "highUtility": 0.8}

    def profile(yes: float, bid: Any) -> str:
        held: Any = {
            "name": "jobs1",
            "domain": domain,
            "issueWeights": {"lease car": 0.5, "fte": 0.25, "salary": 0.25},
            "issueUtilities": {
                "lease car": {"DiscreteValueSetUtilities": {"valueUtilities": {"yes": yes, "no": 1 - yes}}},
                "fte": {"DiscreteValueSetUtilities": {"valueUtilities": {"0.6": 0, "1.0": 1}}},
                "salary": {"NumberValueSetUtilities": numbers},
            },
            "reservationBid": bid,
        }
        return json.dumps({"LinearAdditiveUtilitySpace": held}, indent=1)

    last = {"issuevalues": {"lease car": "yes", "fte": "1.0", "salary": 2000}}
    return {"jobs.json": json.dumps(domain, indent=1), "a.json": profile(0.8, last), "b.json": profile(0.1, None)}


@cache
def _negolog() -> Files:
    profiles = {
        f"profile{name}.json": json.dumps({"reservationValue": 0.2, "issueWeights": WEIGHTS, "issues": table}, indent=1)
        for name, table in (("A", ANN), ("B", BOB))
    }
    return {**profiles, "specs.json": "{}"}


def _negmas() -> Files:
    return {"mixed.yml": _SPACE, "plus.yml": _PLUS, "minus.yml": _MINUS}


FORMATS: tuple[Callable[[], Files], ...] = (_genius, _genius_of_numbers, _geniusweb, _negolog, _negmas)
_ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>\n'


def import_folder(rng: Random, at: Path) -> Input:
    """A folder of a domain, one or two of its files damaged."""
    files = dict(rng.choice(FORMATS)())
    folder, precious = at / "scenario", at / "precious"
    folder.mkdir()
    precious.mkdir()
    (precious / "precious.json").write_text('{"kept": true}', encoding="utf-8")
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name in rng.sample(sorted(files), rng.choice((1, 1, 1, 2))):
        _damage(rng, folder / name, files, precious)
    flags = rng.choice(((), (), (), ("--as-negmas",), ("--as-genius",), ("--grid", "3"), ("--grid", "1000")))
    return Input((("import", "scenario", "-o", "out.yaml", *flags),))


def _damage(rng: Random, path: Path, files: Files, precious: Path) -> None:
    text, which = files[path.name], rng.random()
    if which < 0.45 or (which < 0.75 and path.suffix != ".json"):
        path.write_bytes(mutated_text(rng, text))
    elif which < 0.75:
        path.write_text(json.dumps(mutated_data(rng, json.loads(text))), encoding="utf-8")
    elif which < 0.85:
        mutated_file(rng, path, precious)
    elif which < 0.88:
        other_than_file(rng, path, precious)
    elif which < 0.92:
        name = rng.choice(
            ("²", "x" * 240, " ", "a\nb", "é", "\udcff", ".hidden", "[bold]", "a b", "null", "2027", "😀")
        )
        path.rename(path.with_name(f"{name}{rng.choice((path.suffix, path.suffix.upper(), '.txt', ''))}"))
    elif which < 0.96:
        path.with_name(f"copy-{path.name}").write_text(text, encoding="utf-8")
    else:
        head = rng.choice(
            (_ENTITIES, '<?xml version="1.0" encoding="UTF-16"?>', "<a>" * rng.choice((50, 20_000)), "\ufeff")
        )
        path.write_text(head + text.replace("name=", "name=" if rng.random() < 0.5 else "nam="), encoding="utf-8")
