import re
import shlex

import pytest
import typer

from ripeness.cli import data, history
from terminal import call

GROUPS = {"history": typer.main.get_command(history.app), "data": typer.main.get_command(data.app)}
EACH = [(group, name) for group, of in GROUPS.items() for name in of.commands]


@pytest.mark.parametrize(("group", "name"), EACH)
def test_the_help_of_every_command_ends_with_examples_that_can_be_given(group, name):
    code, out, _ = call(group, name, "--help")
    assert code == 0
    assert "Example" in out
    command = GROUPS[group].commands[name]
    for text in filter(str.strip, re.split(r"Examples?:|·", command.epilog)):
        program, of, given, *args = shlex.split(text)
        assert (program, of, given) == ("ripeness", group, name)
        command.make_context(name, args)
