"""A story as HTML that works anywhere: no classes or ids, which the readers of feeds strip, and absolute links only.

What entries of feeds and the bodies of ninjs hold.
"""

from __future__ import annotations

from collections.abc import Mapping

from exporters.formats.addresses import clean_address, web_address
from exporters.formats.renderer import handles
from exporters.formats.xhtml import Picture, XhtmlRenderer
from exporters.formats.xmltext import drop_forbidden, escape_attribute, escape_text
from exporters.model.meta import text_direction
from exporters.model.nodes import Column, Figure, Heading, Image, Math, MathBlock, Note, Paragraph, Quote
from exporters.model.publication import Article, Resource
from exporters.model.walk import plain_text, walk
from exporters.report import Report
from exporters.words import Words

_MOST_PULLED = 100
"""Pull quotes of a story that are looked for in its text; more are no display."""


class PortableRenderer(XhtmlRenderer):
    """Writes the articles of one language, each as one piece of HTML that is well-formed as XML.

    Links within the story lead to the same place on its page, where it has one; so do the numbers of notes. The notes
    stand at the end. A picture is shown where readers can fetch it (`pictures` is the address of the folder), else its
    alternative text stands for it. `urls` are those of the stories by slug, `resources` the pictures by name. `shown`
    holds the pictures of the last story: address, resource, and the figure it stands in.
    """

    heading_shift = 2  # readers show the title of the entry as their h1 or h2

    def __init__(
        self,
        format_name: str,
        report: Report,
        words: Words,
        *,
        urls: Mapping[str, str],
        resources: Mapping[str, Resource],
        pictures: str = "",
    ) -> None:
        super().__init__(format_name, report, words)
        base = web_address(pictures)
        self._pictures = f"{base.rstrip('/')}/" if base else ""
        self._resources = resources
        self._urls = urls
        self._url = ""
        self._figure: Figure | None = None
        self._article: Article | None = None
        self._told: str | None = None  # what the story says without its pull quotes, once it is asked for
        self._pulled = 0
        self.shown: list[tuple[str, Resource, Image, Figure | None]] = []

    def story(self, article: Article) -> str:
        """Return the whole story without its title: subtitle first, notes last.

        Characters that XML forbids are not in it. Text from right to left stands in an element that says so: readers
        rarely take it from the language.
        """
        meta = article.meta
        self._article = article
        self._told = None
        self._pulled = 0
        self._url = web_address(meta.url)
        self.shown = []
        parts = []
        if meta.subtitle:
            parts.append(f"<p><strong>{escape_text(meta.subtitle)}</strong></p>")
        parts.append(self.blocks(article.body))
        if article.notes:
            items = "\n".join([f"<li>{self.note_body(note, '', '')}</li>" for note in article.notes])
            parts.append(f"<hr/>\n<h3>{escape_text(self.words.notes)}</h3>\n<ol>\n{items}\n</ol>")
        html = drop_forbidden("\n".join(parts))
        return f'<div dir="rtl">{html}</div>' if text_direction(meta.language, meta.direction) == "rtl" else html

    def address(self, target: str) -> str:
        """Return an absolute address: of the page itself for a place within it, of the other story for a story."""
        if target.startswith("#"):
            return f"{self._url.partition('#')[0]}{clean_fragment(target)}" if self._url else ""
        if target.startswith("story:"):
            slug, _, anchor = target[len("story:") :].partition("#")
            url = web_address(self._urls.get(slug, ""))
            return f"{url.partition('#')[0]}{clean_fragment(f'#{anchor}')}" if url and anchor else url
        return clean_address(target) if target[:7].lower().startswith(("mailto:", "tel:")) else web_address(target)

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
                "Say where they are published with -O pictures=https://…",
            )
            return None
        url = f"{self._pictures}{resource.name}"
        self.shown.append((url, resource, image, self._figure))
        return Picture(url, resource.width, resource.height)

    @handles(Figure)
    def figure(self, node: Figure) -> str:
        self._figure = node
        made = super().figure(node)
        self._figure = None
        return made

    def widths(self, columns: tuple[Column, ...]) -> str:
        """Return nothing: readers strip styles, and set tables as wide as they can."""
        del columns
        return ""

    def note_reference(self, note: Note) -> str:
        """Return the number of a note in brackets, which survive where raised text does not.

        Where sources are numbered as well, the number says that it is a note's.
        """
        named = f"{escape_text(self.words.note)} " if self._article and self._article.sources else ""
        return f"<sup>[{named}{note.number}]</sup>"

    @handles(Quote)
    def quote(self, node: Quote) -> str:
        """Return a quotation; a pull quote only if it does not repeat what the story says.

        It is display, for which readers have no form: as a quotation, somebody would seem to say it a second time.
        """
        return "" if node.pull and self._repeats(node) else super().quote(node)

    def _repeats(self, node: Quote) -> bool:
        """Return whether the words of a pull quote stand elsewhere in the story."""
        self._pulled += 1
        if self._article is None or self._pulled > _MOST_PULLED:
            return False
        if self._told is None:
            self._told = _told(self._article)
        return plain_text(node.children).strip("“”\"'‘’«»„… ") in self._told

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


def _told(article: Article) -> str:
    """Return what the story says outside its pull quotes, a line for each paragraph and heading."""
    pulled = {id(below) for node in walk(article.body) if isinstance(node, Quote) and node.pull for below in walk(node)}
    lines = [node for node in walk(article.body) if isinstance(node, (Paragraph, Heading)) and id(node) not in pulled]
    return "\n".join(map(plain_text, lines))
