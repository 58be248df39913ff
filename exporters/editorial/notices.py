"""Notices of an embargo in the text itself, as press releases have them above or in their first words."""

from __future__ import annotations

from datetime import datetime

from exporters.model.overview import Overview, look_over
from exporters.model.publication import Article
from exporters.notices import HEAD, find_notice, head_may_hold_notice, judge_notice
from exporters.report import Report


def check_notices(article: Article, report: Report, now: datetime | None = None, seen: Overview | None = None) -> None:
    """Report, as an error, a notice of an embargo at the head of a story whose meta does not say as much.

    Written as text it binds nobody here: the story would go out with it. `now` is the real time, or None where the
    result may not depend on it; one that is over is then held all the same, unless `embargo` says so. `seen` is what
    the body holds, where that is known.
    """
    meta = article.meta
    seen = seen or look_over(article.body[:HEAD])
    fields = [words for words in (meta.title, meta.subtitle, meta.summary) if words]
    said = [*(words.encode("utf-8", "replace") for words in fields), *seen.said[:HEAD]]
    if not head_may_hold_notice(b"\n".join(said), seen.signs.union(*fields)):
        return
    head = [(words, meta.place, True) for words in fields]
    head += [(seen.words(position), block.place, False) for position, block in enumerate(article.body[:HEAD])]
    for words, place, heading in head:
        notice = find_notice(words, heading=heading)
        verdict = judge_notice(notice, meta.embargo, meta.published, now) if notice else "nothing"
        if notice is None or verdict == "nothing":
            continue
        if verdict == "over":
            report.warning(
                "embargo-notice",
                f"the story still begins with the notice {notice.words!r}, which is over",
                place,
                "Take it out",
            )
            continue
        fault = "names a later day than `embargo`" if meta.embargo else "is not read"
        report.error(
            "embargo-unclear",
            f"the story begins with a notice that {fault}: {notice.words!r}",
            place,
            "Write `embargo:` with date, time and zone into the front matter, or take the notice out",
        )
