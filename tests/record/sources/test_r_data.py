"""R's serialization written here by hand, as "R Internals" describes it."""

import bz2
import gzip
import lzma
import struct

import numpy as np
import pytest

from ripeness.record.sources.r_data import read


def integer(*numbers):
    return struct.pack(f">{len(numbers)}i", *numbers)


def chars(text):
    return integer(9, -1) if text is None else integer(9, len(text.encode())) + text.encode()


def vector(kind, count, body, attributes=b""):
    return integer(kind | (512 if attributes else 0), count) + body + attributes


def texts(*values):
    return vector(16, len(values), b"".join(map(chars, values)))


def pairs(**items):
    """A pairlist with tags; a symbol met before is a reference."""
    out = b""
    for name, value in items.items():
        tag = integer(1) + chars(name)
        out += integer(2 | 1024) + tag + value
    return out + integer(254)


def frame(version=3):
    reals = vector(14, 3, struct.pack(">3d", 2.0, 630.0, float("nan")))
    whole = vector(13, 3, integer(1990, -(2**31), 1992))
    factor = vector(13, 3, integer(2, 1, -(2**31)), pairs(levels=texts("Iran", "Oman")))
    names = texts("US", None, "Bö")
    dates = vector(14, 3, struct.pack(">3d", 0.0, -1.0, float("nan")), pairs(**{"class": texts("Date")}))
    compact = integer(238) + (
        integer(2) + integer(1) + chars("compact_intseq") + integer(2) + integer(1) + chars("base") + integer(2)
        + vector(13, 1, integer(13)) + integer(254)
        + vector(14, 3, struct.pack(">3d", 3, 5, 1)) + integer(254)
    )  # fmt: skip
    columns = [reals, whole, factor, names, dates, compact]
    body = vector(19, len(columns), b"".join(columns), pairs(names=texts("ccode", "year", "who", "name", "day", "row")))
    head = b"X\n" + integer(version, 0x40000, 0x30500) + (integer(5) + b"UTF-8" if version == 3 else b"")
    return head, body


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize("saved", [True, False])
def test_a_data_frame_comes_back(tmp_path, pack, version, saved):
    head, body = frame(version)
    raw = b"RDX%d\n" % version + head + pairs(nmc=body) if saved else head + body
    file = tmp_path / "x.rda"
    file.write_bytes(pack(raw))
    found = read(file)
    np.testing.assert_array_equal(found["ccode"], [2, 630, np.nan])
    np.testing.assert_array_equal(found["year"], [1990, np.nan, 1992])
    assert list(found["who"]) == ["Oman", "Iran", None]
    assert found["name"][:2] == ["US", None]
    assert list(found["day"]) == ["1970-01-01", "1969-12-31", None]
    np.testing.assert_array_equal(found["row"], [5, 6, 7])


@pytest.mark.parametrize("cut", [3, 20, 60, 200])
def test_a_file_cut_short_is_a_value_error(tmp_path, cut):
    head, body = frame()
    file = tmp_path / "x.rds"
    file.write_bytes((head + body)[:cut])
    with pytest.raises(ValueError, match=r"early|damaged|binary|frame|version|type"):
        read(file)


def test_what_is_no_data_frame_is_a_value_error(tmp_path):
    file = tmp_path / "x.rds"
    file.write_bytes(b"X\n" + integer(2, 0, 0) + vector(13, 1, integer(1)))
    with pytest.raises(ValueError, match="no data frame"):
        read(file)


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_whatever_byte_is_damaged_the_file_is_read_or_a_value_error(tmp_path, pack):
    head, body = frame()
    raw, file = pack(b"RDX3\n" + head + pairs(nmc=body)), tmp_path / "x.rda"
    refused = 0
    for place in range(len(raw)):
        for bits in (0x01, 0x80, 0xFF):
            damaged = bytearray(raw)
            damaged[place] ^= bits
            file.write_bytes(damaged)
            try:
                read(file)
            except ValueError:
                refused += 1
    assert refused > len(raw) // 4
