"""What can be chosen about a Word file."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from exporters.options import OptionFile, OptionStory


class DocxOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The options of the format `docx`."""

    template: Annotated[
        OptionFile,
        msgspec.Meta(description="Design: report, manuscript, or the path of a .docx or .dotx whose styles are taken"),
    ] = OptionFile("report")
    paper: Annotated[
        Literal["a4", "letter"], msgspec.Meta(description="Size of the page, unless the template is your own")
    ] = "a4"
    columns: Annotated[int, msgspec.Meta(ge=1, le=3, description="Columns of the text below its head")] = 1
    facing: Annotated[
        bool, msgspec.Meta(description="Running heads for two-sided print, left and right pages apart")
    ] = False
    contents: Annotated[
        Literal["auto", "always", "never"],
        msgspec.Meta(description="List of contents; auto means for several stories"),
    ] = "auto"
    contents_depth: Annotated[
        int, msgspec.Meta(ge=1, le=3, description="How many levels of headings the list of contents shows")
    ] = 2
    lists: Annotated[
        Literal["none", "figures", "tables", "both"],
        msgspec.Meta(description="Lists of the captions of figures and tables, below the list of contents"),
    ] = "none"
    notes: Annotated[
        Literal["footnotes", "endnotes"], msgspec.Meta(description="Notes at the foot of the page or after the story")
    ] = "footnotes"
    colophon: Annotated[bool, msgspec.Meta(description="End with publisher, rights, licence and address")] = True
    watermark: Annotated[
        str, msgspec.Meta(max_length=120, description="Words aslant behind the text of every page, such as DRAFT")
    ] = ""
    compare: Annotated[
        OptionStory,
        msgspec.Meta(description="An older version of the story; what changed since is written as tracked changes"),
    ] = OptionStory()
    comments: Annotated[
        bool, msgspec.Meta(description="Comments of editors in the source become comments in Word: not for the public")
    ] = False
