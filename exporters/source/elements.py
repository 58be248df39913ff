"""What each element becomes: the one table that says what a tag means, in Markdown and in HTML alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Literal

import msgspec

from exporters.model.nodes import (
    Aside,
    Block,
    Callout,
    CalloutKind,
    Code,
    CodeBlock,
    Definition,
    Definitions,
    Direction,
    Emphasis,
    Figure,
    Group,
    Heading,
    Image,
    Inline,
    Link,
    List,
    ListItem,
    Node,
    Paragraph,
    Quote,
    Redacted,
    SmallCaps,
    Span,
    SpanRole,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Underline,
)
from exporters.model.outline import slugify
from exporters.model.walk import plain_text
from exporters.source.builder import Frame, Maker, SoftBreak, TreeBuilder, flow, is_inline, join, line
from exporters.source.tables import make_caption, make_cell, make_row, make_section, make_table

VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
"""Elements that have no end tag (https://html.spec.whatwg.org/multipage/syntax.html#void-elements)."""

DROPPED = frozenset(
    {
        "script",
        "style",
        "template",
        "noscript",
        "form",
        "button",
        "select",
        "textarea",
        "canvas",
        "svg",
        "head",
        "dialog",
    }
)
"""Elements whose content is no part of the text."""

EMBEDDED = frozenset({"iframe", "embed", "object", "video", "audio"})
"""Elements that show something from elsewhere, and become a link to it."""

_NAME = re.compile(r"[^\W\d][\w.-]*$")
_DASH = re.compile(r"^\s*(?:—|―|–|--)\s*(?=\S)")

_CALLOUTS: dict[str, CalloutKind] = {
    kind: kind
    for kind in (
        "note", "tip", "important", "warning", "caution", "correction", "clarification", "update", "key-points",
    )
}  # fmt: skip


def anchor_of(attributes: dict[str, str]) -> str:
    """Return the element's id as a name that XML allows, or nothing."""
    name = attributes.get("id", "").strip()
    return name if _NAME.match(name) else slugify(name) if name and slugify(name)[:1].isalpha() else ""


def direction_of(attributes: dict[str, str]) -> Direction:
    """Return the direction that the element sets, if it does."""
    given = attributes.get("dir", "").lower()
    return "rtl" if given == "rtl" else "ltr" if given == "ltr" else ""


def callout_kind(name: str) -> CalloutKind | None:
    """Return the kind of callout of this name, if there is one."""
    return _CALLOUTS.get(name.strip().lower().replace("_", "-").replace(" ", "-"))


def classes_of(attributes: dict[str, str]) -> set[str]:
    """Return the classes of the element in lower case."""
    return set(attributes.get("class", "").lower().split())


# ------------------------------------------------------------------------------------------------------ inlines

_Typographic = Emphasis | Strong | Strike | Underline | SmallCaps | Superscript | Subscript


def _around(frame: Frame, wrap: Callable[[tuple[Inline, ...]], Inline]) -> list[Node]:
    """Return the content with its text wrapped; blocks within an inline element keep their shape, their text is wrapped."""
    made: list[Node] = []
    run: list[Node] = []

    def end_run() -> None:
        words = join(run)
        if words:
            made.append(wrap(tuple(words)) if plain_text(words).strip() or _any_object(words) else Text(" "))
        run.clear()

    for child in frame.children:
        if is_inline(child):
            run.append(child)
            continue
        end_run()
        if isinstance(child, (Paragraph, Heading)) and child.children:
            made.append(msgspec.structs.replace(child, children=(wrap(child.children),)))
        else:
            made.append(child)
    end_run()
    return made


def _any_object(words: Iterable[Inline]) -> bool:
    return any(not isinstance(word, Text) for word in words)


def _typographic(kind: type[_Typographic]) -> Maker:
    def make(builder: TreeBuilder, frame: Frame) -> list[Node]:
        return _around(frame, lambda words: kind(words, place=frame.place))

    return make


def _spanning(role: SpanRole) -> Maker:
    def make(builder: TreeBuilder, frame: Frame) -> list[Node]:
        attributes = frame.attributes
        title = attributes.get("title", "").strip() if role in ("abbreviation", "term") else ""
        language, direction = attributes.get("lang", "").strip(), direction_of(attributes)
        if not (role or title or language or direction):
            return frame.children
        return _around(
            frame,
            lambda words: Span(
                words, language=language, direction=direction, role=role, title=title, place=frame.place
            ),
        )

    return make


def _span(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    classes = classes_of(frame.attributes)
    style = frame.attributes.get("style", "").replace(" ", "").lower()
    if classes & {"small-caps", "smallcaps", "sc"} or "font-variant:small-caps" in style:
        return _typographic(SmallCaps)(builder, frame)
    if classes & {"underline", "u"} or "text-decoration:underline" in style:
        return _typographic(Underline)(builder, frame)
    if "font-weight:bold" in style or "font-weight:700" in style:
        return _typographic(Strong)(builder, frame)
    if "font-style:italic" in style:
        return _typographic(Emphasis)(builder, frame)
    return _spanning("highlight" if classes & {"mark", "highlight"} else "")(builder, frame)


def _link(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    target = frame.attributes.get("href", "").strip()
    name = anchor_of({"id": frame.attributes.get("id", "") or frame.attributes.get("name", "")})
    if not target:
        if name:  # an anchor of old: the block around it takes the name
            for holder in reversed(builder.stack):
                if holder.tag in _ANCHORED:
                    holder.attributes.setdefault("id", name)
                    break
        return frame.children
    title = frame.attributes.get("title", "")
    if not frame.children:
        return [Link(target, (), title=title, place=frame.place)]
    return _around(frame, lambda words: Link(target, words, title=title, place=frame.place))


def _code(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    if any(open_frame.tag == "pre" for open_frame in builder.stack):
        return frame.children
    text = plain_text(line(frame.children))
    return [Code(text, place=frame.place)] if text else []


def _redact(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    return [Redacted(frame.attributes.get("reason", "").strip(), place=frame.place)]


def make_image(frame: Frame) -> Image | None:
    """Return the picture of an `img`; an empty `alt` marks it as decorative. None without a source."""
    attributes = frame.attributes
    source = (attributes.get("src") or attributes.get("data-src") or "").strip()
    if not source:
        return None
    alt = " ".join(attributes.get("alt", "").split())
    decorative = ("alt" in attributes and not alt) or attributes.get("role", "") in ("presentation", "none")
    return Image(source, alt=alt, decorative=decorative, title=attributes.get("title", "").strip(), place=frame.place)


# ------------------------------------------------------------------------------------------------------- blocks


def _heading(level: int) -> Maker:
    def make(builder: TreeBuilder, frame: Frame) -> list[Node]:
        words = [child for child in frame.children if is_inline(child)]
        blocks = [child for child in frame.children if not is_inline(child)]
        for block in blocks:  # <h2><p>…</p></h2> is seen in the wild
            if isinstance(block, Paragraph):
                words.extend(block.children)
        rest = [block for block in blocks if not isinstance(block, Paragraph)]
        text = line(words)
        made: list[Node] = []
        if text:
            made.append(Heading(level, text, anchor=anchor_of(frame.attributes), place=frame.place))
        return [*made, *rest]

    return make


def _paragraph(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    return paragraph_or_figure(frame)


def paragraph_or_figure(frame: Frame) -> Iterable[Node]:
    """Return the content of a `p` as blocks: a picture alone is a figure, whose caption is the picture's title."""
    objects = [child for child in frame.children if not isinstance(child, SoftBreak) and not _blank(child)]
    if len(objects) == 1 and isinstance(objects[0], Image):
        image = objects[0]
        caption = (Text(image.title, place=image.place),) if image.title else ()
        bare = msgspec.structs.replace(image, title="")
        return [Figure(bare, caption=caption, anchor=anchor_of(frame.attributes), place=frame.place)]
    blocks = flow(frame.children, frame.place, anchor_of(frame.attributes))
    language, direction = frame.attributes.get("lang", ""), direction_of(frame.attributes)
    if blocks and (language or direction):
        return [Group(blocks, language=language, direction=direction, place=frame.place)]
    return blocks


def _blank(node: Node) -> bool:
    return isinstance(node, Text) and not node.text.strip()


def _division(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    attributes = frame.attributes
    language, direction = attributes.get("lang", "").strip(), direction_of(attributes)
    classes = classes_of(attributes)
    for name in classes:
        kind = callout_kind(name.removeprefix("callout-"))
        if kind and ("callout" in classes or "admonition" in classes or name == "key-points"):
            return [Callout(kind, flow(frame.children), anchor=anchor_of(attributes), place=frame.place)]
    role: Literal["", "timeline"] = "timeline" if "timeline" in classes else ""
    blocks = flow(frame.children)
    if blocks and (language or direction or role or anchor_of(attributes)):
        anchor = anchor_of(attributes)
        return [Group(blocks, role=role, language=language, direction=direction, anchor=anchor, place=frame.place)]
    return blocks or frame.children


def _quote(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    attribution: tuple[Inline, ...] = ()
    kept: list[Node] = []
    for child in frame.children:
        if isinstance(child, _Attribution):
            attribution = child.children
        else:
            kept.append(child)
    blocks = list(flow(kept))
    if not attribution and blocks and isinstance(blocks[-1], Paragraph):
        attribution = _dashed(blocks[-1])
        if attribution:
            blocks.pop()
    pull = bool(classes_of(frame.attributes) & {"pull", "pullquote", "pull-quote"})
    anchor = anchor_of(frame.attributes)
    if not blocks and not attribution:
        return []
    return [Quote(tuple(blocks), attribution=attribution, pull=pull, anchor=anchor, place=frame.place)]


class _Attribution(Node, frozen=True, tag="attribution"):
    """Who said it: lives until its quote is closed."""

    children: tuple[Inline, ...]


def _dashed(paragraph: Paragraph) -> tuple[Inline, ...]:
    """Return who is named after a dash, for a paragraph that begins with one."""
    first = paragraph.children[0] if paragraph.children else None
    if not isinstance(first, Text):
        return ()
    found = _DASH.match(first.text)
    if not found:
        return ()
    rest = first.text[found.end() :]
    head = (Text(rest, place=first.place),) if rest else ()
    return (*head, *paragraph.children[1:])


def _cite_or_footer(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    parent = builder.stack[-1]
    if parent.tag == "blockquote" or (parent.tag == "footer" and frame.tag == "cite"):
        words = line(child for child in frame.children if is_inline(child))
        inner = [child for child in frame.children if isinstance(child, _Attribution)]
        texts = [child for child in frame.children if isinstance(child, Paragraph)]
        for text in texts:
            words = (*words, *text.children)
        if inner:
            words = (*words, *inner[0].children)
        stripped = _dashed(Paragraph(words)) or words
        return [_Attribution(stripped, place=frame.place)] if stripped else []
    if frame.tag == "cite":
        if parent.tag in ("figcaption", "figure"):
            return [_Credit(plain_text(line(frame.children)), place=frame.place)]
        return _typographic(Emphasis)(builder, frame)
    return flow(frame.children)


class _Credit(Node, frozen=True, tag="credit"):
    """Who made a picture: lives until its figure is closed."""

    text: str


class _Caption(Node, frozen=True, tag="caption"):
    """The caption of a figure: lives until the figure is closed."""

    children: tuple[Inline, ...]
    credit: str = ""


def _caption(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    credit = " ".join(child.text for child in frame.children if isinstance(child, _Credit))
    words: list[Node] = []
    for child in frame.children:
        if isinstance(child, Paragraph):
            words.extend((*([Text(" ")] if words else []), *child.children))
        elif is_inline(child):
            if isinstance(child, Span) and child.role == "" and child.title == "credit":
                credit = plain_text(child)
            else:
                words.append(child)
    return [_Caption(line(words), credit, place=frame.place)]


def _figure(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    """Return a figure for each picture; a figure of something else keeps that, its caption below."""
    captions = [child for child in frame.children if isinstance(child, _Caption)]
    caption = captions[0].children if captions else ()
    credit = " ".join(
        [*(child.credit for child in captions if child.credit)]
        + [child.text for child in frame.children if isinstance(child, _Credit)]
        + ([frame.attributes["data-credit"]] if frame.attributes.get("data-credit") else [])
    )
    images: list[Image] = []
    rest: list[Node] = []
    for child in frame.children:
        if isinstance(child, (_Caption, _Credit)) or _blank(child):
            continue
        if isinstance(child, Image):
            images.append(child)
        elif isinstance(child, Figure):
            images.append(child.image)
            caption = caption or child.caption
        elif isinstance(child, Link) and len(child.children) == 1 and isinstance(child.children[0], Image):
            images.append(child.children[0])  # a picture that links to its large version
        else:
            rest.append(child)
    blocks = list(flow(rest))
    anchor = anchor_of(frame.attributes)
    made: list[Node] = []
    for position, image in enumerate(images):
        last = position == len(images) - 1
        made.append(
            Figure(
                msgspec.structs.replace(image, title=""),
                caption=(caption or ((Text(image.title),) if image.title else ())) if last else (),
                credit=credit if last else "",
                anchor=anchor if not position else "",
                place=frame.place,
            )
        )
    if not images:
        tables = [block for block in blocks if isinstance(block, Table)]
        if caption and len(tables) == 1 and not tables[0].caption:
            at = blocks.index(tables[0])
            blocks[at] = msgspec.structs.replace(tables[0], caption=caption, anchor=tables[0].anchor or anchor)
        elif caption:
            blocks.append(Paragraph(caption, place=captions[0].place))
    return [*made, *blocks]


def _item(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    checked = {"true": True, "false": False}.get(frame.attributes.get("data-checked", ""))
    return [ListItem(flow(frame.children), checked=checked, place=frame.place)]


def _list(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    items: list[ListItem] = []
    for child in frame.children:
        if isinstance(child, ListItem):
            items.append(child)
        elif not _blank(child):  # content that stands between items belongs to the one before
            block = flow([child])
            if items:
                items[-1] = msgspec.structs.replace(items[-1], children=(*items[-1].children, *block))
            else:
                items.append(ListItem(block, place=child.place))
    if not items:
        return []
    start = frame.attributes.get("start", "1")
    made = List(
        tuple(items),
        ordered=frame.tag == "ol",
        start=int(start) if re.fullmatch(r"-?\d{1,9}", start) else 1,
        tight=not frame.loose,
        anchor=anchor_of(frame.attributes),
        place=frame.place,
    )
    return [made]


def _definitions(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    items: list[Definition] = []
    for child in frame.children:
        if isinstance(child, Definition):
            last = items[-1] if items else None
            if last is not None and not child.term:  # a detail: it explains the term before
                items[-1] = msgspec.structs.replace(last, details=(*last.details, *child.details))
            elif last is not None and not last.details:  # two terms share what follows
                term = (*last.term, Text(" / "), *child.term)
                items[-1] = msgspec.structs.replace(last, term=term)
            else:
                items.append(child)
    return [Definitions(tuple(items), anchor=anchor_of(frame.attributes), place=frame.place)] if items else []


def _term(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    return [Definition(line(child for child in frame.children if is_inline(child)), (), place=frame.place)]


def _detail(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    return [Definition((), (flow(frame.children),), place=frame.place)]


def _preformatted(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    text = "".join(child.text for child in frame.children if isinstance(child, (Text, Code, CodeBlock)))
    text = text.removeprefix("\n").rstrip("\n")
    language = frame.attributes.get("data-language", "")
    for name in frame.attributes.get("class", "").split():
        if name.startswith(("language-", "lang-")):
            language = name.partition("-")[2]
    return [CodeBlock(text, language=language, anchor=anchor_of(frame.attributes), place=frame.place)]


def _aside(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    attributes = frame.attributes
    blocks = flow(frame.children)
    if classes_of(attributes) & {"pull", "pullquote", "pull-quote"}:
        return [Quote(blocks, pull=True, anchor=anchor_of(attributes), place=frame.place)] if blocks else []
    title: tuple[Inline, ...] = (Text(attributes["title"], place=frame.place),) if attributes.get("title") else ()
    if not title and blocks and isinstance(blocks[0], Heading):
        title, blocks = blocks[0].children, blocks[1:]
    for name in classes_of(attributes):
        kind = callout_kind(name)
        if kind:
            return [Callout(kind, blocks, title=title, anchor=anchor_of(attributes), place=frame.place)]
    return [Aside(blocks, title=title, anchor=anchor_of(attributes), place=frame.place)] if blocks or title else []


class _Summary(Node, frozen=True, tag="summary"):
    """The visible line of a details element: lives until that is closed."""

    children: tuple[Inline, ...]


def _summary(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    words = list(line(child for child in frame.children if is_inline(child)))
    for child in frame.children:
        if isinstance(child, (Paragraph, Heading)):
            words.extend(child.children)
    return [_Summary(tuple(words), place=frame.place)]


def _details(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    title: tuple[Inline, ...] = ()
    kept: list[Node] = []
    for child in frame.children:
        if isinstance(child, _Summary):
            title = child.children
        else:
            kept.append(child)
    blocks: tuple[Block, ...] = flow(kept)
    anchor = anchor_of(frame.attributes)
    return [Group(blocks, role="details", title=title, anchor=anchor, place=frame.place)]


_ANCHORED = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "div", "section", "figure", "table", "blockquote"})

MAKERS: dict[str, Maker] = {
    **{f"h{level}": _heading(level) for level in range(1, 7)},
    **dict.fromkeys(("em", "i"), _typographic(Emphasis)),
    **dict.fromkeys(("strong", "b"), _typographic(Strong)),
    **dict.fromkeys(("del", "s", "strike"), _typographic(Strike)),
    "u": _typographic(Underline),
    "sup": _typographic(Superscript),
    "sub": _typographic(Subscript),
    **dict.fromkeys(("small-caps", "smallcaps", "sc"), _typographic(SmallCaps)),
    "ins": _spanning("inserted"),
    "mark": _spanning("highlight"),
    "kbd": _spanning("keyboard"),
    "samp": _spanning("sample"),
    "var": _spanning("variable"),
    "dfn": _spanning("term"),
    "q": _spanning("quote"),
    **dict.fromkeys(("abbr", "acronym"), _spanning("abbreviation")),
    **dict.fromkeys(("bdi", "bdo"), _spanning("")),
    "span": _span,
    "font": _span,
    "a": _link,
    "code": _code,
    "tt": _code,
    "redact": _redact,
    "p": _paragraph,
    **dict.fromkeys(("div", "section", "article", "main", "header", "address", "center", "nav"), _division),
    "blockquote": _quote,
    **dict.fromkeys(("cite", "footer"), _cite_or_footer),
    "figure": _figure,
    "figcaption": _caption,
    **dict.fromkeys(("ul", "ol", "menu"), _list),
    "li": _item,
    "dl": _definitions,
    "dt": _term,
    "dd": _detail,
    "pre": _preformatted,
    "aside": _aside,
    "details": _details,
    "summary": _summary,
    "table": make_table,
    **dict.fromkeys(("thead", "tbody", "tfoot"), make_section),
    "tr": make_row,
    **dict.fromkeys(("td", "th"), make_cell),
    "caption": make_caption,
}
