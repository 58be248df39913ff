"""Tags in text: HTML cut into start tags, end tags, text and the rest, in linear time and without judging it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from exporters.model.nodes import LineBreak, Link, Paragraph, Rule, Text
from exporters.model.place import NOWHERE, Place
from exporters.patterns import pattern
from exporters.report import Report
from exporters.source.builder import Frame, TreeBuilder
from exporters.source.elements import DROPPED, EMBEDDED, MAKERS, PLAIN, VOID
from exporters.source.figures import make_image
from exporters.source.redaction import ANY_MARK, looks_like_redact, may_be_marked, report_unbalanced, tag_name

# Possessive, so that no text is searched twice: a quote counts only after an equals sign, as HTML has it
# (https://html.spec.whatwg.org/multipage/parsing.html#attribute-name-state).
_TAG = pattern(r"""<(/?)([A-Za-z][^\s/>]*)((?:=\s*"[^"]*"|=\s*'[^']*'|[^>])*+)>""")
_ATTRIBUTE = pattern(r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
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
    """A piece of HTML: `kind` is start, end, text, comment or declaration; `at` its offset in characters."""

    kind: str
    name: str
    attributes: dict[str, str]
    text: str
    at: int
    closed: bool = False


def tokens(text: str) -> Iterator[Token]:
    """Yield the pieces of a stretch of HTML."""
    position, length = 0, len(text)
    last_end = text.rfind(">")  # no tag begins after it
    comments_end = True  # whether a "-->" may still come
    while position < length:
        start = text.find("<", position)
        if start < 0 or start > last_end:
            yield Token("text", "", {}, text[position:], position)
            return
        if start > position:
            yield Token("text", "", {}, text[position:start], position)
        if text.startswith("<!--", start):
            end = text.find("-->", start + 4) if comments_end else -1
            comments_end = end >= 0
            position = end + 3 if end >= 0 else length
            yield Token("comment", "", {}, text[start:position], start)
            continue
        if text.startswith(("<!", "<?"), start):
            position = text.find(">", start) + 1
            yield Token("declaration", "", {}, text[start:position], start)
            continue
        found = _TAG.match(text, start)
        if found is not None:
            name = found[2].lower()
            if found[1]:
                yield Token("end", name, {}, found[0], start)
            else:
                yield Token("start", name, attributes(found[3]), found[0], start, found[3].endswith("/"))
            position = found.end()
            continue
        if text[start + 1 : start + 2].isalpha():
            last_end = start  # a tag that a quotation mark keeps open to the end: so would all that follow
        yield Token("text", "", {}, "<", start)
        position = start + 1


def unescaped(text: str) -> str:
    """Return the text with what its character references stand for; few texts have any."""
    if "&" not in text:
        return text
    from html import unescape  # with the names of two thousand characters

    return unescape(text)


def attributes(text: str) -> dict[str, str]:
    """Return the attributes of a start tag, names in lower case, the first of each name, values unescaped."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        value = match[2] if match[2] is not None else match[3] if match[3] is not None else match[4] or ""
        found.setdefault(match[1].lower(), unescaped(value))
    return found


class TagFeeder:
    """Feeds HTML tags to a tree builder, as browsers would read them as far as the model can say it.

    `redactions` are the places of the redaction tags that were taken, and of those within comments.
    """

    def __init__(self, builder: TreeBuilder, report: Report) -> None:
        self.builder = builder
        self.report = report
        self.read_words: Callable[[str, Place], bool] = lambda _text, _place: False
        self.redactions: list[Place] = []
        self.comments: list[Place] = []
        self.dropped_at = NOWHERE
        self.dropping: list[str] = []
        """The elements whose content, now met, is dropped: scripts, forms, what is replaced by a link."""
        self._unknown: set[str] = set()

    def stop_dropping(self) -> None:
        """End what is dropped where it was not closed."""
        self.dropping.clear()

    def _begin_dropping(self, name: str, place: Place) -> None:
        self.dropping.append(name)
        self.dropped_at = place

    def start(self, name: str, attributes: dict[str, str], place: Place, *, closed: bool = False) -> None:
        """Take a start tag."""
        builder = self.builder
        name = tag_name(name)
        if self.dropping:
            if name == self.dropping[-1] and not closed:
                self.dropping.append(name)
            return
        if name == "redact":
            self.redactions.append(place)
        elif name in EMBEDDED:
            self._embed(name, attributes, place, closed=closed or name == "embed")
            return
        elif name in DROPPED:
            self._drop(name, place)
            if not closed:
                self._begin_dropping(name, place)
            return
        elif name in VOID:
            self._void(name, attributes, place)
            return
        top = builder.stack[-1]
        if name in _CLOSES_PARAGRAPH and top.tag == "p" and not top.fixed:
            builder.close("p", place)
        siblings = _SIBLINGS.get(name)
        if siblings is not None:
            self._close_siblings(*siblings)
        if name not in MAKERS and name not in PLAIN:
            self._meaningless(name, place)
        builder.open(name, place, attributes)
        if closed:
            builder.close(name, place)

    def end(self, name: str, place: Place) -> None:
        """Take an end tag; one without a start tag is reported."""
        name = tag_name(name)
        if self.dropping:
            if name == self.dropping[-1]:
                self.dropping.pop()
            return
        if name == "redact":
            self.redactions.append(place)
            self.builder.close(name, place)
        elif name == "br":
            self._void("br", {}, place)
        elif name not in VOID and not self.builder.close(name, place) and name != "p":
            self.report.info("tag-unmatched", f"there is no <{name[:40]}> for this </{name[:40]}>", place)

    def feed(self, text: str, place_at: Callable[[int], Place]) -> None:
        """Take a stretch of HTML; `place_at` gives the place of an offset in it."""
        for token in tokens(text):
            if token.kind == "text":
                if token.text == "\n":  # as after most tags
                    self._plain_words("\n", place_at(token.at + 1))
                    continue
                if self.read_words(token.text, place_at(token.at)):
                    continue
                first, *others = token.text.split("\n")  # each line with the place where it stands
                if first:
                    self._plain_words(first, place_at(token.at))
                at = token.at + len(first) + 1
                for part in others:
                    self._plain_words(f"\n{part}", place_at(at))
                    at += len(part) + 1
            elif token.kind == "start":
                self.start(token.name, token.attributes, place_at(token.at), closed=token.closed)
            elif token.kind == "end":
                self.end(token.name, place_at(token.at))
            elif token.kind == "comment":
                self.comments.append(place_at(token.at))
                if may_be_marked(token.text):
                    self.redactions += [place_at(token.at + mark.start()) for mark in ANY_MARK.finditer(token.text)]

    def words(self, text: str, place: Place) -> None:
        """Take text between tags, with character references in it; `read_words` may take it first."""
        if not self.read_words(text, place):
            self._plain_words(text, place)

    def _plain_words(self, text: str, place: Place) -> None:
        if not self.dropping:
            self.builder.html_text(unescaped(text), place)

    def _drop(self, name: str, place: Place) -> None:
        if name not in ("head", "title", "template") and not self.builder.redacting:
            self.report.warning(
                "element-dropped",
                f"the element {name} is left out with what it holds",
                place,
                "Say what it says in text, or replace it by a picture",
            )

    def _meaningless(self, name: str, place: Place) -> None:
        """Say once of each unknown element that it means nothing; one that may be a misspelt redaction is an error."""
        if looks_like_redact(name):
            self.builder.unbalanced.append(place)
            report_unbalanced(self.report, place)
        elif name not in self._unknown and not self.builder.redacting:
            self._unknown.add(name)
            self.report.warning(
                "element-unknown",
                f"the element {name[:40]} means nothing here; its content is kept",
                place,
                "Leave the tag out, or write &lt; for a < that is no tag",
            )

    def _void(self, name: str, attributes: dict[str, str], place: Place) -> None:
        if name == "br":
            self.builder.add(LineBreak(place=place))
        elif name == "hr":
            if self.builder.stack[-1].tag == "p" and not self.builder.stack[-1].fixed:
                self.builder.close("p", place)
            self.builder.add(Rule(place=place))
        elif name == "img":
            self.builder.pictures.append(place)
            frame = Frame("img", attributes, place)
            self.builder.check_attributes(frame)
            image = make_image(frame)
            if image is None or _is_pixel(attributes):
                if not self.builder.redacting:
                    self.report.info("image-dropped", "a picture without a source, or of one pixel, is left out", place)
            else:
                self.builder.add(image)
        elif name == "input":
            kind = attributes.get("type", "").lower()
            holder = self.builder.stack[-1] if self.builder.stack[-1].tag == "li" else None
            if kind == "checkbox" and holder is not None:
                holder.attributes["data-checked"] = "true" if "checked" in attributes else "false"

    def _embed(self, name: str, attributes: dict[str, str], place: Place, *, closed: bool) -> None:
        source = (attributes.get("src") or attributes.get("data") or "").strip()
        source = f"https:{source}" if source.startswith("//") else source
        linked = source.startswith(("http://", "https://"))
        if not self.builder.redacting:
            self.report.warning(
                "embed-linked",
                f"what the element {name} shows from elsewhere is "
                + ("written as a link" if linked else "left out: it gives no full address"),
                place,
                "Describe in the text what it shows",
            )
        if linked:
            words = attributes.get("title", "").strip() or source
            self.builder.add(Paragraph((Link(source, (Text(words, place=place),), place=place),), place=place))
        if not closed:
            self._begin_dropping(name, place)

    def _close_siblings(self, siblings: set[str], limits: set[str]) -> None:
        """Close what a new sibling ends, such as a list item by the next one."""
        lowest = 0
        for depth in range(len(self.builder.stack) - 1, 0, -1):
            frame = self.builder.stack[depth]
            if frame.tag in limits or frame.fixed:
                break
            if frame.tag in siblings:
                lowest = depth
        if lowest:
            self.builder.close_to(lowest)


def _is_pixel(attributes: dict[str, str]) -> bool:
    """Return whether this picture only counts its readers."""
    return attributes.get("width", "").strip() in ("0", "1") and attributes.get("height", "").strip() in ("0", "1")
