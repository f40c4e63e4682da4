import numpy as np
import pytest

from needs import DATA, needs
from ripeness.errors import InputError
from ripeness.forecasts.forecastbench import crowd, crowd_scores
from ripeness.record.sources.store import Store

HEAD = "source,id,question,first_due,first_price,resolved_to,res_date,dipl,iran\n"


def test_only_questions_that_resolved_to_yes_or_no_and_had_a_price_count(tmp_path):
    (tmp_path / "forecastbench.csv").write_text(
        HEAD
        + "infer,1,A?,2024-07-21,0.2,0,2025-01-01,False,True\n"
        + "infer,2,B?,2024-07-21,0.7,1,2025-01-01,True,False\n"
        + "infer,3,C?,2024-07-21,0.7,,,True,True\n"
        + "infer,4,D?,2024-07-21,0.7,0.4,2025-01-01,True,True\n"
        + "infer,5,E?,2024-07-21,,1,2025-01-01,True,True\n"
    )
    store = Store(tmp_path, "folder")
    assert len(crowd(store)) == 2
    np.testing.assert_array_equal(crowd(store, "iran").probability, [0.2])
    np.testing.assert_array_equal(crowd(store, "dipl").happened, [True])


def test_none_that_resolved_is_bad_input(tmp_path):
    (tmp_path / "forecastbench.csv").write_text(HEAD + "infer,3,C?,2024-07-21,0.7,,,True,True\n")
    with pytest.raises(InputError, match="no resolved questions on Iran"):
        crowd(Store(tmp_path, "folder"), "iran")


@needs("data:forecastbench")
def test_the_crowds_first_price_on_iran_scores_what_the_datas_notes_say():
    overall = crowd_scores(Store(DATA, "folder"))["iran"].overall
    assert overall.n == 74
    assert round(overall.brier, 3) == 0.156
    assert round(overall.constant, 3) == 0.235
