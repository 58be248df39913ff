"""TOML is read with the place of every fault, and what would take for ever is refused."""

from __future__ import annotations

import pytest

from exporters.toml import TomlError, read_toml


def test_values_are_read() -> None:
    assert read_toml('a = 1\n[b]\nc = "d"\n') == {"a": 1, "b": {"c": "d"}}


@pytest.mark.parametrize(
    ("text", "line"),
    [("a = 1\nb = \n", 2), ("a = 1\n" + ".".join("k" * 60) + " = 1\n", 2), ("a = " + "[" * 5000, 1), ('a = "', 1)],
)
def test_faults_have_their_line(text: str, line: int) -> None:
    with pytest.raises(TomlError) as caught:
        read_toml(text)
    assert caught.value.line == line
