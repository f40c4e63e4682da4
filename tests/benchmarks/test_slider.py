"""The benchmark of the workbench's slider, at its smallest size."""

import slider
from needs import needs


@needs("browser")
def test_it_drives_a_page_and_says_where_the_time_goes(capsys):
    slider.main(2, "iran-us-2020")
    said = capsys.readouterr().out
    assert "2 moves; a CPython loop" in said
    for part in ("move to the frame", "computing", "drawing", "postures"):
        assert part in said
