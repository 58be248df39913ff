"""Heads that are none to the reader: behind something else, between other fences, or a second one below the first.

Their keys would be set as text, and what they say of the hour or the state of the story would be passed over.
"""

from __future__ import annotations

import re

from exporters.model.place import Place
from exporters.patterns import pattern
from exporters.report import Report
from exporters.source.keys import FIELD, is_gate, is_held, normal, says_hold

_COMMENTS = "(?:[\\s\ufeff\u200b\u2060]|<!--(?:(?!-->).)*-->)*"
_BEFORE = pattern(rf"{_COMMENTS}(?:\#[ \t][^\n]*\n{_COMMENTS})?", re.DOTALL)
"""What may stand before keys: comments, and the title, as programs for notes write it."""
_COMMENT = pattern(r"<!--(.*?)-->", re.DOTALL)
_FENCE = pattern(r"(?:[-=;+—–―−]{3,}|[—–―−]|`{3,}|~{3,})[^\n]*\n")
_LINE = pattern(
    r"""(?P<mark>[-*+>][ \t]+|[ \t]*:|\#\+|[ \t]*)(?P<bold>\*\*|__)?["']?(?P<key>[^\W\d_][\w -]{0,30}?)["']?"""
    r"""[ \t\u00a0]*[:=]{1,2}(?:\*\*|__)?[ \t\u00a0]*(?P<value>[^\n]*)"""
)
_ALONE = frozenset({"draft", "embargoed", "private", "true", "unpublished", "wip", "yes"})
"""What one line says of the story itself; `Status: pending` may be about a bill."""
_JSON = pattern(r"\{\s*[\"']")
_JSON_KEY = pattern(r"""["'](\w[\w-]{0,30})["']\s*:""")
_MOST = 4000
_MOST_LINES = 60


def check_lost_head(text: str, start: int, name: str, report: Report, *, second: bool) -> None:
    """Report, as an error, keys at `start` that say when or whether a story may go out, where no head is read.

    `second` says that a head was read above them: then they must be all that stands there.
    """
    found = _BEFORE.match(text, start, start + _MOST)
    at = found.end() if found else start
    key = ""
    if found and "<!--" in found[0]:
        said = (_in_lines(comment[1].strip(), 0, second=second) for comment in _COMMENT.finditer(found[0]))
        key = next(filter(None, said), "")
    if not key and at < len(text) and (text[at].isalpha() or text[at] in "-=;+—–―−`~{\"':#*_>"):
        key = _in_json(text, at) if text[at] == "{" and not second else _in_lines(text, at, second=second)
    if key:
        report.error(
            "head-lost",
            f"the key {key[:40]!r} stands in what is no head to us, and would be set as text",
            Place(name, text.count("\n", 0, at) + 1, 1),
            "Put it into the front matter, between two lines of --- at the very beginning of the file",
        )


def _in_json(text: str, at: int) -> str:
    if not _JSON.match(text, at):
        return ""
    keys = (found[1] for found in _JSON_KEY.finditer(text, at, at + _MOST))
    return next((key for key in keys if _decides(key)), "")


def _in_lines(text: str, at: int, *, second: bool) -> str:
    """Return the key that decides, if the lines from here on are those of a head."""
    fence = _FENCE.match(text, at)
    begin = fence.end() if fence else at
    if fence and not second and text[begin : begin + 1] == "{":
        return _in_json(text, begin)
    if not fence and not _LINE.match(text, at):
        return ""
    known = total = 0
    deciding = holding = alone = ""
    decorated = False
    indented = at > 0 and text[at - 1] in " \t"  # then all of them are
    for line in text[begin : begin + _MOST].split("\n")[:_MOST_LINES]:
        if not line.strip() or (fence and _FENCE.match(f"{line}\n")):
            break
        found = _LINE.match(line)
        if total and (
            (line[:1] in " \t" and not indented) or line[:1] == "[" or (line[:1] in "-#" and (found is None or fence))
        ):
            continue  # goes on with the value above, or is a comment
        total += 1
        if found is None:
            continue
        key = found["key"].strip()
        decorated = decorated or found["bold"] is not None or found["mark"][:1] in tuple("-*+>")
        if normal(key) in FIELD or is_held(key):
            known += 1
            deciding = deciding or (key if _decides(key) else "")
            if is_held(key) or (is_gate(key) and says_hold(found["value"])):
                holding = holding or key
                alone = alone or (key if is_held(key) or found["value"].strip(" \"'").lower() in _ALONE else "")
    if second:  # words about a state stand in many stories: here all must be keys
        return (holding if fence or known > 1 else alone) if known == total and not decorated else ""
    if decorated:  # as lists of facts are
        return alone if known > 1 and known * 2 >= total else ""
    enough = known > 1 or (fence is not None and holding)
    return deciding if enough and known * 2 >= total else ""


def _decides(key: str) -> bool:
    return is_gate(key) or is_held(key) or FIELD.get(normal(key)) == "published"
