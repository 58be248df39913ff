"""Corrections: one record, told wherever the story is read, and once more in a list and a feed of their own.

`place_corrections` puts the notices into the story, so that every format shows them: errors at the top, the rest at the
foot. `logged_of` and `latest_first` gather them over all stories; `correction_stories` and `corrections_list` turn that
log into what any format can write: a short story for each correction, for a feed, and one page that lists them all.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from exporters.digests import named_uuid
from exporters.model.meta import Contributor, Correction, Meta
from exporters.model.nodes import Block, Callout, Group, Heading, Inline, Link, Paragraph, Strong, Text
from exporters.model.outline import slugify
from exporters.model.publication import Article
from exporters.words import Words, words_for

# Our own namespace, so that the id of a correction is never one that somebody else makes from the same words
# (https://www.rfc-editor.org/rfc/rfc9562#section-5.5).
_NAMESPACE = named_uuid(uuid.NAMESPACE_DNS, "broadsheet.correction")


class LoggedCorrection(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A correction and the story that it is of; can be kept as JSON between runs.

    `id` follows from the story's id and the date, not from the words: a notice that is reworded stays the same one.
    """

    id: str
    correction: Correction
    title: str
    slug: str = ""
    url: str = ""
    language: str = "en"


def place_corrections(article: Article, words: Words) -> Article:
    """Return the article with its correction notices in the body; `modified` is no earlier than the latest of them.

    What was wrong is told before the story begins; clarifications and updates follow at its end.
    """
    if not article.corrections:
        return article
    ordered = sorted(article.corrections, key=lambda correction: correction.date)
    above = [_notice(correction, words) for correction in ordered if correction.kind == "correction"]
    below = [_notice(correction, words) for correction in ordered if correction.kind != "correction"]
    body = article.body
    if above:
        body = (Group(tuple(above), role="corrections", place=above[0].place), *body)
    if below:
        body = (*body, Group(tuple(below), role="corrections", place=below[0].place))
    meta = article.meta
    latest = ordered[-1].date
    if meta.modified is None or meta.modified < latest:
        meta = msgspec.structs.replace(meta, modified=latest)
    return msgspec.structs.replace(article, body=body, meta=meta)


def latest_first(logged: Iterable[LoggedCorrection]) -> tuple[LoggedCorrection, ...]:
    """Return a log in its order."""
    return tuple(sorted(logged, key=lambda entry: (entry.correction.date, entry.id), reverse=True))


def logged_of(meta: Meta, corrections: Sequence[Correction]) -> tuple[LoggedCorrection, ...]:
    """Return the corrections of the story with this meta, the earliest first."""
    same_time: Counter[datetime] = Counter()
    logged = []
    for correction in sorted(corrections, key=lambda correction: correction.date):
        same_time[correction.date] += 1
        name = f"{meta.id or meta.slug}|{correction.date.isoformat()}|{same_time[correction.date]}"
        logged.append(
            LoggedCorrection(
                id=f"urn:uuid:{named_uuid(_NAMESPACE, name)}",
                correction=correction,
                title=meta.title,
                slug=meta.slug,
                url=meta.url,
                language=meta.language,
            )
        )
    return tuple(logged)


def correction_stories(log: Sequence[LoggedCorrection]) -> tuple[Article, ...]:
    """Return each correction as a short story of its own, for a feed of corrections."""
    return tuple(_story(logged) for logged in log)


def corrections_list(log: Sequence[LoggedCorrection], meta: Meta) -> Article:
    """Return one story that lists the corrections by day, the latest first.

    `meta` is that of the list: where it has no title, the word for corrections in its language is one; where it has no
    dates, those of the corrections are: it came out with the first and was changed by the latest.
    """
    words = words_for(meta.language)
    dates = [logged.correction.date for logged in log]
    body: list[Block] = []
    day = ""
    for logged in log:
        told = words.format_date(logged.correction.date)
        if told != day:
            day = told
            body.append(Heading(1, (Text(day),)))
        body.append(_listed(logged, words))
    return Article(
        meta=msgspec.structs.replace(
            meta,
            title=meta.title or words.corrections,
            published=meta.published or min(dates, default=None),
            modified=meta.modified or max(dates, default=None),
        ),
        body=tuple(body),
    )


def _notice(correction: Correction, words: Words) -> Callout:
    title = f"{words.callout(correction.kind)}, {words.format_date(correction.date)}"
    return Callout(
        correction.kind,
        (Paragraph((Text(_told(correction), place=correction.place),), place=correction.place),),
        title=(Text(title, place=correction.place),),
        place=correction.place,
    )


def _told(correction: Correction) -> str:
    """Return the words of a correction, signed by whoever made it."""
    return f"{correction.text} — {correction.author}" if correction.author else correction.text


def _story(logged: LoggedCorrection) -> Article:
    words = words_for(logged.language)
    correction = logged.correction
    kind = words.callout(correction.kind)
    title = f"{kind}: {logged.title}"
    people = (Contributor(name=correction.author, role="edt"),) if correction.author else ()
    return Article(
        meta=Meta(
            title=title,
            slug=slugify(f"{correction.date.date().isoformat()} {correction.kind} {logged.slug or logged.title}", 200),
            id=logged.id,
            language=logged.language,
            contributors=people,
            published=correction.date,
            section=words.corrections,
            keywords=(kind,),
            summary=correction.text,
            url=logged.url,
            place=correction.place,
        ),
        body=(Paragraph((Text(correction.text, place=correction.place),), place=correction.place), _of(logged)),
    )


def _of(logged: LoggedCorrection) -> Paragraph:
    """Return the title of the story that was corrected, as a link where it has a page."""
    title: Inline = Text(logged.title)
    if logged.url:
        title = Link(logged.url, (title,))
    return Paragraph((title,))


def _listed(logged: LoggedCorrection, words: Words) -> Paragraph:
    """Return one line of the list: kind, story, what was put right; in the language of the story."""
    title: Inline = Text(logged.title)
    if logged.url:
        title = Link(logged.url, (title,))
    kind = words_for(logged.language).callout(logged.correction.kind) if logged.language else words.correction
    place = logged.correction.place
    children = (Strong((Text(f"{kind}: "), title)), Text(f". {_told(logged.correction)}", place=place))
    return Paragraph(children, place=place)
