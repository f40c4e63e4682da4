"""The bundled cases."""

import time

import pytest

from ripeness.case import library
from ripeness.case.load import load
from ripeness.errors import UnknownNameError


def test_every_bundled_case_loads_and_is_called_as_its_folder():
    heads = library.bundled()
    assert heads
    for head in heads:
        case = load(head.id)
        assert (case.id, case.title, case.summary, case.region, case.as_of) == (
            head.id, head.title, head.summary, head.region, head.as_of,
        )  # fmt: skip
        assert library.path_of(head.id) == head.path


def test_the_list_of_cases_is_quick():
    start = time.perf_counter()
    heads = library.bundled()
    assert time.perf_counter() - start < 0.1 * len(heads)


def test_an_unknown_id_offers_the_nearest():
    with pytest.raises(UnknownNameError, match=r"unknown case iran-us-2002; did you mean iran-us-2020\?"):
        library.path_of("iran-us-2002")
