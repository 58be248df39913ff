"""ninjs 3.1: each story as the JSON that newsroom systems take in, with the same words that the public reads."""

from __future__ import annotations

from typing import Annotated

import msgspec

from exporters.contract import Format, Job, Output
from exporters.model.publication import Publication

__all__ = ["FORMAT"]


class NinjsOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What can be set about ninjs."""

    pictures: Annotated[
        str,
        msgspec.Meta(
            description="Address of the folder in which readers find the pictures; without it, words stand for them"
        ),
    ] = ""
    files: Annotated[
        str,
        msgspec.Meta(description="Address of the folder in which readers find the other files of the run"),
    ] = ""


def write_ninjs(publication: Publication, output: Output, job: Job[NinjsOptions]) -> None:
    """Write a story as a ninjs item, and several as one composite item (https://iptc.org/standards/ninjs/)."""
    from exporters.formats.ninjs.items import ItemMaker

    maker = ItemMaker(publication, job)
    item = maker.story(publication.articles[0]) if publication.lone else maker.briefing()
    with output.open() as stream:
        stream.write(msgspec.json.format(msgspec.json.encode(item), indent=1))
        stream.write(b"\n")


FORMAT = Format(
    name="ninjs",
    suffix=".ninjs.json",
    media_type="application/json",
    summary="News in JSON 3.1 (IPTC), for the systems of other newsrooms",
    write=write_ninjs,
    options=NinjsOptions,
)
