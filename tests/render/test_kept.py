import json
import random
import shutil

import numpy as np
import pytest

from builders import quiet_case
from ripeness.case.read.load import judgements
from ripeness.ensemble.storage.runs import make_run, open_run, plan_of
from ripeness.errors import InputError
from ripeness.files.locks import locked
from ripeness.render import kept as module
from ripeness.render.kept import KEPT, brief_of_run, is_run

CASE = quiet_case(
    {
        "dynamics.incident": [0.01, 0.02, 0.04],
        "dynamics.misreading": [0.02, 0.05, 0.09],
        "postures": {"calm": {"title": "Calm", "set": {"dynamics.incident": 0}}},
        "claims": {"c": {"text": "Calm keeps peace.", "less": ["war@calm", "war"]}},
    }
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("runs") / "run"
    make_run(CASE, made, plan_of(CASE, 16, 1))
    brief_of_run(made)
    return made


def test_a_brief_is_computed_once(folder, monkeypatch):
    first = brief_of_run(folder)
    monkeypatch.setattr(module, "_made", lambda _: pytest.fail("computed again"))
    again = brief_of_run(folder)
    assert again.brief.to_dict() == first.brief.to_dict()
    assert again.charts == first.charts


def test_the_numbers_are_those_of_the_run(folder):
    brief, rows = brief_of_run(folder).brief, open_run(folder).table("outcomes")
    war = sorted(rows["war"][rows["posture"] == "as-is"])
    found = brief.finding("war.total").measure("war")
    assert found.value == pytest.approx((war[7] + war[8]) / 2)
    assert war[0] <= found.low < found.value < found.high <= war[-1]
    assert brief.draws == 16
    assert brief.finding("claims.c").measure("share(c)").value == 1.0
    assert brief.finding("postures.calm").measure("war@calm").value == 0.0


def test_over_draws_every_number_has_one_source(folder):
    """Whatever two findings call by one name, or the draws have a column or a curve of, is one number."""
    brief, run = brief_of_run(folder).brief, open_run(folder)
    rows = run.table("outcomes")
    as_is = rows["posture"] == "as-is"
    found: dict[str, set[float]] = {}
    for _, finding in brief.findings():
        for measure in finding.measures:
            if isinstance(measure.value, float):
                found.setdefault(measure.name, set()).add(measure.value)
    assert {name for name, values in found.items() if len(values) > 1} == set()
    drawn = [name for name in found if name in rows]
    assert {"war", "settled", "bargain.ever", "crises_per_year"} <= set(drawn)
    for name in drawn:
        assert list(found[name]) == pytest.approx([np.median(rows[name][as_is])])
    for party in CASE.signatories:
        believed = np.median(rows[f"reservation.{party}.believed"][as_is])
        assert list(found[f"reservation.{party}"]) == pytest.approx([believed])


def test_over_draws_it_says_how_many_judgements_have_no_range(folder):
    note = brief_of_run(folder).brief.sections[0].blocks[-1].note
    given = list(judgements(CASE))
    assert f"{len(given) - 2} of the case's {len(given)} judgements have no range" in note


def test_a_run_keeps_its_bytes(folder):
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != KEPT}
    (folder / KEPT).unlink()
    brief_of_run(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.name != KEPT} == before
    assert make_run(CASE, folder, plan_of(CASE, 16, 1)).is_finished


@pytest.mark.parametrize("spoilt", [b"", b"{}", b"[]", b'{"made_for": "x"}'])
def test_what_is_kept_of_something_else_is_made_anew(folder, spoilt):
    good = (folder / KEPT).read_bytes()
    (folder / KEPT).write_bytes(spoilt)
    brief_of_run(folder)
    assert (folder / KEPT).read_bytes() == good


def test_the_same_run_is_told_in_the_same_bytes(folder):
    good = json.loads((folder / KEPT).read_text())
    (folder / KEPT).unlink()
    brief_of_run(folder)
    assert json.loads((folder / KEPT).read_text()) == good


def test_a_run_that_is_not_finished_has_no_brief(folder, tmp_path):
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["tables"]
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    assert is_run(tmp_path)
    with pytest.raises(InputError, match=r"not finished \(stopped, 0 of 2 chunks\), expected: the command that"):
        brief_of_run(tmp_path)
    with locked(tmp_path / "lock"), pytest.raises(InputError, match=r"\(running, .*expected: wait until it has"):
        brief_of_run(tmp_path)


def test_no_flipped_bit_of_what_is_kept_is_told(folder):
    draw, good = random.Random(1), (folder / KEPT).read_bytes()
    for _ in range(40):
        flipped = bytearray(good)
        flipped[draw.randrange(len(good))] ^= 1 << draw.randrange(8)
        (folder / KEPT).write_bytes(flipped)
        found = module._found(folder)
        # a bit of white space, or of what is not read, may change nothing
        assert found is None or found.brief.to_dict() == json.loads(good)["brief"]
    (folder / KEPT).write_bytes(good)
    assert module._found(folder) is not None


def test_the_brief_of_a_run_with_a_damaged_table_is_refused_although_it_is_kept(folder, tmp_path):
    run = shutil.copytree(folder, tmp_path / "run")
    table = bytearray((run / "curves.parquet").read_bytes())
    table[len(table) // 2] ^= 1
    (run / "curves.parquet").write_bytes(table)
    with pytest.raises(InputError, match=r"curves\.parquet  is damaged: it has changed since it was written"):
        brief_of_run(run)


@pytest.mark.parametrize("spoilt", [b"[" * 100_000, b'{"made_for": 1e999}', b'{"made_for": "\xff"}'])
def test_what_is_kept_and_cannot_be_read_is_made_anew(folder, spoilt):
    good = (folder / KEPT).read_bytes()
    (folder / KEPT).write_bytes(spoilt)
    brief_of_run(folder)
    assert (folder / KEPT).read_bytes() == good


def test_what_is_kept_is_not_written_through_a_link(folder, tmp_path):
    run = shutil.copytree(folder, tmp_path / "run")
    (tmp_path / "precious").write_text("mine")
    (run / KEPT).unlink()
    (run / KEPT).symlink_to(tmp_path / "precious")
    assert brief_of_run(run).brief.to_dict() == brief_of_run(folder).brief.to_dict()
    assert (tmp_path / "precious").read_text() == "mine"
