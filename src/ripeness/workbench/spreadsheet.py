"""A case as a spreadsheet: its judgements, which can be changed there and read back, and what follows from them."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from ripeness.answering import Answer
from ripeness.case.judgement import Judgement
from ripeness.case.model import Case
from ripeness.case.names import issue_in_words, option_in_words, posture_in_words
from ripeness.case.read.load import judgements
from ripeness.errors import InputError, Problem
from ripeness.findings.judgements import judgement_as_label

JUDGEMENTS, COLUMNS = "Judgements", ("path", "what it is", "low", "most likely", "high", "basis", "confidence", "note")
NUMBERS = ("low", "most likely", "high")
MOST_DEALS = 20_000
MOST_ROWS = 5000

Row = Sequence[Any]


def written(answer: Answer) -> bytes:
    """The workbook (.xlsx) of an answer: judgements, sources, deals, and futures by posture."""
    import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]

    out = io.BytesIO()
    # what a case says is text, even where it looks like a formula or an address
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(out, options) as made:
        # its own types are none that a checker knows
        book: Any = made
        bold = book.add_format({"bold": True, "bottom": 1})
        for name, heads, rows in _sheets(answer):
            page = book.add_worksheet(name)
            page.write_row(0, 0, heads, bold)
            for place, row in enumerate(rows, start=1):
                page.write_row(place, 0, ["" if each is None else each for each in row])
            page.freeze_panes(1, 1)
            page.autofit(300)
    return out.getvalue()


def _sheets(answer: Answer) -> Iterable[tuple[str, Row, Iterable[Row]]]:
    case = answer.case
    yield JUDGEMENTS, COLUMNS, [_judgement(case, each) for each in judgements(case)]
    yield (
        "Sources",
        ("id", "what it is"),
        [(key, of.model_dump_json(exclude_none=True)) for key, of in case.sources.items()],
    )
    yield "Deals", *_deals(answer)
    yield "Futures", *_futures(answer)
    yield "Months", *_months(answer)


def _judgement(case: Case, of: Judgement) -> Row:
    return (of.path, judgement_as_label(case, of.path), of.low, of.mode, of.high, of.basis, of.confidence, of.note)


def _deals(answer: Answer) -> tuple[Row, Iterable[Row]]:
    """Every deal with what it is worth to each party, in parts of its stake, and whether it is open now."""
    case, zones = answer.case, answer.at_modes.run.as_is.zones
    settlements = zones.settlements
    heads = (
        *(issue_in_words(case, issue) for issue in case.issues),
        *(p.shown for p in case.parties.values()),
        "open now",
    )
    if not answer.at_modes.rungs or len(settlements) > MOST_DEALS:
        return heads, []
    ground = zones.grounds[0]
    worth = ground.payoffs.utility[0]
    rows = [
        (
            *(option_in_words(case, issue, option) for issue, option in settlements.named(row).items()),
            *(float(worth[ground.index(party), row]) for party in case.parties),
            "yes" if zones.at_start[0][row] else "no",
        )
        for row in range(len(settlements))
        if settlements.is_deal[row]
    ]
    return heads, rows


def _futures(answer: Answer) -> tuple[Row, Iterable[Row]]:
    names = ("war", "deal", "step", "bargain", "settled", "crisis_months")
    heads = ("posture", *names)
    return heads, [
        (posture_in_words(answer.case, posture), *(answer.number(name, posture).number for name in names))
        for posture in answer.at_modes.futures
    ]


def _months(answer: Answer) -> tuple[Row, Iterable[Row]]:
    futures = answer.at_modes.futures
    heads = ("month", *(f"war: {posture_in_words(answer.case, posture)}" for posture in futures))
    curves = [future.war_by_month for future in futures.values()]
    return heads, [(month, *values) for month, values in enumerate(zip(*curves, strict=True))]


# --- read back ---


@dataclass(frozen=True)
class Difference:
    """A judgement that a spreadsheet has otherwise: low, most likely and high, as they were and as they are."""

    path: str
    name: str
    was: tuple[float, float, float]
    now: tuple[float, float, float]

    @property
    def written(self) -> str:
        """The value as an address has it."""
        low, mode, high = (f"{each:g}" if float(f"{each:g}") == each else repr(each) for each in self.now)
        return mode if low == mode == high else f"{low}..{mode}..{high}"


def differences(case: Case, workbook: bytes) -> list[Difference]:
    """What the sheet of judgements of a workbook has otherwise than a case.

    Raises `InputError` with every row that cannot be read; nothing is changed.
    """
    known = {each.path: each for each in judgements(case)}
    found: list[Difference] = []
    faults: list[Problem] = []
    for place, row in enumerate(_rows(workbook), start=2):
        path = str(row["path"] or "").strip()
        if not path:
            continue
        if path not in known:
            faults.append(Problem(path[:100], f"in row {place} is no judgement of {case.id}"))
            continue
        of = known[path]
        try:
            now = _numbers(row)
        except ValueError as error:
            faults.append(Problem(path, f"in row {place} {error}"))
            continue
        if now != (of.low, of.mode, of.high):
            found.append(Difference(path, judgement_as_label(case, path), (of.low, of.mode, of.high), now))
    if faults:
        raise InputError(*faults)
    return found


def _numbers(row: dict[str, Any]) -> tuple[float, float, float]:
    values = [row[name] for name in NUMBERS]
    for name, value in zip(NUMBERS, values, strict=True):
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"has {str(value)[:40]!r} under “{name}”, expected: a number")
    low, mode, high = map(float, cast(list[float], values))
    if not low <= mode <= high:
        raise ValueError(f"has {low:g}, {mode:g}, {high:g}, expected: low, most likely and high in this order")
    return low, mode, high


def _rows(workbook: bytes) -> Iterable[dict[str, Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
        cells = book.get_sheet_by_name(JUDGEMENTS).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        fault = f"cannot be read ({str(error)[:100]}), expected: a workbook with a sheet “{JUDGEMENTS}”"
        raise InputError(Problem("", fault, file="the spreadsheet")) from None
    heads = [str(each).strip() for each in cells[0]] if cells else []
    missing = [name for name in ("path", *NUMBERS) if name not in heads]
    if missing:
        fault = f"lacks the column {missing[0]!r} in the sheet “{JUDGEMENTS}”"
        raise InputError(Problem("", fault, file="the spreadsheet"))
    if len(cells) > MOST_ROWS:
        raise InputError(Problem("", f"has more than {MOST_ROWS:,} rows", file="the spreadsheet"))
    return [dict(zip(heads, row, strict=False)) for row in cells[1:]]
