from ripeness.findings.text import listed


def test_a_list_in_a_sentence():
    assert listed(["a", "b"], "or") == "a or b"
