import pytest

from record import DATA, needs_data
from ripeness.record.base_rates import CLASSES, MORE, RATES, SOURCES_USED, _turnover, base_rates
from ripeness.record.derived import carried
from ripeness.record.sources.store import Store


@pytest.fixture(scope="module")
def computed():
    return base_rates(Store(DATA, "folder"))


@needs_data
def test_counts_agree_with_each_other(computed):
    classes = computed["classes"]
    assert list(classes) == list(CLASSES)
    whole = classes["rivals"]
    parts = [classes[name] for name in ("unequal-rivals", "near-equal-rivals")]
    assert whole["pairs"] == sum(part["pairs"] for part in parts) + computed["unknown_capability"]
    assert whole["pair_crises"] == sum(pair["crises"] for pair in computed["pairs"].values())
    assert whole["rates"]["war_per_crisis"]["n"]["crises"] == whole["crises"]


@needs_data
def test_the_united_states_and_iran_had_the_crises_that_icb_lists(computed):
    pair = computed["pairs"]["2-630"]
    # 442, 448, 495 and 496; 309 came before they were rivals
    assert (pair["crises"], pair["wars"]) == (4, 0)


@needs_data
def test_the_wars_of_a_pair_are_those_between_the_two(computed):
    # of the crises of both with Russia six had full-scale war, Suez to Syria, and none was fought by one with the other
    pair = computed["pairs"]["2-365"]
    assert (pair["crises"], pair["wars"]) == (15, 0)
    wars = {pair: of["wars"] for pair, of in computed["pairs"].items()}
    assert wars["750-770"] > 0
    assert wars["651-666"] > 0
    # the Americans fought Afghanistan in 2001 and North Vietnam, which was no crisis actor
    assert wars["2-700"] == 1
    assert wars["2-816"] > 0


@needs_data
def test_years_without_a_leader_on_record_are_not_years_without_a_change():
    changes, years = _turnover(Store(DATA, "folder"))
    # from each state's first leader to its last it would be 9,847: of those Somalia had none for 22 years after 1991
    assert years.sum() == pytest.approx(9817, abs=1)
    assert len(years) == 180
    assert changes.sum() == pytest.approx(1944, abs=3)


@needs_data
def test_an_abbreviation_that_the_record_gives_to_two_states_is_that_of_the_more_frequent(computed):
    # CAN stands for Canada but once for China
    assert {name: computed["abbreviations"][name] for name in ("CAN", "CHN", "USA", "IRN")} == {
        "CAN": 20,
        "CHN": 710,
        "USA": 2,
        "IRN": 630,
    }


@needs_data
def test_raw_shares_lie_in_the_intervals_of_their_class(computed):
    for of in computed["classes"].values():
        war = of["rates"]["war_per_crisis"]
        assert war["low"] < war["n"]["with_war"] / war["n"]["crises"] < war["high"]
        onset = of["rates"]["crises_per_year"]
        assert onset["low"] < onset["n"]["pair_crises"] / onset["n"]["pair_years"] < onset["high"]


def test_the_carried_table_says_where_it_comes_from_and_every_rate_its_n():
    table = carried("base-rates")
    assert [each["name"] for each in table["sources"]] == list(SOURCES_USED)
    assert all(each["rows"] > 0 and each["version"] for each in table["sources"])
    assert table["command"].startswith("ripeness history rebuild")
    found = table["result"]
    assert list(found["rates"]) == [*RATES, *MORE]
    for of in found["classes"].values():
        assert list(of["rates"]) == list(RATES)
        for rate in of["rates"].values():
            assert rate["low"] <= rate["mean"] <= rate["high"]
            assert all(n > 0 for n in rate["n"].values())
