"""What an assistant may ask, and that it is told what the engine computed."""

import asyncio
import json
import sys

import pytest

import ripeness
from builders import quiet, quiet_case
from ensembles import OPEN_IN_MOST
from ripeness.workbench.assistants import make_server

OPEN = quiet_case(OPEN_IN_MOST | {"id": "open"})


@pytest.fixture
def desk(tmp_path):
    """A folder with one case."""
    (tmp_path / "open.yaml").write_text(json.dumps(quiet(OPEN_IN_MOST | {"id": "open"})))
    return tmp_path


def ask(desk, tool, **arguments):
    """What a tool says, and whether it is an error."""
    from mcp import Client

    async def asked():
        async with Client(make_server(desk)) as client:
            return await client.call_tool(tool, arguments)

    said = asyncio.run(asked())
    if said.is_error:
        return said.content[0].text
    found = said.structured_content
    return found["result"] if set(found) == {"result"} else found


def test_the_cases_and_what_they_say(desk):
    assert {case["name"] for case in ask(desk, "cases")} >= {"open", "iran-us-2020"}
    shown = ask(desk, "show", case="open")
    assert [lever["key"] for lever in shown["levers"]] == ["nudge"]
    assert {"path", "low", "mode", "high", "basis"} <= set(shown["judgements"][0])


def test_an_answer_has_the_engines_numbers(desk):
    changes = ["nudge", "dynamics.misreading:0.2"]
    said = ask(desk, "assess", case="open", changes=changes)
    changed = OPEN.with_({"parties.ann.concession_limit": 0.7, "dynamics.misreading": 0.2})
    answer = ripeness.assess(changed)
    assert said["sentence"] == answer.sentence
    assert said["numbers"]["war"] == answer.at_modes.as_is.war_total
    assert [each["text"] for each in said["findings"]] == [f.text for _, f in answer.brief(None).findings()]
    sections = [section.title for section in answer.brief("war").sections]
    assert (
        list(dict.fromkeys(f["section"] for f in ask(desk, "assess", case="open", part="war")["findings"])) == sections
    )
    both = ask(desk, "compare", case="open", changes=changes)
    assert both["after"]["numbers"] == said["numbers"]
    assert both["before"]["numbers"]["war"] == ripeness.assess(OPEN).at_modes.as_is.war_total
    assert both["moved"].startswith("What moved: ")


def test_a_deal_is_judged(desk):
    said = ask(desk, "why", case="open", deal={"field": "shared"})
    assert said == json.loads(json.dumps(ripeness.assess(OPEN).why({"field": "shared"}).to_dict()))


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("show", {"case": "opne"}, "did you mean open?"),
        ("show", {"case": "../open"}, "cannot be one"),
        ("assess", {"case": "open", "changes": ["pull"]}, "no lever of open"),
        ("assess", {"case": "open", "part": "peace"}, "there is no part peace"),
        ("why", {"case": "open", "deal": {"field": "burnt"}}, "no such option of field"),
        ("why", {"case": "open", "deal": {}}, "this is no deal"),
        ("compare", {"case": "open", "changes": ["dynamics.misreading:9"]}, "dynamics.misreading"),
    ],
)
def test_what_cannot_be_is_told(desk, tool, arguments, said):
    assert said in ask(desk, tool, **arguments)


def test_it_speaks_on_standard_input_and_output(desk):
    from mcp import Client, StdioServerParameters
    from mcp.client.stdio import stdio_client

    async def asked():
        command = StdioServerParameters(command=sys.executable, args=["-m", "ripeness", "mcp", str(desk)])
        async with Client(stdio_client(command)) as client:
            return await client.list_tools()

    tools = asyncio.run(asyncio.wait_for(asked(), 60)).tools
    assert [tool.name for tool in tools] == ["cases", "show", "assess", "why", "compare"]
    assert all(tool.description for tool in tools)
