"""The options that RSS, Atom and JSON Feed share."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec


class FeedOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a newsroom can set about a feed."""

    url: Annotated[str, msgspec.Meta(description="Address of the site that the feed belongs to")] = ""
    self_url: Annotated[
        str, msgspec.Meta(description="Address at which the feed itself will be found; its archives stand beside it")
    ] = ""
    hub: Annotated[str, msgspec.Meta(description="Address of the WebSub hub that is told of changes")] = ""
    pictures: Annotated[
        str,
        msgspec.Meta(
            description="Address of the folder in which readers find the pictures; without it, words stand for them"
        ),
    ] = ""
    files: Annotated[
        str,
        msgspec.Meta(
            description="Address of the folder in which readers find the other files of the run, such as the PDF of a "
            "story; without it, entries offer none"
        ),
    ] = ""
    icon: Annotated[str, msgspec.Meta(description="Address of a square picture that stands for the feed")] = ""
    content: Annotated[
        Literal["full", "summary"], msgspec.Meta(description="Whether entries hold whole stories or their summaries")
    ] = "full"
    entries: Annotated[
        int,
        msgspec.Meta(
            description="How many of the newest entries the feed holds at least, older ones standing in archives where "
            "`self-url` says where; 0 for all in one document",
            ge=0,
        ),
    ] = 0
    page: Annotated[
        int,
        msgspec.Meta(description="How many entries an archive holds; 0 for as many as `entries`, or 10", ge=0, le=500),
    ] = 0
    ttl: Annotated[
        int, msgspec.Meta(description="Minutes that an RSS reader may wait before it looks again; 0 says nothing", ge=0)
    ] = 60

    @property
    def page_size(self) -> int:
        """How many entries an archive holds."""
        return self.page or min(max(self.entries, 10), 500)
