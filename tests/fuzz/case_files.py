"""Damaged and extreme case files."""

import json
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from builders import quiet
from ensembles import DRAWN
from fuzz.inputs import Command, Input
from fuzz.mutations import mutated_data, mutated_text, nested
from ripeness.case.rates import RATES
from ripeness.case.read.changes import replaced
from ripeness.case.read.document import read
from ripeness.case.read.library import folder
from ripeness.case.read.load import load_text
from ripeness.errors import InputError
from terminal import GOLDEN

RICH = {
    "parties.ann.red_lines": {"field": {"options": ["hers"], "softens": "mid"}},
    "parties.ann.preconditions": {"field": {"options": ["shared"], "fades": "high"}},
    "parties.ann.constituencies": {"guards": {"salience": {"field": 1}, "threshold": 0.1, "veto": True}},
    "parties.ann.pride": [0.5, 1, 2],
    "parties.ann.patience": 0.1,
    "parties.bob.capability": 0.4,
    "parties.bob.reservation": [0, 0.1, 0.2],
    "issues.field.options.hers": {"text": "-", "value": {"ann": 0.9, "bob": -0.3}},
    "dynamics.trust_effect": 1,
    "dynamics.recognition": 1,
    "horizon": 3,
    "words": {"crisis": "clashes"},
    "parties.ann.propensity": {"wait": 0.5, "press": [1, 2, 3], "attack": 0, "accept": 2},
    "parties.bob.growth": [-0.1, 0, 0.2],
    "parties.ann.war": {"win": 0.5, "lose": -0.5, "cost": 0.2, "fighting": 0.1},
    "issues.well": {"question": "?", "separable": True, "options": {
        "dry": {"text": "-"}, "full": {"text": "-", "value": {"ann": 0.1, "bob": 0.1}, "effects": {"leak": 0.5}}}},
    "issues.field.options.shared.effects": {"incident": [0.2, 0.5, 1], "talks_calm": 0.5, "triggers.raid": 0},
    "linkages": [{"if": {"field": "hers"}, "requires": {"well": ["dry", "full"]}}],
    "dynamics.triggers": {"raid": {"rate": 0.1, "collapse": 0.5, "during": ["talks", "bargain"]}},
    "dynamics.bargain": "step",
    "dynamics.lapse": 0.1,
    "postures": {"silent": {"title": "-", "talks": "none", "months": [0, 2]}},
}  # fmt: skip
AT_WAR = RICH | {"dynamics.tension": "war", "dynamics.bargain": "none", "dynamics.war_decided": [0.1, 0.2, 1]}

MOST_TRIES = 6
EXTREMES = (
    0, 1, 5e-324, 1e-300, 1e-9, 0.5, 0.999999999, 5, 100, 1e6, 1e15, 1e100, 1e300, 1e308, -1e308, -1e6, -1,
    [0, 0.5, 1], [0, 0, 1], [0, 0, 0], [1, 1, 1], [0, 5e-324, 1], [0, 0, 1e308], [0, 1e308, 1e308], [-1e308, 0, 1e308],
)  # fmt: skip
OF_PARTIES = (
    "capability",
    "patience",
    "precision",
    "initiative",
    "concession_limit",
    "pride",
    "exposure_tolerance",
    "trend",
    "crisis_cost",
    "talk_cost",
    "audience_cost",
    "leak_cost",
    "spoils",
    "reservation",
    "growth",
)
# what not every small case has is no fault there, for another is drawn
DEEP = (
    "parties.ann.propensity.wait", "parties.ann.propensity.attack", "parties.bob.propensity.accept",
    "parties.ann.war.fighting", "issues.field.options.shared.effects.incident", "dynamics.triggers.raid.collapse",
    "issues.field.options.shared.effects.talks_calm", "issues.field.options.shared.effects.triggers.raid",
)  # fmt: skip


@cache
def golden() -> tuple[str, ...]:
    """The texts of the cases that the tests have."""
    return tuple(path.read_text(encoding="utf-8") for path in sorted(GOLDEN.glob("*.yaml")))


@cache
def bundled() -> tuple[str, ...]:
    """The texts of the cases that travel with the package."""
    return tuple(path.read_text(encoding="utf-8") for path in sorted(folder().glob("*/case.yaml")))


@cache
def small() -> tuple[dict[str, Any], ...]:
    """Data of cases that are assessed in no time."""
    of_draws = quiet({key: value for key, value in DRAWN["open"].items() if key != "levers"})
    return quiet(), quiet(RICH), quiet(AT_WAR), of_draws


@cache
def golden_data() -> tuple[Any, ...]:
    """The same cases as data, dates as text."""
    return tuple(json.loads(json.dumps(read(text).data, default=str)) for text in golden())


def case_file(rng: Random, at: Path) -> Input:
    """A case file whose text or data are damaged, checked, shown, or assessed."""
    which = rng.random()
    if which < 0.02:
        raw = mutated_text(rng, rng.choice(bundled()))
    elif which < 0.45:
        raw = mutated_text(rng, rng.choice(golden()))
    elif which < 0.6:
        raw = mutated_text(rng, json.dumps(rng.choice(small()), indent=1))
    elif which < 0.62:
        raw = _grown(rng).encode()
    else:
        raw = json.dumps(mutated_data(rng, rng.choice(golden_data() if which < 0.8 else small()))).encode()
    (at / "case.yaml").write_bytes(raw)
    return Input((_command(rng),))


def _command(rng: Random) -> Command:
    which = rng.random()
    if which < 0.75:
        return "check", "case.yaml"
    return rng.choice((("show", "case.yaml"), ("why", "case.yaml", "field=shared"), ("check", "case.yaml")))


def extreme_case(rng: Random, at: Path) -> Input:
    """A small case that is sound but for the size of its numbers, assessed or its deals asked for."""
    text = _extreme(rng)
    for _ in range(MOST_TRIES):
        if _is_sound(text):
            break
        text = _extreme(rng)
    (at / "case.yaml").write_text(text, encoding="utf-8")
    return Input((rng.choice((("assess", "case.yaml"), ("assess", "case.yaml", "--json"), ("deals", "case.yaml"))),))


def _extreme(rng: Random) -> str:
    data = mutated_data(rng, rng.choice(small()), mildly=True) if rng.random() < 0.4 else rng.choice(small())
    data = json.loads(json.dumps(data))
    for _ in range(rng.choice((1, 1, 2, 3))):
        which = rng.random()
        if which < 0.2:
            data = replaced(data, {rng.choice(DEEP): rng.choice(EXTREMES)})
        elif which < 0.6:
            data["parties"][rng.choice(("ann", "bob"))][rng.choice(OF_PARTIES)] = rng.choice(EXTREMES)
        else:
            data["dynamics"][rng.choice([*RATES])] = rng.choice(EXTREMES)
    # what a small case takes is known, what a hundred years take is not
    data["horizon"] = min(data["horizon"], 6) if isinstance(data["horizon"], int) else 3
    return json.dumps(data)


def _is_sound(text: str) -> bool:
    try:
        load_text(text)
    except InputError:
        return False
    except Exception:
        return True  # for the command to show
    return True


def _grown(rng: Random) -> str:
    """A text that grows out of all proportion."""
    return rng.choice((
        "schema: 1\nid: " + "{" * rng.choice((50, 1000, 16_000)),
        "schema: 1\nid: " + "[" * rng.choice((50, 1000, 16_000)),
        "schema: 1\nid: x\ntitle: " + "- " * rng.choice((50, 4000)),
        "a: &a [x]\n" + "".join(f"b{n}: &b{n} [{', '.join([f'*b{n - 1}' if n else '*a'] * 9)}]\n" for n in range(12)),
        "".join(f"k{n}: {n}\n" for n in range(rng.choice((1000, 20_000)))),
        "? " * rng.choice((50, 2000)),
        "a: " * rng.choice((50, 2000)),
        "schema: 1\ntitle: '" + "x" * rng.choice((10**5, 2 << 20)),
        "schema: 1\n" + "\n" * 10**5,
        "".join(" " * n + "a:\n" for n in range(rng.choice((45, 1000)))),
        json.dumps({"schema": 1, "parties": nested(rng.choice((30, 41, 400)))}),
    ))  # fmt: skip
