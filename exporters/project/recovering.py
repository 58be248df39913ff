"""What dist/ tells of the stories in it, for a project whose index is gone: their ids, names, addresses, files."""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError, fromstring

import msgspec

from exporters.project.cards import Card
from exporters.project.formerly_file import Former
from exporters.project.intake import Intake
from exporters.project.publishing import Listed, read_manifest
from exporters.project.takedown import ids_in
from exporters.project.withdrawals import TakenFile, told_withdrawn
from exporters.source.dates import UnreadableDate, read_moment

_ATOM = "{http://www.w3.org/2005/Atom}"
_NOT_STORIES = ("corrections.", "feeds/corrections", "feeds/feeds.opml", "catalogue", "covers/")


def recovered(root: Path, intake: Intake, living: Collection[str]) -> list[Former]:
    """Return the stories that dist/ holds and that are not among those `living`, as far as its files tell of them."""
    folder = root / "dist"
    held: dict[str, list[Listed]] = {}
    catalogue: list[Listed] = []
    for file in read_manifest(folder):
        inside: Collection[str] = file.stories
        if file.name.startswith("catalogue"):
            catalogue.append(file)
        if file.name.startswith("feeds/") and not file.name.startswith(_NOT_STORIES):
            with suppress(OSError, msgspec.DecodeError):
                inside = _ids_of_entries(file.name, (folder / file.name).read_bytes())
        for identifier in inside if not file.name.startswith(_NOT_STORIES) else ():
            held.setdefault(identifier, []).append(file)
    lost = held.keys() - living - told_withdrawn(root)
    if not lost:
        return []
    cards = {card.id: card for _, card in intake.cards.pairs() if card.id in lost}
    found = []
    for identifier in sorted(lost):
        files = held[identifier]
        if any(file.name.startswith("briefings/") for file in files):  # whose titles a catalogue tells
            files = [*files, *catalogue]
        card = cards.get(identifier) or _card(folder, identifier, files)
        found.append(Former(card, tuple(TakenFile(name=file.name, sha256=file.sha256) for file in files)))
    return found


def _ids_of_entries(name: str, data: bytes) -> set[str]:
    """Return the ids of the stories in a feed; Atom and JSON Feed have one of their own before theirs."""
    if name.endswith(".json"):
        return {item.get("id", "") for item in msgspec.json.decode(data).get("items", ())}
    found = ids_in(data)
    if name.endswith(".atom"):
        end = data.find(b"</id>") + len(b"</id>")
        found -= ids_in(data[:end]) - ids_in(data[end:])
    return found


def _card(folder: Path, identifier: str, files: list[Listed]) -> Card:
    """Return the card of a story whose source is gone: its slug from the names of its files, the rest from a feed."""
    names = [file.name.removeprefix("stories/") for file in files if file.name.startswith("stories/")]
    slug = min((name.partition(".")[0] for name in names), key=len, default="")
    card = Card(path="", key=b"", slug=slug, id=identifier, title="")
    for file in files:
        if file.name.startswith("feeds/"):
            with suppress(OSError, msgspec.DecodeError, ParseError, UnicodeDecodeError):
                told = _entry(file.name, (folder / file.name).read_bytes(), identifier)
                if told is not None:
                    card = msgspec.structs.replace(card, **told)
                    break
    if not card.slug:
        card = msgspec.structs.replace(
            card, slug=_last_part(card.url) or re.sub(r"[^\w-]+", "-", identifier).strip("-")
        )
    return msgspec.structs.replace(card, path=card.slug)


def _entry(name: str, data: bytes, identifier: str) -> dict[str, Any] | None:
    """Return what a feed tells of the story of this id: address, date and categories."""
    if name.endswith(".json"):
        for item in msgspec.json.decode(data).get("items", ()):
            if item.get("id") == identifier:
                tags = tuple(str(tag) for tag in item.get("tags", ()))
                return _told(item.get("url", ""), item.get("date_published", ""), tags, item.get("language", ""))
        return None
    tree = fromstring(data)  # noqa: S314 - a file that a build wrote; expat refuses entities that blow up
    if name.endswith(".atom"):
        for entry in tree.iter(f"{_ATOM}entry"):
            if entry.findtext(f"{_ATOM}id") == identifier:
                links = [link for link in entry.iter(f"{_ATOM}link") if link.get("rel", "alternate") == "alternate"]
                terms = tuple(found.get("term", "") for found in entry.iter(f"{_ATOM}category"))
                address = links[0].get("href", "") if links else ""
                return _told(address, entry.findtext(f"{_ATOM}published") or "", terms, _language(entry))
    for item in tree.iter("item"):
        if item.findtext("guid") == identifier:
            terms = tuple(found.text or "" for found in item.iter("category"))
            return _told(item.findtext("link") or "", item.findtext("pubDate") or "", terms, "")
    return None


def _language(entry: Element) -> str:
    return entry.get("{http://www.w3.org/XML/1998/namespace}lang", "")


def _told(url: str, published: str, terms: tuple[str, ...], language: str) -> dict[str, Any]:
    """Return the fields of a card. Of categories the first is the section, as feeds are written."""
    moment: datetime | None = None
    with suppress(UnreadableDate):
        found = read_moment(published)
        moment = found[0] if found else None
    return {"url": url, "published": moment, "section": terms[0] if terms else "", "tags": terms, "language": language}


def _last_part(url: str) -> str:
    return next((part for part in reversed(url.split("/")) if part), "") if url else ""
