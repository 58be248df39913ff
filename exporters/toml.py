"""TOML, read by the library after what it could not bear was refused; faults with the line and column of each."""

from __future__ import annotations

import re
from typing import Any

from exporters.patterns import pattern

# tomllib takes quadratic time for a key of many parts.
_DOTTED = pattern(r"(?:[\w\"'-]{1,99}\s{0,9}\.\s{0,9}){40}")
_WHERE = pattern(r" \(at line (\d+), column (\d+)\)\Z")


class TomlError(ValueError):
    """What is no TOML, with the line and column where it is seen, from 1."""

    def __init__(self, problem: str, line: int, column: int) -> None:
        super().__init__(problem)
        self.line = line
        self.column = column


def read_toml(text: str) -> dict[str, Any]:
    """Return the values of a TOML document (https://toml.io/en/v1.0.0). Raises TomlError for what is none."""
    import tomllib  # most runs read none

    deep: re.Match[str] | None = _DOTTED.search(text)
    if deep:
        start = text.rfind("\n", 0, deep.start()) + 1
        raise TomlError("a key has too many parts", text.count("\n", 0, deep.start()) + 1, deep.start() - start + 1)
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as exc:
        found = _WHERE.search(str(exc))
        last = text.count("\n") + 1
        line, column = (int(found[1]), int(found[2])) if found else (last, 1)
        problem = "it is nested too deeply" if isinstance(exc, RecursionError) else str(exc).partition(" (at")[0]
        raise TomlError(problem, line, column) from exc
