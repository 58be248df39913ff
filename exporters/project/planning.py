"""The plan of a build: every publication that the project makes at a certain time, with its stories and its formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from heapq import merge
from itertools import chain

import msgspec

from exporters.editorial.identity import derive_id
from exporters.errors import UsageError
from exporters.model.meta import Meta
from exporters.model.place import Place
from exporters.project.cards import Card
from exporters.project.corrected import NAME, list_of, log_of
from exporters.project.filenames import FILE
from exporters.project.gate import Gate
from exporters.project.index import Index
from exporters.project.inventory import Told
from exporters.project.making import Member
from exporters.project.names import age_of, newest_first
from exporters.project.neighbours import Neighbours
from exporters.project.queries import (
    EARLIEST,
    LATEST,
    arrange,
    bounds_of,
    is_relative,
    missing,
    names_of,
    read_bound,
    select,
    split_of,
    takes_all,
    values_of,
)
from exporters.project.roll import Roll
from exporters.project.slots import Slots
from exporters.project.tables import BriefingTable, FeedTable, Project, Query
from exporters.project.withdrawals import Withdrawal, stub_of
from exporters.report import Report


class Volume(msgspec.Struct, frozen=True):
    """One publication in page formats: the name of its files without suffix, its stories, and its own meta."""

    name: str
    members: tuple[Member, ...]
    formats: tuple[str, ...]
    meta: Meta | None = None
    mark: str = ""
    cover: str = ""


class Channel(msgspec.Struct, frozen=True):
    """One feed: its table, the name of its files, its meta, and its number among the slots, which hold its stories."""

    table: FeedTable
    name: str
    meta: Meta
    number: int


class Plan(msgspec.Struct, frozen=True):
    """Everything a build writes at the time it is made for.

    `roll` holds the stories that go out, `slots` their places in feeds. `until` is when the plan may no longer hold: a
    story comes out, or falls out of a span of time. `latest` is the latest date of what the edition shows.
    """

    project: Project
    press: bool
    roll: Roll
    slots: Slots
    neighbours: Neighbours
    others: tuple[Volume, ...]
    """All volumes but those of single stories."""
    channels: tuple[Channel, ...]
    withdrawn: tuple[Withdrawal, ...]
    held: int = 0
    waiting: tuple[tuple[str, str], ...] = ()
    """The files of the stories that are held, and why each is: for the desk alone, in nothing that is built."""
    until: datetime | None = None
    latest: datetime | None = None

    @property
    def volumes(self) -> Iterator[Volume]:
        """All volumes: those of single stories, from the newest on, and then the others."""
        formats = self.project.stories.formats
        for card, mark in self.roll.marked() if formats else ():
            if mark or not self.press:
                yield Volume(f"stories/{card.slug}", (self.neighbours.member(card, mark),), formats, mark=mark)
        yield from self.others

    def shown(self, identifier: str) -> Card | None:
        """Return the story with this id, if the edition shows it: a press copy shows what is under embargo."""
        found = self.roll.by_id(identifier)
        return found[0] if found and (found[1] or not self.press) else None

    def shows(self, path: str) -> bool:
        """Return whether the edition shows the story in this file."""
        found = self.roll.find(path)
        return found is not None and bool(found[1] or not self.press)


def make_plan(
    index: Index,
    project: Project,
    cards: Told[Card],
    ledger: Sequence[Withdrawal],
    now: datetime,
    report: Report,
    *,
    press: bool = False,
) -> Plan:
    """Return what the project makes at the time `now`, or what a press copy holds then.

    The gate stands here, before anything has a name: a story that is held is in no list from which anything is made.
    """
    roll, slots = Roll(index, project), Slots(index)
    gate = Gate(ledger, now, report, press=press)
    roll.enter(gate.passing(card for _, card in cards.pairs()), report)
    neighbours = Neighbours(roll, [*gate.closed, *(record.card() for record in gate.withdrawn)])
    records = [] if press else [record for record in gate.withdrawn if roll.by_id(record.id) is None]
    planner = _Planner(project, roll, slots, neighbours, now, press)
    others = list(_stubs(project, records, roll))
    if not press:
        others += _corrections(project, roll)
    for briefing in project.briefings:
        _check_listed(briefing, chain((card for _, card in cards.pairs()), roll.newest()), report)
        others += planner.briefing(briefing)
    dead = newest_first(record.card() for record in records)
    channels = [channel for feed in project.feeds for channel in planner.feed(feed, dead)]
    if not project.stories.url:
        _check_addresses(channels, slots, report)
    return Plan(
        project=project,
        press=press,
        roll=roll,
        slots=slots,
        neighbours=neighbours,
        others=tuple(others),
        channels=tuple(channel for channel in channels if not press or slots.count(channel.number)),
        withdrawn=tuple(gate.withdrawn),
        held=gate.held,
        waiting=tuple(gate.waiting),
        until=min((end for end in (gate.coming, planner.until) if end is not None), default=None),
        latest=gate.latest,
    )


class _Planner:
    """Finds the stories of briefings and feeds. `until` is when one of them first falls out of a span of time."""

    def __init__(
        self, project: Project, roll: Roll, slots: Slots, neighbours: Neighbours, now: datetime, press: bool
    ) -> None:
        self.project, self.roll, self.slots, self.neighbours = project, roll, slots, neighbours
        self.now, self.press = now, press
        self.people = {handle: person.name for handle, person in project.people.items()}
        self.until: datetime | None = None

    def briefing(self, table: BriefingTable) -> Iterator[Volume]:
        """Yield the publications of a briefing; for a press copy, those that hold what is under embargo."""
        found = list(self._found(table, []))
        for volume in _briefings(self.project, table, found, self._member):
            if not self.press or any(member.mark for member in volume.members):
                yield volume

    def feed(self, table: FeedTable, dead: Sequence[Card]) -> list[Channel]:
        """Return the channels of a feed, their stories in their places; `dead` are those that were withdrawn."""
        slots, whole = self.slots, self.slots.new_channel()
        channels = [_channel(self.project, table, table.name, "", whole)]
        if takes_all(table) and not table.split and not self.press:
            slots.put_all(whole)
            slots.put((whole, card) for card in dead)
            return channels
        parts: dict[str, int] = {}

        def places() -> Iterator[tuple[int, Card]]:
            for card in self._found(table, dead):
                yield whole, card

        def divided() -> Iterator[tuple[int, Card]]:
            for value, card in values_of(table.split, self._found(table, dead)):
                if value not in parts:
                    parts[value] = slots.new_channel()
                yield parts[value], card

        slots.put(places())
        if table.split:
            slots.put(divided())
        named = names_of(table.name, parts)
        return channels + [_channel(self.project, table, name, value, parts[value]) for name, value in named]

    def _member(self, card: Card) -> Member:
        found = self.roll.find(card.path)
        assert found is not None, "a briefing holds stories that go out"
        return self.neighbours.member(*found)

    def _found(self, table: BriefingTable | FeedTable, dead: Sequence[Card]) -> Iterator[Card]:
        """Yield the stories of a query, newest first or as it lists them, and note when one falls out of it."""
        if self.press and isinstance(table, FeedTable):
            pool: Iterable[Card] = (card for card, mark in self.roll.marked() if mark)
        else:
            since, until = (None, None) if table.stories else bounds_of(table, self.now)
            pool = self.roll.newest(since if since is not None and since > EARLIEST else None, until)
        if dead:
            pool = merge(pool, dead, key=age_of, reverse=True)
        span = _span(table)
        for card in select(table, pool, self.now, self.people):
            if span is not None:
                self._note(card, span)
            yield card
        if span is None and is_relative(table):
            self._end(self.now)

    def _note(self, card: Card, span: timedelta) -> None:
        # A story whose span ends after the last of years never falls out of it.
        if card.published is not None and LATEST - card.published > span and card.published + span > self.now:
            self._end(card.published + span)

    def _end(self, moment: datetime) -> None:
        self.until = moment if self.until is None else min(self.until, moment)


def _span(table: Query) -> timedelta | None:
    """Return the span by which stories fall out of a query; None where there is none, or they also fall into it."""
    since = read_bound(table.since)
    relative = isinstance(since, timedelta) and not isinstance(read_bound(table.until), timedelta)
    return since if relative and isinstance(since, timedelta) else None


def _stubs(project: Project, records: Iterable[Withdrawal], roll: Roll) -> Iterator[Volume]:
    """Yield what stands in the place of each story that was taken back, the latest of one name.

    A name that another story goes out under now is that story's: its tombstones tell of the one before.
    """
    if not project.stories.formats:
        return
    taken: set[str] = set()
    for record in sorted(records, key=lambda record: (record.at, record.id), reverse=True):
        if record.slug not in taken and not roll.path_of(record.slug):
            taken.add(record.slug)
            member = Member(card=record.card(), stub=stub_of(record))
            yield Volume(f"stories/{record.slug}", (member,), project.stories.formats)


def _corrections(project: Project, roll: Roll) -> Iterator[Volume]:
    """Yield the page that lists what was put right, in the formats of stories; none where nothing was."""
    log = log_of(roll.corrected())
    if log and project.stories.formats:
        article = list_of(project, log)
        card = Card(path=NAME, key=b"", slug=NAME, id=article.meta.id, title=article.meta.title)
        yield Volume(NAME, (Member(card=card, stub=article),), project.stories.formats)


def _briefings(
    project: Project, table: BriefingTable, found: list[Card], member_of: Callable[[Card], Member]
) -> Iterator[Volume]:
    own = project.publication
    parts = list(split_of(table, found)) if table.split else [(table.name, "", found)]
    for name, value, cards in parts:
        if not cards:
            continue
        inside = [member_of(card) for card in arrange(cards, table)]
        identifier = table.id if table.id and not value else derive_id(f"{own.id or own.title}/briefings/{name}", [])
        meta = Meta(
            title=f"{table.title}: {value}" if value else table.title,
            subtitle=table.subtitle,
            slug=name,
            id=identifier,
            language=own.language,
            publisher=own.publisher or own.title,
            series=table.series or (own.title if table.number else ""),
            number=table.number,
            licence=own.licence,
            rights=own.rights,
            usage_terms=own.usage_terms,
            cover_alt=table.cover_alt,
            place=Place(FILE),
        )
        lifts = [member.mark for member in inside if member.mark]
        mark = max(lifts, default="")
        if mark:
            meta = msgspec.structs.replace(meta, title=f"{mark}: {meta.title}")
            inside = [msgspec.structs.replace(member, mark=member.mark or mark) for member in inside]
        yield Volume(f"briefings/{name}", tuple(inside), table.formats, meta=meta, mark=mark, cover=table.cover)


def _channel(project: Project, table: FeedTable, name: str, value: str, number: int) -> Channel:
    own = project.publication
    title = table.title or own.title
    meta = Meta(
        title=f"{title}: {value}" if value else title,
        subtitle=table.subtitle or own.subtitle,
        slug=name,
        id=f"{own.id}:feed:{name}" if own.id else derive_id(f"{own.url or own.title}/feeds/{name}", []),
        language=value if table.split == "language" and value else own.language,
        publisher=own.publisher or own.title,
        rights=own.rights,
        usage_terms=own.usage_terms,
        url=own.url,
    )
    return Channel(table, name, meta, number)


def _check_listed(table: BriefingTable, cards: Iterable[Card], report: Report) -> None:
    """Report stories of a list that are nowhere; one that is held is simply not out yet."""
    for name in missing(table, cards):
        report.warning(
            "story-unknown",
            f"the briefing {table.name!r} lists {name!r}, which is the id, slug or file of no story",
            Place(FILE),
            "Correct the name, or take it out",
        )


def _check_addresses(channels: Iterable[Channel], slots: Slots, report: Report) -> None:
    """Report each feed with stories that nobody can open from it; a split one once."""
    for channel in channels:
        lacking, count = slots.without_address(channel.number) if channel.name == channel.table.name else (0, 0)
        if lacking:
            which = f"{lacking} of {count} stories" if lacking < count else "its stories"
            report.warning(
                "feed-without-links",
                f"the feed {channel.name!r} gives readers no address for {which}",
                Place(FILE),
                'Write `url = "https://…/{slug}/"` below [stories], or a `url:` into each story',
            )


def check_collisions(names: Iterable[str]) -> None:
    """Raise UsageError for two outputs of one name; file systems of Windows and macOS know no case."""
    seen: dict[str, str] = {}
    for name in names:
        folded = name.casefold()
        if folded in seen:
            raise UsageError(f"two outputs would be called {name!r}", remedy="Give feeds and briefings other names")
        seen[folded] = name
