"""The head of a story or publication: section, title, subtitle, who wrote it, where and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporters.formats.bylines import other_hands
from exporters.model.meta import Meta

if TYPE_CHECKING:
    from exporters.formats.docx.body import BodyRenderer


def head(writer: BodyRenderer, meta: Meta, style: str, before: Meta | None = None) -> str:
    """Return the paragraphs of the head, the title in this style; a bookmark stands at the title.

    Where there was a version before, title and subtitle show what changed in them.
    """
    made = []
    if meta.section:
        made.append(writer.emit(writer.words_run(meta.section), "Kicker"))
    title = writer.mark(
        "", _words(writer, before.title if before else "", meta.title or writer.words.untitled), always=True
    )
    made.append(writer.emit(title, style, before=0 if style != "Title" else None))
    if meta.subtitle:
        made.append(writer.emit(_words(writer, before.subtitle if before else "", meta.subtitle), "Subtitle"))
    byline = _byline(writer, meta)
    if byline:
        made.append(writer.emit(writer.words_run(byline), "Byline"))
    date = _date_line(writer, meta)
    if date:
        made.append(writer.emit(writer.words_run(date), "Date"))
    else:
        writer.set_apart()
    return "".join(made)


def _words(writer: BodyRenderer, before: str, words: str) -> str:
    """Return a line with what changed in it, if there was a version before."""
    if not before or before == words:
        return writer.words_run(words)
    from exporters.formats.docx.comparing import compare_words  # seldom needed

    return writer.inlines(compare_words(before, words))


def _byline(writer: BodyRenderer, meta: Meta) -> str:
    """Return "By A, B and C", or the publisher if nobody is named."""
    authors = tuple(person.name for person in meta.contributors if person.role == "aut")
    return f"{writer.words.by} {writer.words.join(authors)}" if authors else meta.publisher


def _date_line(writer: BodyRenderer, meta: Meta) -> str:
    """Return who else had a hand in it, and the dateline: place, day of publication, day of the last change."""
    words = writer.words
    told = [part for part in (other_hands(meta.contributors, words), meta.located) if part]
    published = words.format_date(meta.published) if meta.published else ""
    modified = words.format_date(meta.modified) if meta.modified else ""
    if published:
        told.append(published)
    if modified and modified != published:
        told.append(f"{words.updated} {modified}")
    return " · ".join(told)
