"""What stands before and behind the text: the head of a story, cover, title page, part titles, the colophon."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from exporters.formats.addresses import clean_address
from exporters.formats.bylines import other_hands
from exporters.formats.closing import closing_lines
from exporters.formats.xmltext import escape_attribute, escape_text
from exporters.model.meta import Meta
from exporters.words import Words

TITLE_ID = "story.title"
"""The id of a story's title, and of a part's; no anchor of the model holds a full stop."""


def story_head(meta: Meta, words: Words, page_break: str = "") -> str:
    """Return the head of a story: section, title, subtitle, who wrote it, where and when."""
    made = [page_break] if page_break else []
    if meta.section:
        made.append(f'<p class="kicker">{escape_text(meta.section)}</p>')
    made.append(f'<h1 id="{TITLE_ID}">{escape_text(meta.title or words.untitled)}</h1>')
    made.extend(_below_title(meta, words))
    return f"<header>\n{_lines(made)}\n</header>"


def title_page(meta: Meta, words: Words) -> str:
    """Return the title page of a publication, with what a copy must say wherever it goes."""
    made = []
    series = " ".join(part for part in (meta.series, meta.number) if part)
    if series:
        made.append(f'<p class="kicker">{escape_text(series)}</p>')
    made.append(f'<h1 id="{TITLE_ID}">{escape_text(meta.title or words.untitled)}</h1>')
    made.extend(_below_title(meta, words))
    if meta.summary:
        made.append(f'<p class="summary">{escape_text(meta.summary)}</p>')
    inside = f"{_lines(made)}\n{colophon(meta)}".rstrip()
    return f'<section class="title-page" epub:type="titlepage" aria-labelledby="{TITLE_ID}">\n{inside}\n</section>'


def part_page(title: str) -> str:
    """Return the page that opens a part."""
    return (
        f'<section class="part" epub:type="part" role="doc-part" aria-labelledby="{TITLE_ID}">\n'
        f'<h1 id="{TITLE_ID}">{escape_text(title)}</h1>\n</section>'
    )


def cover_alt(meta: Meta, words: Words) -> str:
    """Return the alternative text of a cover: what is written on it."""
    return meta.cover_alt or f"{words.cover}: {meta.title or words.untitled}"


def cover_page(href: str, alt: str) -> str:
    """Return the page that shows the cover; the role belongs on the picture (https://www.w3.org/TR/dpub-aria-1.1/#doc-cover)."""
    return (
        '<section class="cover" epub:type="cover">\n'
        f'<img src="{escape_attribute(href)}" alt="{escape_attribute(alt)}" role="doc-cover"/>\n</section>'
    )


def colophon(meta: Meta) -> str:
    """Return publisher, rights, licence and address, or "" where nothing of it is said."""
    said = _lines(f"<p>{_address(line)}</p>" for line in closing_lines(meta))
    return f'<footer class="colophon">\n{said}\n</footer>' if said else ""


def _below_title(meta: Meta, words: Words) -> list[str]:
    made = []
    if meta.subtitle:
        made.append(f'<p class="subtitle" epub:type="subtitle" role="doc-subtitle">{escape_text(meta.subtitle)}</p>')
    authors = tuple(dict.fromkeys(person.name for person in meta.contributors if person.role == "aut" and person.name))
    if authors:
        names = escape_text(words.join(authors))
        made.append(f'<p class="byline">{escape_text(words.by)} <b>{names}</b></p>')
    others = other_hands(meta.contributors, words)
    if others:
        made.append(f'<p class="byline">{escape_text(others)}</p>')
    told = [escape_text(meta.located)] if meta.located else []
    if meta.published is not None:
        told.append(_day(meta.published, words))
    if meta.modified is not None and (meta.published is None or meta.modified.date() > meta.published.date()):
        told.append(f"{escape_text(words.updated)} {_day(meta.modified, words)}")
    if told:
        made.append(f'<p class="dateline">{" · ".join(told)}</p>')
    return made


def _day(moment: datetime, words: Words) -> str:
    return f'<time datetime="{moment.date().isoformat()}">{escape_text(words.format_date(moment))}</time>'


def _address(text: str) -> str:
    address = clean_address(text) if text.startswith(("https://", "http://")) else ""
    if address:
        return f'<a href="{escape_attribute(address)}">{escape_text(text)}</a>'
    return escape_text(text)


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(parts)
