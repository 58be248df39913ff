"""Commands that are built when they are called look and behave as commands do."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from exporters.cli.application import app
from exporters.cli.deferred import DeferredCommand

COMMANDS = get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_listed_with_what_it_does_and_can_be_built(name: str) -> None:
    command = COMMANDS[name]
    assert isinstance(command, DeferredCommand)
    listed = CliRunner().invoke(app, ["--help"]).stdout
    assert any(line.split()[:1] == [name] and len(line.split()) > 3 for line in listed.splitlines())
    own = CliRunner().invoke(app, [name, "--help"])
    assert own.exit_code == 0
    assert f"broadsheet {name} " in own.stdout.replace("root", "broadsheet")
    assert command.get_short_help_str(60).rstrip(".") in " ".join(own.stdout.split())


def test_a_call_loads_the_module_of_its_command_alone() -> None:
    code = (
        "import sys; sys.argv = ['broadsheet', 'formats']\n"
        "from exporters.cli.application import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print('project' if 'exporters.cli.project' in sys.modules else 'alone')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split()[-1] == "alone"


def test_a_misspelt_command_is_told_the_nearest() -> None:
    done = CliRunner().invoke(app, ["exprt"])
    assert done.exit_code == 2
    assert "export" in done.output
