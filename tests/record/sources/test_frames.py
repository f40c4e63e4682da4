"""Files written here by hand: R's serialization as "R Internals" has it, Stata's as its own documentation does."""

import bz2
import gzip
import lzma
import struct

import numpy as np
import pytest

from ripeness.record.sources.frames import read_r, read_stata

HAS_CLASS, HAS_ATTRIBUTES, HAS_TAG, IS_UTF8, IS_ASCII = 0x100, 0x200, 0x400, 0x8000, 0x40000


def integer(*numbers):
    return struct.pack(f">{len(numbers)}i", *numbers)


def chars(text):
    if text is None:
        return integer(9, -1)
    return integer(9 | (IS_ASCII if text.isascii() else IS_UTF8), len(text.encode())) + text.encode()


def vector(kind, count, body, **attributes):
    flags = (HAS_ATTRIBUTES if attributes else 0) | (HAS_CLASS if "class" in attributes else 0)
    return integer(kind | flags, count) + body + (pairs(**attributes) if attributes else b"")


def texts(*values):
    return vector(16, len(values), b"".join(map(chars, values)))


def whole(*numbers, **attributes):
    return vector(13, len(numbers), integer(*numbers), **attributes)


def reals(*numbers, **attributes):
    return vector(14, len(numbers), struct.pack(f">{len(numbers)}d", *numbers), **attributes)


def pairs(**items):
    """A pairlist with tags."""
    return b"".join(integer(2 | HAS_TAG, 1) + chars(name) + value for name, value in items.items()) + integer(254)


NA = -(2**31)


def frame(version=3):
    compact = integer(238) + (
        integer(2) + integer(1) + chars("compact_intseq") + integer(2) + integer(1) + chars("base") + integer(2)
        + whole(13) + integer(254) + reals(3, 5, 1) + integer(254)
    )  # fmt: skip
    columns = {
        "ccode": reals(2.0, 630.0, float("nan")),
        "year": whole(1990, NA, 1992),
        "who": whole(2, 1, NA, levels=texts("Iran", "Oman"), **{"class": texts("factor")}),
        "name": texts("US", None, "Bö"),
        "day": reals(0.0, -1.0, float("nan"), **{"class": texts("Date")}),
        "row": compact,
    }
    classes = {"names": texts(*columns), "row.names": whole(NA, -3), "class": texts("tbl_df", "tbl", "data.frame")}
    body = vector(19, len(columns), b"".join(columns.values()), **classes)
    head = b"X\n" + integer(version, 0x40000, 0x30500) + (integer(5) + b"UTF-8" if version == 3 else b"")
    return head, body


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize("saved", [True, False])
def test_a_data_frame_of_r_comes_back(tmp_path, pack, version, saved):
    head, body = frame(version)
    raw = b"RDX%d\n" % version + head + pairs(nmc=body) if saved else head + body
    file = tmp_path / "x.rda"
    file.write_bytes(pack(raw))
    found = read_r(file)
    np.testing.assert_array_equal(found["ccode"], [2, 630, np.nan])
    np.testing.assert_array_equal(found["year"], [1990, np.nan, 1992])
    assert list(found["who"]) == ["Oman", "Iran", None]
    assert list(found["name"]) == ["US", None, "Bö"]
    assert list(found["day"]) == ["1970-01-01", "1969-12-31", None]
    np.testing.assert_array_equal(found["row"], [5, 6, 7])


@pytest.mark.parametrize("cut", [3, 20, 60, 200])
def test_a_file_of_r_cut_short_is_a_value_error(tmp_path, cut):
    head, body = frame()
    file = tmp_path / "x.rds"
    file.write_bytes((head + body)[:cut])
    with pytest.raises(ValueError, match="it ends too early, is damaged or is of another form"):
        read_r(file)


def test_what_is_no_data_frame_is_a_value_error(tmp_path):
    file = tmp_path / "x.rds"
    file.write_bytes(b"X\n" + integer(2, 0, 0) + whole(1))
    with pytest.raises(ValueError, match="no data frame"):
        read_r(file)


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_whatever_byte_is_damaged_the_file_of_r_is_read_or_a_value_error(tmp_path, pack):
    head, body = frame()
    raw, file = pack(b"RDX3\n" + head + pairs(nmc=body)), tmp_path / "x.rda"
    refused = 0
    for place in range(len(raw)):
        damaged = bytearray(raw)
        damaged[place] ^= (0x01, 0x80, 0xFF)[place % 3]
        refused += is_refused(read_r, file, damaged)
    assert refused > len(raw) // 12


def old(order):
    """A file of format 114: columns ccode (int), cinc (double), name (7 letters)."""
    end = ">" if order == 1 else "<"
    head = struct.pack(end + "BBBBHI", 114, order, 1, 0, 3, 2) + bytes(81) + bytes(18)
    names = b"".join(name.ljust(33, b"\0") for name in (b"ccode", b"cinc", b"name"))
    lists = bytes(2 * 4) + bytes(49 * 3) + bytes(33 * 3) + bytes(81 * 3)
    more = struct.pack(end + "bI", 1, 4) + b"note" + struct.pack(end + "bI", 0, 0)
    rows = struct.pack(end + "hd7s", 2, 0.25, b"Chile") + struct.pack(end + "hd7s", 32741, 2.0**1023, b"")
    return head + bytes([252, 255, 7]) + names + lists + more + rows


def tagged(release=118):
    """The same in the newer form, with a float in place of a double."""
    name, form, label = (33, 49, 81) if release == 117 else (129, 57, 321)
    count, length = ("I" if release == 119 else "H"), ("B" if release == 117 else "H")
    header = {
        "release": b"%d" % release,
        "byteorder": b"LSF",
        "K": struct.pack("<" + count, 3),
        "N": struct.pack("<I" if release == 117 else "<Q", 2),
        "label": struct.pack("<" + length, 0),
        "timestamp": bytes(1),
    }
    parts = {
        "map": bytes(14 * 8),
        "variable_types": struct.pack("<3H", 65529, 65527, 7),
        "varnames": b"".join(text.ljust(name, b"\0") for text in (b"ccode", b"cinc", b"name")),
        "sortlist": bytes(struct.calcsize(count) * 4),
        "formats": b"".join(text.ljust(form, b"\0") for text in (b"%8.0g", b"%9.0g", b"%7s")),
        "value_label_names": bytes(name * 3),
        "variable_labels": bytes(label * 3),
        "characteristics": b"",
        "data": struct.pack("<hf7s", 2, 0.25, b"Chile") + struct.pack("<hf7s", 32741, 2.0**127, b""),
        "strls": b"",
        "value_labels": b"",
    }
    raw = b"<stata_dta>" + between("header", b"".join(between(*part) for part in header.items()))
    places = [0]
    for part in parts.items():
        places.append(len(raw))
        raw += between(*part)
    raw += b"</stata_dta>"
    places += [len(raw) - len(b"</stata_dta>"), len(raw)]
    return raw.replace(between("map", bytes(14 * 8)), between("map", struct.pack("<14Q", *places)))


def between(tag, content):
    return b"<%s>%s</%s>" % (tag.encode(), content, tag.encode())


@pytest.mark.parametrize("raw", [old(1), old(2), tagged(117), tagged(118), tagged(119)])
def test_numbers_texts_and_missing_values_of_stata_come_back(tmp_path, raw):
    file = tmp_path / "x.dta"
    file.write_bytes(raw)
    found = read_stata(file)
    assert list(found) == ["ccode", "cinc", "name"]
    np.testing.assert_array_equal(found["ccode"], [2, np.nan])
    np.testing.assert_array_equal(found["cinc"], [0.25, np.nan])
    assert list(found["name"]) == ["Chile", ""]


@pytest.mark.parametrize("raw", [old(2)[:-5], tagged()[:-260], old(2)[:60], b"<stata_dta><header>", b"\x70"])
def test_a_file_of_stata_cut_short_is_a_value_error(tmp_path, raw):
    file = tmp_path / "x.dta"
    file.write_bytes(raw)
    with pytest.raises(ValueError, match="it ends too early, is damaged or is of another form"):
        read_stata(file)


@pytest.mark.parametrize("raw", [old(2), tagged()])
def test_whatever_byte_is_damaged_the_file_of_stata_is_read_or_a_value_error(tmp_path, raw):
    file = tmp_path / "x.dta"
    refused = 0
    for place in range(0, len(raw), 3):
        damaged = bytearray(raw)
        damaged[place] ^= (0x01, 0x80, 0xFF)[place % 9 // 3]
        refused += is_refused(read_stata, file, damaged)
    assert refused


def is_refused(read, file, raw):
    file.write_bytes(raw)
    try:
        read(file)
    except ValueError:
        return True
    return False
