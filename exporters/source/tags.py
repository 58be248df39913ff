"""Tags in text: HTML cut into start tags, end tags, text and the rest, in linear time and without judging it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from exporters.model.place import Place
from exporters.report import Report
from exporters.source.builder import Frame, TreeBuilder
from exporters.source.elements import DROPPED, EMBEDDED, MAKERS, VOID, make_image

# Attribute text is bounded, so that many unclosed tags cannot each be searched to the end of the file.
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)((?:[^>\"']|\"[^\"]{0,20000}\"|'[^']{0,20000}'){0,20000}?)(/?)>")
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_KNOWN_PLAIN = frozenset({"html", "body", "tbody", "hgroup", "picture", "source", "wbr", "label", "fieldset", "legend"})
_CLOSES_PARAGRAPH = frozenset({
    "address", "article", "aside", "blockquote", "details", "div", "dl", "figure", "footer", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "main", "menu", "nav", "ol", "p", "pre", "section", "table", "ul",
})  # fmt: skip
_SIBLINGS = {
    "li": ({"li"}, {"ul", "ol", "menu"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "tr": ({"tr", "td", "th"}, {"table"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "thead": ({"thead", "tbody", "tfoot", "tr", "td", "th"}, {"table"}),
    "tbody": ({"thead", "tbody", "tfoot", "tr", "td", "th"}, {"table"}),
    "tfoot": ({"thead", "tbody", "tfoot", "tr", "td", "th"}, {"table"}),
}
"""Elements whose start closes an earlier sibling, and the elements beyond which that does not reach."""


class Token(NamedTuple):
    """A piece of HTML: `kind` is start, end, text or comment; `at` its offset in characters."""

    kind: str
    name: str
    attributes: dict[str, str]
    text: str
    at: int
    closed: bool = False


def tokens(text: str) -> Iterator[Token]:
    """Yield the pieces of a stretch of HTML."""
    position, length = 0, len(text)
    comments_end = True  # whether a "-->" may still come
    while position < length:
        start = text.find("<", position)
        if start < 0:
            yield Token("text", "", {}, text[position:], position)
            return
        if start > position:
            yield Token("text", "", {}, text[position:start], position)
        if text.startswith("<!--", start):
            end = text.find("-->", start + 4) if comments_end else -1
            comments_end = end >= 0
            stop = end + 3 if end >= 0 else length
            yield Token("comment", "", {}, text[start:stop], start)
            position = stop
            continue
        if text.startswith(("<!", "<?"), start):
            end = text.find(">", start)
            position = end + 1 if end >= 0 else length
            yield Token("comment", "", {}, text[start:position], start)
            continue
        found = _TAG.match(text, start)
        if found is None:
            yield Token("text", "", {}, "<", start)
            position = start + 1
            continue
        name = found[2].lower()
        if found[1]:
            yield Token("end", name, {}, found[0], start)
        else:
            yield Token("start", name, attributes(found[3]), found[0], start, bool(found[4]))
        position = found.end()


def attributes(text: str) -> dict[str, str]:
    """Return the attributes of a start tag, names in lower case, the first of each name, values unescaped."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        value = match[2] if match[2] is not None else match[3] if match[3] is not None else match[4] or ""
        found.setdefault(match[1].lower(), html.unescape(value) if "&" in value else value)
    return found


class TagFeeder:
    """Feeds HTML tags to a tree builder, as browsers would read them as far as the model can say it."""

    def __init__(self, builder: TreeBuilder, report: Report) -> None:
        self.builder = builder
        self.report = report
        self._dropping: list[str] = []

    @property
    def dropping(self) -> bool:
        """Whether the content now met is dropped: it is a script, a form, or replaced by a link."""
        return bool(self._dropping)

    def start(self, name: str, attributes: dict[str, str], place: Place, *, closed: bool = False) -> None:
        """Take a start tag."""
        builder = self.builder
        if self._dropping:
            if name == self._dropping[-1] and not closed:
                self._dropping.append(name)
            return
        if name in EMBEDDED:
            self._embed(name, attributes, place, closed=closed or name == "embed")
            return
        if name in DROPPED:
            self.report.warning(
                "element-dropped",
                f"the element {name} is left out with what it holds",
                place,
                "Say what it says in text, or replace it by a picture",
            )
            if not closed:
                self._dropping.append(name)
            return
        if name in VOID:
            self._void(name, attributes, place)
            return
        if (
            name in _CLOSES_PARAGRAPH
            and builder.stack[-1].tag == "p"
            and "markdown" not in builder.stack[-1].attributes
        ):
            builder.close("p", place)
        siblings = _SIBLINGS.get(name)
        if siblings is not None:
            self._close_siblings(*siblings, place)
        if name not in MAKERS and name not in _KNOWN_PLAIN:
            self.report.info("element-unknown", f"the element {name} means nothing here; its content is kept", place)
        builder.open(name, place, attributes)
        if closed:
            builder.close(name, place)

    def end(self, name: str, place: Place, within: Frame | None = None) -> None:
        """Take an end tag; one without a start tag is reported."""
        if self._dropping:
            if name == self._dropping[-1]:
                self._dropping.pop()
            return
        if name == "br":
            self._void("br", {}, place)
        elif name not in VOID and not self.builder.close(name, place, within) and name != "p" and name != "redact":
            self.report.info("tag-unmatched", f"there is no <{name}> for this </{name}>", place)

    def feed(self, text: str, place_at: Callable[[int], Place], within: Frame | None = None) -> None:
        """Take a stretch of HTML; `place_at` gives the place of an offset in it."""
        for token in tokens(text):
            if token.kind == "text":
                if not self._dropping:
                    words = html.unescape(token.text) if "&" in token.text else token.text
                    self.builder.html_text(words, place_at(token.at))
            elif token.kind == "start":
                self.start(token.name, token.attributes, place_at(token.at), closed=token.closed)
            elif token.kind == "end":
                self.end(token.name, place_at(token.at), within)

    def _void(self, name: str, attributes: dict[str, str], place: Place) -> None:
        from exporters.model.nodes import LineBreak, Rule

        if name == "br":
            self.builder.add(LineBreak(place=place))
        elif name == "hr":
            if self.builder.stack[-1].tag == "p" and "markdown" not in self.builder.stack[-1].attributes:
                self.builder.close("p", place)
            self.builder.add(Rule(place=place))
        elif name == "img":
            frame = Frame("img", attributes, place)
            self.builder.check_attributes(frame)
            image = make_image(frame)
            if image is None or _is_pixel(attributes):
                self.report.info("image-dropped", "a picture without a source, or of one pixel, is left out", place)
            else:
                self.builder.add(image)
        elif name == "input":
            kind = attributes.get("type", "").lower()
            holder = self.builder.stack[-1] if self.builder.stack[-1].tag == "li" else None
            if kind == "checkbox" and holder is not None:
                holder.attributes["data-checked"] = "true" if "checked" in attributes else "false"

    def _embed(self, name: str, attributes: dict[str, str], place: Place, *, closed: bool) -> None:
        from exporters.model.nodes import Link, Paragraph, Text

        source = (attributes.get("src") or attributes.get("data") or "").strip()
        source = f"https:{source}" if source.startswith("//") else source
        self.report.warning(
            "embed-linked",
            f"what the element {name} shows from elsewhere is written as a link"
            if source
            else f"an empty {name} is left out",
            place,
            "Describe in the text what it shows",
        )
        if source.startswith(("http://", "https://")):
            words = attributes.get("title", "").strip() or source
            self.builder.add(Paragraph((Link(source, (Text(words, place=place),), place=place),), place=place))
        if not closed:
            self._dropping.append(name)

    def _close_siblings(self, siblings: set[str], limits: set[str], place: Place) -> None:
        for frame in reversed(self.builder.stack):
            if frame.tag in limits or frame.tag == "root":
                return
            if frame.tag in siblings:
                self.builder.close_frame(frame)
                self._close_siblings(siblings, limits, place)
                return


def _is_pixel(attributes: dict[str, str]) -> bool:
    """Return whether this picture only counts its readers."""
    return attributes.get("width", "").strip() in ("0", "1") and attributes.get("height", "").strip() in ("0", "1")
