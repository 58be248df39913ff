"""What Markdown itself does not know within a line: citations, notes written in the text, scripts, bare addresses."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator

from exporters.model.nodes import Cite, Image, Inline, Link, Node, Note, Subscript, Superscript, Text
from exporters.model.place import Place
from exporters.model.publication import Footnote
from exporters.patterns import pattern
from exporters.report import Report
from exporters.source.builder import Frame
from exporters.source.lines import SoftBreak, flow

_MARK = pattern(
    r"""
    (?P<cite> \[-?@[^\[\]]{1,300}\])
    | (?P<note> \[\^[^\[\]\s]{1,100}\])
    | (?<=[\w)~^]) \^(?P<sup>[\w+−-]{1,20})\^
    | (?<=[\w)~^]) (?<!~~) ~(?P<sub>[\w+−-]{1,20})~ (?!~)
    | (?<![\w/@.:-]) (?P<url>(?:https?://|www\.)(?=[\w\[])[^\s<>"“”«»]+)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ATTRIBUTE = r"""(?:[.#][\w-]+|[\w-]+=(?:"[^"{}]*"|'[^'{}]*'|[^\s"'{}]+))"""
_ATTRIBUTES = pattern(rf"\{{:?\s*{_ATTRIBUTE}(?:\s+{_ATTRIBUTE})*\s*\}}")
_CITED = pattern(r"\s*-?@(?P<key>\w(?:[\w:.#$%&+?~/-]*\w)?)(?:\s*,\s*(?P<locator>.*\S))?\s*", re.DOTALL)
_SPACES = pattern(r"\s+")
_AFTER_URL = frozenset("?!.,:*_~;'’…&")
_ENTITY = pattern(r"&\w+;\Z")
_OPENING = {")": "(", "]": "[", "}": "{"}


ESCAPED = frozenset("^~[|@:-—–{")
"""What a backslash keeps from meaning more than itself, beside what the parser knows."""


class Literal(Text, frozen=True, tag="literal"):
    """Characters after a backslash, which mean nothing but themselves; lives until its line is joined."""


class LineMarks:
    """Finds the marks in the lines of one article. `notes` are the keys of notes that are defined in it."""

    def __init__(self, sources: frozenset[str], notes: frozenset[str], report: Report, made: list[Footnote]) -> None:
        self.sources = sources
        self.notes = notes
        self.report = report
        self.made = made

    def refine(self, frame: Frame) -> None:
        """Replace the marks in the text that stands directly in this element by the nodes that they mean."""
        if frame.tag in ("md-code", "md-image", "pre", "code") or frame.within("pre"):
            return
        linked = frame.tag == "a" or frame.within("a")
        nodes = self._notes_in_line(self._without_attributes(_joined(frame.children)))
        frame.children = [
            piece
            for node in nodes
            for piece in (self._pieces(node, linked=linked) if isinstance(node, _Run) else (node,))
        ]

    def _without_attributes(self, nodes: list[_Run | Node]) -> list[_Run | Node]:
        """Return the nodes without `{:target="_blank"}` and its like right after a link or picture."""
        made: list[_Run | Node] = []
        for node in nodes:
            after = made[-1] if made else None
            if isinstance(node, _Run) and isinstance(after, (Link, Image)) and node.text.startswith("{"):
                found = _ATTRIBUTES.match(node.text)
                if found:
                    self.report.info(
                        "attributes-dropped", f"the attributes {found[0][:60]!r} have no meaning here", node.place(0)
                    )
                    node = node.part(found.end())  # noqa: PLW2901 - the rest of the same run
            made.append(node)
        return made

    def _notes_in_line(self, nodes: list[_Run | Node]) -> list[_Run | Node]:
        """Return the nodes with each `^[text of a note]` made a note."""
        if not any(isinstance(node, _Run) and "^[" in node.text for node in nodes):
            return nodes
        made: list[_Run | Node] = []
        todo = deque(nodes)
        while todo:
            node = todo.popleft()
            start = node.text.find("^[") if isinstance(node, _Run) else -1
            if not isinstance(node, _Run) or start < 0:
                made.append(node)
                continue
            content, rest = _bracketed(node.part(start + 2), todo)
            if rest is None:  # never closed, and so none of those that follow can be sure of its end
                made.extend((node, *todo))
                break
            children = [
                piece for inner in content for piece in (inner.texts() if isinstance(inner, _Run) else (inner,))
            ]
            key = f"^{len(self.made) + 1}"
            self.made.append(Footnote(key=key, children=flow(children), place=node.place(start)))
            made.extend((node.part(0, start), Note(key, place=node.place(start))))
            todo.appendleft(rest)
        return made

    def _pieces(self, run: _Run, *, linked: bool) -> Iterator[Node]:
        position = 0
        for found in _MARK.finditer(run.text):
            if found.start() < position:
                continue
            stop, nodes = self._made(found, run.place(found.start()), linked=linked)
            if not nodes:
                continue
            yield from run.part(position, found.start()).texts()
            yield from nodes
            position = stop
        yield from run.part(position).texts()

    def _made(self, found: re.Match[str], place: Place, *, linked: bool) -> tuple[int, list[Node]]:
        """Return where the mark ends and what it means; no nodes if it means nothing."""
        match found.lastgroup:
            case "cite":
                return found.end(), self._cites(found["cite"], place)
            case "note":
                key = found["note"][2:-1].casefold()
                if key in self.notes:
                    return found.end(), [Note(key, place=place)]
                self.report.warning(
                    "note-missing", f"there is no text for the note {key[:40]!r}", place, "Write its text: `[^key]: …`"
                )
                return found.end(), []
            case "sup":
                return found.end(), [Superscript((Text(found["sup"], place=place),), place=place)]
            case "sub":
                return found.end(), [Subscript((Text(found["sub"], place=place),), place=place)]
            case _:
                if linked:
                    return found.end(), []
                url = _trimmed_url(found["url"])
                if "." not in url or len(url) < 8:
                    return found.end(), []
                target = url if "://" in url[:8] else f"http://{url}"
                words: tuple[Inline, ...] = (Text(url, place=place),)
                return found.start() + len(url), [Link(target, words, place=place)]

    def _cites(self, mark: str, place: Place) -> list[Node]:
        """Return the citations of `[@key, locator; @key]`; nothing, with a warning, where a key names no source."""
        cited: list[Node] = []
        for part in mark[1:-1].split(";"):
            found = _CITED.fullmatch(part)
            if found is None:
                return []
            if found["key"] not in self.sources:
                self.report.warning(
                    "source-unknown",
                    f"no source of the story has the key {found['key'][:40]!r}",
                    place,
                    "List it under `sources` in the front matter, or correct the key",
                )
                return []
            locator = _SPACES.sub(" ", found["locator"] or "")
            cited += [Text(" ", place=place)] if cited else []
            cited.append(Cite(found["key"], locator, place=place))
        return cited


class _Run:
    """Neighbouring texts as one, which still knows where each character stands."""

    __slots__ = ("_starts", "_texts", "text")

    def __init__(self, texts: list[Text]) -> None:
        self._texts = texts
        self._starts = [0]
        for text in texts[:-1]:
            self._starts.append(self._starts[-1] + len(text.text))
        self.text = texts[0].text if len(texts) == 1 else "".join(text.text for text in texts)

    def place(self, offset: int) -> Place:
        """Return the place of the character at this offset."""
        at = bisect_right(self._starts, offset) - 1
        place = self._texts[at].place
        return Place(place.file, place.line, place.column + offset - self._starts[at]) if place.column else place

    def part(self, start: int, stop: int | None = None) -> _Run:
        """Return the run from one offset to another."""
        return _Run([Text(self.text[start:stop], place=self.place(start))])

    def texts(self) -> tuple[Text, ...]:
        """Return the run as a node, or none where it is empty."""
        if not self.text:
            return ()
        return (self._texts[0],) if len(self._texts) == 1 else (Text(self.text, place=self._texts[0].place),)


def _joined(children: list[Node]) -> list[_Run | Node]:
    """Return the nodes with neighbouring text joined; line ends within it count as spaces if there are citations."""
    across = any(type(child) is Text and "@" in child.text for child in children)
    joined: list[_Run | Node] = []
    run: list[Text] = []
    for child in children:
        if type(child) is Text:
            run.append(child)
        elif across and type(child) is SoftBreak:
            run.append(Text(" ", place=child.place))
        else:
            if run:
                joined.append(_Run(run))
                run = []
            joined.append(child)
    if run:
        joined.append(_Run(run))
    return joined


def _bracketed(first: _Run, todo: deque[_Run | Node]) -> tuple[list[_Run | Node], _Run | None]:
    """Return what stands before the closing bracket, and the run after it; takes from `todo` only if there is one."""
    content: list[_Run | Node] = []
    depth = 1
    for taken, node in enumerate([first, *todo]):
        if isinstance(node, _Run):
            for found in re.finditer(r"[\[\]]", node.text):
                depth += 1 if found[0] == "[" else -1
                if not depth:
                    for _ in range(taken):
                        todo.popleft()
                    return [*content, node.part(0, found.start())], node.part(found.end())
        content.append(node)
    return [], None


def _trimmed_url(url: str) -> str:
    """Return the address without what belongs to the sentence.

    See https://github.github.com/gfm/#extended-autolink-path-validation.
    """
    open_still = {closing: url.count(closing) - url.count(opening) for closing, opening in _OPENING.items()}
    end = len(url)
    while end:
        last = url[end - 1]
        if last in _OPENING:
            if open_still[last] <= 0:
                break
            open_still[last] -= 1
        elif last == ";" and (entity := _ENTITY.search(url, max(0, end - 12), end)):
            end = entity.start() + 1
        elif last not in _AFTER_URL:
            break
        end -= 1
    return url[:end]
