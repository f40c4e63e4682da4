"""A first case from the answers to seven questions: who, about what, wanting what, and what comes if they do not agree.

Answers are words; the number that each stands for, with its range, is written into the case for its author to better.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import BaseModel, Field

from ripeness.case.amending import ListInLine, MappingInLine, written
from ripeness.case.read.document import is_printable

MOST_PARTIES, MOST_ISSUES, MOST_OPTIONS, MOST_GROUPS = 8, 20, 12, 12

Line = Field(default="", max_length=300)
Worth = Literal["much-worse", "worse", "same", "better", "much-better"]
Much = Literal["little", "some", "much"]
Often = Literal["rarely", "sometimes", "often"]


class View(BaseModel):
    """What an option is to a party: its worth against today, and whether the party will never accept it."""

    worth: Worth = "same"
    never: bool = False


class PartyAnswer(BaseModel):
    """A party: what it is called, and what it hopes for, gives up and loses."""

    name: str = Line
    seat: str = Line
    # issue by place: parts of a hundred
    shares: list[float] = Field(default_factory=list, max_length=MOST_ISSUES)
    # issue by place, option by place
    views: list[list[View]] = Field(default_factory=list, max_length=MOST_ISSUES)
    gives: Much = "some"
    power: float = Field(default=50, ge=0, le=100, allow_inf_nan=False)
    time: Literal["for", "neither", "against"] = "neither"
    hopes_other_gives_in: bool = False
    hopes_for_successor: bool = False
    war: Literal["cannot", "ruin", "heavy", "bearable"] = "heavy"


class OptionAnswer(BaseModel):
    """A way to settle an issue; the first is how things are today."""

    text: str = Line


class IssueAnswer(BaseModel):
    """What is in dispute."""

    name: str = Line
    question: str = Line
    options: list[OptionAnswer] = Field(default_factory=list[OptionAnswer], max_length=MOST_OPTIONS)


class GroupAnswer(BaseModel):
    """Those at home whom a party must answer to."""

    party: int = Field(default=0, ge=0, lt=MOST_PARTIES)
    name: str = Line
    issue: int = Field(default=0, ge=0, lt=MOST_ISSUES)
    bears: Much = "little"


class TriggerAnswer(BaseModel):
    """An event elsewhere that could set things off."""

    name: str = Line
    often: Often = "rarely"


class ComingAnswer(BaseModel):
    """A day on which a party may change its leaders."""

    party: int = Field(default=0, ge=0, lt=MOST_PARTIES)
    date: str = Field(default="", max_length=10)
    chance: float = Field(default=50, ge=0, le=100, allow_inf_nan=False)
    gives: Literal["less", "same", "more"] = "same"


class Answers(BaseModel):
    """The answers so far; what is not answered yet is left out."""

    title: str = Line
    region: str = Line
    summary: str = Field(default="", max_length=2000)
    name: str = Field(default="", max_length=80)
    as_of: str = Field(default="", max_length=10)
    horizon: int = Field(default=36, ge=1, le=240)
    step: int = Field(default=0, ge=0, le=10)
    parties: list[PartyAnswer] = Field(default_factory=list[PartyAnswer], max_length=MOST_PARTIES)
    issues: list[IssueAnswer] = Field(default_factory=list[IssueAnswer], max_length=MOST_ISSUES)
    groups: list[GroupAnswer] = Field(default_factory=list[GroupAnswer], max_length=MOST_GROUPS)
    incidents: Often = "sometimes"
    misreading: Often = "sometimes"
    triggers: list[TriggerAnswer] = Field(default_factory=list[TriggerAnswer], max_length=MOST_GROUPS)
    coming: list[ComingAnswer] = Field(default_factory=list[ComingAnswer], max_length=4)


# --- what words stand for ---

_WORTH: Mapping[str, float] = {"much-worse": -1.0, "worse": -0.5, "same": 0.0, "better": 0.5, "much-better": 1.0}
_GIVES = {"little": (0.02, 0.05, 0.1), "some": (0.1, 0.2, 0.3), "much": (0.25, 0.4, 0.55)}
_SUCCESSOR_GIVES = {"less": (0.01, 0.03, 0.06), "more": (0.3, 0.45, 0.6)}
_BEARS = {"little": (-0.05, -0.02, 0.0), "some": (-0.2, -0.1, -0.05), "much": (-0.5, -0.3, -0.15)}
_TIME = {"for": (0.0, 0.01, 0.02), "against": (-0.03, -0.015, -0.005)}
_WAR_COST = {"ruin": (0.8, 1.2, 1.8), "heavy": (0.4, 0.7, 1.1), "bearable": (0.1, 0.3, 0.5)}
_INCIDENT = {"rarely": (0.005, 0.015, 0.03), "sometimes": (0.02, 0.05, 0.1), "often": (0.08, 0.15, 0.25)}
_MISREADING = {"rarely": (0.001, 0.003, 0.006), "sometimes": (0.003, 0.008, 0.02), "often": (0.01, 0.03, 0.06)}
_TRIGGER = {"rarely": (0.002, 0.005, 0.01), "sometimes": (0.01, 0.02, 0.04), "often": (0.04, 0.08, 0.15)}


def case_text(answers: Answers) -> str:
    """The text of the case that answers make so far; `check` says what is missing."""
    ids = _Ids(answers)
    parts = [_INTRODUCTION, *(f"\n{said}{written(data)}" for said, data in _parts(answers, ids) if data)]
    return "".join(parts)


class _Ids:
    """The ids of parties, issues and options, made from their names."""

    def __init__(self, answers: Answers) -> None:
        self.parties = _ids((party.name for party in answers.parties), "party")
        self.issues = _ids((issue.name or issue.question for issue in answers.issues), "issue")
        self.options = [_ids((option.text for option in issue.options), "option") for issue in answers.issues]


def _ids(names: Iterable[str], otherwise: str) -> list[str]:
    found: list[str] = []
    for number, name in enumerate(names, start=1):
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        words = [word for word in re.findall(r"[a-z0-9]+", plain) if word not in ("the", "a", "an", "of", "and")]
        known = "-".join(words)[:30].strip("-") or f"{otherwise}-{number}"
        while known in found:
            known = f"{known}-{number}"
        found.append(known)
    return found


_INTRODUCTION = """\
# A first case, made from the answers to seven questions. Each number stands for a word that was chosen;
# [low, most likely, high] is its range. Put your own in its place, and say where it comes from:
# {low: 0.2, mode: 0.4, high: 0.5, basis: judgement, confidence: low, note: why}
"""


def _parts(answers: Answers, ids: _Ids) -> Iterable[tuple[str, dict[str, Any]]]:
    yield "", _head(answers)
    yield (
        "# Who has to agree. salience: how much of what it has at stake lies in each issue.\n",
        {"parties": {ids.parties[at]: _party(answers, ids, at) for at in range(len(answers.parties))}},
    )
    yield (
        "# What is in dispute. The first option is how things are today; value: what another is worth against it.\n",
        {"issues": {ids.issues[at]: _issue(answers, ids, at) for at in range(len(answers.issues))}},
    )
    yield "# What could go wrong, as chances a month.\n", {"dynamics": _dynamics(answers)}
    yield "# What is coming.\n", _transitions(answers, ids)
    yield "# What a party hopes for otherwise, be it right or not.\n", _beliefs(answers, ids)


def _head(answers: Answers) -> dict[str, Any]:
    said = {"summary": answers.summary, "region": answers.region}
    return {
        "schema": 1,
        "id": answers.name or "-".join(_ids([answers.title], "case")),
        "title": _text(answers.title) or "A first case",
        **{key: _text(text) for key, text in said.items() if _text(text)},
        "as_of": _date(answers.as_of) or dt.date.today(),
        "horizon": answers.horizon,
    }


def _party(answers: Answers, ids: _Ids, at: int) -> dict[str, Any]:
    of = answers.parties[at]
    seat = {"seat": _text(of.seat)} if _text(of.seat) else {}
    time = {"trend": _range(_TIME[of.time])} if of.time in _TIME else {}
    return {
        "name": _text(of.name) or f"Party {at + 1}",
        **seat,
        "salience": MappingInLine(
            {issue: round(share / 100, 4) for issue, share in zip(ids.issues, of.shares, strict=False)}
        ),
        "capability": round(of.power / 100, 4),
        "concession_limit": _range(_GIVES[of.gives]),
        **time,
        **_war(of),
        **_red_lines(ids, of),
        **_groups(answers, ids, at),
    }


def _war(of: PartyAnswer) -> dict[str, Any]:
    if of.war == "cannot":
        return {}
    return {"war": MappingInLine(win=0.4, lose=-0.8, cost=_range(_WAR_COST[of.war]))}


def _red_lines(ids: _Ids, of: PartyAnswer) -> dict[str, Any]:
    found = {
        issue: MappingInLine(options=ListInLine(never), softens="never")
        for issue, options, views in zip(ids.issues, ids.options, of.views, strict=False)
        if (never := [option for option, view in list(zip(options, views, strict=False))[1:] if view.never])
    }
    return {"red_lines": found} if found else {}


def _groups(answers: Answers, ids: _Ids, at: int) -> dict[str, Any]:
    groups = [each for each in answers.groups if each.party == at and each.issue < len(ids.issues)]
    known = _ids((each.name for each in groups), "group")
    found = {
        key: {
            "name": _text(each.name) or key,
            # what is at stake for the group lies mostly in one issue, the rest as for its party
            "salience": MappingInLine(_salience_of_group(answers, ids, at, each.issue)),
            "threshold": _range(_BEARS[each.bears]),
            "veto": True,
        }
        for key, each in zip(known, groups, strict=True)
    }
    return {"constituencies": found} if found else {}


def _salience_of_group(answers: Answers, ids: _Ids, at: int, most: int) -> dict[str, float]:
    shares = [*answers.parties[at].shares, *(0.0 for _ in ids.issues)][: len(ids.issues)]
    total = sum(shares) or 1.0
    mixed = {issue: round(0.4 * share / total, 3) for issue, share in zip(ids.issues, shares, strict=True)}
    mixed[ids.issues[most]] = round(mixed[ids.issues[most]] + 0.6, 3)
    return {issue: share for issue, share in mixed.items() if share}


def _issue(answers: Answers, ids: _Ids, at: int) -> dict[str, Any]:
    of = answers.issues[at]
    name = _text(of.name) or ids.issues[at].replace("-", " ")
    options = {
        ids.options[at][place]: _option(answers, ids, at, place, _text(option.text))
        for place, option in enumerate(of.options)
    }
    return {"name": name, "question": _text(of.question) or f"What becomes of {name}?", "options": options}


def _option(answers: Answers, ids: _Ids, at: int, place: int, text: str) -> dict[str, Any]:
    said = text or ids.options[at][place].replace("-", " ")
    values = {
        party: _WORTH[of.views[at][place].worth]
        for party, of in zip(ids.parties, answers.parties, strict=True)
        if place and at < len(of.views) and place < len(of.views[at])
    }
    worth = {"value": MappingInLine({party: value for party, value in values.items() if value})}
    return {"name": said, "text": said, **(worth if worth["value"] else {})}


def _dynamics(answers: Answers) -> dict[str, Any]:
    triggers = [each for each in answers.triggers if _text(each.name)]
    named = {
        key: MappingInLine(rate=_range(_TRIGGER[each.often]), note=_text(each.name))
        for key, each in zip(_ids((each.name for each in triggers), "trigger"), triggers, strict=True)
    }
    return {
        "incident": _range(_INCIDENT[answers.incidents]),
        "misreading": _range(_MISREADING[answers.misreading]),
        **({"triggers": named} if named else {}),
    }


def _transitions(answers: Answers, ids: _Ids) -> dict[str, Any]:
    found = [
        {
            "party": ids.parties[each.party],
            "date": _date(each.date),
            "probability": round(each.chance / 100, 4),
            "successor": MappingInLine(
                {"concession_limit": _range(_SUCCESSOR_GIVES[each.gives])} if each.gives in _SUCCESSOR_GIVES else {}
            ),
        }
        for each in answers.coming
        if _date(each.date) and each.party < len(ids.parties)
    ]
    return {"transitions": found} if found else {}


def _beliefs(answers: Answers, ids: _Ids) -> dict[str, Any]:
    expected = {each.party: each.chance / 100 for each in answers.coming if _date(each.date)}
    found: dict[str, Any] = {}
    for at, of in enumerate(answers.parties):
        others = [other for other in range(len(ids.parties)) if other != at]
        hopes: dict[str, Any] = {}
        if of.hopes_other_gives_in:
            hopes["capitulation"] = MappingInLine(
                {ids.parties[other]: ListInLine([0.01, 0.02, 0.04]) for other in others}
            )
        gone = {ids.parties[other]: round((1 + expected[other]) / 2, 4) for other in others if other in expected}
        if of.hopes_for_successor and gone:
            hopes["transitions"] = MappingInLine(gone)
            hopes["successor_terms"] = MappingInLine(concession_limit=_range(_SUCCESSOR_GIVES["more"]))
        if hopes:
            found[ids.parties[at]] = hopes
    return {"beliefs": found} if found else {}


def _range(numbers: tuple[float, float, float]) -> ListInLine:
    return ListInLine(numbers)


def _text(text: str) -> str:
    """An answer as a case can hold it."""
    return "".join(each if is_printable(each) else " " for each in text).strip()


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None
