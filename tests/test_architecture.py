"""What the folder list promises: imports run one way, nothing heavy at start, names in full words."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import exporters

PACKAGE = Path(exporters.__file__).parent
ROOT = PACKAGE.parent
MODULES = sorted(PACKAGE.rglob("*.py"))

_SHARED = {
    "report", "errors", "options", "assets", "words", "contract", "codes", "digests", "patterns", "toml", "notices",
    "testing",
}  # fmt: skip
ALLOWED = {
    "model": {"model", "words", "digests"},  # words for labels in simplify
    "source": {"source", "model"} | _SHARED,
    "editorial": {"editorial", "model"} | _SHARED,
    "formats": {"formats", "model"} | _SHARED,
    "delivery": {"delivery"} | _SHARED,
}
HEAVY = ("reportlab", "docx", "ebooklib", "feedgen", "lxml", "PIL")


def imports(path: Path) -> Iterator[str]:
    """Yield every module of ours that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("exporters."):
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.startswith("exporters."))


@pytest.mark.parametrize("room", sorted(ALLOWED))
def test_imports_run_one_way(room: str) -> None:
    wrong = {
        f"{path.relative_to(PACKAGE)}: {module}"
        for path in (PACKAGE / room).rglob("*.py")
        for module in imports(path)
        if module.split(".")[1] not in ALLOWED[room]
    }
    assert wrong == set()


def test_no_format_knows_another() -> None:
    formats = PACKAGE / "formats"
    rooms = [folder.name for folder in formats.iterdir() if folder.is_dir() and folder.name != "__pycache__"]
    wrong = {
        f"{path.relative_to(formats)}: {module}"
        for room in rooms
        for path in (formats / room).rglob("*.py")
        for module in imports(path)
        if module.startswith("exporters.formats.") and module.split(".")[2] in rooms and module.split(".")[2] != room
    }
    assert wrong == set()


@pytest.mark.parametrize(("library", "most"), [("ebooklib", 1), ("feedgen", 1)])
def test_a_library_that_we_repair_is_known_to_one_module(library: str, most: int) -> None:
    users = [path for path in MODULES if re.search(rf"^\s*(?:from|import) {library}\b", path.read_text(), re.MULTILINE)]
    assert len(users) <= most, users


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["formats"]])
def test_starting_imports_nothing_heavy(arguments: list[str]) -> None:
    code = f"import sys; sys.argv = ['broadsheet', *{arguments!r}]\nfrom exporters.cli.application import main\n"
    code += "try: main()\nexcept SystemExit: pass\n"
    code += f"print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"


def test_modules_are_read_in_one_sitting() -> None:
    assert [path.name for path in MODULES if len(path.read_text().splitlines()) > 420] == []


def test_no_test_looks_at_a_clock() -> None:
    clocks = {"process_time", "perf_counter", "monotonic", "thread_time"}
    allowed = {"sweep.py"}  # it is given a limit, and asserts nothing
    timed = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("*.py")
        if path.name not in allowed and "speed" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.Attribute) and node.attr in clocks)
        or (isinstance(node, ast.alias) and node.name in clocks)
    }
    assert timed == set(), "count calls (tests/work.py); time is measured by make bench"


def test_every_module_says_what_it_is_for() -> None:
    assert [str(path) for path in MODULES if not ast.get_docstring(ast.parse(path.read_text()))] == []


def test_names_say_something() -> None:
    vague = re.compile(r"^(?:utils?|helpers?|common|misc|manager|base)\.py$")
    assert [path.name for path in MODULES if vague.match(path.name)] == []


def test_nothing_of_a_machine_is_in_the_repository() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    paths = [ROOT / name for name in listed] or MODULES
    machine = re.compile("/" + r"(?:work|root|farm|home/[a-z]+)/")
    found = []
    for path in paths:
        if (
            path.suffix in (".py", ".md", ".toml", ".sh", ".java", "")
            and path.is_file()
            and path.stat().st_size < 1_000_000
        ):
            found += [f"{path.name}: {match[0]}" for match in machine.finditer(path.read_text(errors="replace"))]
    assert found == []


def test_public_names_are_sorted_and_there() -> None:
    assert list(exporters.__all__) == sorted(exporters.__all__)
    assert [name for name in exporters.__all__ if getattr(exporters, name, None) is None] == []
