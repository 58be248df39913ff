"""Links and notes that lead somewhere: what points into this publication is bound, what leads nowhere is reported."""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import dirname, join, normpath
from unicodedata import normalize
from urllib.parse import quote, unquote, urljoin, urlsplit

import msgspec

from exporters.model.meta import Meta
from exporters.model.nodes import Block, Cite, Link, Note, Span, Text
from exporters.model.outline import slugify
from exporters.model.overview import Overview, look_over
from exporters.model.publication import Article
from exporters.model.walk import ANCHORED, AnyNode, gather, transform
from exporters.patterns import pattern
from exporters.report import Report

_ABSOLUTE = pattern(r"(?i:https?://[^\s/]|mailto:[^\s]|tel:\+?[\d])")
_SCHEME = pattern(r"[A-Za-z][A-Za-z0-9+.-]*:")
_HTTP = pattern(r"(?i)https?:")


_REFERENCES: frozenset[type] = frozenset({Cite, Link, Note})


class Index:
    """Where links can lead: the slug of each article by its file and by itself, its anchors once they are asked for."""

    def __init__(self, articles: tuple[Article, ...]) -> None:
        self.by_file: dict[str, str] = {}
        self.by_slug: dict[str, Article] = {}
        self._anchors: dict[str, set[str]] = {}
        self._plain: dict[str, dict[str, str]] = {}
        for article in articles:
            slug = article.meta.slug
            self.by_slug[slug] = article
            file = article.meta.place.file or article.place.file
            if file:
                self.by_file[normpath(file.replace("\\", "/"))] = slug

    def add_elsewhere(self, path: str, slug: str, names: set[str]) -> None:
        """Take up a story that is not at hand, with its file and its anchors."""
        self.by_file[path] = slug
        self.by_slug[slug] = Article(meta=Meta(title="", slug=slug))
        self._anchors[slug] = names

    def anchors_of(self, slug: str) -> set[str]:
        """Return the anchors of the article with this slug; none where there is no such article."""
        found = self._anchors.get(slug)
        if found is None:
            found = self._anchors[slug] = anchors(self.by_slug[slug]) if slug in self.by_slug else set()
        return found

    def nearest(self, slug: str, name: str) -> str:
        """Return the anchor of that article that differs from the name in accents, capitals and signs only, or ""."""
        found = self._plain.get(slug)
        if found is None:  # once for each story: a book may have thousands of dead links
            names = sorted(self.anchors_of(slug), reverse=True)
            found = self._plain[slug] = {_letters_of(anchor): anchor for anchor in names}
        return found.get(_letters_of(name), "")


def anchors(article: Article) -> set[str]:
    """Return every anchor of the article: blocks of the body and of the notes, and the notes themselves."""
    found = {note.anchor for note in article.notes if note.anchor}
    for blocks in (article.body, *(note.children for note in article.notes)):
        found.update(anchor for node in gather(blocks, ANCHORED) if (anchor := getattr(node, "anchor", "")))
    return found


def bind_references(article: Article, index: Index, report: Report, seen: Overview | None = None) -> Article:
    """Return the article with every link in a form that formats know, and notes and references in step.

    Links that lead nowhere, or by a scheme that can do harm, become their text, with a diagnostic; so does a note
    without a text. A note that nothing refers to is left out, with a diagnostic. `seen` is what the body holds, where
    that is known.
    """
    notes = {note.key for note in article.notes}
    used: set[str] = set()

    def change(node: AnyNode) -> AnyNode | tuple[AnyNode, ...]:
        match node:
            case Link():
                target = _bind(node, article, index, report)
                if target == node.target:
                    return node
                if not target:
                    return Span(node.children, place=node.place) if node.children else ()
                return msgspec.structs.replace(node, target=target)
            case Cite():
                report.warning(
                    "source-unknown",
                    f"no source of the story has the key {node.key!r}",
                    node.place,
                    "List it under `sources` in the front matter, or correct the key",
                )
                located = f", {node.locator}" if node.locator else ""
                return Text(f"[{node.key}{located}]", place=node.place)
            case Note():
                used.add(node.key)
                if node.key not in notes:
                    report.warning(
                        "note-missing",
                        f"there is no text for the note {node.key!r}",
                        node.place,
                        f"Write a line that begins with [^{node.key}]:",
                    )
                    return ()
                return node
            case _:
                return node

    body: list[Block] = list(article.body)
    for position in (seen or look_over(article.body)).holding(_REFERENCES):
        (body[position],) = transform((body[position],), change, _REFERENCES)
    kept = tuple(
        msgspec.structs.replace(note, children=transform(note.children, change, _REFERENCES)) for note in article.notes
    )
    for note in kept:
        if note.key not in used:
            report.warning(
                "note-unreferenced",
                f"nothing refers to the note {note.key!r}; it is left out",
                note.place,
                f"Put [^{note.key}] where it belongs, or remove the note",
            )
    return msgspec.structs.replace(article, body=tuple(body), notes=tuple(note for note in kept if note.key in used))


def _bind(link: Link, article: Article, index: Index, report: Report) -> str:
    """Return the target in a form that formats know, or nothing where the link leads nowhere."""
    target = link.target.strip()
    if target.startswith("//"):
        target = f"https:{target}"
    if target.startswith("#"):
        return _anchor(link, article.meta.slug, target[1:], index, report, prefix="")
    if _ABSOLUTE.match(target):
        return _safe_url(target, link, report)
    if target.startswith("story:"):
        slug, _, anchor = target[len("story:") :].partition("#")
        return _story(link, slug, anchor, index, report)
    if _SCHEME.match(target):
        scheme = target.partition(":")[0]
        report.warning(
            "link-unsafe",
            f"links by the scheme {scheme!r} are not written",
            link.place,
            "Link with https:, mailto: or tel:",
        )
        return ""
    return _relative(link, target, article, index, report)


def _safe_url(target: str, link: Link, report: Report) -> str:
    """Return the URL with what RFC 3986 forbids escaped (https://www.rfc-editor.org/rfc/rfc3986#section-2)."""
    try:
        parts = urlsplit(target)
        _ = parts.port
        good = bool(parts.hostname) or not _HTTP.match(target)
    except ValueError:
        good = False
    if not good:
        report.warning("link-broken", f"{target!r} is not a URL", link.place, "Correct the address")
        return ""
    return quote(target, safe="%/:=&?~#+!$,;'@()*[]") if not target.isascii() or " " in target else _escape(target)


_UNSAFE = pattern(r"[\x00-\x20\"<>\\^`{|}\x7f]|%(?![0-9A-Fa-f]{2})")


def _escape(target: str) -> str:
    return _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}" if found[0] != "%" else "%25", target)


def _letters_of(name: str) -> str:
    """Return the letters and figures of a name without accents, in lower case."""
    return "".join(filter(str.isalnum, normalize("NFKD", name.casefold())))


def _anchor(link: Link, slug: str, fragment: str, index: Index, report: Report, prefix: str) -> str:
    known = index.anchors_of(slug)
    name = unquote(fragment)
    for candidate in (name, slugify(name), f"note-{slugify(name)}"):
        if candidate in known:
            return f"{prefix}#{candidate}"
    if not name or name == "top":
        return prefix
    near = index.nearest(slug, name)
    report.warning(
        "link-dead",
        f"nothing here has the name {name!r}",
        link.place,
        f"Link to #{near}"
        if near
        else "Link to the words of a heading in lower case with hyphens, or give it a name with {#name}",
    )
    return prefix


def _story(link: Link, slug: str, anchor: str, index: Index, report: Report) -> str:
    if slug not in index.by_slug:
        report.warning(
            "link-dead",
            f"no story of this publication has the slug {slug!r}",
            link.place,
            "Add that story to the export, or link to its URL",
        )
        return ""
    return _anchor(link, slug, anchor, index, report, prefix=f"story:{slug}")


def _relative(link: Link, target: str, article: Article, index: Index, report: Report) -> str:
    """Bind a relative target: to a story of the run by its file, else against the story's own URL."""
    path, _, fragment = target.partition("#")
    path = path.partition("?")[0]
    here = dirname((article.meta.place.file or article.place.file).replace("\\", "/"))
    for candidate in candidate_files(here, unquote(path)):
        slug = index.by_file.get(candidate)
        if slug is not None:
            return _anchor(link, slug, fragment, index, report, prefix=f"story:{slug}")
    if article.meta.url and not path.lower().endswith((".md", ".markdown")):  # a source is no page of any site
        try:
            return _safe_url(urljoin(article.meta.url, target), link, report)
        except ValueError:
            pass
    report.warning(
        "link-relative",
        f"{target!r} is neither a story of this export nor a full address",
        link.place,
        "Write the whole address, or give the story a `url` in its front matter",
    )
    return ""


def candidate_files(folder: str, path: str) -> list[str]:
    """Return the files that a relative target in a file of this folder can mean, the likeliest first."""
    if not path or "\x00" in path:
        return []
    full = normpath(join(folder, path))
    stem = full.rsplit(".", 1)[0] if full.endswith((".html", ".htm")) else full
    return [full, f"{stem}.md", f"{stem}.markdown", f"{full}/index.md", f"{full}/README.md"]


def release_cross_links(article: Article, stay: Mapping[str, str], report: Report) -> Article:
    """Return the article with links to stories that are not in its publication led to their URL, else made text.

    `stay` maps the slug of every story of the run that is elsewhere to its URL, which may be empty.
    """

    def change(node: AnyNode) -> AnyNode:
        if not isinstance(node, Link) or not node.target.startswith("story:"):
            return node
        slug, _, anchor = node.target[len("story:") :].partition("#")
        if slug not in stay:
            return node
        url = stay[slug]
        if url:
            return msgspec.structs.replace(node, target=f"{url}#{anchor}" if anchor else url)
        report.info(
            "link-elsewhere",
            f"the story {slug!r} is in another file and has no URL; the link is written as text",
            node.place,
            "Give that story a `url`, or export both with --as-one",
        )
        return Span(node.children, place=node.place)

    return msgspec.structs.replace(
        article,
        body=transform(article.body, change, _REFERENCES),
        notes=tuple(
            msgspec.structs.replace(note, children=transform(note.children, change, _REFERENCES))
            for note in article.notes
        ),
    )
