"""How a reader finds the way: the navigation document, and the NCX for reading systems that know EPUB 2 only.

https://www.w3.org/TR/epub-33/#sec-nav, https://idpf.org/epub/20/spec/OPF_2.0.1_draft.htm#Section2.4.1
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from exporters.formats.epub.book import Illustration, PrintedPage
from exporters.formats.xmltext import escape_attribute, escape_text
from exporters.words import Words


class Entry(msgspec.Struct, frozen=True):
    """A line of the contents: its words, where it leads, and the lines below it."""

    title: str
    href: str
    children: tuple[Entry, ...] = ()


class Landmark(msgspec.Struct, frozen=True):
    """A place that reading systems offer by itself: its type, such as `bodymatter`, words and address."""

    type: str
    title: str
    href: str


def navigation(
    entries: Sequence[Entry],
    landmarks: Sequence[Landmark],
    pages: Sequence[PrintedPage],
    words: Words,
    lists: Iterable[tuple[str, str, Sequence[Illustration]]] = (),
) -> str:
    """Return the body of the navigation document: contents, lists of figures and of tables, landmarks, page list.

    `lists` are types, headings and entries; an empty one is left out.
    """
    heading = f'<h1 id="toc.title">{escape_text(words.contents)}</h1>'
    attributes = 'epub:type="toc" role="doc-toc" id="toc" aria-labelledby="toc.title"'
    made = [f"<nav {attributes}>\n{heading}\n{_listed(entries)}\n</nav>"]
    for kind, title, illustrations in lists:
        if illustrations:
            items = "\n".join(
                f'<li><a href="{escape_attribute(one.href)}">{escape_text(one.title)}</a></li>' for one in illustrations
            )
            made.append(
                f'<nav epub:type="{kind}" aria-labelledby="{kind}.title">\n'
                f'<h2 id="{kind}.title">{escape_text(title)}</h2>\n<ol>\n{items}\n</ol>\n</nav>'
            )
    if landmarks:
        items = "\n".join(
            f'<li><a epub:type="{mark.type}" href="{escape_attribute(mark.href)}">{escape_text(mark.title)}</a></li>'
            for mark in landmarks
        )
        made.append(f'<nav epub:type="landmarks" hidden="hidden">\n<ol>\n{items}\n</ol>\n</nav>')
    if pages:
        items = "\n".join(
            f'<li><a href="{escape_attribute(page.href)}">{escape_text(page.label)}</a></li>' for page in pages
        )
        label = escape_attribute(words.page)
        made.append(
            f'<nav epub:type="page-list" role="doc-pagelist" aria-label="{label}" hidden="hidden">\n'
            f"<ol>\n{items}\n</ol>\n</nav>"
        )
    return "\n".join(made)


def _listed(entries: Iterable[Entry]) -> str:
    items = []
    for entry in entries:
        below = f"\n{_listed(entry.children)}\n" if entry.children else ""
        items.append(f'<li><a href="{escape_attribute(entry.href)}">{escape_text(entry.title)}</a>{below}</li>')
    return "<ol>\n" + "\n".join(items) + "\n</ol>"


def ncx(
    entries: Sequence[Entry], pages: Sequence[PrintedPage], *, uid: str, title: str, author: str, language: str
) -> str:
    """Return the NCX; `uid` is the identifier of the package, to the letter."""
    points = _Points()
    tree = points.listed(entries)
    listed = ""
    if pages:
        targets = "\n".join(
            f'<pageTarget id="page-{number}" type="{"normal" if page.label.isdecimal() else "special"}"'
            f"{f' value={chr(34)}{int(page.label)}{chr(34)}' if page.label.isdecimal() else ''}"
            f' playOrder="{points.order(page.href)}"><navLabel><text>{escape_text(page.label)}</text></navLabel>'
            f'<content src="{escape_attribute(page.href)}"/></pageTarget>'
            for number, page in enumerate(pages, 1)
        )
        listed = f"<pageList>\n{targets}\n</pageList>\n"
    by = f"<docAuthor><text>{escape_text(author)}</text></docAuthor>\n" if author else ""
    highest = max((int(page.label) for page in pages if page.label.isdecimal()), default=0)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="{language}">\n'
        f'<head>\n<meta name="dtb:uid" content="{escape_attribute(uid)}"/>\n'
        f'<meta name="dtb:depth" content="{_depth(entries)}"/>\n'
        f'<meta name="dtb:totalPageCount" content="{len(pages)}"/>\n'
        f'<meta name="dtb:maxPageNumber" content="{highest}"/>\n</head>\n'
        f"<docTitle><text>{escape_text(title)}</text></docTitle>\n{by}"
        f"<navMap>\n{tree}\n</navMap>\n{listed}</ncx>\n"
    )


class _Points:
    """Counts the points of an NCX: the same address has the same place in the order."""

    def __init__(self) -> None:
        self._orders: dict[str, int] = {}
        self._count = 0

    def order(self, href: str) -> int:
        return self._orders.setdefault(href, len(self._orders) + 1)

    def listed(self, entries: Iterable[Entry]) -> str:
        made = []
        for entry in entries:
            self._count += 1
            start = (
                f'<navPoint id="point-{self._count}" playOrder="{self.order(entry.href)}">'
                f"<navLabel><text>{escape_text(entry.title)}</text></navLabel>"
                f'<content src="{escape_attribute(entry.href)}"/>'
            )
            made.append(
                f"{start}\n{self.listed(entry.children)}\n</navPoint>" if entry.children else f"{start}</navPoint>"
            )
        return "\n".join(made)


def _depth(entries: Sequence[Entry]) -> int:
    return 1 + max((_depth(entry.children) for entry in entries), default=0) if entries else 0
