"""Finished briefs of made-up cases, as `ripeness brief` writes them: findings as JSON beside a page."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from ripeness.findings.findings import Block, Brief, Finding, Measure, Section
from ripeness.rules.conditions import CONDITIONS

TITLE = "Two towns and a mill"


def finished(
    case: str = "towns",
    as_of: str = "2024-01-01",
    war: float = 0.05,
    deal: float = 0.30,
    holds: tuple[bool, bool, bool, bool] = (True, False, True, True),
    spread: float = 0.0,
    **rest: Any,
) -> Brief:
    """A brief with the findings that a site reads; nothing passes a condition that does not hold."""
    odds = (_chance("deal", deal, spread), _chance("war", war, spread))
    answer = Finding("message.answer", "", "No.", (Measure("deals_now", 0.0, "count"),))
    told = (
        answer,
        Finding("message.odds", "", "Odds.", odds),
        Finding("message.binds", "", "What stands in the way: the mill."),
        Finding("message.opens", "", "What would open a deal: the mill burns."),
    )
    rows = [
        Finding(
            f"conditions.{key}",
            f"{number} {words}",
            "",
            (Measure(f"holds.{key}", of_all, "holds"),),
        )
        for number, ((key, words), of_all) in enumerate(zip(CONDITIONS.items(), holds, strict=True), start=1)
    ]
    together = (Measure("holds.together", all(holds), "holds"),)
    rows.append(Finding("conditions.together", "all four together", "", together))
    asked = [("funnel", "all deals", 1200, 1200)]
    for place, (key, words) in enumerate(CONDITIONS.items()):
        asked.append((f"funnel.{key}", words, 300 if all(holds[: place + 1]) else 0, 600 if holds[place] else 0))
    steps = tuple(
        Finding(key, words, "", (_count(f"funnel.left.{key}", left), _count(f"funnel.alone.{key}", alone)))
        for key, words, left, alone in asked
    )
    brief = Brief(
        case=case,
        title=TITLE,
        region="Somewhere",
        topics=("water", "grain"),
        as_of=as_of,
        horizon=36,
        draws=1024 if spread else 0,
        seed=1,
        version="0.1.0",
        case_sha256=f"{case}/{as_of}",
        answer="Diplomacy cannot succeed now: none of 12 deals is acceptable to all.",
        sections=(
            Section("message", "Main message", (Block("message", told),)),
            Section("conditions", "The four conditions", (Block("conditions", tuple(rows), layout="table"),)),
            Section("funnel", "Where deals die", (Block("funnel.steps", steps, layout="table"),)),
        ),
    )
    return replace(brief, **rest)


def _count(name: str, number: int) -> Measure:
    return Measure(name, number, "count")


def _chance(name: str, value: float, spread: float) -> Measure:
    if not spread:
        return Measure(name, value, "probability")
    return Measure(name, value, "probability", max(0.0, value - spread), min(1.0, value + spread), "draws")


def write_finished(folder: Path, brief: Brief, stem: str = "", page: str | None = None, **more: Any) -> Path:
    """Write findings, with `more` keys, and the page beside them; gives the path of the findings."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem or f'{brief.case}-{brief.as_of}'}.json"
    path.write_text(json.dumps(brief.to_dict() | more, ensure_ascii=False, indent=1), encoding="utf-8")
    html = page if page is not None else f"<!DOCTYPE html><title>{brief.case}</title><p>{brief.as_of}</p>"
    path.with_suffix(".html").write_text(html, encoding="utf-8")
    return path


def write_case(folder: Path, name: str = "towns", title: str = TITLE, **more: str) -> Path:
    """Write the head of a case, which is all of it that a site reads."""
    folder.mkdir(parents=True, exist_ok=True)
    head = {"schema": 1, "id": name, "title": title, "summary": "Who owns the mill?", "region": "Somewhere"}
    head |= {"as_of": "2024-01-01", **more}
    # JSON is YAML
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    path = folder / f"{name}.yaml"
    path.write_text("\n".join([*lines, "topics: [water, grain]", "parties: {}", ""]), encoding="utf-8")
    return path
