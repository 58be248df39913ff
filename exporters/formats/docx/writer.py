"""A publication to a DOCX file: the order in which its parts are written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Final

import msgspec

from exporters.contract import Job, Output, page_key
from exporters.errors import FormatError, UsageError
from exporters.formats.closing import gathered_sources
from exporters.formats.docx.body import BodyRenderer
from exporters.formats.docx.closing import closing
from exporters.formats.docx.contents import Entry, captions_list, contents_list
from exporters.formats.docx.context import Context
from exporters.formats.docx.draft import FIRST_CHANGE, Draft
from exporters.formats.docx.encoding import encoded, packed
from exporters.formats.docx.looks import script, word_language
from exporters.formats.docx.markup import document, end_section
from exporters.formats.docx.notes import NoteKind, note_setting, notes_part
from exporters.formats.docx.numbering import Numbering
from exporters.formats.docx.options import DocxOptions
from exporters.formats.docx.package import WordPackage
from exporters.formats.docx.pages import PAPERS
from exporters.formats.docx.properties import core_properties, custom_properties, extended_properties
from exporters.formats.docx.references import Bookmarks, find_targets
from exporters.formats.docx.sections import Sections
from exporters.formats.docx.template import OWN, Languages, Template, own_template
from exporters.formats.docx.titles import head
from exporters.formats.zipped import FAST_LEVEL, write_zip
from exporters.model.meta import Meta, text_direction
from exporters.model.nodes import Figure, Table
from exporters.model.outline import outline
from exporters.model.publication import Article, Part, Publication
from exporters.model.walk import plain_text, walk
from exporters.options import OptionFile
from exporters.words import words_for

if TYPE_CHECKING:
    from exporters.formats.docx.pictures import Pictures

_LATIN: Final = "en-US"
_EAST_ASIAN: Final = "ja-JP"
_COMPLEX: Final = "ar-SA"


def write(publication: Publication, output: Output, job: Job[DocxOptions]) -> None:
    """Write the publication into the output's main file."""
    meta = publication.meta
    draft = _begin(publication, job)
    start, end = document("document", "<w:body> </w:body>").split(" </w:body>")
    body = (_lone if publication.lone else _several)(publication, draft, job)
    stretches = chain(([start],), body, ([f"</w:body>{end}"],))
    rewritten = job.options.compare.publication is not None or job.options.comments
    try:
        text = packed(stretches, job.report, rewritten=rewritten, digested=job.digested)
    except RecursionError as exc:
        raise FormatError("the story is nested too deeply for Word", remedy="Nest lists and tables less") from exc
    if draft.compared and draft.changes[0] == FIRST_CHANGE:
        job.report.warning(
            "docx-compare",
            f"nothing that can be tracked differs from {job.options.compare.name}",
            meta.place,
            "Changes of looks, dates and bylines are not tracked; else name the version before",
        )
    package = draft.package
    rtl = text_direction(meta.language, meta.direction) == "rtl"
    notes = encoded(notes_part(draft.notes, draft.note_kind, rtl=rtl), job.report)
    package.finish(text, notes)
    if notes:
        draft.template.add_setting("compat", note_setting(draft.note_kind, lone=publication.lone))
    package.add_text("settings", "settings", draft.template.settings.encode())
    comments = draft.comments.part() if draft.comments is not None else ""
    if comments:
        package.add_text("comments", "comments", encoded(comments, job.report))
    numbering = draft.numbering.part()
    if numbering:
        package.add_text("numbering", "numbering", numbering.encode())
    for kind, content in (
        ("core", core_properties(meta, job.now)),
        ("extended", extended_properties(meta)),
        ("custom", custom_properties(meta)),
    ):
        if content:
            package.add_properties(kind, encoded(content, job.report))
    with output.open() as stream:
        job.content_digests[""] = write_zip(stream, package.members(), job.now, level=FAST_LEVEL, digested=job.digested)


def _begin(publication: Publication, job: Job[DocxOptions]) -> Draft:
    """Return the draft with the template that was chosen, in the language of the publication."""
    meta = publication.meta
    language = word_language(meta.language)
    template = _template(meta, language, job)
    note_kind: NoteKind = "endnote" if job.options.notes == "endnotes" else "footnote"
    package = WordPackage(template, f"{note_kind}s")
    paper = template.paper or PAPERS[job.options.paper]
    if job.options.columns > 1:
        paper = msgspec.structs.replace(paper, columns=job.options.columns)
    return Draft(
        package=package,
        template=template,
        styles=template.styles,
        paper=paper,
        language=language,
        targets=find_targets(publication, listed=job.options.lists),
        pictures=_pictures(publication, package, job),
        report=job.report,
        numbering=Numbering(template.lists),
        bookmarks=Bookmarks(),
        note_kind=note_kind,
        place=Context(width=paper.column_width),
    )


def _pictures(publication: Publication, package: WordPackage, job: Job[DocxOptions]) -> Pictures | None:
    """Return what shows the pictures of the publication, if it has some."""
    if not publication.resources:
        return None
    from exporters.formats.docx.pictures import Pictures  # most texts have none

    return Pictures(package, publication.resources, job.read_asset, job.report)


def _template(meta: Meta, language: str, job: Job[DocxOptions]) -> Template:
    """Return the template that was chosen; UsageError if there is none of this name."""
    rtl = text_direction(meta.language, meta.direction) == "rtl"
    east_asian = script(language) == "east-asian"
    languages = Languages(
        _LATIN if rtl or east_asian or not language else language,
        language if east_asian else _EAST_ASIAN,
        language if rtl and language else _COMPLEX,
    )
    chosen = job.options.template
    if chosen.data:
        from exporters.formats.docx.partner import read_template  # python-docx is slow to import

        return read_template(chosen.data, chosen.name, languages, job.report)
    check_template(chosen)
    return own_template(chosen.name, languages, PAPERS[job.options.paper])


def check_template(chosen: OptionFile) -> None:
    """Raise UsageError for a template whose name is none of ours, or a file that is no archive as Word writes it."""
    if not chosen.data and chosen.name not in OWN:
        raise UsageError(
            f"there is no template {chosen.name!r}",
            remedy=f"Shipped are {' and '.join(OWN)}; else name a file: templates/partner.docx",
        )
    if not chosen.data:
        return
    import io  # slow to import, and most files are written with the house's template
    import zipfile

    if not zipfile.is_zipfile(io.BytesIO(chosen.data)):
        raise UsageError(f"{chosen.name} is no Word file", remedy="Name a .docx or .dotx, saved by Word or LibreOffice")


def _lone(publication: Publication, draft: Draft, job: Job[DocxOptions]) -> Iterator[list[str]]:
    """Yield the body of one story in blocks: its head, its text, one section, or two where the text has columns."""
    article = publication.articles[0]
    writer, before = _story(draft, publication, article, 0, job)
    rtl = writer.context.rtl
    sections = _sections_of(publication, draft, job)
    made = head(writer, article.meta, "Title", before)
    if job.options.contents == "always":
        entries = list(_sections(draft, article, 0, job))
        made += contents_list(draft, writer.words.contents, entries, job.options.contents_depth, rtl=rtl)
        writer.set_apart()
    made += _captions(publication, writer, job)
    references = sections.lone(article.meta.title, rtl=rtl)
    made, properties = sections.text(made, references, first=True, rtl=rtl, empty=not article.body)
    yield [made]
    yield from writer.article()
    # the story lists its sources itself, right above
    yield [closing(writer, article.meta)[1] if job.options.colophon else "", properties]


def _several(publication: Publication, draft: Draft, job: Job[DocxOptions]) -> Iterator[list[str]]:
    """Yield the body of a publication in blocks: title page and contents, then each story in a section of its own."""
    meta = publication.meta
    writer = BodyRenderer(draft, Article(meta=meta), 0)
    rtl = writer.context.rtl
    sections = _sections_of(publication, draft, job)
    front = head(writer, meta, "Title")
    if job.options.contents != "never":
        entries = list(_entries(publication, draft, job))
        front += contents_list(draft, writer.words.contents, entries, job.options.contents_depth, rtl=rtl)
    text = [front + _captions(publication, writer, job)]
    ended = 0  # sections, of which the first is the front
    properties = sections.front(rtl=rtl)
    for item in publication.contents:
        opening, level = "", 1
        if isinstance(item, Part):
            yield end_section(text, properties)
            ended += 1
            opening, level = _part_heading(writer, item), 2
            text, properties = [opening], sections.opening(first=ended == 1, rtl=rtl)
        for article in item.articles if isinstance(item, Part) else (item,):
            if not opening:
                yield end_section(text, properties)
                ended += 1
            story, before = _story(draft, publication, article, level, job)
            above = opening + head(story, article.meta, f"heading {level}", before)
            references = sections.story(meta.title, article.meta.title, level, rtl=rtl)
            above, properties = sections.text(
                above, references, first=ended == 1, rtl=story.context.rtl, empty=not article.body
            )
            text = [above, *chain.from_iterable(story.article())]
            opening = ""
    if job.options.colophon:
        listed, lines = closing(writer, meta, gathered_sources(publication))
        if listed:
            yield end_section(text, properties)
            text, properties = [listed], sections.back(rtl=rtl)
        text.append(lines)
    yield [*text, properties]


def _sections_of(publication: Publication, draft: Draft, job: Job[DocxOptions]) -> Sections:
    options = job.options
    check = partial(encoded, report=job.report)
    return Sections(draft, check, facing=options.facing, mark=options.watermark, lone=publication.lone)


def _story(
    draft: Draft, publication: Publication, article: Article, level: int, job: Job[DocxOptions]
) -> tuple[BodyRenderer, Meta | None]:
    """Return what writes a story, and the meta of the version that it is compared with, if there is one."""
    older = job.options.compare.publication
    revisions, before, merged = None, None, article
    if older is not None:
        from exporters.formats.docx.changes import with_changes  # seldom needed

        merged, revisions, before = with_changes(older, publication, article, draft, job)
    if job.options.comments:
        from exporters.formats.docx.remarks import with_remarks

        merged = with_remarks(article, merged, draft, job)
    return BodyRenderer(draft, merged, level, revisions), before


def _part_heading(writer: BodyRenderer, part: Part) -> str:
    anchor = part.anchor or part.title
    title = writer.mark(anchor, writer.words_run(part.title or writer.words.untitled), always=True)
    return writer.emit(title, "heading 1")


def _captions(publication: Publication, writer: BodyRenderer, job: Job[DocxOptions]) -> str:
    """Return the lists of figures and of tables that were asked for."""
    made = ""
    for kind, name, title in ((Figure, "Figure", writer.words.figures), (Table, "Table", writer.words.tables)):
        if job.options.lists in (name.lower() + "s", "both"):
            entries = list(_caption_entries(publication, writer.draft, kind, job))
            made += captions_list(writer.draft, title, entries, name, rtl=writer.context.rtl)
    return made


def _caption_entries(
    publication: Publication, draft: Draft, kind: type[Figure | Table], job: Job[DocxOptions]
) -> Iterator[Entry]:
    for article in publication.articles:
        words = words_for(article.meta.language)
        for node in walk(article.body):
            if isinstance(node, kind) and node.caption and node.anchor:
                word = words.figure if isinstance(node, Figure) else words.table
                name = draft.bookmarks.name(article.meta.slug, node.anchor)
                page = (job.page_map or {}).get(page_key(article.meta.slug, node.anchor), "")
                yield Entry(1, f"{word} {node.number}. {plain_text(node.caption)}", name, page)


def _entries(publication: Publication, draft: Draft, job: Job[DocxOptions]) -> Iterator[Entry]:
    """Yield the lines of the list of contents: parts, stories, and the headings within them."""
    words = words_for(publication.meta.language)
    for item in publication.contents:
        level = 1
        if isinstance(item, Part):
            name = draft.bookmarks.name(publication.meta.slug, item.anchor or item.title)
            yield Entry(1, item.title or words.untitled, name)
            level = 2
        for article in item.articles if isinstance(item, Part) else (item,):
            if level <= job.options.contents_depth:
                name = draft.bookmarks.name(article.meta.slug, "")
                page = (job.page_map or {}).get(page_key(article.meta.slug, ""), "")
                yield Entry(level, article.meta.title or words.untitled, name, page)
            yield from _sections(draft, article, level, job)


def _sections(draft: Draft, article: Article, depth: int, job: Job[DocxOptions]) -> Iterator[Entry]:
    """Yield the lines for the headings of an article, those of the levels that the list shows."""
    waiting = list(outline(article))[::-1]
    while waiting:
        found = waiting.pop()
        level = found.level + depth
        if level <= job.options.contents_depth:
            name = draft.bookmarks.name(article.meta.slug, found.anchor)
            page = (job.page_map or {}).get(page_key(article.meta.slug, found.anchor), "")
            yield Entry(level, f"{found.heading.number} {found.title}".strip(), name, page)
        waiting.extend(found.children[::-1])
