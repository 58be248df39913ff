"""The codes of all diagnostics: what each means, what to do, and a line that shows one.

Alphabetical. A test holds that every code in the package is here, and the other way round.
"""

from __future__ import annotations

import msgspec


class Code(msgspec.Struct, frozen=True):
    """What stands behind a diagnostic code."""

    meaning: str
    remedy: str
    example: str


CODES: dict[str, Code] = {
    "simplified": Code(
        "A format has no form for a kind of node and wrote simpler ones.",
        "Nothing, or leave that format out.",
        "story.md:12:1: info[simplified]: rss has no form for math; it is written as code.",
    ),
}
