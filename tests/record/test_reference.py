import pytest

from builders import quiet_case
from ripeness.errors import InputError
from ripeness.record.base_rates import CLASSES
from ripeness.record.derived import carried
from ripeness.record.reference import DEFAULT_CLASS, check_reference, class_of, reference_class, without_class


def of(**reference):
    return quiet_case({"reference": reference})


def test_what_is_given_comes_before_the_case_and_that_before_the_default():
    named = of(**{"class": "unequal-rivals"})
    assert reference_class(named, "near-equal-rivals").name == "near-equal-rivals"
    assert reference_class(named).name == "unequal-rivals"
    assert reference_class(quiet_case()).name == reference_class(None).name == DEFAULT_CLASS == "rivals"
    assert reference_class(named, None).record is carried("base-rates")["result"]["classes"]["unequal-rivals"]


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_of_the_base_rates_can_be_named_and_read_in_a_sentence(name):
    check_reference(of(**{"class": name}))
    assert reference_class(of(**{"class": name})).members.endswith("rivals")


def test_an_answer_sets_a_case_beside_the_class_that_it_names_and_beside_no_other():
    named = of(**{"class": "unequal-rivals"})
    assert class_of(named) == reference_class(named)
    unasked, unfit = quiet_case(), of(**{"class": "none"})
    assert class_of(unasked) is class_of(unfit) is None
    assert "the case names none. Expected: reference: {class: rivals" in without_class(unasked)
    assert "none fits" in without_class(unfit)
    check_reference(unfit)


def test_no_base_rates_are_given_for_a_case_that_no_class_fits_unless_a_class_is_asked_for():
    unfit = of(**{"class": "none"})
    with pytest.raises(
        InputError, match=r"^reference.class  is none, so there is none to compare with, expected: --cl"
    ):
        reference_class(unfit)
    assert reference_class(unfit, "rivals").name == "rivals"


def test_a_class_that_is_not_there_is_told_where_it_stands():
    with pytest.raises(InputError, match=r"^--class  unknown class rival; did you mean rivals"):
        reference_class(of(**{"class": "unequal-rivals"}), "rival")
    with pytest.raises(InputError, match=r"^--class  unknown class ; known: near-equal-rivals, rivals, unequal-rivals"):
        reference_class(None, "")
    with pytest.raises(InputError, match=r"^reference.class  unknown class neighbours; known: near-equal-rivals, riv"):
        reference_class(of(**{"class": "neighbours"}))


def test_all_that_the_record_does_not_have_is_told_at_once():
    with pytest.raises(InputError) as error:
        check_reference(of(**{"class": "neighbours", "dyad": ["Irak", 999]}))
    assert [each.path for each in error.value.problems] == [
        "reference.class",
        "reference.dyad.0",
        "reference.dyad.1",
    ]
    check_reference(quiet_case())
    check_reference(of(dyad=["Iran", "Peru"]))
