"""The gate of a build: which stories pass it at a certain time, before anything has a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from exporters.editorial.embargo import tell_of_days_ahead
from exporters.model.place import Place
from exporters.project.cards import Card
from exporters.project.marks import embargo_mark
from exporters.project.withdrawals import Withdrawal, withdrawal_of
from exporters.report import Report


def is_embargoed(card: Card, now: datetime) -> bool:
    """Return whether this story is complete and waits for its hour: what a press copy is for."""
    return card.status not in ("draft", "withdrawn") and card.embargo is not None and card.embargo > now


class Gate:
    """Lets the stories pass that are open at the time `now`, and those of a press copy, and remembers what it held.

    `closed` are the stories that may not be named, `waiting` the files of all that are held, and why; what goes into a
    press copy is not. `withdrawn` is what the ledger and the stories themselves took back. `coming` is when the first
    of those held comes out, `latest` the latest date of the stories that the edition shows.
    """

    def __init__(self, ledger: Sequence[Withdrawal], now: datetime, report: Report, *, press: bool) -> None:
        self._ids = {record.id.casefold() for record in ledger}
        self._slugs = {record.slug: record for record in ledger}
        self._files = {record.path for record in ledger if record.path}
        self._now, self._report, self._press = now, report, press
        self.closed: list[Card] = []
        self.waiting: list[tuple[str, str]] = []
        self.withdrawn = list(ledger)
        self.coming: datetime | None = None
        self.latest: datetime | None = None

    @property
    def held(self) -> int:
        """How many stories are held."""
        return len(self.waiting)

    def passing(self, cards: Iterable[Card]) -> Iterator[tuple[Card, str]]:
        """Yield each story that goes out, with the notice that its press copy carries; none where it is open."""
        now = self._now
        for card in cards:
            if self._ids and (self._has_id_of_withdrawn(card) or self._is_taken_back(card)):
                continue
            found = card.standing(now)
            if found.state == "open":
                self._tell(card)
                if not self._press:
                    self._see(card)
                yield card, ""
            # What was withdrawn before its hour was never out: a tombstone would tell of it.
            elif found.state == "withdrawn" and not any(time and time > now for time in (card.embargo, card.published)):
                self.withdrawn.append(withdrawal_of(card))
            else:
                # Either of two times may change how the story stands, as press copies tell.
                coming = [moment for moment in (self.coming, card.embargo, card.published) if moment and moment > now]
                self.coming = min(coming, default=None)
                if self._press and is_embargoed(card, now):
                    self._see(card)
                    yield card, embargo_mark(found.until)
                else:
                    self.waiting.append((card.path, found.why))
                    self.closed.append(card)

    def _tell(self, card: Card) -> None:
        """Report what is odd about a story that goes out: the name of one that was withdrawn, a day still to come."""
        if card.slug in self._slugs:
            self._report.warning(
                "withdrawn-slug",
                f"the story goes out under the slug of one that was withdrawn: {self._slugs[card.slug].id}",
                Place(card.path, 1),
                "If it is the same story, take it out; if it is another, give it a slug of its own",
            )
        if card.corrections or card.modified is not None:
            tell_of_days_ahead(card.modified, card.corrections, Place(card.path, 1), self._now, self._report)

    def _has_id_of_withdrawn(self, card: Card) -> bool:
        if card.id.casefold() not in self._ids:
            return False
        if not card.id_given and self._files and card.path not in self._files:
            self._report.warning(  # the same slug and day make the same id
                "withdrawn-id",
                f"the story has no id, and {card.id}, made from its slug and day, is that of one withdrawn from "
                "another file; it is not built",
                Place(card.path, 1),
                "If it is another story, give it a `slug:` and an `id:` of its own; if it was out, those that it had",
            )
        return True

    def _is_taken_back(self, card: Card) -> bool:
        if card.path not in self._files:
            return False
        self._report.warning(  # its id may have been taken out, or changed, by whoever did not know
            "withdrawn-file",
            "a story was withdrawn that stood in this file; it is not built, though its id is another now",
            Place(card.path, 1),
            "If it is another story, give it a file of its own",
        )
        return True

    def _see(self, card: Card) -> None:
        dates = [date for date in (self.latest, card.published, card.modified) if date is not None]
        self.latest = max(dates, default=None)
