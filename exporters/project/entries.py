"""Under which keys the entries of feeds are kept: those made when a story was read, and those made apart from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from exporters.project.cards import Card
from exporters.project.index import Index
from exporters.project.making import EntryTask
from exporters.project.planning import Plan
from exporters.project.slots import SlotRow
from exporters.project.stories import Recipe, entry_key

_TABLE = "CREATE TEMP TABLE apart (path TEXT PRIMARY KEY, name BLOB) WITHOUT ROWID"
_NAME = msgspec.msgpack.Decoder(tuple[str, ...])


class Entries:
    """The entries of a plan. What sets one apart is worked out once, and kept in a temporary table of the index."""

    def __init__(self, index: Index, plan: Plan, recipes: Sequence[Recipe]) -> None:
        self._index, self._plan, self._recipes = index, plan, recipes
        index.base.execute(_TABLE)

    def key_of(self, row: SlotRow, recipe: Recipe) -> bytes:
        """Return the key of the entry of the story at this place in a feed."""
        assert row.key is not None, "a story that goes out has a key"
        return entry_key(row.key, recipe, self._name_at(row.path) if row.apart else ())

    def missing(self) -> Iterator[EntryTask]:
        """Yield what is left to do for the entries that are not made when their stories are read."""
        for card, mark in self._plan.roll.apart():
            name = self._keep(card, mark)
            if not all(self._index.has_text(entry_key(card.key, recipe, name)) for recipe in self._recipes):
                yield EntryTask(member=self._plan.neighbours.member(card, mark), name=name)

    def keys_apart(self) -> Iterator[bytes]:
        """Yield the keys of those entries."""
        for card, _ in self._plan.roll.apart():
            yield from (entry_key(card.key, recipe, self._name_at(card.path)) for recipe in self._recipes)

    def _name_at(self, path: str) -> tuple[str, ...]:
        row = self._index.base.execute("SELECT name FROM apart WHERE path = ?", (path,)).fetchone()
        if row is not None:
            return _NAME.decode(row[0])
        found = self._plan.roll.find(path)
        assert found is not None, "a story in a feed goes out"
        return self._keep(*found)

    def _keep(self, card: Card, mark: str) -> tuple[str, ...]:
        """Return what sets an entry apart from the one made when the story was read, and keep it."""
        found, held = self._plan.neighbours.meant(card)
        around = [f"{path} {told.slug} {told.url} {told.key.hex()}" for path, told in found.items()]
        name = (card.slug, card.id, card.url, mark, *around, *held)
        values = card.path, msgspec.msgpack.encode(name)
        self._index.base.execute("INSERT OR REPLACE INTO apart VALUES (?, ?)", values)
        return name
