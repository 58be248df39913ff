"""Hypothesis strategies that make any valid publication: every kind of node, nested, with notes, sources, pictures.

from tests.strategies import numbered_publications, publications

`publications()` gives what a source hands on; `numbered_publications()` the same with anchors and numbers filled in, as
formats get it. Sizes are small, so that a test of a hundred examples is quick.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TypeVar

import msgspec
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from exporters.model.meta import Contributor, Correction, Meta, Source
from exporters.model.nodes import (
    Alignment,
    Aside,
    Block,
    Callout,
    Cell,
    Cite,
    Code,
    CodeBlock,
    Column,
    Definition,
    Definitions,
    Emphasis,
    Figure,
    Group,
    Heading,
    Image,
    Inline,
    LineBreak,
    Lines,
    Link,
    List,
    ListItem,
    Math,
    MathBlock,
    Note,
    Paragraph,
    Quote,
    Redacted,
    Row,
    Rule,
    SmallCaps,
    Span,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Underline,
)
from exporters.model.outline import article_slugs, number_publication
from exporters.model.publication import Article, Footnote, Part, Publication, Resource
from exporters.model.walk import walk
from exporters.testing import PIXEL

T = TypeVar("T")

JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300281c1e231e19282321232d2b28303c64413c37373c7b585d4964918099968f80"
    "8c8aa0b4e6c3a0aadaad8a8cc8ffcbdaeef5ffffff9bc1fffffffaffe6fdfff8ffc0000b080001000201011100ffc4001f0000010501010101"
    "010100000000000000000102030405060708090a0bffc400b5100002010303020403050504040000017d010203000411051221314106135161"
    "07227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a53545556575859"
    "5a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6"
    "c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9faffda0008010100003f006d7fffd9"
)
"""A grey JPEG of two pixels by one."""

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2" viewBox="0 0 4 2"><rect width="4" height="2"/></svg>'
)
"""A black drawing of four pixels by two."""


def _resource(data: bytes, suffix: str, media_type: str, width: int, height: int) -> Resource:
    digest = hashlib.sha256(data).hexdigest()
    name = f"images/tiny-{digest[:8]}.{suffix}"
    return Resource(name=name, media_type=media_type, width=width, height=height, digest=f"sha256:{digest}", data=data)


RESOURCES = (
    _resource(PIXEL, "png", "image/png", 1, 1),
    _resource(JPEG, "jpg", "image/jpeg", 2, 1),
    _resource(SVG, "svg", "image/svg+xml", 4, 2),
)
"""The pictures of the publications made here, their bytes included."""

_NOTE_KEYS = ("1", "note-b", "ملاحظة")
_SOURCE_KEYS = ("record", "order")
_SLUGS = ("story", "other", "新聞")

# ------------------------------------------------------------------------------------------------------ text

_WORDS = st.sampled_from((
    "taxpayer", "records", "IRS", "“quoted,”", "it’s", "1.27 million", "47,489", "§ 6103(i)(2)", "p. 4–5", "naïve",
    "A & B < C > D", "\"straight\" 'quotes'", "back\\slash", "]]>", "<!-- -->", "{brace}", "*star*", "#hash", "Ω≈ç√∫",
    "السجلات", "الضريبية", "רשומות", "שלום", "納稅人", "資料。", "記録", "기록", "रिकॉर्ड", "บันทึกภาษี", "Việt", "Ķ",
    "👩🏽‍⚖️", "🇭🇹", "🧾", "a\u0301", "soft\u00adhyphen", "no\u00a0break", "zero\u200bwidth", "join\u200dner",
    "\u202bRLE\u202c",
    "\u2028", "supercalifragilisticexpialidocious" * 3, "https://example.org/very/long/path?with=query&and=more",
))  # fmt: skip
# What XML allows (https://www.w3.org/TR/xml/#charsets) without the controls that no text of ours holds.
_CHARACTERS = st.characters(min_codepoint=0x20, max_codepoint=0x2FFFF, exclude_categories=("Cc", "Cs", "Cn"))


def texts(*, most: int = 4) -> SearchStrategy[str]:
    """Return text in many scripts, with characters that mean something to one format or another; never empty."""
    words = st.lists(_WORDS, min_size=1, max_size=most).map(" ".join)
    return st.one_of(words, words, words, st.text(_CHARACTERS, min_size=1, max_size=12))


_LANGUAGES = st.sampled_from(("en", "en-GB", "fr", "de", "ar", "he", "zh-Hant", "ja", "ko", "hi", "th", "ht", "vi"))
_MAYBE_LANGUAGE = st.one_of(st.just(""), _LANGUAGES)
_DIRECTIONS = st.sampled_from(("", "", "ltr", "rtl"))
_ALIGNMENTS: SearchStrategy[Alignment] = st.sampled_from(("", "left", "center", "right"))
_CODE = st.one_of(texts(most=2), st.sampled_from(("a  b", "x = 1\n\ty = 2\n", "")))
_FORMULAS = st.sampled_from(
    ("x^2", "\\frac{1}{2}", "\\sum_{i=1}^{n} i", "\\unknown{x", "a & b", "é < ü", "\\text{if }x")
)

# --------------------------------------------------------------------------------------------------- inlines

_TARGETS = st.sampled_from((
    "https://example.org/", "https://example.org/a?b=c&d=%20#e",
    "http://xn--bcher-kva.example/é", "mailto:desk@example.org",
    "tel:+1-202-555-0100", "#here", "story:other", "story:other#here",
))  # fmt: skip
_IMAGES = st.builds(
    Image,
    source=st.sampled_from([resource.name for resource in RESOURCES]),
    alt=st.one_of(st.just(""), texts()),
    decorative=st.booleans(),
    title=st.one_of(st.just(""), texts(most=2)),
)
_LEAVES: SearchStrategy[Inline] = st.one_of(
    st.builds(Text, text=texts()),
    st.builds(Text, text=texts()),
    st.builds(Code, text=_CODE),
    _IMAGES,
    st.builds(Note, key=st.sampled_from(_NOTE_KEYS)),
    st.builds(Math, source=_FORMULAS),
    st.just(LineBreak()),
    st.builds(Redacted, reason=st.one_of(st.just(""), texts(most=2))),
    st.builds(Cite, key=st.sampled_from(_SOURCE_KEYS), locator=st.sampled_from(("", "p. 4", "¶ 12", "ECF 3 & 4"))),
)
_SPAN_ROLES = st.sampled_from((
    "", "abbreviation", "highlight", "inserted", "keyboard", "sample", "variable", "term", "quote",
))  # fmt: skip


def _tuples(one: SearchStrategy[T], least: int = 0, most: int = 3) -> SearchStrategy[tuple[T, ...]]:
    return st.lists(one, min_size=least, max_size=most).map(tuple)


def _wrapped(inner: SearchStrategy[tuple[Inline, ...]]) -> SearchStrategy[Inline]:
    kinds = (Emphasis, Strong, Strike, Underline, SmallCaps, Superscript, Subscript)
    title = st.one_of(st.just(""), texts(most=2))
    return st.one_of(
        *(st.builds(kind, children=inner) for kind in kinds),
        st.builds(Link, target=_TARGETS, children=inner, title=title),
        st.builds(Span, children=inner, language=_MAYBE_LANGUAGE, direction=_DIRECTIONS, role=_SPAN_ROLES, title=title),
    )


def _inline_levels() -> SearchStrategy[Inline]:
    inline: SearchStrategy[Inline] = _LEAVES
    for _ in range(3):
        inline = st.one_of(_LEAVES, _LEAVES, _wrapped(_tuples(inline, 1, 2)))
    return inline


INLINES = _inline_levels()
"""Any inline, nested up to four deep."""

LINES_OF_TEXT = _tuples(INLINES, 1, 4)
"""What stands in a line: one inline or more."""

_MAYBE_LINE = st.one_of(st.just(()), _tuples(INLINES, 1, 2))

# ---------------------------------------------------------------------------------------------------- blocks

_ANCHORS = st.sampled_from(("", "", "", "here", "مرساة", "a-b.c"))
_FLAT: SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, children=LINES_OF_TEXT, anchor=_ANCHORS),
    st.builds(Paragraph, children=LINES_OF_TEXT),
    st.builds(Heading, level=st.integers(1, 5), children=LINES_OF_TEXT, anchor=_ANCHORS),
    st.builds(CodeBlock, text=_CODE, language=st.sampled_from(("", "python", "c++")), anchor=_ANCHORS),
    st.builds(
        Figure, image=_IMAGES, caption=_MAYBE_LINE, credit=st.one_of(st.just(""), texts(most=2)), anchor=_ANCHORS
    ),
    st.just(Rule()),
    st.builds(Lines, lines=_tuples(_MAYBE_LINE, 1, 3), anchor=_ANCHORS),
    st.builds(MathBlock, source=_FORMULAS, anchor=_ANCHORS),
)
_CALLOUTS = st.sampled_from((
    "note", "tip", "important", "warning", "caution", "correction", "clarification", "update", "key-points",
))  # fmt: skip
_GROUP_ROLES = st.sampled_from(("", "section", "details", "corrections", "sources", "verse", "timeline"))


@st.composite
def _grids(draw: st.DrawFn, width: int, most_rows: int, blocks: SearchStrategy[tuple[Block, ...]]) -> tuple[Row, ...]:
    """Return rows whose cells cover a grid of this width exactly, spans included."""
    height = draw(st.integers(0, most_rows))
    taken: set[tuple[int, int]] = set()
    rows: list[Row] = []
    for y in range(height):
        cells: list[Cell] = []
        for x in range(width):
            if (y, x) in taken:
                continue
            across = 1
            while x + across < width and (y, x + across) not in taken and draw(st.integers(0, 3)) == 0:
                across += 1
            down = draw(st.integers(1, height - y)) if draw(st.integers(0, 3)) == 0 else 1
            taken.update((y + dy, x + dx) for dy in range(down) for dx in range(across))
            cells.append(
                Cell(
                    draw(blocks),
                    column_span=across,
                    row_span=down,
                    header=draw(st.booleans()),
                    alignment=draw(_ALIGNMENTS),
                )
            )
        rows.append(Row(tuple(cells)))
    return tuple(rows)


@st.composite
def _tables(draw: st.DrawFn, blocks: SearchStrategy[tuple[Block, ...]]) -> Table:
    width = draw(st.integers(1, 4))
    share = draw(st.sampled_from((0.0, 0.0, round(1 / width, 3))))
    header = draw(_grids(width, 2, blocks))
    rows = draw(_grids(width, 3, blocks))
    return Table(
        columns=tuple(Column(alignment=draw(_ALIGNMENTS), width=share) for _ in range(width)),
        header=header,
        rows=rows or (() if header else (Row(tuple(Cell(()) for _ in range(width))),)),
        caption=draw(_MAYBE_LINE),
        description=draw(st.sampled_from(("", 'Two <columns> & "more".'))),
        anchor=draw(_ANCHORS),
    )


def _holding(inner: SearchStrategy[tuple[Block, ...]]) -> SearchStrategy[Block]:
    """Return the kinds of blocks that hold blocks."""
    item = st.builds(ListItem, children=inner, checked=st.sampled_from((None, None, True, False)))
    definition = st.builds(Definition, term=LINES_OF_TEXT, details=_tuples(inner, 0, 2))
    return st.one_of(
        st.builds(Quote, children=inner, attribution=_MAYBE_LINE, pull=st.booleans(), anchor=_ANCHORS),
        st.builds(
            List,
            items=_tuples(item, 1, 3),
            ordered=st.booleans(),
            start=st.sampled_from((1, 1, 0, 3, 27, -2, 4000)),
            tight=st.booleans(),
            anchor=_ANCHORS,
        ),
        st.builds(Definitions, items=_tuples(definition, 1, 2), anchor=_ANCHORS),
        st.builds(Callout, callout=_CALLOUTS, children=inner, title=_MAYBE_LINE, anchor=_ANCHORS),
        st.builds(Aside, children=inner, title=_MAYBE_LINE, anchor=_ANCHORS),
        st.builds(
            Group,
            children=inner,
            role=_GROUP_ROLES,
            language=_MAYBE_LANGUAGE,
            direction=_DIRECTIONS,
            title=_MAYBE_LINE,
            anchor=_ANCHORS,
        ),
        _tables(inner),
    )


def _block_levels() -> SearchStrategy[Block]:
    block: SearchStrategy[Block] = _FLAT
    for _ in range(3):
        block = st.one_of(_FLAT, _holding(_tuples(block, 0, 2)))
    return block


BLOCKS = _block_levels()
"""Any block, nested up to four deep."""

# -------------------------------------------------------------------------------------- stories, publications

_ZONES = st.sampled_from((UTC, timezone(timedelta(hours=-5)), timezone(timedelta(hours=5, minutes=45))))
_MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=_ZONES).map(  # noqa: DTZ001 - zones come apart
    lambda moment: moment.replace(microsecond=0)
)
_MAYBE_MOMENT = st.one_of(st.none(), _MOMENTS)
_MAYBE_TEXT = st.one_of(st.just(""), texts(most=3))
_MAYBE_URL = st.sampled_from(("", "", "https://example.org/a?b=c&d", "https://example.org/ü"))
_CONTRIBUTORS = st.builds(
    Contributor,
    name=texts(most=2),
    role=st.sampled_from(("aut", "edt", "pht", "trl")),
    email=st.sampled_from(("", "desk@example.org")),
    url=_MAYBE_URL,
    file_as=_MAYBE_TEXT,
)
_METAS = st.builds(
    Meta,
    title=texts(),
    subtitle=_MAYBE_TEXT,
    id=st.uuids(version=4).map(lambda name: f"urn:uuid:{name}"),
    language=_LANGUAGES,
    direction=_DIRECTIONS,
    contributors=_tuples(_CONTRIBUTORS, 0, 2),
    publisher=_MAYBE_TEXT,
    published=_MAYBE_MOMENT,
    modified=_MAYBE_MOMENT,
    section=_MAYBE_TEXT,
    keywords=_tuples(texts(most=2), 0, 2),
    summary=_MAYBE_TEXT,
    located=_MAYBE_TEXT,
    url=_MAYBE_URL,
    rights=_MAYBE_TEXT,
    licence=st.sampled_from(("", "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/")),
    usage_terms=_MAYBE_TEXT,
    series=_MAYBE_TEXT,
    number=st.sampled_from(("", "7", "IV")),
    cover=st.sampled_from(("", "", *(resource.name for resource in RESOURCES))),
    cover_alt=_MAYBE_TEXT,
)
_CORRECTIONS = st.builds(
    Correction,
    date=_MOMENTS,
    text=texts(),
    kind=st.sampled_from(("correction", "clarification", "update")),
    author=_MAYBE_TEXT,
)


def _source(key: str) -> SearchStrategy[Source]:
    day = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2060, 1, 1)))
    return st.builds(
        Source,
        key=st.just(key),
        title=_MAYBE_TEXT,
        author=_MAYBE_TEXT,
        court=_MAYBE_TEXT,
        docket=st.sampled_from(("", "No. 00-cv-00000")),
        number=st.sampled_from(("", "12-1")),
        filed=day,
        accessed=day,
        url=_MAYBE_URL,
        archived_url=_MAYBE_URL,
        file=st.sampled_from(("", "records/order.pdf")),
    )


def _referred(blocks: Iterable[Block]) -> set[str]:
    return {node.key for node in walk(tuple(blocks)) if isinstance(node, Note)}


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Return an article whose notes and sources are those that its body refers to."""
    body = draw(_tuples(BLOCKS, 0, 4))
    notes: list[Footnote] = []
    wanted = _referred(body)
    for key in _NOTE_KEYS:  # a note may refer to one that comes later, as in print
        if key in wanted:
            children = draw(_tuples(_FLAT, 0, 2))
            notes.append(Footnote(key=key, children=children))
            wanted |= _referred(children)
    return Article(
        meta=draw(_METAS),
        body=body,
        notes=tuple(notes),
        sources=tuple(draw(_source(key)) for key in _SOURCE_KEYS),
        corrections=draw(_tuples(_CORRECTIONS, 0, 1)),
    )


@st.composite
def publications(draw: st.DrawFn) -> Publication:
    """Return a publication of one to three stories, each with a slug of its own, some of them in a part."""
    stories = draw(st.lists(articles(), min_size=1, max_size=3))
    slugs = article_slugs(draw(st.sampled_from(_SLUGS)) for _ in stories)
    named = tuple(
        msgspec.structs.replace(story, meta=msgspec.structs.replace(story.meta, slug=slug))
        for story, slug in zip(stories, slugs, strict=True)
    )
    if len(named) == 1 and draw(st.booleans()):
        return Publication(meta=named[0].meta, contents=named, resources=RESOURCES)
    meta = msgspec.structs.replace(draw(_METAS), slug="briefing")
    contents: tuple[Part | Article, ...] = named
    if draw(st.integers(0, 2)) == 0:
        split = draw(st.integers(0, len(named) - 1))
        contents = (*named[:split], Part(title=draw(texts()), articles=named[split:]))
    return Publication(meta=meta, contents=contents, resources=RESOURCES)


def numbered_publications() -> SearchStrategy[Publication]:
    """Return publications as formats get them: anchors and numbers filled in."""
    return publications().map(number_publication)
