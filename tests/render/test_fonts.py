import pytest

from needs import needs
from ripeness.render import fonts
from ripeness.render.fonts import package_for, warning, without_a_font


@pytest.fixture
def some_fonts(monkeypatch):
    """A machine whose fonts have Latin letters alone."""
    monkeypatch.setattr(fonts, "_fontconfig", object)
    monkeypatch.setattr(fonts, "_has", lambda _, sign: ord(sign) < 0x250)


def test_a_missing_sign_is_told_with_the_package_that_has_it(some_fonts):
    told = warning("Gate: half (\u534a\u958b, \u534a), \u0634\u0647\u0631")
    assert "\u534a\u958b\u0634\u0647\u0631, so boxes" in told
    assert told.endswith("apt-get install fonts-dejavu-core fonts-noto-cjk")


@pytest.mark.parametrize("text", ["", "Gate: half \u2068x\u2069\u200d\ufe0f\u00a0\n"])
def test_nothing_is_told_where_nothing_is_missing(some_fonts, text):
    assert warning(text) == ""


def test_many_missing_signs_are_told_in_short(some_fonts):
    told = warning("".join(map(chr, range(0x4E00, 0x4F00))))
    assert len(told) < 150
    assert "\u2026, so boxes" in told


def test_without_fontconfig_nothing_is_told(monkeypatch):
    monkeypatch.setattr(fonts, "_fontconfig", lambda: None)
    assert warning("\u534a\u958b") == ""
    assert fonts.family_for("\u534a") == ""


@needs("pdf")
def test_the_fonts_of_this_machine_are_asked():
    assert without_a_font("Gate") == []
    # signs of scripts that are younger than most fonts: Cypro-Minoan, Toto
    assert without_a_font("\U00012f90\U0001e290") == ["\U00012f90", "\U0001e290"]
    assert fonts.family_for("Gate")


@pytest.mark.parametrize(
    ("sign", "package"),
    [
        ("\u30fc", "fonts-noto-cjk"), ("\ud55c", "fonts-noto-cjk"), ("\uff21", "fonts-noto-cjk"),
        ("\u0623", "fonts-dejavu-core"), ("\u05d0", "fonts-dejavu-core"), ("\u0e01", "fonts-noto-core"),
        ("\U0001f600", "fonts-noto-color-emoji"),
    ],
)  # fmt: skip
def test_each_script_has_its_package(sign, package):
    assert package_for(sign) == package
