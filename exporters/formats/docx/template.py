"""The template: what a Word file begins with, and what its styles are called. This is the house's own.

It is text, `assets/templates/word`, and needs no parser. `report` is those files; `manuscript` puts styles of its own
in the place of some. Templates of others are read by `partner`.
"""

from __future__ import annotations

import re
from typing import Final, Literal

import msgspec

from exporters.assets import read_asset_file
from exporters.formats.docx.numbering import Kept
from exporters.formats.docx.package import Part, text_part
from exporters.formats.docx.pages import Paper

OWN: Final = ("report", "manuscript")
_FOLDER: Final = "templates/word"
_WHOLE_STYLE: Final = r'<w:style [^>]*w:styleId="([^"]+)">.*?</w:style>'
_LINE_NUMBERS: Final = '<w:lnNumType w:countBy="5" w:distance="340" w:restart="newPage"/>'
_WIDE: Final = 1985  # 35 mm, room for an editor's pencil


class Languages(msgspec.Struct, frozen=True):
    """The languages of a document by script, as Word wants them told."""

    latin: str
    east_asian: str
    complex: str

    def attributes(self) -> str:
        """Return them as attributes of w:lang (17.3.2.20)."""
        return f'w:val="{self.latin}" w:eastAsia="{self.east_asian}" w:bidi="{self.complex}"'


class Template(msgspec.Struct):
    """What a file begins with.

    `parts` are those that the document is related to, by kind; `settings` is the text of the part that is finished
    last. `styles` gives the id of each style by its name in lower case: built-in names are English in every language
    of Word (17.7.4.9). `paper` is nothing where the options say it; `running` are heads and feet of the template's own,
    each with its kind and the pages it is for; `lists` the numbering that its styles use.
    """

    parts: list[tuple[str, Part]]
    settings: str
    styles: dict[str, str]
    paper: Paper | None = None
    running: tuple[tuple[Literal["header", "footer"], str, Part], ...] = ()
    lists: Kept = Kept()

    def drop_setting(self, name: str) -> None:
        """Take out a setting, with all that is within it."""
        self.settings = re.sub(rf"<w:{name}\b(?:[^>]*/>|.*?</w:{name}>)", "", self.settings)

    def add_setting(self, before: str, setting: str) -> None:
        """Put in a setting before another, so that they stand in the order of the schema (17.15.1.78)."""
        self.settings = self.settings.replace(f"<w:{before}", f"{setting}<w:{before}", 1)


def own_template(name: str, languages: Languages, paper: Paper) -> Template:
    """Return the template of the house with this name, one of `OWN`, in these languages on this paper."""
    styles = _asset("styles")
    if name == "manuscript":
        styles = _with_styles(styles, _asset("manuscript"))
        paper = msgspec.structs.replace(paper, left=_WIDE, right=_WIDE, top=_WIDE, bottom=_WIDE, details=_LINE_NUMBERS)
    styles = _speaking(styles, "lang", languages)
    settings = _speaking(_asset("settings"), "themeFontLang", languages)
    parts = [
        ("styles", text_part("styles", "styles", styles.encode())),
        ("fontTable", text_part("fontTable", "fontTable", _asset("fontTable").encode())),
        ("theme", text_part("theme", "theme/theme1", _asset("theme1").encode())),
    ]
    return Template(parts, settings, _names_of(styles), paper)


def _speaking(text: str, element: str, languages: Languages) -> str:
    """Return the text with these languages in its one element of this name."""
    before, start, rest = text.partition(f"<w:{element} ")
    return f"{before}{start}{languages.attributes()}{rest[rest.index('/>') :]}"


def _names_of(styles: str) -> dict[str, str]:
    """Return the id of each style by its name in lower case; no pattern has to be compiled for our own text."""
    found = {}
    for style in styles.split('w:styleId="')[1:]:
        number, _, rest = style.partition('"')
        found[rest.partition('<w:name w:val="')[2].partition('"')[0].lower()] = number
    return found


def own_styles() -> bytes:
    """Return the styles of the house, of which a template of others may lack some."""
    return _asset("styles").encode()


def own_part(kind: str) -> Part:
    """Return the house's fonts or theme, for a template that has none."""
    name = {"theme": "theme1"}.get(kind, kind)
    return text_part(kind, "theme/theme1" if kind == "theme" else kind, _asset(name).encode())


def _with_styles(styles: str, others: str) -> str:
    """Return the styles with others in the place of those that have the same id."""
    replaced = {found.group(1): found.group() for found in re.finditer(_WHOLE_STYLE, others, re.DOTALL)}
    return re.sub(_WHOLE_STYLE, lambda found: replaced.get(found.group(1), found.group()), styles, flags=re.DOTALL)


def _asset(name: str) -> str:
    content = read_asset_file(f"{_FOLDER}/{name}.xml")
    assert content is not None, f"{name} is part of the package"
    return content.decode()
