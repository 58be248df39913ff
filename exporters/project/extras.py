"""What a build says of itself: the manifest, the list of feeds, the catalogue of briefings, the list of withdrawals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from exporters.contract import MadeFile
from exporters.editorial.corrections import LoggedCorrection
from exporters.formats.catalogue.covers import CoverPicture
from exporters.model.meta import Meta
from exporters.project.build import Orders
from exporters.project.channels import base_address
from exporters.project.corrected import FORMATS, NAME, feed_files, log_of, title_of
from exporters.project.objects import ObjectStore
from exporters.project.planning import Plan
from exporters.project.press_copies import text_digest
from exporters.project.publishing import Placed
from exporters.project.tables import Project


def extra_files(
    project: Project,
    plan: Plan,
    placed: Sequence[Placed],
    store: ObjectStore,
    orders: Orders,
    root: Path,
) -> list[Placed]:
    """Return the files that tell of the others, the manifest last."""
    made: list[Placed] = []

    def add(name: str, data: bytes, media_type: str) -> None:
        sha, size = store.put(data)
        made.append(Placed(name=name, key=b"", digest=sha, size=size, media_type=media_type))

    base = base_address(project)
    if base and plan.channels and not orders.press:  # press/ is at no address
        add("feeds/feeds.opml", _opml(project, plan, base), "text/x-opml")
    if base and not orders.press and any(volume.name.startswith("briefings/") for volume in plan.volumes):
        covers = _covers(placed, store)
        for stem, picture in covers.items():
            add(_cover_name(stem, picture), picture.data, picture.media_type)
        for name, data, media_type in _catalogues(project, plan, placed, base, covers):
            add(name, data, media_type)
    log = () if orders.press or not base else _log(plan)
    for name, data, media_type in feed_files(project, log, base) if log else ():
        add(name, data, media_type)
    if plan.withdrawn and not orders.press:
        add("withdrawn.json", _withdrawals(plan), "application/json")
    add("manifest.json", _manifest(project, plan, [*placed, *made], orders, root), "application/json")
    return made


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def _marks(plan: Plan) -> dict[str, str]:
    """Return the notice that each story carries, by its id: a build tells by it which press copies are outdated."""
    return {card.id: mark for card, mark in plan.roll.marked() if mark}


def _texts(plan: Plan, root: Path) -> dict[str, str]:
    """Return what stands for the text of each of these stories, by its id, by which a build tells which are old."""
    return {card.id: text_digest(root, card) for card, mark in plan.roll.marked() if mark}


class _Listed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file as the manifest lists it."""

    name: str
    type: str
    size: int
    sha256: str
    content_sha256: str = ""
    stories: tuple[str, ...] = ()


def _manifest(project: Project, plan: Plan, placed: Sequence[Placed], orders: Orders, root: Path) -> bytes:
    """Return the list of every other file with its digest, by which anyone can check what was published."""
    files = [
        _Listed(file.name, file.media_type, file.size, file.digest, file.content_digest, file.stories)
        for file in sorted(placed, key=lambda file: file.name)
    ]
    own = project.publication
    press = {"press_copy": True, "marks": _marks(plan), "texts": _texts(plan, root)} if orders.press else {}
    return _json({"publication": {"title": own.title, "id": own.id, "url": own.url}, **press, "files": files})


def _log(plan: Plan) -> tuple[LoggedCorrection, ...]:
    """Return what was put right, for a feed beside the others; nothing where one of them has its name."""
    if not plan.channels or any(channel.name == NAME for channel in plan.channels):
        return ()
    return log_of(plan.roll.corrected())


def _opml(project: Project, plan: Plan, base: str) -> bytes:
    from exporters.formats.feed.opml import ListedFeed, opml_document
    from exporters.registry import load_format

    own = project.publication
    listed = [
        ListedFeed(
            title=channel.meta.title,
            addresses={name: f"{base}feeds/{channel.name}{load_format(name).suffix}" for name in channel.table.formats},
            home=own.url,
            language=channel.meta.language,
            description=channel.meta.subtitle,
        )
        for channel in plan.channels
    ]
    if _log(plan):
        addresses = {name: f"{base}feeds/{NAME}{load_format(name).suffix}" for name in FORMATS}
        listed.append(ListedFeed(title=title_of(project), addresses=addresses, home=own.url, language=own.language))
    return opml_document(own.title, listed, owner=own.publisher or own.title, updated=plan.latest)


def _covers(placed: Sequence[Placed], store: ObjectStore) -> dict[str, CoverPicture]:
    """Return the covers of the briefings that are e-books, by their names without suffix."""
    from exporters.formats.catalogue.covers import cover_of

    found: dict[str, CoverPicture] = {}
    for file in placed:
        stem, dot, suffix = file.name.rpartition(".")
        if file.key and file.name.startswith("briefings/") and dot and suffix == "epub":
            picture = cover_of(store.read(file.digest))
            if picture is not None:
                found[stem] = picture
    return found


def _cover_name(stem: str, picture: CoverPicture) -> str:
    return f"covers/{stem.rpartition('/')[2]}{picture.suffix}"


def _catalogues(
    project: Project, plan: Plan, placed: Sequence[Placed], base: str, covers: Mapping[str, CoverPicture]
) -> list[tuple[str, bytes, str]]:
    from exporters.formats.catalogue import ATOM_NAME, JSON_NAME, Catalogue, Cover, Listing, documents
    from exporters.pipeline import EPOCH

    own = project.publication
    listings = []
    for volume in plan.volumes:
        if not volume.name.startswith("briefings/") or volume.meta is None:
            continue
        cards = [member.card for member in volume.members]
        files = tuple(
            MadeFile(file.name, file.media_type, file.size)
            for file in placed
            if file.name.rpartition("/")[0] == "briefings" and file.key and _stem(file.name, volume.name)
        )
        published = max((card.published for card in cards if card.published), default=None)
        modified = max((card.modified for card in cards if card.modified), default=None)
        meta: Meta = msgspec.structs.replace(volume.meta, published=published, modified=modified)
        picture = covers.get(volume.name)
        cover = Cover(_cover_name(volume.name, picture), picture.media_type) if picture else None
        listings.append(Listing(meta=meta, files=files, cover=cover, stories=tuple(card.title for card in cards)))
    catalogue = Catalogue(
        id=f"{own.id}:catalogue" if own.id else f"{base}{ATOM_NAME}",
        title=own.title,
        base=base,
        atom_url=f"{base}{ATOM_NAME}",
        json_url=f"{base}{JSON_NAME}",
        updated=EPOCH,
        publisher=own.publisher or own.title,
        language=own.language,
        home=own.url,
        listings=tuple(listings),
    )
    return list(documents(catalogue))


def _stem(name: str, volume: str) -> bool:
    return name.startswith(f"{volume}.")


def _withdrawals(plan: Plan) -> bytes:
    """Return the list of what must be taken back, wherever it went. It tells no title: that may be the fault."""
    return _json(
        {
            "withdrawn": [
                {
                    "id": record.id,
                    "url": record.url,
                    "at": record.at,
                    "reason": record.reason,
                    "files": [{"name": file.name, "sha256": file.sha256} for file in record.files],
                }
                for record in sorted(plan.withdrawn, key=lambda record: (record.at, record.id))
            ]
        }
    )
