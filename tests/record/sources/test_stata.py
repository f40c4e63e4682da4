import struct

import numpy as np
import pytest

from ripeness.record.sources.stata import read


def old(order):
    """A file of format 114 by Stata's documentation: columns ccode (int), cinc (double), name (7 letters)."""
    end = ">" if order == 1 else "<"
    head = struct.pack(end + "BBBBHI", 114, order, 1, 0, 3, 2) + bytes(81) + bytes(18)
    names = b"".join(name.ljust(33, b"\0") for name in (b"ccode", b"cinc", b"name"))
    lists = bytes(2 * 4) + bytes(49 * 3) + bytes(33 * 3) + bytes(81 * 3)
    more = struct.pack(end + "bI", 1, 4) + b"note" + struct.pack(end + "bI", 0, 0)
    rows = struct.pack(end + "hd7s", 2, 0.25, b"Chile") + struct.pack(end + "hd7s", 32741, 2.0**1023, b"")
    return head + bytes([252, 255, 7]) + names + lists + more + rows


def tagged(release=118):
    """The same in the newer form, with a float beside."""
    wide = 33 if release == 117 else 129
    parts = [
        b"<stata_dta><header><release>%d</release><byteorder>LSF</byteorder><K>" % release,
        struct.pack("<I" if release == 119 else "<H", 3),
        b"</K><N>",
        struct.pack("<I" if release == 117 else "<Q", 2),
        b"</N></header><map>",
    ]
    start = sum(map(len, parts))
    types = b"<variable_types>" + struct.pack("<3H", 65529, 65527, 7) + b"</variable_types>"
    names = b"<varnames>" + b"".join(n.ljust(wide, b"\0") for n in (b"ccode", b"cinc", b"name")) + b"</varnames>"
    rows = b"<data>" + struct.pack("<hf7s", 2, 0.25, b"Chile") + struct.pack("<hf7s", 32741, 2.0**127, b"") + b"</data>"
    at = start + 14 * 8 + len(b"</map>")
    places = [0, start, at, at + len(types), 0, 0, 0, 0, 0, at + len(types) + len(names), 0, 0, 0, 0]
    return b"".join(parts) + struct.pack("<14Q", *places) + b"</map>" + types + names + rows


@pytest.mark.parametrize("raw", [old(1), old(2), tagged(117), tagged(118), tagged(119)])
def test_numbers_texts_and_missing_values_come_back(tmp_path, raw):
    file = tmp_path / "x.dta"
    file.write_bytes(raw)
    found = read(file)
    assert list(found) == ["ccode", "cinc", "name"]
    np.testing.assert_array_equal(found["ccode"], [2, np.nan])
    np.testing.assert_array_equal(found["cinc"], [0.25, np.nan])
    assert list(found["name"]) == ["Chile", ""]


@pytest.mark.parametrize("raw", [old(2)[:-5], tagged()[:-20], old(2)[:60], b"<stata_dta><header>", b"\x70"])
def test_a_file_cut_short_is_a_value_error(tmp_path, raw):
    file = tmp_path / "x.dta"
    file.write_bytes(raw)
    with pytest.raises(ValueError, match=r"early|damaged|no Stata"):
        read(file)
