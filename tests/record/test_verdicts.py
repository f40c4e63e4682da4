import datetime as dt

from record import DATA, needs_data
from ripeness.record.claims.argument import CLAIMS
from ripeness.record.claims.claim import RULES
from ripeness.record.derived import FOLDER, carried, same, write
from ripeness.record.sources.store import Store
from ripeness.record.verdicts import rebuild, stored
from ripeness.rules.conditions import CONDITIONS


def test_the_carried_verdicts_are_those_of_the_claims():
    """What the table says of each claim is what the code says now: an edit of a claim asks for a rebuild."""
    verdicts = {verdict.id: verdict for verdict in stored()}
    assert list(verdicts) == [claim.id for claim in CLAIMS]
    for claim in CLAIMS:
        found = verdicts[claim.id]
        assert (found.condition, found.claim, found.brief) == (claim.condition, claim.says, claim.brief)
        assert (found.shares is None) == (not claim.sources)
        assert found.condition is None or found.condition in CONDITIONS
    result = carried("verdicts")["result"]
    assert result["rules"] == list(RULES)
    assert result["tests"] == sum(bool(claim.sources) for claim in CLAIMS)


def test_a_verdict_is_one_line_with_its_numbers():
    for verdict in stored():
        assert "\n" not in verdict.line
        assert f"{verdict.brief}: {verdict.finding}" in verdict.line
        assert ("n = " in verdict.line) == (verdict.n is not None)


def test_parity_and_small_steps_are_told_as_contested_with_those_who_contest_them():
    by_id = {verdict.id: verdict for verdict in stored()}
    assert by_id["parity"].finding == by_id["small-steps"].finding == "contested"
    assert "Powell 1996" in by_id["parity"].against
    assert "Kydd" in by_id["small-steps"].against


@needs_data
def test_the_data_give_the_carried_table_byte_by_byte(tmp_path):
    table = rebuild(Store(DATA, "folder"), dt.date(2000, 1, 1))
    assert same(table, carried("verdicts"))
    old = (FOLDER / "verdicts.json").read_bytes()
    (tmp_path / "verdicts.json").write_bytes(old)
    assert write(table, tmp_path).read_bytes() == old
