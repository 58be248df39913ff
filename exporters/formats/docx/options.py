"""What can be chosen about a Word file."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec


class DocxOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The options of the format `docx`."""

    paper: Annotated[Literal["a4", "letter"], msgspec.Meta(description="Size of the page")] = "a4"
    contents: Annotated[
        Literal["auto", "always", "never"],
        msgspec.Meta(description="List of contents; auto means for several stories"),
    ] = "auto"
    contents_depth: Annotated[
        int, msgspec.Meta(ge=1, le=3, description="How many levels of headings the list of contents shows")
    ] = 2
