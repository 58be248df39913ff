"""Under which names stories go out: slugs and ids of their own, links to each other, and nothing of what is held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from posixpath import dirname
from urllib.parse import unquote, urljoin, urlsplit

import msgspec

from exporters.editorial.identity import derive_id
from exporters.editorial.references import candidate_files
from exporters.model.meta import Meta
from exporters.model.outline import Names
from exporters.model.place import Place
from exporters.project.cards import Card
from exporters.project.making import Member
from exporters.project.stories import story_address
from exporters.project.tables import Project
from exporters.report import Report

_FIRST = datetime(1, 1, 1, tzinfo=UTC)


def name_stories(cards: Iterable[Card], project: Project, report: Report) -> list[Card]:
    """Return the stories newest first, each with a slug and an id of its own.

    Of two with the same slug the older one keeps it, so that a new story changes no address. Only stories that may be
    shown are named here: one that is held takes no name from others, which would tell that it exists.
    """
    ordered = sorted(cards, key=lambda card: (card.published or _FIRST, card.path))
    names = Names()
    seen: dict[str, str] = {}
    named: list[Card] = []
    for card in ordered:
        slug = names.take(card.slug)
        settled = card if slug == card.slug else _renamed(card, slug, project, report)
        if settled.id in seen:
            report.error(
                "id-repeated",
                f"the id {settled.id} is also that of {seen[settled.id]}",
                Place(card.path, 1),
                "Give each story an id of its own: readers of a feed would see only one of them",
            )
        seen[settled.id] = card.path
        named.append(settled)
    return named[::-1]


def newest_first(cards: Iterable[Card]) -> list[Card]:
    """Return the stories in the order of feeds; those without a date come last."""
    return sorted(cards, key=lambda card: (card.published or _FIRST, card.path), reverse=True)


def _renamed(card: Card, slug: str, project: Project, report: Report) -> Card:
    report.warning(
        "slug-repeated",
        f"the slug {card.slug!r} is taken by an older story of the project; {slug!r} is used",
        Place(card.path, 1),
        "Give each story a slug of its own",
    )
    url = card.url
    if url and not card.url_given:
        url = story_address(project, slug, card.section, card.language, card.published)
    told = Meta(title="", published=card.published, url=card.url if card.url_given else "")
    identifier = card.id if card.id_given else derive_id(slug, [told])
    return msgspec.structs.replace(card, slug=slug, url=url, id=identifier)


class Neighbours:
    """Which stories the links of a story mean. `shown` are those that may be named, `held` the paths of all others."""

    def __init__(self, shown: Sequence[Card], held: Sequence[Card]) -> None:
        self._shown = {card.path: card for card in shown}
        self._by_slug = {card.slug: card for card in shown}
        self._held = {card.path for card in held}
        self._held_slugs = {card.slug for card in held} - self._by_slug.keys()
        urls = {_compared(card.url) for card in held if card.url}
        stems = {_stem(name) for card in held for name in (card.slug, card.path)} - {""}
        if held:  # one by one: of 20,000 stories, all addresses at once are many
            for card in shown:
                urls.discard(_compared(card.url))
                stems.difference_update((_stem(card.slug), _stem(card.path)))
        self._held_urls, self._held_stems = urls, stems

    def member(self, card: Card, mark: str = "") -> Member:
        """Return the story as a member of a publication, with the stories that its links can mean."""
        if not card.links:
            return Member(card=card, mark=mark)
        found: dict[str, Card] = {}
        held: list[str] = []
        for target in card.links:
            path = target.strip().partition("#")[0].partition("?")[0]
            if path.startswith("story:"):
                slug = path.removeprefix("story:")
                if slug in self._by_slug:
                    found[self._by_slug[slug].path] = self._by_slug[slug]
                elif slug in self._held_slugs:
                    held.append(target)
                continue
            for candidate in candidate_files(dirname(card.path), unquote(path)):
                if candidate in self._shown:
                    found[candidate] = self._shown[candidate]
                    break
                if candidate in self._held:
                    held.append(target)
                    break
            else:
                if self._tells(card, target):
                    held.append(target)
        found.pop(card.path, None)
        return Member(card=card, elsewhere=tuple(found.values()), held=tuple(held), mark=mark)

    def _tells(self, card: Card, target: str) -> bool:
        """Return whether the address that a link becomes is that of a story that is held, or ends with its name."""
        try:
            whole = urljoin(card.url, target.strip())
            return _compared(whole) in self._held_urls or _stem(urlsplit(whole).path) in self._held_stems
        except ValueError:
            return False


def _compared(url: str) -> str:
    """Return an address without what does not tell one story from another."""
    return unquote(url).partition("#")[0].partition("?")[0].partition("//")[2].rstrip("/").casefold()


def _stem(path: str) -> str:
    """Return the name at the end of a path, without suffix; that of the folder for an index."""
    parts = [part for part in unquote(path).casefold().split("/") if part]
    names = [part.rpartition(".")[0] or part for part in parts[-1:]] + parts[-2:-1]
    return next((name for name in names if name not in ("index", "readme")), "")
