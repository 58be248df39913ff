"""Diagnostics say what, where and what to do, once each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import exporters
from exporters.codes import documented_codes
from exporters.errors import BroadsheetError, DeliveryError, SourceError, wrap
from exporters.model.place import Place
from exporters.report import Diagnostic, Report

CODES = documented_codes()
PACKAGE = Path(exporters.__file__).parent
_USED = re.compile(r'report\.(?:error|warning|info)\(\s*"([a-z0-9-]+)"|code="([a-z0-9-]+)"')


def test_a_diagnostic_is_one_line_with_place_and_remedy() -> None:
    diagnostic = Diagnostic(
        severity="warning",
        code="link-dead",
        message="nothing here has the name 'x'",
        place=Place("a.md", 3, 5),
        remedy="Mend it",
    )
    assert str(diagnostic) == "a.md:3:5: warning[link-dead]: nothing here has the name 'x'. Mend it."


def test_the_same_thing_is_said_once() -> None:
    report = Report()
    for line in (1, 1, 2):
        report.warning("link-dead", "x", Place("a.md", line, 1))
    assert report.count("warning") == 2


def test_every_code_is_documented_and_every_documented_code_is_used() -> None:
    used = {
        code
        for path in PACKAGE.rglob("*.py")
        if path.name != "codes.py"
        for match in _USED.finditer(path.read_text())
        for code in match.groups()
        if code
    }
    assert used - set(CODES) == set()
    every_word = "\n".join(path.read_text() for path in PACKAGE.rglob("*.py") if path.name != "codes.py")
    assert [code for code in CODES if f'"{code}"' not in every_word] == []


def test_codes_are_in_alphabetical_order_and_show_themselves() -> None:
    assert list(CODES) == sorted(CODES)
    assert [code for code, told in CODES.items() if f"[{code}]" not in told.example] == []


def test_foreign_errors_cross_as_ours() -> None:
    with (
        pytest.raises(DeliveryError, match="cannot write x: No such file") as caught,
        wrap(DeliveryError, "write x", OSError),
    ):
        Path("/nonexistent/x").read_bytes()
    assert caught.value.exit_code == 7
    assert isinstance(caught.value.__cause__, OSError)


def test_our_own_errors_cross_unchanged() -> None:
    with pytest.raises(SourceError, match="mine"), wrap(DeliveryError, "write x", Exception):
        raise SourceError("mine")


def test_each_kind_of_error_has_its_exit_code() -> None:
    kinds = {kind.__name__: kind.exit_code for kind in BroadsheetError.__subclasses__()}
    assert kinds == {
        "StrictError": 1,
        "UsageError": 2,
        "SourceError": 3,
        "AssetError": 4,
        "FormatError": 5,
        "PluginError": 6,
        "DeliveryError": 7,
        "EditorialError": 8,
    }
