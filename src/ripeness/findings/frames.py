"""The answer as pandas data frames, for notebooks and for statistics that this package does not have."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ripeness.answer.result import Assessment
from ripeness.case.model import Case
from ripeness.case.read.load import judgements
from ripeness.ensemble.distribution import QUANTITIES
from ripeness.ensemble.ensemble import SERIES
from ripeness.errors import InputError, Problem
from ripeness.findings.findings import Measure
from ripeness.findings.material import Material

if TYPE_CHECKING:
    import pandas as pd  # pyright: ignore[reportMissingTypeStubs]

    Frames = Mapping[str, pd.DataFrame]


def frames(case: Case, at_modes: Assessment, m: Material) -> "Frames":
    """The answer as data frames by name.

    `judgements` (a row a judgement: low, mode, high, basis, confidence), `rungs` (deals, those open, those that pass
    each condition), `alternatives` (what each expects without a deal, in flow a year), `futures` (a row a posture and
    quantity: the middle, and 5 to 95 % where there are draws) and `curves` (a row a posture, series and month). With
    draws also the tables `draws` and `outcomes` of the run. Raises `InputError` where pandas is not installed.
    """
    try:
        import pandas as pd  # pyright: ignore[reportMissingTypeStubs]
    except ImportError:
        fault = "is not installed, expected: the extra `history`, as in pip install 'ripeness[history]'"
        raise InputError(Problem("pandas", fault)) from None
    rows: dict[str, list[dict[str, Any]]] = {
        "judgements": [_judgement(each) for each in judgements(case)],
        "rungs": [
            {"rung": rung, "deals": of.deals, "open": of.all, **of.passing} for rung, of in at_modes.rungs.items()
        ],
        "alternatives": [
            {"party": party, "believed": believed.number, "as_analyst": seen.number, "illusion": gap.number}
            for party in at_modes.alternatives
            for believed, seen, gap in (m.expected(party),)
        ],
        "futures": [
            {"posture": posture, "quantity": quantity, **_ends(m.of(quantity, posture))}
            for posture in at_modes.futures
            for quantity in QUANTITIES
        ],
        "curves": [row for posture in at_modes.futures for series in SERIES for row in _months(m, posture, series)],
    }
    found = {name: pd.DataFrame(of) for name, of in rows.items()}
    if m.drawn is not None:
        found |= {"draws": pd.DataFrame(dict(m.drawn.draws)), "outcomes": pd.DataFrame(dict(m.drawn.outcomes))}
    return found


def _judgement(of: Any) -> dict[str, Any]:
    return {name: getattr(of, name) for name in ("path", "low", "mode", "high", "basis", "confidence", "note")}


def _ends(measure: Measure) -> dict[str, float | None]:
    return {"value": measure.number, "low": measure.low, "high": measure.high}


def _months(m: Material, posture: str, series: str) -> list[dict[str, Any]]:
    middle, low, high = m.curve(series, posture)
    nothing = (None,) * len(middle)
    return [
        {"posture": posture, "series": series, "month": month, "value": value, "low": least, "high": most}
        for month, (value, least, most) in enumerate(zip(middle, low or nothing, high or nothing, strict=True))
    ]
