"""Which format a folder is in, and what keeps it from being one domain."""

import json

import pytest

from domain_files import ANN, genius, genius_issue, genius_profile, genius_template, negolog, written
from ripeness.errors import InputError
from ripeness.importers.as_case import case_text
from ripeness.importers.reading import FORMATS, read_domain


def said(folder):
    with pytest.raises(InputError) as caught:
        read_domain(folder)
    assert all(problem.file.startswith(str(folder)) for problem in caught.value.problems)
    return str(caught.value)


def test_a_folder_that_is_not_there(tmp_path):
    assert "there is no such folder" in said(tmp_path / "nowhere")


def test_a_file_in_place_of_the_folder(tmp_path):
    assert "is a file, expected: the folder" in said(genius(tmp_path) / "ann.xml")


def test_an_empty_folder(tmp_path):
    assert "holds no files, expected: the files of one domain in GENIUS, GeniusWeb" in said(tmp_path)


def test_a_folder_of_other_things(tmp_path):
    folder = written(tmp_path, readme_md="#", data_json="[1]", page_xml="<html/>", case_yaml="issues: {a: 1}")
    assert "holds no domain (case.yaml, data.json, page.xml, readme.md)" in said(folder)


def test_several_formats_in_one_folder(tmp_path):
    genius(tmp_path)
    assert "holds domains of several formats (GENIUS: ann.xml, bob.xml, domain.xml; NegoLog:" in said(negolog(tmp_path))


def test_several_domains_in_one_folder(tmp_path):
    folder = written(genius(tmp_path), other_xml=genius_template(genius_issue("x", 1, ["a"])))
    assert "holds 2 GENIUS domain files (domain.xml, other.xml)" in said(folder)


def test_profiles_without_their_domain(tmp_path):
    folder = genius(tmp_path)
    (folder / "domain.xml").unlink()
    assert "holds no GENIUS domain file, expected: one in a folder" in said(folder)


def test_a_missing_profile(tmp_path):
    folder = genius(tmp_path)
    (folder / "bob.xml").unlink()
    assert "1 profile, expected: one for each of 2 to 8 parties" in said(folder)


def test_a_file_that_is_no_part_of_the_domain_is_named_where_a_profile_is_missing(tmp_path):
    folder = written(genius(tmp_path), bob_xml="<utilities/>")
    assert "1 profile, expected: one for each of 2 to 8 parties; not part of the domain: bob.xml" in said(folder)


def test_more_parties_than_a_case_can_have(tmp_path):
    folder = negolog(tmp_path)
    for k in range(9):
        written(folder, **{f"p{k}_json": (folder / "profileA.json").read_text()})
    assert "11 profiles" in said(folder)


def test_an_issue_without_options_and_two_of_one_name(tmp_path):
    issues = genius_issue("x", 1, []) + genius_issue("y", 2, ["a"]) + genius_issue("y", 3, ["a"])
    rows = genius_issue("x", 1, {}) + genius_issue("y", 2, {"a": 1}) + genius_issue("y", 3, {"a": 1})
    profile = genius_profile(rows, [0.2, 0.4, 0.4])
    message = said(written(tmp_path, d_xml=genius_template(issues), a_xml=profile, b_xml=profile))
    assert "x  has no options" in message
    assert message.count("y  is the name of several issues") == 1


def test_a_domain_without_issues(tmp_path):
    folder = written(tmp_path, a_json='{"issueWeights": {}, "issues": {}}', b_json='{"issueWeights": {}, "issues": {}}')
    assert "the domain has no issues" in said(folder)


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_recognises_none_of_anothers_files(name, tmp_path):
    profile = {"issueWeights": {}, "issues": {}}
    space = {"LinearAdditiveUtilitySpace": {"issueUtilities": {"a": 1}}}
    scenario = {"type": "OutcomeSpace", "issues": []}
    held = {"GENIUS": ("xml", genius_template("")), "NegoLog": ("json", json.dumps(profile))}
    held |= {"GeniusWeb": ("json", json.dumps(space)), "NegMAS": ("json", json.dumps(scenario))}
    assert set(held) == set(FORMATS)
    suffix, text = held[name]
    files = [written(tmp_path, **{f"file_{suffix}": text}) / f"file.{suffix}"]
    assert [other for other, each in FORMATS.items() if each.recognised(files)] == [name]


def test_the_folder_gives_the_name(tmp_path):
    domain = read_domain(negolog(tmp_path / "two-towns"))
    assert (domain.name, domain.format, domain.outcomes) == ("two-towns", "NegoLog", 6)
    assert [issue.name for issue in domain.issues] == list(ANN)


DEEP = 100_000


@pytest.mark.parametrize(
    "files",
    [
        {"a_json": "[" * DEEP},
        {"a_json": '{"a":' * DEEP},
        {
            "a_json": '{"type": "ExpDiscountedUFun", "ufun":' * 900 + "1" + "}" * 900,
            "s_json": '{"issues": [{"name": "x", "values": 2}]}',
        },
        {"a_json": '{"issuesValues": {"x": {"values": [' + "[" * 900 + "]" * 900 + "]}}}", "b_json": "{}"},
        {"a_yaml": "[" * 3000},
    ],
)
def test_what_is_nested_too_deeply_is_refused(tmp_path, files):
    assert said(written(tmp_path, **files))


def test_xml_may_be_nested_however_deeply(tmp_path):
    folder = genius(tmp_path)
    written(folder, more_xml="<a>" * DEEP + "</a>" * DEEP)
    assert len(read_domain(folder).profiles) == 2


@pytest.mark.parametrize("name", ["²", "٣", "profile²", "1²3"])
def test_files_may_be_named_with_digits_that_are_no_decimals(tmp_path, name):
    folder = genius(tmp_path)
    (folder / "ann.xml").rename(folder / f"{name}.xml")
    assert name in [profile.name for profile in read_domain(folder).profiles]


def test_a_name_with_half_of_a_surrogate_pair_is_read(tmp_path):
    profile = '{"issueWeights": {"x": 1}, "issues": {"x": {"a\\ud800": 1, "\\ud83d\\ude00": 0}}}'
    domain = read_domain(written(tmp_path, a_json=profile, b_json=profile))
    assert domain.issues[0].options == ("a\ud800", "\U0001f600")
    assert "a " in case_text(domain, "x")
