"""What can be chosen about an e-book."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec


class EpubOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The options of the format `epub`."""

    cover: Annotated[
        Literal["auto", "always", "never"],
        msgspec.Meta(description="Make a cover where none is given; auto means for several stories"),
    ] = "auto"
    highlight: Annotated[
        bool, msgspec.Meta(description="Give the parts of speech of program text the classes of Pygments")
    ] = False
    split_kb: Annotated[
        int,
        msgspec.Meta(ge=0, description="Part a story over several files from about this size on, in kB; 0 for never"),
    ] = 250
