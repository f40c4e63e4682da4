"""JSON that others could have written."""

import json

import pytest

from ripeness.errors import InputError
from ripeness.files.foreign_json import DEEPEST, NotJsonError, json_file, parsed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"[" * 100_000, "nested too deeply"),
        (b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), "nested too deeply"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, "nested too deeply"),
        (b"[1e999]", "not finite"),
        (b'{"a": -1e999}', "not finite"),
        (b"[NaN]", "holds NaN, which is no number"),
        (b"[-Infinity]", "holds -Infinity, which is no number"),
        (b"1" * 10_000, "too many digits"),
        (b'"\xff"', "not UTF-8: byte 2 is 0xFF"),
        (b'"\xed\xa0\xbd"', "not UTF-8"),
        (rb'"\ud83d"', "half of a character"),
        (rb'{"\udc00": 1}', "half of a character"),
        (b"{", "not well-formed JSON"),
        (b"", "not well-formed JSON"),
    ],
)
def test_what_is_no_sound_json_is_refused(text, said):
    with pytest.raises(NotJsonError, match=said):
        parsed(text)


def test_what_is_sound_is_read():
    value = {"a": [1, 2.5, None, True, "é"], "😀": {}}
    assert parsed(json.dumps(value).encode()) == parsed(json.dumps(value, ensure_ascii=False).encode()) == value
    assert parsed(b"\xef\xbb\xbf[]") == []
    assert parsed(b"[" * DEEPEST + b"]" * DEEPEST)
    assert parsed(b"[Infinity, -1e999]", any_number=True) == [float("inf"), float("-inf")]
    assert parsed(rb'"\udcff"', any_text=True) == "\udcff"


def test_a_file_is_named_with_what_is_wrong(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("[1,\n2,]")
    with pytest.raises(InputError) as refused:
        json_file(path, what="a list of numbers")
    assert str(refused.value).startswith(f"{path}:2:3  is not a list of numbers: is not well-formed JSON")
    with pytest.raises(InputError, match="is larger than 0 KiB"):
        json_file(path, largest=3)
    (tmp_path / "link.json").symlink_to(path)
    with pytest.raises(InputError, match=r"link\.json  is a link, which is not followed"):
        json_file(tmp_path / "link.json")
    with pytest.raises(FileNotFoundError):
        json_file(tmp_path / "none.json")
