"""Every judgement at the ends of what it may be: the answer is finite, and nothing warns."""

import json
import math
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from builders import assessed, case_of, quiet
from ripeness.case.fields import at
from ripeness.case.judgement import Judgement, Within
from ripeness.case.rates import RATES
from ripeness.case.read.changes import replaced
from ripeness.case.read.load import judgements
from ripeness.ensemble.draws import drawn
from ripeness.ensemble.ensemble import chunk
from ripeness.errors import CaseError

_PARTY = {
    "capability": 0.5, "patience": 0.1, "precision": 75, "initiative": 1, "concession_limit": 1, "pride": 0.2,
    "exposure_tolerance": 1, "expects": 0.5, "trend": -0.01, "crisis_cost": 0.1, "talk_cost": 0.01,
    "audience_cost": 0.02, "leak_cost": 0.02, "war": {"win": 0.3, "lose": -0.3, "cost": 0.2}, "spoils": 0.4,
    "salience": {"field": 0.6, "well": 0.4},
    "constituencies": {"guards": {"salience": {"field": 1, "well": 1}, "threshold": -0.2, "veto": True,
                                  "values": {"field": {"shared": 0.2}}}},
}  # fmt: skip
_WELL = {
    "question": "Whose is the well?",
    "separable": True,
    "visibility": 0.5,
    "options": {"shut": {"text": "Nobody's"},
                "open": {"text": "Both draw", "visibility": 0.4, "value": {"ann": 0.3, "bob": -0.1}}},
}  # fmt: skip
WHOLE: dict[str, Any] = replaced(
    quiet({"horizon": 4}),
    {
        "parties.ann": {"name": "Ann", **_PARTY},
        "parties.bob": {"name": "Bob", **_PARTY, "reservation": -0.1},
        "issues.well": _WELL,
        "linkages": [{"when": {"field": "shared", "well": "open"}, "value": {"ann": 0.1}}],
        "dynamics": {
            **{name: rate.default for name, rate in RATES.items()},
            "capitulation": {"ann": 0.01, "bob": 0.01},
            "triggers": {"storm": {"rate": 0.02, "war": 0.1}},
            "regional": {"war": -1, "crisis": -0.1},
            "trust": "mid",
        },
        "transitions": [{"party": "bob", "date": "2024-03-01", "probability": 0.5,
                         "successor": {"pride": 0.1, "trend": 0.01, "audience_cost": 0.1}}],
        "beliefs": {"ann": {"capability": {"ann": 0.8}, "capitulation": {"bob": 0.1}, "transitions": {"bob": 0.2},
                            "misreading": 0.1, "crisis_pressure": 3, "successor_terms": {"pride": 0.3}}},
        "postures": {"calm": {"title": "Calm", "bars": {"ann": ["press"]}, "policy": {"bob": {"wait": 1, "press": 2}}}},
    },
)  # fmt: skip
JUDGED = {judgement.path: judgement for judgement in judgements(case_of(WHOLE))}


def ends(path: str) -> tuple[float, float]:
    """The lowest and the highest number that may stand at a path."""
    kind = at(tuple(int(key) if key.isdigit() else key for key in path.split(".")))
    (within,) = [each for each in kind.constraints if isinstance(each, Within)]
    return within.lowest, within.highest


def numbers(told: object) -> Iterator[float]:
    if isinstance(told, float):
        yield told
    elif isinstance(told, Mapping):
        for each in told.values():
            yield from numbers(each)
    elif isinstance(told, list | tuple):
        for each in told:
            yield from numbers(each)


def check_sound(data: dict[str, Any]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        told = assessed(case_of(data)).to_dict()
    assert all(map(math.isfinite, numbers(told)))
    json.dumps(told, allow_nan=False)
    for future in told["futures"].values():
        ways = [*future["war"].values(), *future["capitulation"].values(), future["settled"]]
        assert min(ways) >= 0
        assert sum(ways) <= 1 + 1e-9
        assert future["war_total"] == pytest.approx(sum(future["war"].values()), abs=1e-12)


def test_every_judgement_has_two_ends():
    open_at_the_top = [path for path in JUDGED if not all(map(math.isfinite, ends(path)))]
    assert open_at_the_top == []
    for name, rate in RATES.items():
        (within,) = [each for each in rate.kind.__metadata__ if isinstance(each, Within)]  # type: ignore[attr-defined]
        assert math.isfinite(within.highest), name


# but for what Bob has alone, he is as Ann is
ALONE = [path for path in JUDGED if path.replace("parties.bob", "parties.ann") == path or path.endswith("reservation")]


@pytest.mark.parametrize("path", ALONE)
def test_each_judgement_alone_at_its_ends(path: str):
    for end in ends(path):
        check_sound(replaced(WHOLE, {path: end}))


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("field", ["", "parties.ann", "parties.bob", "dynamics", "issues", "beliefs"])
def test_many_judgements_together_at_their_ends(field: str, which: int):
    weights = ("salience", "capability", "initiative", "capitulation")
    changes = {
        path: ends(path)[which]
        for path in JUDGED
        if path.startswith(field) and (which or not any(name in path for name in weights))
    }
    check_sound(replaced(WHOLE, changes))


def test_draws_from_end_to_end_of_all_ranges():
    changes: dict[str, Any] = {}
    for path, judgement in JUDGED.items():
        low, high = ends(path)
        keeps = any(name in path for name in ("salience", "capability", "initiative"))
        changes[path] = [judgement.mode if keeps else low, judgement.mode, high]
    case = case_of(replaced(WHOLE, changes))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = chunk(case, drawn(1, 0, 16), 0)
    assert found


def test_weights_that_may_all_be_0_are_refused():
    with pytest.raises(CaseError, match=r"parties.ann.salience  may sum to 0, each at its lowest, expected"):
        case_of(replaced(quiet(), {"parties.ann.salience": {"field": [0, 0.5, 1]}}))
    for name in ("initiative", "capability"):
        both = {f"parties.{party}.{name}": [0, 0.5, 1] for party in ("ann", "bob")}
        with pytest.raises(CaseError, match=f"the {name} of the signatories may sum to 0"):
            case_of(replaced(quiet(), both))


@pytest.mark.parametrize(
    ("path", "value", "right"),
    [
        ("parties.ann.precision", 1e308, "between 0 and 10000"),
        ("dynamics.entitlement_exponent", 1e300, "between 0 and 10"),
        ("dynamics.trust_effect", 1e6, "between 0 and 10"),
        ("parties.ann.initiative", 1e308, "between 0 and 100000"),
        ("parties.ann.trend", -1e308, "between -1000 and 1000"),
        ("parties.ann.precision", -1, "at least 0"),
    ],
)
def test_what_is_beyond_an_end_is_told_with_the_reason(path: str, value: float, right: str):
    with pytest.raises(CaseError) as told:
        case_of(replaced(quiet(), {path: value}))
    (problem,) = told.value.problems
    assert f"is out of range, expected: {right}" in problem.message
    assert (", because " in problem.message) == (value != -1)


def test_a_default_is_within_its_ends():
    for rate in RATES.values():
        (within,) = [each for each in rate.kind.__metadata__ if isinstance(each, Within)]  # type: ignore[attr-defined]
        assert within.holds(rate.default)
    assert isinstance(next(iter(JUDGED.values())), Judgement)
