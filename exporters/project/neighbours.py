"""Which stories the links of a story mean, and which of them may not be named."""

from __future__ import annotations

from collections.abc import Sequence
from posixpath import dirname
from urllib.parse import unquote, urljoin, urlsplit

from exporters.editorial.references import candidate_files
from exporters.project.cards import Card
from exporters.project.making import Member
from exporters.project.roll import Named, Roll


class Neighbours:
    """Which stories the links of a story mean: those of the roll may be named, those that are `held` may not."""

    def __init__(self, roll: Roll, held: Sequence[Card]) -> None:
        self._roll = roll
        self._held = {card.path for card in held}
        self._held_slugs = {card.slug for card in held}
        urls = {_compared(card.url) for card in held if card.url}
        stems = {_stem(name) for card in held for name in (card.slug, card.path)} - {""}
        if held:
            for card in roll.newest():
                urls.discard(_compared(card.url))
                stems.difference_update((_stem(card.slug), _stem(card.path)))
        self._held_urls, self._held_stems = urls, stems

    def member(self, card: Card, mark: str = "") -> Member:
        """Return the story as a member of a publication, with the stories that its links can mean."""
        paths, held = self.meant(card)
        elsewhere = tuple([found[0] for path in paths if (found := self._roll.find(path)) is not None])
        return Member(card=card, elsewhere=elsewhere, held=tuple(held), mark=mark)

    def meant(self, card: Card) -> tuple[dict[str, Named], list[str]]:
        """Return what is told of the stories that its links can mean, by file, and targets that may not be named."""
        found: dict[str, Named] = {}
        held: list[str] = []
        for target in card.links:
            path = target.strip().partition("#")[0].partition("?")[0]
            if path.startswith("story:"):
                slug = path.removeprefix("story:")
                named = self._roll.path_of(slug)
                if named and (told := self._roll.told(named)) is not None:
                    found[named] = told
                elif slug in self._held_slugs:
                    held.append(target)
                continue
            for candidate in candidate_files(dirname(card.path), unquote(path)):
                if (told := self._roll.told(candidate)) is not None:
                    found[candidate] = told
                    break
                if candidate in self._held:
                    held.append(target)
                    break
            else:
                if self._tells(card, target):
                    held.append(target)
        found.pop(card.path, None)
        return found, held

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
