"""What a run has to say: diagnostics with their place and remedy, and the count of what each format simplified."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Literal

import msgspec

from exporters.model.place import NOWHERE, Place

Severity = Literal["error", "warning", "info"]


_TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
"""Characters that override or embed a direction (https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters)."""


class Diagnostic(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing the writer should know: what, where, what to do about it. `assets/codes.toml` documents each `code`."""

    severity: Severity
    code: str
    message: str
    place: Place = NOWHERE
    remedy: str = ""

    def __str__(self) -> str:
        """Return `file:line:column: severity[code]: message. remedy.`"""
        where = f"{self.place}: " if self.place.file else ""
        remedy = f" {_sentence(self.remedy)}" if self.remedy else ""
        said = f"{where}{self.severity}[{self.code}]: {_sentence(self.message)}{remedy}"
        return said if said.isprintable() else _visible(said)


class Report:
    """The diagnostics of a run, in the order they came, each said once, and its losses.

    One report serves a whole run; formats add to it through `job.report`.
    """

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []
        self.losses: Counter[tuple[str, str, str]] = Counter()
        self._counts: Counter[str] = Counter()
        self._said: set[tuple[str, str, str]] = set()

    def add(self, diagnostic: Diagnostic) -> None:
        """Keep this diagnostic unless the same was said of the same place before."""
        key = (diagnostic.code, diagnostic.message, str(diagnostic.place))
        if key not in self._said:
            self._said.add(key)
            self.diagnostics.append(diagnostic)
            self._counts[diagnostic.severity] += 1

    def error(self, code: str, message: str, place: Place = NOWHERE, remedy: str = "") -> None:
        """Report what must not go out as it is; the run ends without outputs."""
        self.add(Diagnostic(severity="error", code=code, message=message, place=place, remedy=remedy))

    def warning(self, code: str, message: str, place: Place = NOWHERE, remedy: str = "") -> None:
        """Report a loss, a substitution or a repair that a reader would notice."""
        self.add(Diagnostic(severity="warning", code=code, message=message, place=place, remedy=remedy))

    def info(self, code: str, message: str, place: Place = NOWHERE, remedy: str = "") -> None:
        """Report what was done without harm, and may be of interest."""
        self.add(Diagnostic(severity="info", code=code, message=message, place=place, remedy=remedy))

    def loss(self, format_name: str, kind: str, became: str, place: Place = NOWHERE) -> None:
        """Count that a format wrote a node of this kind as simpler ones; say so once for each kind and format."""
        key = (format_name, kind, became)
        self.losses[key] += 1
        if self.losses[key] == 1:
            self.info("simplified", f"{format_name} has no form for {kind}; it is written as {became}", place)

    def count(self, severity: Severity) -> int:
        """Return how many diagnostics have this severity."""
        return self._counts[severity]

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Add several diagnostics."""
        for diagnostic in diagnostics:
            self.add(diagnostic)


def _visible(text: str) -> str:
    """Return the text with what would end its line, steer a terminal or turn its direction written as escapes."""
    return "".join(
        char.encode("unicode-escape").decode()
        if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or char in _TURNING
        else char
        for char in text
    )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
