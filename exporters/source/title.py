"""The title of a story, and the level at which its sections begin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

import msgspec

from exporters.model.meta import Meta
from exporters.model.nodes import Block, CodeBlock, Figure, Group, Heading, Paragraph, Rule
from exporters.model.outline import slugify
from exporters.model.place import Place
from exporters.model.walk import REDACTION_BAR, AnyNode, plain_text, transform
from exporters.patterns import pattern
from exporters.report import Report
from exporters.source.characters import FORBIDDEN
from exporters.source.field_lengths import shortened
from exporters.source.language import language_of

_DATED_NAME = pattern(r"^\d{4}-\d{1,2}-\d{1,2}-(?=.)")
_GENERIC = {"index", "readme", "post", "article", "page", "content"}
_WITHOUT_HEADINGS: frozenset[type] = frozenset({Paragraph, CodeBlock, Figure, Rule})  # most of what there is
_STRUCTURE: frozenset[type] = frozenset({Heading, Group})
_LONGEST_SLUG = 200  # names of files are cut nowhere near: two that differ at their end are two
_LONGEST_TITLE = 200
_HEADING: frozenset[type] = frozenset({Heading})


def settle_title(meta: Meta, body: tuple[Block, ...], name: str, report: Report) -> tuple[Meta, tuple[Block, ...]]:
    """Return the meta with title, slug and language, and the body without the heading that says the title again.

    A title that the front matter does not give is the first heading of level 1, or the heading that opens the text;
    else the first line; else the file's name. The highest level of the headings that are left becomes level 1.
    """
    stem = _stem(name)
    language = language_of(meta, body, stem, report)
    first = body[0] if body else None
    title, slug = meta.title, meta.slug
    if title:
        if isinstance(first, Heading) and _same(plain_text(first), title):
            body = body[1:]
            report.info("title-repeated", "the first heading says the title again and is left out", first.place)
    else:
        title, body = _find_title(body, name, report)
    slug = slug or _slug(name, stem, title)
    return msgspec.structs.replace(meta, language=language, title=title, slug=slug), _raise_headings(body)


def _stem(name: str) -> str:
    """Return the name of a file without folders and suffix."""
    file = name.replace("\\", "/").rpartition("/")[2]
    stem, _, suffix = file.rpartition(".")
    return stem if stem and suffix else file


def file_stem(name: str) -> str:
    """Return what a file is called, without folder, suffix and date; for `index.md` the folder's name."""
    path = PurePath(name.replace("\\", "/"))
    stem = path.stem
    if stem.lower() in _GENERIC and path.parent.name:
        stem = path.parent.name
    return _DATED_NAME.sub("", stem if stem.isprintable() else FORBIDDEN.sub("", stem))


def _slug(name: str, stem: str, title: str) -> str:
    """Return the slug: from a file that is dated or has a name of its own, else from the title."""
    if name in ("", "-"):
        return slugify(title)
    if _DATED_NAME.match(stem) or stem.lower() in _GENERIC:
        return slugify(file_stem(name), _LONGEST_SLUG) or slugify(title)
    return slugify(stem, _LONGEST_SLUG) or slugify(title)


def _same(heading: str, title: str) -> bool:
    return slugify(heading, 1000) == slugify(title, 1000) and bool(slugify(title))


def _find_title(body: tuple[Block, ...], name: str, report: Report) -> tuple[str, tuple[Block, ...]]:
    headings = [block for block in body if isinstance(block, Heading)]
    headings.sort(key=lambda heading: heading.level > 1)  # those of level 1 first
    chosen = next((heading for heading in headings if plain_text(heading)), None)
    if chosen is not None and (chosen.level == 1 or body[0] is chosen):
        text = " ".join(plain_text(chosen).split())
        if len(text) > _LONGEST_TITLE:  # its end is told nowhere else
            return shortened(text, _LONGEST_TITLE), body
        return text, tuple(block for block in body if block is not chosen)
    lines = (plain_text(block) for block in body if isinstance(block, (Paragraph, Heading)))
    words = next((text for text in lines if text and REDACTION_BAR not in text), "")
    title = shortened(" ".join(words.split()), _LONGEST_TITLE)
    title = title or file_stem(name).replace("-", " ").replace("_", " ").strip().capitalize()
    report.warning(
        "title-missing",
        f"the story has no title; {title or 'Untitled'!r} is used",
        Place(name, 1),
        "Write `title:` into the front matter, or begin with a heading of level 1",
    )
    return title or "Untitled", body


def _raise_headings(body: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the body with the highest heading of the running text at level 1, and all others by as much higher."""
    by = min((heading.level for heading in _headings(body)), default=1) - 1
    if by < 1:
        return body

    def change(node: AnyNode) -> AnyNode:
        return msgspec.structs.replace(node, level=max(1, node.level - by)) if isinstance(node, Heading) else node

    raised = list(body)
    for position in [position for position, block in enumerate(body) if type(block) not in _WITHOUT_HEADINGS]:
        (raised[position],) = transform((body[position],), change, _HEADING)
    return tuple(raised)


def _headings(blocks: tuple[Block, ...]) -> Iterator[Heading]:
    """Yield the headings that structure the story: those of the body and its groups, not of asides or quotes."""
    for block in [block for block in blocks if type(block) in _STRUCTURE]:
        if isinstance(block, Heading):
            yield block
        elif isinstance(block, Group):
            yield from _headings(block.children)
