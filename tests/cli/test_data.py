from terminal import call


def test_the_sets_are_listed_and_their_state_is_told(tmp_path):
    assert "icb1" in call("data", "list")[1]
    (tmp_path / "nmc.csv").write_text("ccode,year,cinc\n2,1990,0.14\n")
    shown = call("data", "status", "--data", str(tmp_path))[1]
    assert "as expected" in shown
    assert "a release to 1990" in shown
    assert "2022" not in shown
    assert "1 of 12 in" in shown


def test_a_wrong_name_is_bad_input():
    code, _, error = call("data", "fetch", "icb9")
    assert code == 2
    assert "unknown data set icb9" in error
