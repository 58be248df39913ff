"""Notices of an embargo in the text itself, as press releases have them above their first words."""

from __future__ import annotations

import re

from exporters.model.publication import Article
from exporters.model.walk import plain_text
from exporters.patterns import pattern
from exporters.report import Report

_BLOCKS = 5
_HEAD = 20_000  # characters of a block in which an entry is looked for
_NOTICE = pattern(
    r"\W*(?:(?:strictly|under)\s+)*embargo(?:ed)?\b\W*(?:until|till|:.*\d|\d)|\W*not\s+for\s+(?:release|publication)\s+(?:until|before)",
    re.IGNORECASE,
)
_ENTRY = pattern(r"(?:^|[\s{,])[\"']?embargo\w*[\"']?\s*[:=]\s*[\"']?(?:\d{4}-\d\d-\d\d|\d{8})", re.IGNORECASE)
"""A line of front matter that became text, because something stood before it or its fence is none."""


def check_notices(article: Article, report: Report) -> None:
    """Report, as an error, a notice of an embargo at the head of a story whose meta gives no time for one.

    Written as text it binds nobody here: the story would go out with it.
    """
    if article.meta.embargo is not None:
        return
    head = [(article.meta.title, article.meta.place)]
    head += [(plain_text(block), block.place) for block in article.body[:_BLOCKS]]
    for words, place in head:
        if _NOTICE.match(words) or _ENTRY.search(words[:_HEAD]):
            report.error(
                "embargo-unclear",
                f"the story begins with a notice that is not read: {words[:60]!r}",
                place,
                "Write `embargo:` with date, time and zone into the front matter, or take the notice out",
            )
