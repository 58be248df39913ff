"""The plan of a build: every publication that the project makes at a certain time, with its stories and its formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

import msgspec

from exporters.editorial.identity import derive_id
from exporters.errors import UsageError
from exporters.model.meta import Meta
from exporters.model.place import Place
from exporters.project.cards import Card
from exporters.project.corrected import NAME, list_of, log_of
from exporters.project.filenames import FILE
from exporters.project.making import Member
from exporters.project.marks import embargo_mark
from exporters.project.names import Neighbours, name_stories, newest_first
from exporters.project.queries import LATEST, arrange, is_relative, missing, read_bound, select, split_of
from exporters.project.tables import BriefingTable, FeedTable, Project
from exporters.project.withdrawals import Withdrawal, stub_of, withdrawal_of
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
    """One feed: its table, the name of its files, its meta, and its stories, the withdrawn ones among them."""

    table: FeedTable
    name: str
    meta: Meta
    cards: tuple[Card, ...]


class Plan(msgspec.Struct, frozen=True):
    """Everything a build writes at the time it is made for.

    `until` is when the plan may no longer hold: a story comes out, or falls out of a span of time.
    """

    volumes: tuple[Volume, ...]
    channels: tuple[Channel, ...]
    shown: tuple[Card, ...]
    members: dict[str, Member]
    withdrawn: tuple[Withdrawal, ...]
    held: int = 0
    waiting: tuple[tuple[str, str], ...] = ()
    """The files of the stories that are held, and why each is: for the desk alone, in nothing that is built."""
    until: datetime | None = None
    renamed: frozenset[str] = frozenset()
    """The paths of stories whose slug was taken: they go out under other names than they were read with."""


def make_plan(
    project: Project,
    cards: Sequence[Card],
    ledger: Sequence[Withdrawal],
    now: datetime,
    report: Report,
    *,
    press: bool = False,
) -> Plan:
    """Return what the project makes at the time `now`, or what a press copy holds then.

    The gate stands here, before anything has a name: a story that is held is in no list from which anything is made.
    """
    shown, held, withdrawn, coming = _sorted_out(cards, ledger, now, report)
    own = {card.path for card in held if press and is_embargoed(card, now)}
    named = name_stories(shown + [card for card in held if card.path in own], project, report)
    read = {card.path: card.slug for card in cards}
    closed = [card for card in held if card.path not in own]
    neighbours = Neighbours(named, closed + [record.card() for record in withdrawn])
    marks = {card.path: embargo_mark(card.standing(now).until) for card in named if card.path in own}
    members = {card.path: neighbours.member(card, marks.get(card.path, "")) for card in named}
    living = {card.id for card in named}
    records = tuple(record for record in withdrawn if record.id not in living) if not press else ()
    people = {handle: person.name for handle, person in project.people.items()}
    volumes = [*_stories(project, named, members, own if press else None), *_stubs(project, records, named)]
    if not press:
        volumes += _corrections(project, named)
    channels: list[Channel] = []
    dead = [record.card() for record in records]
    ends = list(coming)
    for briefing in project.briefings:
        _check_listed(briefing, named, cards, report)
        found = select(briefing, named, now, people)
        ends += _ends(briefing, found, now)
        made = _briefings(project, briefing, found, members)
        volumes += [volume for volume in made if not press or any(member.mark for member in volume.members)]
    for feed in project.feeds:
        pool = newest_first([*named, *dead]) if not press else [card for card in named if card.path in own]
        found = select(feed, pool, now, people)
        ends += _ends(feed, found, now)
        channels.extend(_channels(project, feed, found))
    return Plan(
        volumes=tuple(volumes),
        channels=tuple(channel for channel in channels if channel.cards or not press),
        shown=tuple(card for card in named if not press or card.path in own),
        members=members,
        withdrawn=tuple(withdrawn),
        held=len(held),
        waiting=tuple((card.path, card.standing(now).why) for card in held),
        until=min(ends, default=None),
        renamed=frozenset(card.path for card in named if card.slug != read[card.path]),
    )


def is_embargoed(card: Card, now: datetime) -> bool:
    """Return whether this story is complete and waits for its hour: what a press copy is for."""
    return card.status not in ("draft", "withdrawn") and card.embargo is not None and card.embargo > now


def _sorted_out(
    cards: Sequence[Card], ledger: Sequence[Withdrawal], now: datetime, report: Report
) -> tuple[list[Card], list[Card], list[Withdrawal], list[datetime]]:
    """Return the stories that are open, those that are held, what was withdrawn, and when held ones come out."""
    taken_back = {record.id for record in ledger}
    files = {record.path for record in ledger if record.path}
    shown: list[Card] = []
    held: list[Card] = []
    withdrawn = list(ledger)
    coming: list[datetime] = []
    for card in cards:
        if card.id in taken_back:
            continue
        if card.path in files:  # its id may have been taken out, or changed, by whoever did not know
            report.warning(
                "withdrawn-file",
                "a story was withdrawn that stood in this file; it is not built, though its id is another now",
                Place(card.path, 1),
                "If it is another story, give it a file of its own",
            )
            continue
        found = card.standing(now)
        if found.state == "open":
            shown.append(card)
        # What was withdrawn before its hour was never out: a tombstone would tell of it.
        elif found.state == "withdrawn" and not any(time and time > now for time in (card.embargo, card.published)):
            withdrawn.append(withdrawal_of(card))
        else:
            held.append(card)
            # Either of two times may change how the story stands, as press copies tell.
            coming += [moment for moment in (card.embargo, card.published) if moment is not None and moment > now]
    return shown, held, withdrawn, coming


def _stories(
    project: Project, named: Iterable[Card], members: dict[str, Member], only: set[str] | None
) -> Iterator[Volume]:
    for card in named if project.stories.formats else ():
        if only is None or card.path in only:
            member = members[card.path]
            yield Volume(f"stories/{card.slug}", (member,), project.stories.formats, mark=member.mark)


def _stubs(project: Project, records: Iterable[Withdrawal], named: Iterable[Card]) -> Iterator[Volume]:
    """Yield what stands in the place of each story that was taken back, the latest of one name.

    A name that another story goes out under now is that story's: its tombstones tell of the one before.
    """
    if not project.stories.formats:
        return
    taken = {card.slug for card in named}
    for record in sorted(records, key=lambda record: (record.at, record.id), reverse=True):
        if record.slug not in taken:
            taken.add(record.slug)
            member = Member(card=record.card(), stub=stub_of(record))
            yield Volume(f"stories/{record.slug}", (member,), project.stories.formats)


def _corrections(project: Project, named: Iterable[Card]) -> Iterator[Volume]:
    """Yield the page that lists what was put right, in the formats of stories; none where nothing was."""
    log = log_of(named)
    if log and project.stories.formats:
        article = list_of(project, log)
        card = Card(path=NAME, key=b"", slug=NAME, id=article.meta.id, title=article.meta.title)
        yield Volume(NAME, (Member(card=card, stub=article),), project.stories.formats)


def _briefings(
    project: Project, table: BriefingTable, found: list[Card], members: dict[str, Member]
) -> Iterator[Volume]:
    own = project.publication
    parts = list(split_of(table, found)) if table.split else [(table.name, "", found)]
    for name, value, cards in parts:
        if not cards:
            continue
        inside = [members[card.path] for card in arrange(cards, table)]
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


def _channels(project: Project, table: FeedTable, found: list[Card]) -> Iterator[Channel]:
    own = project.publication
    title = table.title or own.title

    def channel(name: str, value: str, cards: list[Card]) -> Channel:
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
        return Channel(table, name, meta, tuple(cards))

    yield channel(table.name, "", found)
    if table.split:
        for name, value, cards in split_of(table, found):
            yield channel(name, value, cards)


def _check_listed(table: BriefingTable, named: Sequence[Card], cards: Sequence[Card], report: Report) -> None:
    """Report stories of a list that are nowhere; one that is held is simply not out yet."""
    for name in missing(table, [*cards, *named]):
        report.warning(
            "story-unknown",
            f"the briefing {table.name!r} lists {name!r}, which is the id, slug or file of no story",
            Place(FILE),
            "Correct the name, or take it out",
        )


def _ends(table: BriefingTable | FeedTable, found: Iterable[Card], now: datetime) -> list[datetime]:
    """Return when stories fall out of the span of a query, or into it."""
    if not is_relative(table):
        return []
    span = read_bound(table.since)
    if not isinstance(span, timedelta) or isinstance(read_bound(table.until), timedelta):
        return [now]
    # A story whose span ends after the last of years never falls out of it.
    dated = [card.published for card in found if card.published is not None and LATEST - card.published > span]
    return [published + span for published in dated if published + span > now]


def check_collisions(names: Iterable[str]) -> None:
    """Raise UsageError for two outputs of one name; file systems of Windows and macOS know no case."""
    seen: dict[str, str] = {}
    for name in names:
        folded = name.casefold()
        if folded in seen:
            raise UsageError(f"two outputs would be called {name!r}", remedy="Give feeds and briefings other names")
        seen[folded] = name
