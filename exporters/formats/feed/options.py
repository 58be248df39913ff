"""The options that RSS and Atom share."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec


class FeedOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a newsroom can set about a feed."""

    url: Annotated[str, msgspec.Meta(description="Address of the site that the feed belongs to")] = ""
    self_url: Annotated[str, msgspec.Meta(description="Address at which the feed itself will be found")] = ""
    hub: Annotated[str, msgspec.Meta(description="Address of the WebSub hub that is told of changes")] = ""
    pictures: Annotated[
        str,
        msgspec.Meta(
            description="Address of the folder in which readers find the pictures; without it, words stand for them"
        ),
    ] = ""
    content: Annotated[
        Literal["full", "summary"], msgspec.Meta(description="Whether entries hold whole stories or their summaries")
    ] = "full"
    entries: Annotated[
        int, msgspec.Meta(description="The most entries that the feed holds, newest first; 0 for all", ge=0)
    ] = 0
