"""A publication to an EPUB file: its members in the order they are written, one in memory at a time.

Chapters and pictures come first and the package document last, since only then is known what it may claim of them;
a ZIP archive is read by the directory at its end, so the order is the same to a reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from exporters.contract import Job, Output
from exporters.formats.epub.accessibility import look, report_withheld
from exporters.formats.epub.accessibility import statements as claim_statements
from exporters.formats.epub.book import Book, language_tag, open_book
from exporters.formats.epub.content import PICTURE_TYPES, ChapterRenderer
from exporters.formats.epub.documents import document, fragment
from exporters.formats.epub.fronts import TITLE_ID, colophon, cover_alt, cover_page, part_page, story_head, title_page
from exporters.formats.epub.metadata import identifier, statements
from exporters.formats.epub.moving import moves
from exporters.formats.epub.navigation import Entry, Landmark, navigation, ncx
from exporters.formats.epub.options import EpubOptions
from exporters.formats.epub.parts import FOLDER, Guide, Item, Statement
from exporters.formats.epub.scaling import scale
from exporters.formats.epub.splitting import StoryFiles
from exporters.formats.epub.styles import STYLE_FILE, cover_colours, is_vertical, stylesheet, takes_choices, theme_text
from exporters.formats.xmltext import escape_attribute
from exporters.formats.zipped import write_zip
from exporters.model.meta import Meta
from exporters.model.outline import OutlineEntry, outline
from exporters.model.place import Place
from exporters.model.publication import Article, Part, Publication
from exporters.words import Words, words_for

if TYPE_CHECKING:
    from exporters.formats.epub.fonts import Face

_XHTML: Final = "application/xhtml+xml"
_LANDMARK_START: Final = "bodymatter"

Member = tuple[str, bytes]


def write(publication: Publication, output: Output, job: Job[EpubOptions]) -> None:
    """Write the publication into the output's main file."""
    writer = _Writer(publication, job)
    with output.open() as stream:
        job.content_digests[""] = write_zip(stream, writer.members(), job.now, digested=job.digested)
    report_withheld(writer.claims, job.report)


class _Writer:
    """Writes one e-book, and keeps what its navigation and package have to say until all else is written."""

    def __init__(self, publication: Publication, job: Job[EpubOptions]) -> None:
        self.publication = publication
        self.meta: Meta = publication.meta
        self.words: Words = words_for(self.meta.language)
        self.job = job
        self.book: Book = open_book(publication, job.report, job.page_map, job.options.split_kb * 1000)
        theme_text(job.options.theme)  # raises before anything is written
        if job.options.fonts == "embed":
            self.book.characters = set()
        self.items: list[Item] = []
        self.entries: list[Entry] = []
        self.landmarks: list[Landmark] = []

    def members(self) -> Iterator[Member]:
        """Yield the members of the archive."""
        # A cover that is painted takes memory for a moment, ebooklib for good: one after the other, they need less.
        cover = list(self._cover())
        from exporters.formats.epub.package import container

        yield from container()
        yield from cover
        if not self.publication.lone:
            yield from self._title_page()
            self.items.append(self._navigation_item(reading=True))
        yield from self._stories()
        yield from self._pictures()
        yield from self._styles()
        yield from self._navigation()
        yield self._package()

    # ---------------------------------------------------------------------------------------------------- parts

    def _cover(self) -> Iterator[Member]:
        given = self.book.resources.get(self.meta.cover)
        if given is not None and given.media_type in PICTURE_TYPES:
            self.book.used[given.name] = None
            href = given.name
        elif self.job.options.cover == "always" or (self.job.options.cover == "auto" and not self.publication.lone):
            item, content = self._made_cover()
            href = item.href
            self.items.append(item)
            yield f"{FOLDER}/{href}", content
        else:
            return
        self.landmarks.append(Landmark("cover", self.words.cover, "cover.xhtml"))
        alt = cover_alt(self.meta, self.words)
        page = self._document(self.words.cover, cover_page(href, alt), self.meta, folder="")
        yield self._member(Item("cover", "cover.xhtml", _XHTML, reading=True), page)

    def _made_cover(self) -> tuple[Item, bytes]:
        """Return a cover of words: painted where the fonts have its letters, else drawn for any font."""
        from exporters.formats.epub.cover import Colours, drawing, estimate, lay_out, written
        from exporters.formats.epub.cover_picture import can_paint, measure, paint  # HarfBuzz is slow to import

        colours = Colours(**cover_colours(self.job.options.theme))
        if not colours.readable:
            self.job.report.warning(
                "epub-cover",
                "the theme's colours for the cover are too close to each other to be read",
                Place(self.job.options.theme.name),
                "Give ink and accent a contrast of 3 to 1 with the paper (WCAG 2.2, 1.4.3)",
            )
        if can_paint(written(self.meta, self.words)):
            picture = paint(lay_out(self.meta, self.words, measure, colours))
            return Item("cover-image", "cover.png", "image/png", ("cover-image",)), picture
        svg = self._clean(drawing(lay_out(self.meta, self.words, estimate, colours)))
        return Item("cover-image", "cover.svg", "image/svg+xml", ("cover-image",)), svg

    def _title_page(self) -> Iterator[Member]:
        self.landmarks.append(Landmark("titlepage", self.words.title_page, "title.xhtml"))
        self.landmarks.append(Landmark("toc", self.words.contents, "nav.xhtml"))
        title = self.meta.title or self.words.untitled
        page = self._document(title, title_page(self.meta, self.words), self.meta, folder="")
        yield self._member(Item("title", "title.xhtml", _XHTML, reading=True), page)

    def _stories(self) -> Iterator[Member]:
        files = iter(self.book.stories)
        number = 0
        for position, content in enumerate(self.publication.contents, 1):
            if not isinstance(content, Part):
                number += 1
                yield from self._story(content, next(files), number, self.entries)
                continue
            href = f"text/part.{position}.xhtml"
            title = content.title or self.words.untitled
            self._start(title, href)
            yield self._member(
                Item(f"part-{position}", href, _XHTML, reading=True), self._document(title, part_page(title), self.meta)
            )
            below: list[Entry] = []
            for article in content.articles:
                number += 1
                yield from self._story(article, next(files), number, below)
            self.entries.append(Entry(title, href, tuple(below)))

    def _story(self, article: Article, story: StoryFiles, number: int, entries: list[Entry]) -> Iterator[Member]:
        """Yield the files of a story, and add what leads to it to the entries of the contents."""
        meta = article.meta
        renderer = ChapterRenderer(self.book, article, story, self.job.options)
        if not language_tag(meta.language):
            self.book.facts.unnamed_languages.append(meta.place)
        title = meta.title or renderer.words.untitled
        head = partial(story_head, meta, renderer.words)
        self._start(title, story.portions[0].file)
        foot = colophon(meta) if self.publication.lone else ""
        for part, (href, inside) in enumerate(renderer.portions(head, foot), 1):
            # the second file and those after it have no heading of the story's own to be called by
            called = f'aria-label="{escape_attribute(title)}"' if part > 1 else f'aria-labelledby="{TITLE_ID}"'
            body = f'<section epub:type="chapter" role="doc-chapter" {called}>\n{inside}\n</section>'
            properties = ("mathml",) if href in renderer.with_formulas else ()
            name = f"story-{number}" if part == 1 else f"story-{number}-{part}"
            item = Item(name, href, _XHTML, properties, reading=True)
            yield self._member(item, self._document(title, body, meta), meta)
        entries.append(Entry(title, story.portions[0].file, tuple(_headings(outline(article), story))))

    def _start(self, title: str, href: str) -> None:
        """Remember where the text begins."""
        if not any(mark.type == _LANDMARK_START for mark in self.landmarks):
            self.landmarks.append(Landmark(_LANDMARK_START, title, href))

    def _pictures(self) -> Iterator[Member]:
        for number, name in enumerate(self.book.used, 1):
            yield f"{FOLDER}/{name}", self._picture(name, number)

    def _picture(self, name: str, number: int) -> bytes:
        """Return the bytes of a picture, which nothing here holds on to while the next one is read."""
        resource = self.book.resources[name]
        content = self.job.read_asset(name)
        if moves(content, resource.media_type):
            self.book.facts.moving.append(name)
        properties = ("cover-image",) if name == self.meta.cover else ()
        self.items.append(Item(f"picture-{number}", name, resource.media_type, properties))
        return scale(content, resource, self.job.options.picture_px)

    def _styles(self) -> Iterator[Member]:
        """Yield the style sheet and the fonts that it names; all text is written by now."""
        options = self.job.options
        faces: list[Face] = []
        if self.book.characters is not None:
            from exporters.formats.epub.fonts import embedded, style_rules

            for number, (face, content) in enumerate(embedded(self.book.characters), 1):
                faces.append(face)
                self.items.append(Item(f"font-{number}", face.name, "font/ttf"))
                yield f"{FOLDER}/{face.name}", content
        if takes_choices(options.theme):
            self.book.facts.fixed_by_theme.append(Place(options.theme.name))
        fonts = style_rules(faces) if faces else ""
        languages = (article.meta.language for article in self.publication.articles)
        vertical = any(is_vertical(language, wanted=options.vertical) for language in languages)
        sheet = stylesheet(theme_text(options.theme), fonts, vertical=vertical, watermark=options.watermark)
        self.items.append(Item("style", STYLE_FILE, "text/css"))
        yield f"{FOLDER}/{STYLE_FILE}", sheet.encode()

    def _navigation(self) -> Iterator[Member]:
        body = navigation(
            self.entries,
            self.landmarks,
            self.book.pages,
            self.words,
            (("loi", self.words.figures, self.book.figures), ("lot", self.words.tables, self.book.tables)),
        )
        page = self._document(self.words.contents, body, self.meta, folder="")
        if self.publication.lone:
            self.items.append(self._navigation_item(reading=False))
        yield f"{FOLDER}/nav.xhtml", self._clean(page)
        authors = tuple(person.name for person in self.meta.contributors if person.role == "aut")
        yield self._member(
            Item("ncx", "toc.ncx", "application/x-dtbncx+xml"),
            ncx(
                self.entries,
                self.book.pages,
                uid=identifier(self.meta),
                title=self.meta.title or self.words.untitled,
                author=self.words.join(authors),
                language=language_tag(self.meta.language) or "und",
            ),
        )

    def _package(self) -> Member:
        self.claims = look(self.book)
        metadata = [*statements(self.book, self.job.options), *self._page_source(), *claim_statements(self.claims)]
        cover = next((item.id for item in self.items if "cover-image" in item.properties), "")
        if cover:  # for reading systems that know EPUB 2 only
            metadata.append(Statement("meta", None, {"name": "cover", "content": cover}))
        kinds = {"cover": "cover", "titlepage": "title-page", "toc": "toc", _LANDMARK_START: "text"}
        guide = [
            Guide(kinds[mark.type], self.book.clean(mark.title, self.meta.place), mark.href) for mark in self.landmarks
        ]
        from exporters.formats.epub.package import package_document

        members = package_document(
            self.items,
            metadata,
            guide,
            uid=self.book.clean(identifier(self.meta), self.meta.place),
            title="",
            language=language_tag(self.meta.language) or "und",
            direction=self.book.direction,
            turning="rtl" if is_vertical(self.meta.language, wanted=self.job.options.vertical) else self.book.direction,
            modified=self._modified(),
        )
        return members[0]

    def _page_source(self) -> list[Statement]:
        """Return of what the marked pages are the pages (https://www.w3.org/TR/epub-a11y-11/#sec-page-src)."""
        if not self.book.pages:
            return []
        title = self.book.clean(self.meta.title or self.words.untitled, self.meta.place)
        return [Statement("meta", f"{title} (PDF)", {"property": "pageBreakSource"})]

    def _modified(self) -> datetime:
        """Return when the publication or any of its stories changed last; the clock is asked only where none says."""
        metas = (self.meta, *(article.meta for article in self.publication.articles))
        moments = [meta.modified or meta.published for meta in metas]
        return max((moment for moment in moments if moment is not None), default=self.job.now)

    # -------------------------------------------------------------------------------------------------- members

    def _member(self, item: Item, content: str, meta: Meta | None = None) -> Member:
        self.items.append(item)
        return f"{FOLDER}/{item.href}", self._clean(content, meta)

    def _document(self, title: str, body: str, meta: Meta, *, folder: str = "../") -> str:
        vertical = is_vertical(meta.language, wanted=self.job.options.vertical)
        return document(title, body, meta, folder=folder, vertical=vertical)

    def _clean(self, content: str, meta: Meta | None = None) -> bytes:
        return self.book.encode(content, (meta or self.meta).place)

    def _navigation_item(self, *, reading: bool) -> Item:
        return Item("nav", "nav.xhtml", _XHTML, ("nav",), reading=reading)


def _headings(entries: tuple[OutlineEntry, ...], story: StoryFiles) -> Iterator[Entry]:
    """Yield the headings of a story as lines of the contents."""
    for entry in entries:
        number = f"{entry.heading.number} " if entry.heading.number else ""
        below = tuple(_headings(entry.children, story))
        address = f"{story.file_of(entry.anchor)}#{fragment(entry.anchor)}"
        yield Entry(f"{number}{entry.title}", address, below)
