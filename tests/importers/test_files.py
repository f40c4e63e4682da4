"""Files that come from anywhere."""

import pytest

from ripeness.errors import InputError
from ripeness.importers.files import LARGEST, files_of, json_of, named, number, xml_of, yaml_of

LAUGHS = '<!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><utility_space>&b;</utility_space>'
OUTSIDE = '<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/passwd">]><utility_space>&a;</utility_space>'


def told(read, path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError) as caught:
        read(path)
    assert str(caught.value).startswith(str(path))
    return str(caught.value)


@pytest.mark.parametrize("bomb", [LAUGHS, OUTSIDE], ids=["a bomb", "a file outside"])
def test_xml_that_declares_entities_is_refused(tmp_path, bomb):
    assert "declares entities" in told(xml_of, tmp_path / "a.xml", bomb)


@pytest.mark.parametrize(
    ("read", "content", "said"),
    [
        (xml_of, "<a><b></a>", ":1:9  is not well-formed XML: mismatched tag"),
        (xml_of, "", "is not well-formed XML: no element found"),
        (xml_of, b"<a b='\xe9'/>", "is not UTF-8: byte 7 is 0xE9"),
        (xml_of, b'<?xml version="1.0" encoding="no-such"?><a/>', "is not well-formed XML"),
        (json_of, '{"a": 1,}', "is not well-formed JSON"),
        (json_of, b'{"a": "\xe9"}', "is not UTF-8: byte 8 is 0xE9"),
        (json_of, "[" * 100_000, "is nested too deeply"),
        (json_of, '{"a": {"b": 1, "b": 2}}', "b  appears twice, expected: one name each"),
        (xml_of, '<a b="c & "d""/>', "expected: & written as &amp;, < as &lt; and a quotation mark as &quot;"),
        (yaml_of, "a: [1", "never closed"),
        (yaml_of, b"a: \xe9", "is not UTF-8"),
    ],
)
def test_what_is_malformed_is_told_with_its_place(tmp_path, read, content, said):
    assert said in told(read, tmp_path / "file", content)


def test_an_encoding_that_xml_declares_is_read(tmp_path):
    (tmp_path / "a.xml").write_bytes('<?xml version="1.0" encoding="ISO-8859-1"?><a b="é"/>'.encode("latin-1"))
    assert xml_of(tmp_path / "a.xml").get("b") == "é"


def test_what_is_too_large_is_not_read(tmp_path):
    with (tmp_path / "a.json").open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(InputError, match="is larger than 16 MiB"):
        json_of(tmp_path / "a.json")


def test_files_come_in_natural_order_without_hidden_ones(tmp_path):
    for name in ("p10.xml", "p2.xml", ".p1.xml", "_stats.yaml", "P1.xml"):
        (tmp_path / name).touch()
    (tmp_path / "p3").mkdir()
    assert [path.name for path in files_of(tmp_path)] == ["P1.xml", "p2.xml", "p10.xml"]


def test_a_name_with_a_digit_that_is_no_decimal_has_its_place(tmp_path):
    names = ("a².xml", "a٣.xml", "²", "a10.xml", "a9.xml", f"{'9' * 200}.xml")
    for name in names:
        (tmp_path / name).touch()
    assert {path.name for path in files_of(tmp_path)} == set(names)


@pytest.mark.parametrize(
    "raw",
    [
        '<a b="R & D, cost < 5, &lt;, &amp; and &#65;, R&D;">x</a>',
        "<a b='R & D, cost < 5, &lt;, &amp; and &#65;, R&D;'>x</a>",
    ],
)
def test_an_ampersand_and_a_less_than_sign_may_stand_as_they_are_in_xml(tmp_path, raw):
    (tmp_path / "a.xml").write_text(raw)
    assert xml_of(tmp_path / "a.xml").get("b") == "R & D, cost < 5, <, & and A, R&D;"


def test_comments_and_character_data_stay_as_they_are(tmp_path):
    (tmp_path / "a.xml").write_text('<a><!-- b="&" --><![CDATA[c & d]]><e f="&"/> g & h</a>')
    root = xml_of(tmp_path / "a.xml")
    assert (root.text, root[0].get("f"), root[0].tail) == ("c & d", "&", " g & h")


def test_a_raw_ampersand_does_not_let_entities_through(tmp_path):
    bomb = '<!DOCTYPE b [<!ENTITY a "ha">]><a b="&">&a;</a>'
    assert "declares entities" in told(xml_of, tmp_path / "a.xml", bomb)


def test_integers_of_many_digits_are_read_as_too_large(tmp_path):
    for digits in (310, 400, 5000):
        (tmp_path / "a.json").write_text("1" * digits)
        assert f"{number(json_of(tmp_path / 'a.json'))}" == f"a number of {digits} digits"
        assert named(json_of(tmp_path / "a.json")) == "1" * digits
        assert f"{number('1' * digits)}" == f"a number of {digits} digits"


def test_a_list_is_no_name():
    with pytest.raises(InputError, match="a list stands where a name belongs"):
        named([[]])


def test_names_lose_the_blanks_around_and_between():
    assert named("  two \n words ") == "two words"


def test_a_folder_whose_name_is_too_long_cannot_be_read(tmp_path):
    with pytest.raises(InputError, match="cannot be read: File name too long"):
        files_of(tmp_path / ("a" * 300))
