"""The language of a publication whose stories have several: what it says of itself is in one of them, and is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from exporters.model.publication import Article
from exporters.report import Report


def common_language(articles: Sequence[Article]) -> str:
    """Return the language of the stories: theirs, what their tags have in common, or that of most of them.

    `en-GB` and `en-US` have `en` in common (https://www.rfc-editor.org/rfc/rfc5646#section-4.1). Of languages that
    have as many stories the first counts; so does the first tag of one.
    """
    tags = [article.meta.language for article in articles if article.meta.language]
    if not tags:
        return ""
    primary = Counter(map(_primary, tags)).most_common(1)[0][0]
    own = list(dict.fromkeys(tag for tag in tags if _primary(tag) == primary))
    return own[0] if len(own) == 1 else primary


def _primary(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].lower()


def report_languages(articles: Sequence[Article], chosen: str, report: Report, *, briefing: bool) -> None:
    """Report that stories have several languages and nobody said which the publication speaks: it took `chosen`.

    A warning for a briefing, whose title page, contents and hyphens follow it; a remark for a feed.
    """
    tags = {article.meta.language for article in articles if article.meta.language}
    if len({_primary(tag) for tag in tags}) < 2:
        return
    said = ", ".join(sorted(tags))
    (report.warning if briefing else report.info)(
        "languages-mixed",
        f"the stories are in {said}; what the {'briefing' if briefing else 'feed'} says itself is in {chosen!r}",
        remedy="Say which with --language",
    )
