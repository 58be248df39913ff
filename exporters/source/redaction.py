"""Redaction marks in a source: every one must be a tag that the reader took, or nothing of the text goes on.

Withholding fails closed. A mark in code, in an attribute, in a heading's own markup or escaped as text is a writer's
mistake that would print the name it was to hide; so the marks in the bytes are counted against the tags that were
taken, and where they differ the story is empty and the run ends with an error.
"""

from __future__ import annotations

import re
from functools import cache

from exporters.model.place import Place
from exporters.patterns import letters_of_file, pattern, small_letters
from exporters.report import Report

REDACT_MARK = pattern(r"<\s*/?\s*redact(?:ed|ion)?\b", re.IGNORECASE)
"""A redaction tag, whole or not, as it may be left in a text."""

_UNSEEN = "[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]"
_NAME = rf"{_UNSEEN}*".join("redact") + r"(?:ed|ion)?\b"

ANY_MARK = pattern(
    rf"(?:\\?<|&lt;|&#0*60;?|&#x0*3c;?|＜)\s*\\?[/／]?\s*{_UNSEEN}*(?:[\w-]{{1,20}}:)?{_NAME}"
    rf"|\[/{_NAME}\]|^[ \t>]*:{{3,}}[ \t]*\{{?\.?{_NAME}",
    re.IGNORECASE | re.MULTILINE,
)
"""The same in a source, in which it may also be escaped, or be written as what it is not: with invisible characters
in its name, a prefix, full-width signs, in brackets, or as a box of colons."""

_ONLY = rf"(?:(?:begin|start|end)[ :-]{{1,3}})?[<\[]? ?/? ?(?:end)?{_NAME}(?:[ :-]{{1,3}}(?:begin|start|end))? ?[>\]]?"

ONLY_MARK = pattern(_ONLY, re.IGNORECASE)
"""What a comment says that is nothing but a mark: whoever wrote it meant it to be one."""

MEANT_MARK = pattern(
    rf"\{{[^{{}}\n]{{0,120}}\.{_NAME}|\{{%-?[ \t]*(?:end)?{_NAME}|\]\{{{_NAME}\}}|\[!{_NAME}\]|:{_NAME}\["
    rf"|^[ \t>]*(?:```|~~~)`*~*[ \t]*{_NAME}|<!--\s{{0,9}}{_ONLY}\s{{0,9}}-->",
    re.IGNORECASE | re.MULTILINE,
)
"""Marks of other dialects of Markdown, which none of our readers takes: classes of Pandoc and kramdown, template code,
alerts, directives, fences, comments that are nothing but a mark."""


def may_be_marked(text: str | bytes) -> bool:
    """Return whether a text must be searched for marks at all: most hold nothing that could be one.

    Bytes are those of a whole file, in UTF-8 or Windows-1252.
    """
    # No other letters have those of the word as their small form, and what cannot be seen is no letter of ASCII.
    letters = small_letters(text.encode(errors="replace")) if isinstance(text, str) else letters_of_file(text)
    return b"redact" in letters


REDACTED_CLASSES = frozenset({"redact", "redacted", "redaction"})
"""Classes by which a page may black out words that are still in it."""

_SPELLINGS = frozenset({"redact", "redacted", "redaction"})


def tag_name(name: str) -> str:
    """Return the name of a tag: `redact` for all spellings of it, else itself."""
    return "redact" if name in _SPELLINGS else name


@cache
def looks_like_redact(name: str) -> bool:
    """Return whether an unknown tag is likely a misspelt one of ours, so that its content must not go on."""
    if len(name) <= 3:
        return False
    import difflib

    return bool(difflib.get_close_matches(name, _SPELLINGS, n=1, cutoff=0.75))


def report_unbalanced(report: Report, place: Place) -> None:
    """Report a redaction that does not hold."""
    report.error(
        "redaction-unbalanced",
        "a redaction is not marked by one <redact> and one </redact> in the same block of text",
        place,
        "Put both tags into the same paragraph, or each on a line of its own with blank lines around it; no text can "
        "print the tag, in code or escaped neither: to write about it, leave its brackets out",
    )
