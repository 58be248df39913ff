"""What can be chosen about an e-book."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from exporters.options import OptionFile


class EpubOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The options of the format `epub`."""

    cover: Annotated[
        Literal["auto", "always", "never"],
        msgspec.Meta(description="Make a cover where none is given; auto means for several stories"),
    ] = "auto"
    theme: Annotated[OptionFile, msgspec.Meta(description="The design: `book`, or a CSS file that follows our own")] = (
        OptionFile()
    )
    fonts: Annotated[
        Literal["none", "embed"],
        msgspec.Meta(description="Embed the letters used of Source Serif, Source Sans and Source Code, or no fonts"),
    ] = "none"
    vertical: Annotated[
        bool, msgspec.Meta(description="Set Japanese and Chinese in vertical lines, which turn pages leftwards")
    ] = False
    isbn: Annotated[str, msgspec.Meta(description="The ISBN of this edition, which is not that of the printed one")] = (
        ""
    )
    issn: Annotated[str, msgspec.Meta(description="The ISSN of the series or periodical")] = ""
    highlight: Annotated[
        bool, msgspec.Meta(description="Give the parts of speech of program text the classes of Pygments")
    ] = False
    paragraph_numbers: Annotated[
        bool, msgspec.Meta(description="Show the numbers of paragraphs, the same as in the print edition")
    ] = False
    picture_px: Annotated[
        int,
        msgspec.Meta(ge=0, description="The longest side of a picture in pixels; larger ones are scaled, if not 0"),
    ] = 2400
    split_kb: Annotated[
        int,
        msgspec.Meta(ge=0, description="Part a story over several files from about this size on, in kB; 0 for never"),
    ] = 250
    watermark: Annotated[
        str,
        msgspec.Meta(max_length=120, description="Words at the head of each file and behind its text, such as DRAFT"),
    ] = ""
