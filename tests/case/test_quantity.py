"""The quantities that claims compare."""

import pytest

from ripeness.case.quantity import QUANTITIES, Difference, Quantity, parsed, parts_of


@pytest.mark.parametrize("name", QUANTITIES)
@pytest.mark.parametrize("posture", ["", "@as-is", "@covert-channel", "@p_2"])
@pytest.mark.parametrize("when", ["", "[before]", "[after]"])
def test_every_quantity_can_be_written_in_every_way(name: str, posture: str, when: str):
    quantity = parsed(name.replace("PARTY", "us-1") + posture + when)
    assert quantity == Quantity(name, "us-1" if "PARTY" in name else "", posture[1:] or "as-is", when.strip("[]"))
    assert parsed(str(quantity)) == quantity


def test_a_difference_has_spaces_around_its_minus():
    difference = parsed("war@no-talks - war@talks[after]")
    assert difference == Difference(Quantity("war", posture="no-talks"), Quantity("war", posture="talks", when="after"))
    assert [part.posture for part in parts_of(difference)] == ["no-talks", "talks"]


WRONG = [
    ("warr", "no such quantity: warr; did you mean war?"),
    ("war.intent", "no such quantity: war.intent; did you mean war.intention?"),
    ("alternative.us.wit",
     "no such quantity: alternative.us.wit; did you mean alternative.us.wait?"),
    ("value", "no such quantity: value; did you mean value.PARTY?"),
    ("capitulation.us.x", "no such quantity: capitulation.us.x; did you mean capitulation.us?"),
    ("a - b - c", "a difference of 3, expected: a - b"),
    ("war@", "'war@' is no quantity, expected: name@posture, such as war@as-is or war[before]"),
    ("war[during]", "'war[during]' is no quantity, expected: name@posture, such as war@as-is or war[before]"),
    ("", "'' is no quantity, expected: name@posture, such as war@as-is or war[before]"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_what_is_wrong_with_a_quantity(text: str, said: str):
    with pytest.raises(ValueError, match=r"\w") as raised:
        parsed(text)
    assert str(raised.value) == said
