"""The benchmark of many clients, at its smallest size."""

import many_clients


def test_it_asks_for_glances_and_weighs_the_processes(capsys):
    many_clients.main(2, 2, "iran-us-2020")
    said = capsys.readouterr().out
    assert "2 clients at once, 2 changes" in said
    assert "memory:" in said
