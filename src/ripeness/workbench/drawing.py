"""A process that computes draws for the workbench, or compiles the kernels, and says how far it is in lines of JSON.

It is told what to do on standard input. Ended at any time, it goes on from its finished chunks when it is asked again.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np

from ripeness.answer.pipeline import run
from ripeness.answering import answer_of_run
from ripeness.case.values import Values
from ripeness.ensemble.storage.runs import make_run, plan_of
from ripeness.errors import InputError
from ripeness.findings.material import Tested
from ripeness.workbench.changes import changes_from
from ripeness.workbench.desk import case_from

ANSWER = "answer.json"
# the analyst's page goes first
NICE = 10


def _tell(**said: Any) -> None:
    print(json.dumps(said), flush=True)


def compile_kernels() -> None:
    """Compile what plays games for many draws, which happens once on a machine."""
    text = json.dumps(
        {
            "schema": 1, "id": "none", "title": "None", "as_of": "2024-01-01", "horizon": 1,
            "parties": {name: {"name": name, "salience": {"x": 1}} for name in ("a", "b")},
            "issues": {"x": {"question": "?", "options": {"no": {"text": "-"}, "yes": {"text": "-"}}}},
        }
    )  # fmt: skip
    run(case_from(text, "none.yaml"), Values(2, {"dynamics.incident": np.array([0.1, 0.2])})).as_is.futures  # noqa: B018


def draw(asked: dict[str, Any]) -> None:
    """Compute a run in its folder, and its answer beside it."""
    case = changes_from([asked["set"]]).applied(case_from(asked["text"], asked["file"]))
    folder = Path(asked["folder"])
    plan = plan_of(case, asked["draws"], asked["seed"])
    made = make_run(case, folder / "run", plan, progress=lambda done, of: _tell(done=done, draws=of))
    _tell(done=plan.draws, draws=plan.draws)
    answer = answer_of_run(case, made, Tested(0, (), {}))
    (folder / ANSWER).write_text(json.dumps(answer.to_dict(), ensure_ascii=False, allow_nan=False), encoding="utf-8")


def main() -> None:
    """Do what standard input asks for."""
    os.nice(NICE)
    asked = json.loads(sys.stdin.readline())
    try:
        if "folder" in asked:
            draw(asked)
        else:
            compile_kernels()
        _tell(finished=True)
    except InputError as error:
        _tell(problems=[{"path": each.path, "message": each.message} for each in error.problems])


if __name__ == "__main__":
    main()
