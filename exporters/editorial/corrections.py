"""Corrections as blocks of the story, so that every format shows them: errors at the top, the rest at the foot."""

from __future__ import annotations

import msgspec

from exporters.model.meta import Correction
from exporters.model.nodes import Callout, Group, Paragraph, Text
from exporters.model.publication import Article
from exporters.words import Words


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


def _notice(correction: Correction, words: Words) -> Callout:
    title = f"{words.callout(correction.kind)}, {words.format_date(correction.date)}"
    signed = f" — {correction.author}" if correction.author else ""
    return Callout(
        correction.kind,
        (Paragraph((Text(correction.text + signed, place=correction.place),), place=correction.place),),
        title=(Text(title, place=correction.place),),
        place=correction.place,
    )
