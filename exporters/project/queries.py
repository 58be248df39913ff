"""Which stories a briefing or a feed holds: by list or by section, tag, language, author and date, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice

from exporters.model.outline import slugify
from exporters.project.cards import Card
from exporters.project.tables import BriefingTable, FeedTable, Query, Split, Words

_SPAN = re.compile(r"(\d{1,15})\s*(minute|hour|day|week|month|year)s?")
_UNITS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=30),
    "year": timedelta(days=365),
}
EARLIEST = datetime(1, 1, 2, tzinfo=UTC)
LATEST = datetime(9999, 12, 30, tzinfo=UTC)
"""The bounds of time, a day within those of the calendar: in every zone, they can be told."""
LONGEST = 1000 * _UNITS["year"]
"""The longest span that a query may go back."""


def read_bound(text: str) -> datetime | timedelta | None:
    """Return the date that a bound names, or the span it goes back from now.

    Raises ValueError for neither, and OverflowError for a span beyond all dates, with the longest that is none.
    """
    words = text.strip().lower()
    if not words:
        return None
    if found := _SPAN.fullmatch(words):
        number, unit = int(found[1]), _UNITS[found[2]]
        if number > LONGEST // unit:
            raise OverflowError(f"{LONGEST // unit} {found[2]}s")
        return number * unit
    moment = datetime.fromisoformat(words.upper())
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def is_relative(query: Query) -> bool:
    """Return whether what this query finds changes as time goes by."""
    return any(isinstance(read_bound(text), timedelta) for text in (query.since, query.until))


def select(query: Query, cards: Iterable[Card], now: datetime, people: dict[str, str]) -> Iterator[Card]:
    """Yield the stories that fit, newest first or as the query lists them.

    `cards` are those that may be shown, newest first; `people` gives the name of each handle.
    """
    if query.stories:
        return iter(_listed(query.stories, cards))
    since, until = bounds_of(query, now)
    authors = {people.get(name, name) for name in _words(query.author)}
    sections, tags = _folded(query.section), _folded(query.tag)
    languages = _folded(query.language)
    found = (
        card
        for card in cards
        if (not sections or card.section.casefold() in sections)
        and (not tags or any(tag.casefold() in tags for tag in card.tags))
        and (not languages or _speaks(card.language, languages))
        and (not authors or any(author in authors for author in card.authors))
        and (since is None or (card.published or EARLIEST) >= since)
        and (until is None or (card.published or EARLIEST) <= until)
    )
    return islice(found, query.limit) if query.limit else found


def takes_all(query: Query) -> bool:
    """Return whether every story fits."""
    asked = (query.stories, query.section, query.tag, query.language, query.author, query.since, query.until)
    return not any(asked) and not query.limit


def bounds_of(query: Query, now: datetime) -> tuple[datetime | None, datetime | None]:
    """Return the earliest and the latest date that fits; None where there is no bound."""
    return _moment(query.since, now), _moment(query.until, now)


def arrange(found: list[Card], table: BriefingTable) -> list[Card]:
    """Return the stories in the order of the briefing."""
    if table.order == "oldest":
        return (
            found[::-1]
            if not table.stories
            else sorted(found, key=lambda card: (card.published or EARLIEST, card.path))
        )
    if table.order == "title":
        return sorted(found, key=lambda card: (card.title.casefold(), card.path))
    return found


def missing(query: Query, cards: Iterable[Card]) -> list[str]:
    """Return the names in a list of stories that no story has."""
    left = dict.fromkeys(query.stories)
    for card in cards if left else ():
        for name in _names(card):
            left.pop(name, None)
    return list(left)


def split_of(table: BriefingTable | FeedTable, found: Iterable[Card]) -> Iterator[tuple[str, str, list[Card]]]:
    """Yield for each part of a split its file name, its title and its stories, in order of name."""
    parts: dict[str, list[Card]] = {}
    for value, card in values_of(table.split, found):
        parts.setdefault(value, []).append(card)
    for name, value in names_of(table.name, parts):
        yield name, value, parts[value]


def values_of(split: Split, found: Iterable[Card]) -> Iterator[tuple[str, Card]]:
    """Yield each story with every part of a split that it belongs to, the newest story first."""
    spelled: dict[str, str] = {}  # words that differ in case are one; the newest story says how it is written
    for card in found:
        for value in dict.fromkeys(spelled.setdefault(value.casefold(), value) for value in _values(card, split)):
            yield value, card


def names_of(stem: str, values: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield for each part of a split the name of its files, and its title, in order of name."""
    taken: set[str] = set()
    for value in sorted(values):
        base = f"{stem}-{slugify(value) or 'other'}"
        name, count = base, 2
        while name in taken:
            name, count = f"{base}-{count}", count + 1
        taken.add(name)
        yield name, value


def _values(card: Card, split: Split) -> tuple[str, ...]:
    if split == "section":
        return (card.section,) if card.section else ()
    if split == "language":
        return (card.language,) if card.language else ()
    if split == "tag":
        return card.tags
    return card.authors


def _listed(names: Sequence[str], cards: Iterable[Card]) -> list[Card]:
    wanted = frozenset(names)
    by_name: dict[str, Card] = {}  # of several with one name the newest, which comes first
    for card in cards:
        for name in wanted.intersection(_names(card)):
            by_name.setdefault(name, card)
    return list({by_name[name].path: by_name[name] for name in names if name in by_name}.values())


def _names(card: Card) -> tuple[str, ...]:
    return card.id, card.slug, card.path, card.path.rpartition("/")[2]


def _words(words: Words) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) and words else tuple(words)


def _folded(words: Words) -> set[str]:
    return {word.casefold() for word in _words(words)}


def _speaks(language: str, wanted: set[str]) -> bool:
    """Return whether a language is one of these, or a kind of one (https://www.rfc-editor.org/rfc/rfc4647#section-3.3.1)."""
    parts = language.casefold().split("-")
    return any("-".join(parts[:end]) in wanted for end in range(1, len(parts) + 1))


def _moment(text: str, now: datetime) -> datetime | None:
    bound = read_bound(text)
    if isinstance(bound, timedelta):  # with --as-of, now can be near the first of dates
        return now - bound if now - EARLIEST > bound else EARLIEST
    return bound
