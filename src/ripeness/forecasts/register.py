"""The register of forecasts: one YAML file, which may also be read and edited by hand.

What stands in it stays to the byte, comments too. It is written whole or not at all, by one process at a time.
"""

import datetime as dt
from collections.abc import Generator, Iterable, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from ripeness.case.amending import same, with_entries
from ripeness.case.fields import in_yaml
from ripeness.case.read.document import Document, Fault, decoded, entries, is_mapping, read
from ripeness.errors import InputError, Problem, UnknownNameError
from ripeness.files.locks import locked_folder
from ripeness.files.opening import is_file, is_folder, read_named, refuse_odd_file, storage
from ripeness.files.whole import write_whole
from ripeness.forecasts.forecast import ID, OUTCOMES, Correction, Forecast, Outcome, forecast_of, problems_of, written

DEFAULT = Path("forecasts.yaml")
LARGEST = 1 << 24  # bytes
_SCHEMA = 1
_RESOLVED = ("outcome", "resolved", "corrections")
_NEW = "# Forecasts, their outcomes, and where they come from; ripeness forecasts writes here.\nschema: 1\nforecasts:\n"

Register = Mapping[str, Forecast]


def load(file: Path) -> dict[str, Forecast]:
    """The forecasts of a register by id, in the order of the file; none where there is no file.

    Raises `InputError` with all that is wrong, each with its place.
    """
    document = _document(file)
    if document is None:
        return {}
    head = entries(document.data)
    faults = [Fault((key,), "is unknown, expected: schema, forecasts", at_key=True) for key in head]
    faults = [fault for fault in faults if fault.path[0] not in ("schema", "forecasts")]
    if not same(head.get("schema"), _SCHEMA):
        given = "missing" if head.get("schema") is None else in_yaml(head["schema"])
        faults.append(Fault(("schema",), f"is {given}, expected: {_SCHEMA}"))
    listed = head.get("forecasts")
    if listed is not None and not is_mapping(listed):
        faults.append(Fault(("forecasts",), "expected: a mapping of ids"))
    found: dict[str, Forecast] = {}
    for id, said in entries(listed).items():
        wrong = {"": message} if (message := _wrong_id(id)) else problems_of(entries(said))
        faults += [Fault(("forecasts", id, *filter(None, [name])), message) for name, message in wrong.items()]
        if not wrong:
            found[id] = forecast_of(id, entries(said))
    if faults:
        raise InputError(*map(document.problem, faults))
    return found


def add(file: Path, forecasts: Iterable[Forecast]) -> list[str]:
    """Add forecasts to a register, made if it is not there yet. Returns their ids.

    Raises `InputError` where one is not as it should be or its id is taken; nothing is added then.
    """
    new = list(forecasts)
    with _locked(file):
        known = load(file)
        problems: list[Problem] = []
        for forecast in new:
            wrong = problems_of(written(forecast))
            if message := _wrong_id(forecast.id):
                wrong["id"] = message
            if forecast.id in known:
                wrong["id"] = f"{forecast.id} is in {file} already, expected: a new one"
            problems += [Problem(name, message) for name, message in wrong.items()]
            known[forecast.id] = forecast
        if problems:
            raise InputError(*problems)
        _change(file, {forecast.id: written(forecast) for forecast in new})
    return [forecast.id for forecast in new]


def resolve(
    file: Path, id: str, outcome: str, resolved: dt.date, today: dt.date, correcting: str | None = None
) -> Forecast:
    """Give a forecast its outcome.

    One that it has already is replaced only where `correcting` says why, and stands in the register from then on.
    Raises `InputError`.
    """
    with _locked(file):
        known = load(file)
        if id not in known:
            raise UnknownNameError.among("forecast", id, known)
        old = known[id]
        wrong = _wrong_resolution(old, outcome, resolved, today, correcting)
        if wrong:
            raise InputError(*wrong)
        taken_back = old.corrections
        if old.outcome is not None and old.resolved is not None:
            taken_back = (*taken_back, Correction(old.outcome, old.resolved, (correcting or "").strip()))
        new = replace(old, outcome=cast(Outcome, outcome), resolved=resolved, corrections=taken_back)
        _change(file, {id: {name: value for name, value in written(new).items() if name in _RESOLVED}})
    return new


def _wrong_resolution(
    old: Forecast, outcome: str, resolved: dt.date, today: dt.date, correcting: str | None
) -> list[Problem]:
    found: list[Problem] = []
    if outcome not in OUTCOMES:
        found.append(Problem("outcome", f"is {outcome}, expected: {', '.join(OUTCOMES)}"))
    if resolved > today:
        found.append(Problem("--date", f"{resolved} is still to come, expected: the day on which it was known"))
    if resolved < old.made:
        found.append(Problem("--date", f"{resolved} is before {old.made}, when the forecast was made"))
    if old.outcome is not None and not (correcting or "").strip():
        said = f"{old.id} was resolved as {old.outcome} on {old.resolved}"
        found.append(Problem("", f"{said}, expected: --correct REASON to take that back"))
    if old.outcome is None and correcting:
        found.append(Problem("--correct", f"{old.id} has no outcome yet, expected: without it"))
    return found


def _wrong_id(id: str) -> str | None:
    if ID.fullmatch(id):
        return None
    return f"{id[:60]!r} is no id, expected: letters, digits and . : _ -, 120 at most"


def _document(file: Path) -> Document | None:
    try:
        raw = read_named(file, LARGEST)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(Problem("", f"cannot be read: {error.strerror or error}", str(file))) from None
    text = decoded(raw, str(file))
    if isinstance(text, Problem):
        raise InputError(text)
    document = read(text, str(file))
    if document.problems:
        raise InputError(*document.problems)
    return document


def _change(file: Path, changed: Mapping[str, Mapping[str, Any]]) -> None:
    """Replace the fields of these entries, or put new ones at the end; the rest stays as it is, to the byte.

    Raises `InputError` where that cannot be, and the file is as it was.
    """
    raw = read_named(file, LARGEST) if is_file(file) else _NEW.encode()
    text = raw.decode("utf-8")
    listed = entries(entries(read(text).data).get("forecasts"))
    new = {id: said for id, said in changed.items() if id not in listed}
    for id, said in changed.items():
        if id in listed:
            text = with_entries(text, ("forecasts", id), said, str(file))
    if new and listed:
        text = with_entries(text, ("forecasts",), new, str(file))
    elif new:
        text = with_entries(text, (), {"forecasts": new}, str(file))
    write_whole(file, [text.encode()])


def refuse_unwritable(file: Path) -> None:
    """Raise `InputError` where nothing can be added to a register, so that it is told before anything is computed."""
    if is_folder(file):
        raise InputError(Problem("--register", "is a folder, expected: a YAML file", str(file)))
    if not is_folder(file.parent):
        raise InputError(Problem("--register", f"cannot be written: there is no folder {file.parent}", str(file)))
    with storage(file):
        # to write through a link would put a file in its place
        refuse_odd_file(file)


@contextmanager
def _locked(file: Path) -> Generator[None]:
    """Let one process at a time change what is in the register's folder; the kernel ends the lock with the process."""
    refuse_unwritable(file)
    with ExitStack() as held:
        with storage(file):
            held.enter_context(locked_folder(file.parent))
        yield
