"""What an editor says beside a story: no part of a publication, so that no format can show it unasked."""

from __future__ import annotations

import msgspec

from exporters.model.place import Place


class EditorNote(msgspec.Struct, frozen=True, kw_only=True):
    """A comment of an editor: where it stands in its source, by whom (empty: not said), its words.

    `marked` are the words of the story that it is said of, as they stand in the source; `ahead` says that it is said of
    the block that follows.
    """

    place: Place
    text: str
    author: str = ""
    marked: str = ""
    ahead: bool = False
