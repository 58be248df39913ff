"""Cards of stories that nobody wrote, in an index, for tests of what is planned from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from exporters.project.cards import Card
from exporters.project.index import Index
from exporters.project.inventory import Inventory, Told
from exporters.project.scan import Found

START = datetime(2020, 1, 1, 9, tzinfo=UTC)


def card(number: int, slug: str = "", **more: object) -> Card:
    """Return the card of a story that came out so many hours after the first."""
    name = slug or f"story-{number:05d}"
    told = Card(
        path=f"stories/{number:05d}.md",
        key=f"key {number}".encode(),
        slug=name,
        id=f"tag:desk.example,2020:{number:05d}",
        title=f"Story {number}",
        url=f"https://desk.example/{name}/",
        published=START + timedelta(hours=number),
    )
    return msgspec.structs.replace(told, **more)


def put(index: Index, cards: Sequence[Card]) -> Told[Card]:
    """Return these cards as a build knows them that found and read their files."""
    inventory = Inventory(index)
    inventory.take(Found(card.path, 1, 1, at) for at, card in enumerate(cards))
    rows = [(card.path, 1, 1, at, 0, None, msgspec.msgpack.encode(card)) for at, card in enumerate(cards)]
    index.put_stories(rows)
    index.commit()
    return inventory.read()
