"""The few words that Broadsheet itself puts on a page ("Contents", "Note"), and dates, in the story's language."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import msgspec

from exporters.assets import read_asset_file


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of one language, from `assets/words/<language>.json`.

    `date` and `date_time` are patterns over `{day}`, `{month}` (name), `{month_number}`, `{year}`, `{time}`, and
    `withdrawn_on` is one over `{date}`; `quotes` the outer and inner pairs of quotation marks; the rest are used as
    they stand.
    """

    language: str
    contents: str
    note: str
    notes: str
    back: str
    figure: str
    figures: str
    table: str
    tables: str
    sources: str
    correction: str
    corrections: str
    clarification: str
    update: str
    tip: str
    important: str
    warning: str
    caution: str
    key_points: str
    by: str
    separator: str
    last_separator: str
    updated: str
    published: str
    cover: str
    title_page: str
    page: str
    photo: str
    editing: str
    editor: str
    translation: str
    redacted: str
    withheld: str
    document: str
    filed: str
    archived: str
    accessed: str
    image: str
    details: str
    done: str
    open: str
    continued: str
    untitled: str
    withdrawn_story: str
    withdrawn_on: str
    withdrawn_by_editors: str
    date: str
    date_time: str
    months: tuple[str, ...]
    quotes: tuple[str, str, str, str]

    def callout(self, kind: str) -> str:
        """Return the word for a kind of callout."""
        return str(getattr(self, kind.replace("-", "_")))

    def format_date(self, moment: dt.date) -> str:
        """Return the day as this language writes it, in the zone that the time carries."""
        return self.date.format(
            day=moment.day, month=self.months[moment.month - 1], month_number=moment.month, year=moment.year
        )

    def join(self, names: tuple[str, ...]) -> str:
        """Return the names as an enumeration: "A, B and C"."""
        if len(names) < 2:
            return "".join(names)
        return f"{self.separator.join(names[:-1])}{self.last_separator}{names[-1]}"


@lru_cache
def words_for(language: str) -> Words:
    """Return the words for a BCP 47 tag: those of the language, else English, with what differs in the region."""
    tag = language.lower().replace("_", "-")
    primary = tag.partition("-")[0]
    table = _table(primary) or _table("en")
    if tag != primary:
        table |= _table(tag)
    return msgspec.convert(table, Words)


def _table(name: str) -> dict[str, object]:
    if not name.replace("-", "").isalnum():
        return {}
    raw = read_asset_file(f"words/{name}.json")
    return msgspec.json.decode(raw, type=dict[str, object]) if raw else {}
