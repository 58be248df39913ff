"""One story of a project: read, checked, dressed, and made an entry, in whichever process has the time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from exporters.editorial.accessibility import check_accessibility
from exporters.editorial.embargo import standing
from exporters.editorial.identity import name_articles
from exporters.editorial.notices import check_notices
from exporters.editorial.redaction import check_redactions
from exporters.editorial.references import Index as Links
from exporters.editorial.references import bind_references
from exporters.errors import BroadsheetError, SourceError
from exporters.formats.addresses import clean_address
from exporters.model.meta import Contributor, Meta
from exporters.model.nodes import Link, Span, Text
from exporters.model.place import Place
from exporters.model.publication import Article, Resource
from exporters.model.walk import AnyNode, plain_text, transform, walk
from exporters.pipeline import EPOCH, dress_article, used_resources
from exporters.project.cards import Card
from exporters.project.objects import ObjectStore
from exporters.project.scan import look_at
from exporters.project.tables import Project
from exporters.report import Diagnostic, Report
from exporters.source.folder import SourceFile
from exporters.source.images import AssetStore
from exporters.source.stories import KINDS, read_file

_ABSOLUTE = re.compile(r"(?i:https?:|mailto:|tel:)|//|#")


class Recipe(msgspec.Struct, frozen=True):
    """How stories become entries: whole or as summaries, and where readers find pictures."""

    content: str
    pictures: str


class Rules(msgspec.Struct, frozen=True):
    """All that, beside its own bytes and pictures, decides what a story is read as."""

    root: str
    project: Project
    engine: bytes
    recipes: tuple[Recipe, ...] = ()

    def key(self) -> bytes:
        """Return what stands for these rules, wherever the project lies."""
        project = self.project
        told = (project.publication, project.people, project.stories.url, project.stories.smart, self.recipes)
        return digest(self.engine, msgspec.msgpack.encode(told))


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """A story as it was read: its card, its article, the pictures it uses, its entries, and what was said of it.

    `card` is None where it could not be read; what was said then holds an error.
    """

    path: str
    card: Card | None = None
    article: bytes = b""
    entries: tuple[tuple[bytes, bytes], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """What is kept of a story under its key: its article with the pictures it uses, and what was said of it."""

    article: Article
    resources: tuple[Resource, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def digest(*parts: bytes) -> bytes:
    """Return what stands for these parts, in this order."""
    hashed = blake2b(digest_size=20)
    for part in parts:
        hashed.update(len(part).to_bytes(8, "big"))
        hashed.update(part)
    return hashed.digest()


def entry_key(story: bytes, recipe: Recipe, name: Sequence[str] = ()) -> bytes:
    """Return the key of an entry: of the story's own, and of the name that it was given in place of its own."""
    return digest(story, b"entry", msgspec.msgpack.encode((recipe, tuple(name))))


def read_copy(rules: Rules, path: str) -> Copy:
    """Return the story that the file at this path holds."""
    report = Report()
    try:
        return _read(rules, path, report)
    except BroadsheetError as exc:
        report.add(Diagnostic(severity="error", code=exc.code, message=exc.message, place=exc.place, remedy=exc.remedy))
        return Copy(path=path, diagnostics=tuple(report.diagnostics))


def _read(rules: Rules, path: str, report: Report) -> Copy:
    article, store, data = read_article(rules, path, report)
    given = article.meta
    check_notices(article, report)
    check_redactions(article, report)
    (article,) = name_articles((article,), report)
    article = msgspec.structs.replace(article, meta=_addressed(article.meta, rules.project))
    _check_standing(article.meta, report)
    article = dress_article(article, report)
    links = _targets(article, _hosts(article.meta.url, rules.project.publication.url))
    if not links:
        article = bind_references(article, Links((article,)), report)
    check_accessibility(article, report)
    if any(diagnostic.severity == "error" for diagnostic in report.diagnostics):
        return Copy(path=path, diagnostics=tuple(report.diagnostics))
    resources = used_resources(article, store.resources)
    objects = ObjectStore(Path(rules.root) / ".broadsheet")
    for resource in resources:
        objects.put(store.read(resource.name))
    pictures = tuple(_stat(Path(rules.root), picture) for picture in sorted(store.looked_at))
    key = digest(rules.key(), path.encode(), data, msgspec.msgpack.encode(resources))
    meta = article.meta
    card = Card(
        path=path,
        key=key,
        slug=meta.slug,
        id=meta.id,
        title=meta.title,
        url=meta.url,
        section=meta.section,
        tags=meta.keywords,
        language=meta.language,
        authors=tuple(person.name for person in meta.contributors if person.role in ("aut", "rpt", "cre")),
        published=meta.published,
        modified=meta.modified,
        embargo=meta.embargo,
        status=meta.status,
        links=links,
        pictures=pictures,
        warned=report.count("warning"),
        id_given=bool(given.id),
        url_given=bool(given.url),
        corrections=article.corrections,
    )
    entries = () if links else entries_of(rules, key, article, resources, report)
    kept = Kept(article, resources, tuple(report.diagnostics))
    return Copy(path=path, card=card, article=_PACK.encode(kept), entries=entries, diagnostics=kept.diagnostics)


_PACK = msgspec.msgpack.Encoder()
_UNPACK = msgspec.msgpack.Decoder(Kept)


def unpack(data: bytes) -> Kept:
    """Return what was kept of a story."""
    return _UNPACK.decode(data)


def read_article(rules: Rules, path: str, report: Report) -> tuple[Article, AssetStore, bytes]:
    """Return the article of a file with people and terms of the project filled in, its pictures, and its bytes."""
    root = Path(rules.root)
    file = SourceFile(root / path, path, root.resolve())
    store = AssetStore()
    data, articles = read_file(file, KINDS.get(file.suffix, ""), report, store, smart=rules.project.stories.smart)
    if len(articles) != 1:
        raise SourceError(
            f"the file holds {len(articles)} stories", Place(path), "Give each story of a project a file of its own"
        )
    return _filled(articles[0], rules.project, report), store, data


def _filled(article: Article, project: Project, report: Report) -> Article:
    """Return the article with its people looked up, and what it leaves unsaid taken from the publication."""
    meta, own = article.meta, project.publication
    people = (
        tuple(_person(person, project, report) for person in meta.contributors) if project.people else meta.contributors
    )
    changes: dict[str, object] = {}
    if people != meta.contributors:
        changes["contributors"] = people
    for name, value in (
        ("publisher", own.publisher or own.title),
        ("licence", own.licence),
        ("rights", own.rights),
        ("usage_terms", own.usage_terms),
    ):
        if value and not getattr(meta, name):
            changes[name] = value  # noqa: PERF403 - beside what is there already
    return msgspec.structs.replace(article, meta=msgspec.structs.replace(meta, **changes)) if changes else article


def _person(person: Contributor, project: Project, report: Report) -> Contributor:
    known = project.people.get(person.name)
    if known is None:
        return person
    told = f"{person.name!r} looks like a handle"
    report.diagnostics = [
        item for item in report.diagnostics if not (item.code == "author-handle" and told in item.message)
    ]
    return msgspec.structs.replace(
        person,
        name=known.name,
        email=known.email or person.email,
        url=known.url or person.url,
        role=known.role or person.role,
    )


def _addressed(meta: Meta, project: Project) -> Meta:
    """Return the meta with the address that the project's pattern gives, where the story gives none."""
    if meta.url or not project.stories.url:
        return meta
    return msgspec.structs.replace(
        meta, url=story_address(project, meta.slug, meta.section, meta.language, meta.published)
    )


def story_address(project: Project, slug: str, section: str, language: str, published: datetime | None) -> str:
    """Return the address of a story by the project's pattern; empty where that asks for what is not there."""
    from urllib.parse import quote

    from exporters.model.outline import slugify

    pattern = project.stories.url
    parts = {"slug": slug, "section": slugify(section), "language": language}
    if published is not None:
        parts |= {"year": f"{published:%Y}", "month": f"{published:%m}", "day": f"{published:%d}"}
    for name in re.findall(r"\{([a-z]+)\}", pattern):
        if not parts.get(name):
            return ""
        pattern = pattern.replace(f"{{{name}}}", quote(parts[name]))
    return clean_address(pattern)


def _check_standing(meta: Meta, report: Report) -> None:
    """Report a story that promises a time and does not give it: nobody can tell when it may go out."""
    found = standing(meta, EPOCH)
    if found.unclear:
        code, key = (
            ("embargo-without-time", "embargo") if meta.status == "embargoed" else ("schedule-without-time", "date")
        )
        report.error(code, found.why, meta.place, f"Write `{key}:` with a date, time and zone, or change `status`")


def _hosts(*urls: str) -> frozenset[str]:
    return frozenset(urlsplit(url).netloc.casefold() for url in urls if url)


def _targets(article: Article, hosts: frozenset[str]) -> tuple[str, ...]:
    """Return the targets of links that may lead to other stories: relative ones, and addresses on these hosts."""
    found: dict[str, None] = {}
    for blocks in (article.body, *(note.children for note in article.notes)):
        for node in walk(blocks):
            if type(node) is Link and (not _ABSOLUTE.match(node.target.strip()) or _is_at(node.target, hosts)):
                found[node.target] = None
    return tuple(found)


def _is_at(target: str, hosts: frozenset[str]) -> bool:
    try:
        return urlsplit(target.strip()).netloc.casefold() in hosts - {""}
    except ValueError:
        return False


def _stat(root: Path, picture: str) -> tuple[str, int, int]:
    found = look_at(root, picture)
    return (picture, found.size, found.changed) if found else (picture, -1, 0)


def bind_copy(
    kept: Kept,
    card: Card,
    elsewhere: Mapping[str, Card],
    anchors: Mapping[str, set[str]],
    held: Sequence[str],
    report: Report,
) -> Kept:
    """Return the story as it goes out: under its final name, its links to other stories bound.

    `elsewhere` are the open stories that its links can mean, by path; `anchors` theirs, by slug; `held` the targets
    that mean a story which is not out: of those only the words stay, for an address would name it.
    """
    article = kept.article
    if article.meta.slug != card.slug or article.meta.id != card.id or article.meta.url != card.url:
        meta = msgspec.structs.replace(article.meta, slug=card.slug, id=card.id, url=card.url)
        article = msgspec.structs.replace(article, meta=meta)
    if not card.links:
        return msgspec.structs.replace(kept, article=article)
    index = Links((article,))
    for path, other in elsewhere.items():
        index.by_file[path] = other.slug
        index.by_slug[other.slug] = Article(meta=Meta(title="", slug=other.slug))
        index.anchors[other.slug] = anchors.get(other.slug, set())
    if held:
        article = let_go(article, held, report)
    return msgspec.structs.replace(kept, article=bind_references(article, index, report))


def let_go(article: Article, held: Sequence[str], report: Report) -> Article:
    """Return the article with links to these targets, which mean stories that are not out, made their words."""
    closed = frozenset(held)

    def change(node: AnyNode) -> AnyNode:
        if not isinstance(node, Link) or node.target not in closed:
            return node
        report.warning(
            "link-held",
            "the link leads to a story that is not out; it is written as text",
            node.place,
            "It becomes a link with the first build after that story is out",
        )
        if plain_text(node.children).strip() == node.target.strip():  # the words of a bare address are the address
            return Span((Text("…"),), place=node.place)
        return Span(node.children, place=node.place)

    notes = tuple(msgspec.structs.replace(note, children=transform(note.children, change)) for note in article.notes)
    return msgspec.structs.replace(article, body=transform(article.body, change), notes=notes)


def entries_of(
    rules: Rules,
    key: bytes,
    article: Article,
    resources: Iterable[Resource],
    report: Report,
    name: Sequence[str] = (),
    urls: Mapping[str, str] | None = None,
) -> tuple[tuple[bytes, bytes], ...]:
    """Return key and bytes of the entry by each recipe; what was withdrawn has a tombstone instead."""
    made = []
    for recipe in rules.recipes:
        from exporters.formats.feed.entries import EntryMaker
        from exporters.formats.feed.options import FeedOptions

        options = FeedOptions(content=recipe.content, pictures=recipe.pictures)  # type: ignore[arg-type]  # of two words
        maker = EntryMaker(
            options,
            report,
            EPOCH,
            urls={article.meta.slug: article.meta.url, **(urls or {})},
            resources={resource.name: resource for resource in resources},
            made={},
        )
        made.append((entry_key(key, recipe, name), _PACK.encode(maker.entry(article))))
    return tuple(made)


@lru_cache(maxsize=1)
def rules_from(data: bytes) -> Rules:
    """Return the rules that another process was given as bytes."""
    return msgspec.msgpack.decode(data, type=Rules)


def read_several(rules: bytes, paths: Sequence[str]) -> list[Copy]:
    """Return the stories of several files: what a process of a build is given to do."""
    known = rules_from(rules)
    return [read_copy(known, path) for path in paths]
