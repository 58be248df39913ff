"""The examples of `assets/codes.toml` say what the code says: their wording is that of the calls that report it."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

import pytest

import exporters
from exporters.codes import documented_codes

PACKAGE = Path(exporters.__file__).parent
CODES = documented_codes()
_EXAMPLE = re.compile(r"(?:.*: )?(?P<severity>error|warning|info)\[(?P<code>[a-z0-9-]+)\]: (?P<words>.+)")

Template = tuple[str, ...]
"""The constant pieces of a message, in order; what stands between them is known only when it is said."""


def pieces(node: ast.expr) -> Template:
    """Return the constant pieces of a message as it is written in the code."""
    match node:
        case ast.Constant(value=str(words)):
            return (words,)
        case ast.JoinedStr(values=values):
            return tuple(part for value in values for part in pieces(value))
        case ast.BinOp(left=left, right=right):
            return (*pieces(left), *pieces(right))
        case _:
            return ()


@lru_cache
def said() -> dict[str, list[tuple[str, Template]]]:
    """Return the severity and the message of every call that names a code, by code."""
    found: dict[str, list[tuple[str, Template]]] = defaultdict(list)
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            for code, message in zip(node.args, node.args[1:], strict=False):
                if isinstance(code, ast.Constant) and code.value in CODES:
                    found[str(code.value)].append((name, pieces(message)))
            for keyword in node.keywords:
                if keyword.arg == "code" and isinstance(keyword.value, ast.Constant) and node.args:
                    found[str(keyword.value.value)].append(("error", pieces(node.args[0])))
    return found


def shows(example: str, template: Template) -> bool:
    """Return whether the example has the pieces in their order; it may be cut by an ellipsis, but not reworded."""
    at = 0
    for piece in template:
        found = example.find(piece, at)
        if found < 0:
            cut = example[at:].removesuffix("…").rstrip()
            begun = any(cut.endswith(piece[:length].rstrip()) for length in range(len(piece), 3, -1))
            return example.endswith("…") and (begun or cut.count(" ") < 4)
        at = found + len(piece)
    return not template[-1:] or example[at:].removesuffix(".").count(" ") < 8


@pytest.mark.parametrize("code", CODES)
def test_an_example_shows_what_is_said(code: str) -> None:
    found = _EXAMPLE.fullmatch(CODES[code].example)
    assert found is not None
    assert found["code"] == code
    calls = [(severity, template) for severity, template in said()[code] if any(len(part) > 3 for part in template)]
    if not calls:
        pytest.skip("its words are made where no call names the code")
    fitting = [severity for severity, template in calls if shows(found["words"], template)]
    assert fitting, "\n".join(["", found["words"], *("…".join(template) for _, template in calls)])
    named = set(fitting) <= {"error", "warning", "info"}  # else a function of ours chooses
    assert not named or found["severity"] in fitting


def test_a_reworded_example_is_found_out() -> None:
    assert shows("the file 'a' is no text; it is left out.", ("the file ", " is no text; it is left out"))
    assert shows("the file 'a' is no text; it …", ("the file ", " is no text; it is left out"))
    assert not shows("the file 'a' is no text.", ("the file ", " is no text; it is left out"))
    assert not shows("the document 'a' is no text; it …", ("the file ", " is no text; it is left out"))
