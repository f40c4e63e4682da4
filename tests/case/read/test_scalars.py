"""The core schema of YAML 1.2."""

import pytest
from ruamel.yaml import YAML

from ripeness.case.read.scalars import resolved

# ruamel knows more than the core schema (1_000, 0b1, timestamps with times), so only what both know is compared.
CORE = ["1", "-1", "+1", "0", "12.5", "-.5", "1e3", "1.5E-3", "0o17", "0xff", "true", "False", "null", "~", "no", "yes",
        "on", ".inf", "-.inf", "text", "1.2.3", "a b", "+", "12e", "0x", "2024-01-31"]  # fmt: skip


@pytest.mark.parametrize("text", CORE)
def test_it_agrees_with_ruamel(text: str):
    expected = YAML(typ="safe", pure=True).load(f"a: {text}")["a"]
    assert resolved(text) == expected
    assert type(resolved(text)) is type(expected)


def test_not_a_number_is_one():
    assert repr(resolved(".nan")) == "nan"


def test_a_number_of_too_many_digits_is_refused():
    with pytest.raises(ValueError, match="a number of 101 digits"):
        resolved("1" * 101)
