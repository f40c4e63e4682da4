"""A case as a page reads it: who, about what, every judgement with its range and its source, levers and postures."""

from typing import Any

from ripeness.case.judgement import Judgement
from ripeness.case.model import Case
from ripeness.case.names import issue_in_words, option_in_words, posture_in_words
from ripeness.case.read.load import judgements
from ripeness.ensemble.storage.runs import case_hash
from ripeness.ensemble.wording import day, month_name
from ripeness.findings.judgements import judgement_as_label


def sheet(case: Case) -> dict[str, Any]:
    """The case as plain data."""
    return {
        "id": case.id,
        "title": case.title,
        "headline": case.headline,
        "summary": case.summary,
        "region": case.region,
        "as_of": case.as_of.isoformat(),
        "day": day(case.as_of),
        "horizon": case.horizon,
        "by": month_name(case, case.horizon),
        "months": [month_name(case, month) for month in range(case.horizon + 1)],
        "sha256": case_hash(case),
        "parties": [
            {"key": key, "name": party.shown, "signatory": party.signatory} for key, party in case.parties.items()
        ],
        "issues": [
            {
                "key": key,
                "name": issue_in_words(case, key),
                "question": issue.question,
                "options": [
                    {"key": option, "name": option_in_words(case, key, option), "text": of.text}
                    for option, of in issue.options.items()
                ],
            }
            for key, issue in case.issues.items()
        ],
        "judgements": [_judgement(case, each) for each in judgements(case)],
        "levers": [
            {"key": key, "title": lever.title, "who": _who(case, lever.who), "effort": lever.effort, "note": lever.note}
            for key, lever in case.levers.items()
        ],
        "postures": [
            {"key": key, "name": posture_in_words(case, key), "title": of.title} for key, of in case.postures.items()
        ],
        "sources": {key: of.model_dump(mode="json", exclude_none=True) for key, of in case.sources.items()},
    }


def _who(case: Case, who: str) -> str:
    return case.parties[who].shown if who in case.parties else who


def _judgement(case: Case, of: Judgement) -> dict[str, Any]:
    return {
        "path": of.path,
        "name": judgement_as_label(case, of.path),
        "low": of.low,
        "mode": of.mode,
        "high": of.high,
        "fixed": of.is_fixed,
        "basis": of.basis,
        "confidence": of.confidence,
        "note": of.note,
    }
