"""Corrections as tracked changes: which version a story is compared with, and by whom and when it changed."""

from __future__ import annotations

from exporters.contract import Job
from exporters.formats.docx.comparing import compare_articles, withholds_more
from exporters.formats.docx.draft import Draft
from exporters.formats.docx.options import DocxOptions
from exporters.formats.docx.revisions import Revisions, comments_of
from exporters.model.meta import Meta
from exporters.model.publication import Article, Publication
from exporters.words import words_for

_EMPTY = Article(meta=Meta(title=""))


def with_changes(
    older: Publication, publication: Publication, article: Article, draft: Draft, job: Job[DocxOptions]
) -> tuple[Article, Revisions | None, Meta | None]:
    """Return the article with its changes in it, what marks them, and the meta of the version before.

    That version is the story with the same slug or id, or the only one where both are one story. The changes carry date
    and author of the latest correction that is new, else the time of modification and the publisher. Where a
    paragraph with a redaction is new or changed, nothing is shown of what was deleted from any story: the words that
    are withheld now may be among it.
    """
    before = _before(older, publication, article)
    if before is None:
        job.report.warning(
            "docx-compare",
            f"{job.options.compare.name} has no version of this story; it is written without changes",
            article.meta.place,
            "Name the version that has the same slug or id",
        )
        return article, None, None
    draft.compared += 1
    meta = article.meta
    if draft.withholds_more is None:
        draft.withholds_more = any(
            withholds_more(_before(older, publication, one) or _EMPTY, one) for one in publication.articles
        )
    hides = draft.withholds_more
    if hides:
        other = "" if withholds_more(before, article) else " in another story of the file"
        job.report.warning(
            "docx-compare",
            f"a paragraph with a redaction is new or changed{other}, so nothing that was deleted is shown",
            meta.place,
            "Nothing has to be done: words that are withheld now could be among it",
        )
    new = sorted((found for found in article.corrections if found not in before.corrections), key=lambda one: one.date)
    people = meta.publisher or ", ".join(person.name for person in meta.contributors)
    people = people or words_for(meta.language).editor
    author = (new[-1].author if new else "") or people
    when = new[-1].date if new else meta.modified or job.now
    reasons = [(correction.author or people, correction.date, correction.text) for correction in new]
    revisions = Revisions(author, when, draft.changes, comments_of(draft), reasons, show_deleted=not hides)
    return compare_articles(before, article), revisions, None if hides else before.meta


def _before(older: Publication, publication: Publication, article: Article) -> Article | None:
    for found in older.articles:
        if found.meta.slug == article.meta.slug or (found.meta.id and found.meta.id == article.meta.id):
            return found
    return older.articles[0] if publication.lone and older.lone else None
