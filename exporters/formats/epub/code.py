"""Program text with classes for its parts of speech, by Pygments: what a style sheet needs to set it apart.

Classes are those of every Pygments style (https://pygments.org/docs/tokens/), so that a theme can take any of them. The
style sheet of Broadsheet sets weight and slope only, which hold in the reader's own colours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from exporters.formats.xmltext import escape_text

_LONGEST = 60_000
"""Longer text stays plain: a lexer is a heap of patterns, and some are slow on what they were not made for."""
_UNMARKED = frozenset({"", "n", "p", "w", "err", "x", "esc"})


def marked_text(text: str, language: str, marks: Sequence[tuple[int, str]], *, highlight: bool) -> str:
    """Return program text as XHTML, with marks (places in the text and what stands there), highlighted where asked."""
    made: list[str] = []
    waiting = list(marks)[::-1]
    place = 0
    for style, piece in _pieces(text, language) if highlight else (("", text),):
        start = 0
        while waiting and waiting[-1][0] <= place + len(piece):
            at, mark = waiting.pop()
            made += (_styled(style, piece[start : at - place]), mark)
            start = at - place
        made.append(_styled(style, piece[start:]))
        place += len(piece)
    made += (mark for _, mark in reversed(waiting))
    return "".join(made)


def _styled(style: str, piece: str) -> str:
    if not style or not piece:
        return escape_text(piece)
    return f'<span class="{style}">{escape_text(piece)}</span>'


def _pieces(text: str, language: str) -> list[tuple[str, str]]:
    """Return the text in pieces, each with its class or ""; in one piece where its language is not known."""
    lexer = _lexer(language) if language and len(text) <= _LONGEST else None
    if lexer is None:
        return [("", text)]
    pieces = list(_joined(lexer, text))
    same = "".join(piece for _, piece in pieces) == text  # lexers tidy line ends; nothing may get lost to that
    return pieces if same else [("", text)]


def _joined(lexer: Any, text: str) -> Iterator[tuple[str, str]]:
    from pygments.token import STANDARD_TYPES

    last, gathered = "", ""
    for token, piece in lexer.get_tokens(text):
        style = next(STANDARD_TYPES[kind] for kind in reversed(token.split()) if kind in STANDARD_TYPES)
        style = "" if style in _UNMARKED else style
        if style != last:
            if gathered:
                yield last, gathered
            last, gathered = style, ""
        gathered += piece
    yield last, gathered


@lru_cache(maxsize=64)
def _lexer(language: str) -> Any:
    """Return the lexer for a language by any of its names, or None; of "rust,ignore" the first word counts."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    name = language.replace(",", " ").split()
    try:
        return get_lexer_by_name(name[0], stripnl=False, ensurenl=False) if name else None
    except ClassNotFound:
        return None
