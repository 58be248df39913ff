"""The template: the styles, settings, fonts and theme that a Word file begins with, and what its styles are called."""

from __future__ import annotations

import re
from typing import Final

from exporters.assets import read_asset_file

_FOLDER: Final = "templates/word"
_TEXTS: Final = {"styles": "styles", "settings": "settings", "fontTable": "fontTable", "theme": "theme1"}
_STYLE: Final = r'<w:style [^>]*w:styleId="([^"]+)">\s*<w:name w:val="([^"]+)"'
_LANGUAGES: Final = r"<w:(lang|themeFontLang) [^>]*/>"


class Template:
    """What a file begins with.

    `texts` are its parts by kind, `styles` the id of each style by its name in lower case: built-in names are English
    in every language of Word (ECMA-376 part 1, 17.7.4.9).
    """

    def __init__(self, texts: dict[str, str], styles: dict[str, str]) -> None:
        self.texts = texts
        self.styles = styles

    def set_language(self, latin: str, east_asian: str, complex_script: str) -> None:
        """Make these the languages of the document, for proofing and for the choice of fonts."""
        told = rf'<w:\1 w:val="{latin}" w:eastAsia="{east_asian}" w:bidi="{complex_script}"/>'
        for kind in ("styles", "settings"):
            self.texts[kind] = re.sub(_LANGUAGES, told, self.texts[kind])

    def drop_setting(self, name: str) -> None:
        """Take out a setting, with all that is within it."""
        self.texts["settings"] = re.sub(rf"<w:{name}\b.*?</w:{name}>", "", self.texts["settings"])


def own_template() -> Template:
    """Return the template of the house, which is text and needs no parser."""
    texts = {}
    for kind, name in _TEXTS.items():
        content = read_asset_file(f"{_FOLDER}/{name}.xml")
        assert content is not None, f"{name} is part of the package"
        texts[kind] = content.decode()
    return Template(texts, {name.lower(): style for style, name in re.findall(_STYLE, texts["styles"])})
