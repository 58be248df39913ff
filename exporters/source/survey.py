"""A look over HTML before a parser sees it: redactions emptied, depth held in bounds, start tags counted.

The parser mends nesting, and in mending can move what a redaction held out of it. So nothing of what is withheld
reaches it: the text between `<redact>` and `</redact>` is blanked first.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict, deque
from dataclasses import dataclass

from exporters.errors import SourceError
from exporters.model.place import Place
from exporters.source.redaction import ANY_MARK, ONLY_MARK, tag_name
from exporters.source.tags import Token, tokens

_FORMATTING = frozenset({
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
})  # fmt: skip
"""Elements that HTML opens anew in each paragraph after, so that many left open multiply."""

_RAW = frozenset({"script", "style", "template", "textarea", "iframe", "noembed", "noframes", "xmp", "title"})
_MOST_FORMATTING = 200
_MOST_OPEN = 2000
_MAY_STAY_OPEN = frozenset({
    "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "optgroup", "colgroup", "br", "hr",
    "img", "input", "link", "meta", "area", "base", "col", "embed", "source", "track", "wbr", "param",
})  # fmt: skip


class TextPlaces:
    """The places of one text, by offsets in characters. `first_line` is the number of the line at which it begins."""

    def __init__(self, text: str, name: str, first_line: int) -> None:
        self.name = name
        self._first = first_line
        self._starts = [0]
        position = text.find("\n")
        while position >= 0:
            self._starts.append(position + 1)
            position = text.find("\n", position + 1)

    def at(self, offset: int) -> Place:
        """Return the place of this character."""
        index = bisect_right(self._starts, offset) - 1
        return Place(self.name, self._first + index, offset - self._starts[index] + 1)


@dataclass(frozen=True, slots=True)
class Survey:
    """The text as the parser may see it, the offsets of start tags by name, and where a redaction does not hold."""

    text: str
    offsets: dict[str, deque[int]]
    fault: int | None


def survey(text: str, places: TextPlaces) -> Survey:
    """Return the text with its redactions emptied, offsets kept. Raises SourceError for nesting beyond reason."""
    kept: list[str] = []
    offsets: dict[str, deque[int]] = defaultdict(deque)
    opened: Counter[str] = Counter()
    redacting: list[int] = []
    taken = 0
    fault: int | None = None
    raw = ""
    for token in tokens(text):
        if token.kind in ("start", "end") and tag_name(token.name) == "redact":
            taken += 1
            if token.kind == "start":
                if not redacting:
                    kept.append(token.text.removesuffix("/>") + ("></redact>" if token.closed else "") or token.text)
                    offsets["redact"].append(token.at)
                if not token.closed:
                    redacting.append(token.at)
            elif redacting:
                redacting.pop()
                if not redacting:
                    kept.append("</redact>")
            else:
                fault = token.at if fault is None else fault
            continue
        if redacting:
            kept.append("\n" * token.text.count("\n"))
            continue
        kept.append(token.text)
        if token.kind == "comment" and not raw:  # in a title it is text, and a mark in it is none that was taken
            taken += len(ANY_MARK.findall(token.text))
            if fault is None and ONLY_MARK.fullmatch(token.text.removeprefix("<!--").removesuffix("-->").strip()):
                fault = token.at  # what stands between two such comments was meant to be withheld
        elif raw:
            raw = "" if token.kind == "end" and token.name == raw else raw
        elif token.kind == "start":
            offsets[token.name].append(token.at)
            raw = token.name if token.name in _RAW else ""
            _count(token, opened, places)
        elif token.kind == "end" and opened[token.name]:
            opened[token.name] -= 1
    if redacting:
        fault = redacting[0]
    marks = ANY_MARK.findall(text)
    if fault is None and len(marks) != taken:  # in an attribute, a script, escaped: nothing that a reader may take
        found = ANY_MARK.search(text)
        fault = found.start() if found else 0
    return Survey("".join(kept), offsets, fault)


def _count(token: Token, opened: Counter[str], places: TextPlaces) -> None:
    """Count an open element, and raise SourceError where there are more than a parser can take in linear time."""
    if token.name in _MAY_STAY_OPEN or token.closed:
        return
    opened[token.name] += 1
    if opened[token.name] <= _MOST_FORMATTING:
        return
    formatting = sum(opened[name] for name in _FORMATTING) if token.name in _FORMATTING else 0
    if formatting > _MOST_FORMATTING or opened[token.name] > _MOST_OPEN:
        raise SourceError(
            f"more than {_MOST_FORMATTING} elements like <{token.name[:20]}> are open here",
            places.at(token.at),
            "Close the tags that are left open",
            code="nested-too-deep",
        )
