"""From stories as they are now to files in dist/: what has no artefact yet is made, the rest taken as it is."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from exporters.errors import AssetError, BroadsheetError
from exporters.formats.feed.values import Attachment
from exporters.project.build import Built, Orders, gate
from exporters.project.cards import Card
from exporters.project.channels import FeedFile, FeedMaker, base_address, feed_file
from exporters.project.entries import Entries
from exporters.project.extras import extra_files
from exporters.project.foretelling import foretell
from exporters.project.formerly import remember, tell_of_changed_ids, tell_of_forgotten, tell_of_held
from exporters.project.index import Index
from exporters.project.intake import Intake, take_in
from exporters.project.inventory import Inventory, pictures_of, warned_of
from exporters.project.making import FeedTask, Made, Member, Task, WriteTask, do_several, file_name
from exporters.project.objects import ObjectStore
from exporters.project.outgoing import keep_names, tell_of_lost_names
from exporters.project.planning import Plan, Volume, check_collisions, make_plan
from exporters.project.press_copies import clear_press, tell_of_moved
from exporters.project.publishing import Placed, publish
from exporters.project.reading import option_text
from exporters.project.stories import Rules, digest, entry_key, unpack
from exporters.project.takedown import TOLD, take_down
from exporters.project.withdrawals import Withdrawal
from exporters.project.workforce import Workforce
from exporters.registry import load_format
from exporters.report import Report

_MOST_NAMED = 5
_OFFERED = frozenset({"application/pdf", "application/epub+zip"})
"""The types of files that entries offer for download."""


def assemble(
    index: Index,
    rules: Rules,
    inventory: Inventory,
    ledger: Sequence[Withdrawal],
    now: datetime,
    orders: Orders,
    report: Report,
    progress: Callable[[str, str], None],
) -> tuple[Built, tuple[str, ...], datetime | None]:
    """Return what was built, the pictures it depends on, and until when it holds. A dry run builds nothing."""
    with Workforce(orders.jobs) as workforce:
        intake = take_in(
            index,
            rules,
            inventory,
            workforce,
            report,
            progress,
            refused=rules.project.editorial.refuse,
            everything=orders.everything or orders.check,
            hold=orders.hold,
        )
        root = Path(rules.root)
        tell_of_forgotten(root, index, ledger, report)
        formerly = remember(root, index, rules.project, intake, now, keep=not (orders.dry_run or orders.check))
        try:
            done = _assembled(index, rules, intake, ledger, now, orders, workforce, report, progress)
        except BroadsheetError as exc:
            if intake.failed and not exc.remedy:
                names = " ".join(f"--hold {shlex.quote(path)}" for path in sorted(intake.failed)[:_MOST_NAMED])
                exc.remedy = f"Mend what is named above, or hold it back and build the rest: broadsheet build {names}"
            if not orders.check:
                moment = max(now, datetime.now(UTC))  # --as-of an earlier time takes nothing down that is out now
                take_down(root, index, rules.project, intake, ledger, moment, report, foretold=orders.dry_run)
                clear_press(root, index, rules.project, intake, ledger, now, report, foretold=orders.dry_run)
            raise
        if orders.edition == "dist" and not orders.check:
            tell_of_held(formerly, intake, now, report, foretold=orders.dry_run)
            tell_of_changed_ids(intake, ledger, now, report)
        return done


def _assembled(
    index: Index,
    rules: Rules,
    intake: Intake,
    ledger: Sequence[Withdrawal],
    now: datetime,
    orders: Orders,
    workforce: Workforce,
    report: Report,
    progress: Callable[[str, str], None],
) -> tuple[Built, tuple[str, ...], datetime | None]:
    if orders.check:
        _recall(index, (card for path, card in intake.cards.pairs() if path not in intake.read), report)
    gate(report, rules.project, orders)
    plan = make_plan(index, rules.project, intake.cards, ledger, now, report, press=orders.press)
    if not orders.press:
        tell_of_lost_names(index, intake, ledger, now, report)
    gate(report, rules.project, orders)
    bench = Bench(index, rules, plan, orders, workforce, report, progress)
    root = Path(rules.root)

    def press(*, foretold: bool = False) -> tuple[str, ...]:
        """Clear press/ of what is wrong there, unless this build fills it."""
        if orders.press:
            return ()
        return clear_press(root, index, rules.project, intake, ledger, now, report, foretold=foretold)

    if orders.dry_run:
        told = foretell(bench, intake)
        cleared = press(foretold=True)
        return msgspec.structs.replace(told, removed=told.removed + cleared), (), None
    if orders.check:
        bench.recall()
    placed = bench.make()
    gate(report, rules.project, orders)
    check_collisions(file.name for file in placed)
    if orders.check:
        return Built(kept=len(placed), held=plan.held, waiting=plan.waiting), (), None
    if orders.press:
        tell_of_moved(root, rules.project, intake, now, report)
    written, removed = publish(root, orders.edition, placed, index, bench.store, bench.written)
    cleared = press()
    if not orders.press:
        keep_names(index)
        index.put({TOLD: msgspec.msgpack.encode([record.id for record in plan.withdrawn])})
    _tidy(index, bench, intake)
    pictures, warned = pictures_of(index), warned_of(index)
    built = Built(
        written=tuple((f"{orders.edition}/{file.name}", file.size) for file in written),
        removed=tuple(f"{orders.edition}/{name}" for name in removed) + cleared,
        kept=len(placed) - len(written),
        held=plan.held,
        waiting=plan.waiting,
        warned=warned,
        unsaid=max(0, warned - intake.heard),
    )
    return built, pictures, plan.until


class Bench:
    """Where the files of one plan are made."""

    def __init__(
        self,
        index: Index,
        rules: Rules,
        plan: Plan,
        orders: Orders,
        workforce: Workforce,
        report: Report,
        progress: Callable[[str, str], None],
    ) -> None:
        self.index, self.rules, self.plan, self.orders = index, rules, plan, orders
        self.report, self.progress = report, progress
        self.workforce = workforce
        self.store = ObjectStore(Path(rules.root) / ".broadsheet")
        self.settings = {
            name: {option: option_text(value) for option, value in options.items()}
            for name, options in rules.project.formats.items()
        }
        self.packed = msgspec.msgpack.encode(rules)
        self.entries = Entries(index, plan, rules.recipes)
        self.used: set[bytes] = set()
        self.written: set[str] = set()
        """Digests of the documents of feeds that this build wrote, whatever lay in the store before."""
        self._paged: dict[bytes, Made] = {}
        self._options: dict[str, bytes] = {}
        self._keys: dict[str, list[tuple[str, bytes]]] = {}

    # ------------------------------------------------------------------------------------------------ keys

    def artefact(self, key: bytes) -> Made | None:
        """Return what is known of an artefact whose files are all in the store."""
        self.used.add(key)
        data = self.index.made(key) if key not in self._paged else None
        made = msgspec.msgpack.decode(data, type=Made) if data else self._paged.get(key)
        if made is None or not all(self.store.has(sha, size) for _, sha, size in made.files):
            return None
        self._note_pages(made)
        return made

    def _note_pages(self, made: Made) -> None:
        """Remember on which pages things are: other formats ask for it. What else is known is in the index."""
        if made.page_map is not None:
            self._paged[made.key] = made

    def held(self, key: bytes) -> Made:
        """Return an artefact that was made. Raises AssetError where somebody took it away meanwhile."""
        made = self.artefact(key)
        if made is None:
            raise AssetError("the cache was changed while the build was at work", remedy="Build again")
        return made

    def keys_of(self, volume: Volume) -> list[tuple[str, bytes]]:
        """Return the key of each format of a volume, those that paginate first: the others follow their pages."""
        if volume.name in self._keys:
            return self._keys[volume.name]
        named = sorted(volume.formats, key=lambda name: not load_format(name).paginates)
        told = digest(
            self.rules.engine,
            msgspec.msgpack.encode((volume.name, volume.meta, volume.mark, volume.cover)),
            *(self._member_key(member) for member in volume.members),
        )
        keys: list[tuple[str, bytes]] = []
        pages = b""
        for name in named:
            key = digest(told, name.encode(), self._option_key(name), pages)
            keys.append((name, key))
            if load_format(name).paginates:
                pages = key
        self._keys[volume.name] = keys
        return keys

    def _member_key(self, member: Member) -> bytes:
        card = member.card
        around = [(other.key, other.slug, other.url) for other in member.elsewhere]
        return digest(
            card.key,
            msgspec.msgpack.encode((card.slug, card.id, card.url, around, member.held, member.mark, member.stub)),
        )

    def _option_key(self, name: str) -> bytes:
        if name not in self._options:
            from exporters.options import make_options
            from exporters.project.making import rules_file

            options = make_options(load_format(name), self.settings.get(name, {}), rules_file(self.rules))
            self._options[name] = msgspec.msgpack.encode(options)
        return self._options[name]

    # ---------------------------------------------------------------------------------------------- making

    def recall(self) -> None:
        """Report what was said of the files of stories and briefings when they were made, of those that are."""
        for made in [self.artefact(key) for volume in self.plan.volumes for _, key in self.keys_of(volume)]:
            self._hear(made)

    def _hear(self, made: Made | None) -> None:
        if made is None:
            return
        self.report.extend(made.diagnostics)
        for name, kind, became, count in made.losses:
            self.report.losses[name, kind, became] += count

    def make(self) -> list[Placed]:
        """Return every file of the plan, made where it was not there."""
        self._make((task for volume in self.plan.volumes if (task := self._write_task(volume))), piece=1)
        placed = [file for volume in self.plan.volumes for file in self.placed(volume)]
        placed += self.pictures()
        self._make(self.entries.missing(), piece=16)
        files: list[FeedFile] = []
        self.written = self._make(self._feed_tasks(placed, files), piece=1)
        placed += [feed_file(file, self.held(file.key)) for file in files]
        placed += extra_files(self.rules.project, self.plan, placed, self.store, self.orders, Path(self.rules.root))
        return placed

    def _write_task(self, volume: Volume) -> WriteTask | None:
        """Return what is left to write of a volume, or None where all is there."""
        keys = self.keys_of(volume)
        missing = [(name, key) for name, key in keys if self.artefact(key) is None]
        if not missing:
            return None
        page_map = None
        for name, key in keys:
            made = self._paged.get(key)
            if load_format(name).paginates and made is not None:
                page_map = made.page_map
        return WriteTask(
            name=volume.name.rpartition("/")[2],
            members=volume.members,
            wanted=tuple(missing),
            settings={name: self.settings.get(name, {}) for name, _ in missing},
            meta=volume.meta,
            mark=volume.mark,
            cover=volume.cover,
            page_map=page_map,
        )

    def _make(self, tasks: Iterable[Task], piece: int) -> set[str]:
        """Do these tasks and keep what they make, each result at once: a build that is killed need not do it again.

        Returns the digests of all files that were made.
        """
        digests: set[str] = set()
        for results in self.workforce.do(do_several, self.packed, tasks, piece):
            for made in results:
                self._hear(made)
                digests.update(sha for _, sha, _ in made.files)
                if made.entries:
                    self.index.put_texts((key, "entry", data) for key, data in made.entries)
                elif made.key:
                    self.index.put_made(made.key, msgspec.msgpack.encode(made))
                    self._note_pages(made)
                self.progress(str(piece), "made")
            if not any(made.entries for made in results):
                self.index.commit()
        self.index.commit()
        gate(self.report, self.rules.project, self.orders)
        return digests

    def placed(self, volume: Volume) -> Iterable[Placed]:
        """Yield the files of a volume, all of which were made."""
        ids = tuple(member.card.id for member in volume.members)
        folder = volume.name.rpartition("/")[0]
        for format_name, key in self.keys_of(volume):
            made = self.held(key)
            format_ = load_format(format_name)
            for name, sha, size in made.files:
                own = f"{folder}/{name}" if name else f"{volume.name}{format_.suffix}"
                media_type = format_.media_type if not name else ""
                yield Placed(
                    name=file_name(own),
                    key=key,
                    digest=sha,
                    size=size,
                    media_type=media_type,
                    stories=ids,
                    content_digest=made.content_digests.get(name, ""),
                )

    def pictures(self) -> list[Placed]:
        """Return the pictures of the stories in feeds: readers fetch them from beside the feeds."""
        if not self.plan.channels or not base_address(self.rules.project):
            return []
        placed: dict[str, Placed] = {}
        for card in self.plan.roll.pictured():
            data = self.index.text(card.key)
            for resource in unpack(data).resources if data else ():
                sha = resource.digest.removeprefix("sha256:")
                size = self.store.path(sha).stat().st_size
                placed[resource.name] = Placed(
                    name=resource.name, key=b"", digest=sha, size=size, media_type=resource.media_type
                )
        return list(placed.values())

    # ----------------------------------------------------------------------------------------------- feeds

    def feed_files(self, placed: Sequence[Placed]) -> list[FeedFile]:
        """Return the documents of all feeds; entries offer those of the files that were placed."""
        return [file for files, _ in self._feeds(placed) for file in files]

    def _feed_tasks(self, placed: Sequence[Placed], files: list[FeedFile]) -> Iterator[FeedTask]:
        """Yield what is left to write of all feeds, and put all their documents into `files`."""
        for own, task in self._feeds(placed):
            files += own
            left = tuple(document for document in task.documents if self.artefact(document[2]) is None)
            if left:
                yield msgspec.structs.replace(task, documents=left)

    def _feeds(self, placed: Sequence[Placed]) -> Iterator[tuple[list[FeedFile], FeedTask]]:
        base = base_address(self.rules.project)
        offered: dict[str, list[Attachment]] = {}
        for file in placed if base and self.plan.channels and not self.plan.press else ():  # press/ is at no address
            if file.media_type not in _OFFERED or not file.name.startswith("stories/"):
                continue
            card = self.plan.shown(file.stories[0])
            if card is not None:
                offered.setdefault(card.path, []).append(
                    Attachment(url=f"{base}{file.name}", media_type=file.media_type, length=file.size, title=card.title)
                )
        maker = FeedMaker(self.rules.project, self.plan, self.settings, self.entries.key_of, offered, self.rules.engine)
        for channel in self.plan.channels:
            yield from maker.documents(channel)


def _recall(index: Index, cards: Iterable[Card], report: Report) -> None:
    """Report what was said of these stories when they were read."""
    for card in cards:
        data = index.text(card.key)
        report.extend(unpack(data).diagnostics if data else ())


def _tidy(index: Index, bench: Bench, intake: Intake) -> None:
    """Let the cache forget what nothing needs, once there is much of it."""
    recipes = bench.rules.recipes
    dropped = index.forget_unused("made", len(bench.used), lambda: bench.used)

    def texts() -> Iterator[bytes]:
        for _, card in intake.cards.pairs():
            yield card.key
            yield from (entry_key(card.key, recipe) for recipe in recipes)
        yield from bench.entries.keys_apart()

    dropped |= index.forget_unused("text", len(intake.cards) * (1 + len(recipes)), texts)
    if dropped:
        kept = {sha for row in index.outputs() if (sha := row[3])}
        for (data,) in index.base.execute("SELECT value FROM made"):
            kept |= {sha for _, sha, _ in msgspec.msgpack.decode(data, type=Made).files}
        for (data,) in index.base.execute("SELECT value FROM text WHERE kind = 'story'"):
            kept |= {resource.digest.removeprefix("sha256:") for resource in unpack(data).resources}
        bench.store.keep_only(kept)
    index.commit()
