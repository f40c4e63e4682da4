"""What the workbench hands on is what the command line writes, and what is read back is listed before it is taken."""

import csv
import io
import json
import zipfile

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

import ripeness
from builders import quiet_case
from ensembles import OPEN_IN_MOST
from needs import needs
from ripeness.errors import InputError
from ripeness.render.formats import FORMATS
from ripeness.workbench.bundle import packed, unpacked
from ripeness.workbench.changes import changes_from
from ripeness.workbench.spreadsheet import COLUMNS, JUDGEMENTS, differences, written
from terminal import call

OPEN = quiet_case(OPEN_IN_MOST | {"id": "open"})
ADDRESS = "/api/v1/cases/open"


@needs("brief")
@pytest.mark.parametrize("ending", ["html", "md", "json"])
def test_a_brief_is_the_one_that_the_command_line_writes(client, server, tmp_path, ending):
    file = tmp_path / f"open.{ending}"
    assert call("brief", str(server.folder / "open.yaml"), "-o", str(file))[0] == 0
    response = client.get(f"{ADDRESS}/brief.{ending}")
    assert response.content == file.read_bytes()
    assert response.headers["content-disposition"] == f'attachment; filename="open.{ending}"'
    assert response.headers["content-type"].startswith(FORMATS[f".{ending}"].media_type)


@needs("pdf")
def test_a_pdf_has_the_changes_in_it(client):
    response = client.get(f"{ADDRESS}/brief.pdf?set=nudge")
    assert response.content.startswith(b"%PDF-")


@needs("brief")
def test_charts_are_handed_on_as_data_and_as_pictures(client):
    rows = list(csv.reader(io.StringIO(client.get(f"{ADDRESS}/charts/war_by_path.csv").text)))
    specification = client.get(f"{ADDRESS}/charts/war_by_path.json").json()
    assert len(rows) == len(specification["data"]["values"]) + 1
    assert specification["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
    assert client.get(f"{ADDRESS}/charts/war_by_path.svg").text.startswith("<svg")
    assert client.get(f"{ADDRESS}/charts/war_by_path.png").content.startswith(b"\x89PNG")
    for key in ("peace", 'x"; y', "..", "w%0d%0aset-cookie:x"):
        response = client.get(f"{ADDRESS}/charts/{key}.csv")
        assert (response.status_code, "set-cookie" in response.headers) == (404, False)
    assert client.get(f"{ADDRESS}/charts/war_by_path.exe").status_code == 404
    assert client.get(f"{ADDRESS}/brief.exe").status_code == 404


def workbook(rows, heads=COLUMNS, name=JUDGEMENTS):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet(name)
        page.write_row(0, 0, heads)
        for place, row in enumerate(rows, start=1):
            page.write_row(place, 0, row)
    return out.getvalue()


def test_a_spreadsheet_has_judgements_sources_deals_and_futures():
    answer = ripeness.assess(OPEN)
    book = CalamineWorkbook.from_filelike(io.BytesIO(written(answer)))
    assert book.sheet_names == [JUDGEMENTS, "Sources", "Deals", "Futures", "Months"]
    futures = book.get_sheet_by_name("Futures").to_python()
    assert futures[0][:2] == ["posture", "war"]
    wars = [row[1] for row in futures[1:]]
    assert wars == [future.war_total for future in answer.at_modes.futures.values()]
    deals = book.get_sheet_by_name("Deals").to_python()
    assert len(deals) == answer.at_modes.deals.settlements + 1
    assert sum(row[-1] == "yes" for row in deals) == answer.at_modes.deals.now


def test_a_spreadsheet_that_is_not_touched_changes_nothing():
    for case in (OPEN, ripeness.load("iran-us-2020")):
        assert differences(case, written(ripeness.assess(case))) == []


def test_what_a_case_says_is_text_in_a_spreadsheet():
    formula = '=HYPERLINK("http://x","y")'
    case = quiet_case(OPEN_IN_MOST | {"parties.ann.name": formula, "postures.talking.title": formula})
    with zipfile.ZipFile(io.BytesIO(written(ripeness.assess(case)))) as parts:
        assert all(b"<f>" not in parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name)


def test_changed_judgements_are_listed_and_taken_over_as_changes(client):
    rows = [
        ("dynamics.misreading", "", 0.01, 0.2, 0.3), ("parties.ann.reservation", "", -1, -1, -1), ("", "", 1, 2, 3),
        ("parties.ann.concession_limit", "", 0.25, 0.25, 0.25),
    ]  # fmt: skip
    said = client.post(f"{ADDRESS}/spreadsheet", content=workbook(rows)).json()
    assert [(each["path"], each["was"], each["now"]) for each in said["differences"]] == [
        ("dynamics.misreading", [0.01, 0.1, 0.3], [0.01, 0.2, 0.3]),
        ("parties.ann.concession_limit", [0.2, 0.5, 0.6], [0.25, 0.25, 0.25]),
    ]
    assert said["set"] == "dynamics.misreading:0.01..0.2..0.3,parties.ann.concession_limit:0.25"
    changed = changes_from([said["set"]]).applied(OPEN)
    assert changed.dynamics.misreading.mode == 0.2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "cannot be read"),
        (b"PK\x03\x04 no archive", "cannot be read"),
        (workbook([], name="Other"), "a sheet"),
        (workbook([], heads=("path", "low")), "lacks the column 'most likely'"),
        (workbook([("dynamics.none", "", 1, 1, 1)]), "row 2 is no judgement of open"),
        (workbook([("dynamics.misreading", "", 1, "x", 1)]), "row 2 has 'x' under “most likely”"),
        (workbook([("dynamics.misreading", "", 0.3, 0.2, 0.1)]), "in this order"),
    ],
)
def test_a_spreadsheet_that_cannot_be_read_is_told(client, content, said):
    response = client.post(f"{ADDRESS}/spreadsheet", content=content)
    assert (response.status_code, said in response.text) == (422, True)


def test_a_bundle_is_opened_by_another_workbench(client, server):
    content = client.get(f"{ADDRESS}/bundle.zip?set=nudge,dynamics.misreading:0.2").content
    found = unpacked(content)
    assert (found.name, str(found.changes)) == ("open", "nudge,dynamics.misreading:0.2")
    assert found.text.encode() == (server.folder / "open.yaml").read_bytes()
    opened = client.post("/api/v1/bundles", content=content)
    assert (opened.status_code, opened.json()["name"]) == (201, "open-2")
    try:
        for part, question in (("answer.json", "answer"), ("brief.json", "brief")):
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                assert json.loads(parts.read(part)) == client.get(f"{ADDRESS}/{question}?set={found.changes}").json()
        assert client.get("/api/v1/cases/open-2/answer").json() == client.get(f"{ADDRESS}/answer").json()
    finally:
        (server.folder / "open-2.yaml").unlink()


def archive(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("_", "."), content)
    return out.getvalue()


RIGHT = {"format": "ripeness bundle 1", "name": "open", "set": ""}


@pytest.mark.parametrize(
    "content",
    [
        b"", b"PK", archive(), archive(bundle_json="[]", case_yaml="a: 1"), archive(bundle_json="{}", case_yaml="a: 1"),
        archive(bundle_json=json.dumps(RIGHT | {"name": "../x"}), case_yaml="a: 1"),
        archive(bundle_json=json.dumps(RIGHT), case_yaml="a: 1"),
        archive(bundle_json=json.dumps(RIGHT), case_yaml=b"\xff"),
        archive(bundle_json="[" * 100_000, case_yaml="a: 1"),
        # 64 MiB of nothing, in 64 kB
        archive(bundle_json=json.dumps(RIGHT), case_yaml=b" " * (64 << 20)),
    ],
    ids=range(10),
)  # fmt: skip
def test_what_is_no_bundle_is_told(content):
    with pytest.raises(InputError):
        unpacked(content)


def test_the_same_content_makes_the_same_bundle():
    answer = ripeness.assess(OPEN)
    first, again = (packed("open", "text", changes_from([]), answer) for _ in range(2))
    assert first == again
