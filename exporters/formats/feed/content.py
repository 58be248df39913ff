"""The text of an entry as HTML that feed readers keep: no classes, no ids that they strip, links that work anywhere."""

from __future__ import annotations

from exporters.contract import Job
from exporters.formats.addresses import clean_address
from exporters.formats.feed.options import FeedOptions
from exporters.formats.renderer import handles
from exporters.formats.xhtml import Picture, XhtmlRenderer
from exporters.formats.xmltext import escape_attribute, escape_text
from exporters.model.nodes import Image, Math, MathBlock, Note
from exporters.model.publication import Article, Publication
from exporters.words import Words


class EntryRenderer(XhtmlRenderer):
    """Writes the articles of one language as the content of entries.

    Links within the story lead to the same place on its page, where it has one; so do the numbers of notes. The notes
    stand at the end. A picture is shown where readers can fetch it, else its alternative text stands for it.
    """

    heading_shift = 2  # readers show the title of the entry as their h1 or h2

    def __init__(self, format_name: str, job: Job[FeedOptions], words: Words, publication: Publication) -> None:
        super().__init__(format_name, job.report, words)
        base = clean_address(job.options.pictures)
        self._pictures = f"{base.rstrip('/')}/" if base else ""
        self._resources = {resource.name: resource for resource in publication.resources}
        self._urls = {article.meta.slug: clean_address(article.meta.url) for article in publication.articles}
        self._url = ""

    def entry(self, article: Article) -> str:
        """Return the whole story, subtitle first, notes last."""
        self._url = clean_address(article.meta.url)
        parts = []
        if article.meta.subtitle:
            parts.append(f"<p><strong>{escape_text(article.meta.subtitle)}</strong></p>")
        parts.append(self.blocks(article.body))
        if article.notes:
            items = "\n".join(f"<li>{self._note_text(article, at)}</li>" for at in range(len(article.notes)))
            parts.append(f"<hr/>\n<h3>{escape_text(self.words.notes)}</h3>\n<ol>\n{items}\n</ol>")
        return "\n".join(parts)

    def _note_text(self, article: Article, at: int) -> str:
        return self.note_body(article.notes[at], "", "")

    def address(self, target: str) -> str:
        """Return an absolute address: of the page itself for a place within it, of the other story for a story."""
        if target.startswith("#"):
            return f"{self._url.partition('#')[0]}{clean_fragment(target)}" if self._url else ""
        if target.startswith("story:"):
            slug, _, anchor = target[len("story:") :].partition("#")
            url = self._urls.get(slug, "")
            return f"{url.partition('#')[0]}{clean_fragment(f'#{anchor}')}" if url and anchor else url
        return clean_address(target)

    def picture(self, image: Image) -> Picture | None:
        """Return where readers find the picture, if the newsroom has said so."""
        resource = self._resources.get(image.source)
        if resource is None:
            return None
        if not self._pictures:
            self.report.info(
                "picture-not-in-feed",
                "a feed cannot hold pictures, so words stand for them",
                image.place,
                f"Say where they are published with -O {self.format_name}.pictures=https://…",
            )
            return None
        return Picture(f"{self._pictures}{resource.name}", resource.width, resource.height)

    def note_reference(self, note: Note) -> str:
        """Return the number of a note in brackets, which survives where raised text does not."""
        return f"<sup>[{note.number}]</sup>"

    @handles(Math)
    def math(self, node: Math) -> str:
        return f"<code>{escape_text(node.source)}</code>"

    @handles(MathBlock)
    def math_block(self, node: MathBlock) -> str:
        return f"<p><code>{escape_text(node.source)}</code></p>"

    def spoken(self, language: str, direction: str) -> str:
        """Return the attributes for language and direction; of those, readers keep at least the second."""
        made = f' lang="{escape_attribute(language)}"' if language else ""
        return f'{made} dir="{direction}"' if direction else made


def clean_fragment(fragment: str) -> str:
    """Return `#name` as RFC 3986 allows it (https://www.rfc-editor.org/rfc/rfc3986#section-3.5)."""
    return clean_address(f"https://x/{fragment}").removeprefix("https://x/")
