"""A story as HTML that works anywhere: no classes or ids, which the readers of feeds strip, and absolute links only.

What entries of feeds and the bodies of ninjs hold.
"""

from __future__ import annotations

from collections.abc import Mapping

from exporters.formats.addresses import clean_address
from exporters.formats.renderer import handles
from exporters.formats.xhtml import Picture, XhtmlRenderer
from exporters.formats.xmltext import drop_forbidden, escape_attribute, escape_text
from exporters.model.meta import text_direction
from exporters.model.nodes import Figure, Image, Math, MathBlock, Note
from exporters.model.publication import Article, Resource
from exporters.report import Report
from exporters.words import Words


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
        base = clean_address(pictures)
        self._pictures = f"{base.rstrip('/')}/" if base else ""
        self._resources = resources
        self._urls = urls
        self._url = ""
        self._figure: Figure | None = None
        self.shown: list[tuple[str, Resource, Image, Figure | None]] = []

    def story(self, article: Article) -> str:
        """Return the whole story without its title: subtitle first, notes last.

        Characters that XML forbids are not in it. Text from right to left stands in an element that says so: readers
        rarely take it from the language.
        """
        meta = article.meta
        self._url = clean_address(meta.url)
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
            url = clean_address(self._urls.get(slug, ""))
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
