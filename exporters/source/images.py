"""Pictures of stories: found inside the root, checked before any library decodes them, cleaned once for all formats."""

from __future__ import annotations

import os
import re
import unicodedata
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import unquote

import msgspec

from exporters.digests import sha256_hex
from exporters.errors import AssetError
from exporters.model.nodes import Figure, Image, Inline, Link, Paragraph, Text
from exporters.model.outline import slugify
from exporters.model.place import Place
from exporters.model.publication import Article, Resource
from exporters.model.walk import AnyNode, gather, transform
from exporters.patterns import pattern
from exporters.report import Report
from exporters.source.folder import SourceFile

if TYPE_CHECKING:
    from exporters.source.pictures import Picture

LARGEST_PICTURE = 64 * 1024 * 1024
_IMAGE: frozenset[type] = frozenset({Image})
_MOST_NAMES = 1_000
_MOST_GUESSES = 50
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg"})
_REMOTE = pattern(r"^(?:https?:)?//", re.IGNORECASE)


class AssetStore:
    """The pictures of a run. Cleaned bytes are made once and kept in one temporary file, not in memory."""

    def __init__(self) -> None:
        self._resources: dict[str, Resource] = {}
        self._by_path: dict[Path, Resource | None] = {}
        self._spool: IO[bytes] | None = None
        self._where: dict[str, tuple[int, int]] = {}
        self._guessed = 0
        self.looked_at: set[str] = set()
        """The files in which pictures were sought, below the root: were one of them to change, so would the story."""

    @property
    def resources(self) -> tuple[Resource, ...]:
        """The pictures that stories use, in the order they were first met."""
        return tuple(self._resources.values())

    def read(self, name: str) -> bytes:
        """Return the cleaned bytes of a resource. Raises AssetError for a name that is not there."""
        if name not in self._where or self._spool is None:
            raise AssetError(f"there is no picture {name!r}")
        start, size = self._where[name]
        if hasattr(os, "pread"):
            # Without moving the one position in the file that copies of this process share.
            self._spool.flush()
            return os.pread(self._spool.fileno(), size, start)
        self._spool.seek(start)
        return self._spool.read(size)

    def add(self, picture: Picture, stem: str) -> Resource:
        """Return the resource of this picture, kept under a name that follows from its bytes."""
        digest = sha256_hex(picture.data)
        own = stem.removesuffix(f"-{digest[:8]}")  # a picture of the exact form has its digest in its name already
        name = f"images/{_safe_stem(own)}-{digest[:8]}{picture.suffix}"
        if name not in self._resources:
            if self._spool is None:
                import tempfile  # most stories have no pictures

                self._spool = tempfile.TemporaryFile(prefix="broadsheet-")  # noqa: SIM115 - lives as long as the store
                weakref.finalize(self, self._spool.close)
            start = self._spool.seek(0, 2)
            self._spool.write(picture.data)
            self._where[name] = (start, len(picture.data))
            self._resources[name] = Resource(
                name=name,
                media_type=picture.media_type,
                width=picture.width,
                height=picture.height,
                resolution=picture.resolution,
                digest=f"sha256:{digest}",
            )
        return self._resources[name]

    def load(self, article: Article, file: SourceFile, report: Report, *, shown: bool = True) -> Article:
        """Return the article with its pictures loaded: sources become names of resources.

        `shown` tells whether there may be any in its text. What cannot be shown is reported, and replaced by its
        alternative text and, where it is on the web, a link.
        """
        if not article.meta.cover and not (shown and _shows_pictures(article)):
            return article

        def change(node: AnyNode) -> AnyNode | tuple[AnyNode, ...]:
            match node:
                case Image():
                    found = self._find(node.source, node.place, file, report)
                    return msgspec.structs.replace(node, source=found.name) if found else node
                case Figure() if node.image.source not in self._resources:
                    return _described(node)
                case _:
                    return node

        def describe(node: AnyNode) -> AnyNode | tuple[AnyNode, ...]:
            match node:
                case Image() if node.source not in self._resources:
                    return _told(node)
                case Link():  # what stood for a picture may be a link itself, and links do not nest
                    return _unnested(node)
                case Paragraph() if not node.children:
                    return ()
                case _:
                    return node

        meta = article.meta
        if meta.cover:
            cover = self._find(meta.cover, meta.place, file, report)
            meta = msgspec.structs.replace(meta, cover=cover.name if cover else "")
        body = transform(transform(article.body, change), describe)
        notes = tuple(
            msgspec.structs.replace(note, children=transform(transform(note.children, change), describe))
            for note in article.notes
        )
        return msgspec.structs.replace(article, meta=meta, body=body, notes=notes)

    def _find(self, source: str, place: Place, file: SourceFile, report: Report) -> Resource | None:
        if source in self._resources:  # of the exact form, where pictures come with the publication
            return self._resources[source]
        path = _locate(source, place, file, report, self.looked_at, self._guess)
        if path is None:
            return None
        if path not in self._by_path:
            self._by_path[path] = self._load(path, place, report)
        return self._by_path[path]

    def _guess(self, path: Path) -> str:
        """Return the name of the picture in the same folder that was probably meant, if one is like it.

        Only so many guesses are made in a run, each among so many names: stories may name thousands of lost pictures.
        """
        if self._guessed >= _MOST_GUESSES:
            return ""
        self._guessed += 1
        try:
            names = sorted(each.name for each in path.parent.iterdir() if each.suffix.lower() in _PICTURES)
        except OSError:  # no such folder
            return ""
        there = {name.casefold(): name for name in names[:_MOST_NAMES]}
        import difflib

        close = difflib.get_close_matches(path.name.casefold(), there, n=1, cutoff=0.8)
        return there[close[0]] if close else ""

    def _load(self, path: Path, place: Place, report: Report) -> Resource | None:
        try:
            data = path.read_bytes() if path.stat().st_size <= LARGEST_PICTURE else b""
        except OSError as exc:
            _refuse(path.name, exc.strerror or str(exc), place, report)
            return None
        if not data:
            _refuse(path.name, "it is empty or has more than 64 MiB", place, report)
            return None
        return self.take(data, path.name, place, report)

    def take(self, data: bytes, name: str, place: Place, report: Report) -> Resource | None:
        """Return the resource that these bytes become once cleaned, or None, reported, for what is no safe picture."""
        from exporters.source.pictures import clean_picture

        try:
            picture = clean_picture(data, lambda code, message: report.info(code, message, place))
        except AssetError as exc:
            _refuse(name, exc.message, place, report)
            return None
        return self.add(picture, Path(name).stem)


def _refuse(name: str, why: str, place: Place, report: Report) -> None:
    report.warning(
        "image-refused",
        f"the picture {name!r} cannot be used: {why}",
        place,
        "Save it anew as PNG or JPEG",
    )


def _locate(
    source: str,
    place: Place,
    file: SourceFile,
    report: Report,
    looked_at: set[str],
    guess: Callable[[Path], str],
) -> Path | None:
    """Return the file of a picture inside the root, or None, reported; `looked_at` learns where it was sought.

    `guess` says which picture may have been meant by a path, inside the root, at which there is none.
    """
    if _REMOTE.match(source):
        report.warning(
            "image-remote",
            f"the picture {_shown(source)} is on the web; its alternative text and a link stand for it",
            place,
            "Put the picture beside the story and name the file",
        )
        return None
    if source.startswith("data:") or ":" in source.partition("/")[0]:
        report.warning("image-refused", f"a picture cannot come from {_shown(source)}", place, "Name a file")
        return None
    names = _spellings(source)
    if not names:
        report.warning("image-missing", f"there is no picture {_shown(source)}", place, "Check the name")
        return None
    outside = False
    sought: Path | None = None
    for name in names:
        base = file.root if name.startswith("/") else file.folder
        try:
            path = (base / name.lstrip("/")).resolve()
            if not path.is_relative_to(file.root):
                outside = True
                continue
            looked_at.add(str(path.relative_to(file.root)))
            if path.is_file():
                return path
            sought = path
        except (OSError, RuntimeError, ValueError):  # a name too long, links in a circle
            continue
    if outside:
        report.warning(
            "outside-root",
            f"the picture {_shown(source)} is outside the folder of the story",
            place,
            "Put it into the folder, or export the folder that holds both",
        )
    else:
        near = guess(sought) if sought else ""
        if sought and near:  # a story whose hint is kept is read anew once that picture goes
            looked_at.add(str(sought.with_name(near).relative_to(file.root)))
        remedy = f"Did you mean {near!r}?" if near else "Check name and folder"
        report.warning("image-missing", f"there is no picture {_shown(source)}", place, remedy)
    return None


def _spellings(source: str) -> list[str]:
    """Return the file names that this address can mean: as written, as a URL, with its accents composed or apart."""
    if "\x00" in source:
        return []
    plain = unquote(source.partition("?")[0].partition("#")[0])
    names = [source, plain, plain.replace("\\", "/")]
    names += [unicodedata.normalize(form, plain) for form in ("NFC", "NFD")]
    return [name for name in dict.fromkeys(names) if name.strip("/") and "\x00" not in name]


def _shown(source: str) -> str:
    return repr(source if len(source) <= 80 else f"{source[:77]}…")


def _told(image: Image) -> tuple[Inline, ...]:
    """Return what stands for a picture that cannot be shown: its alternative text, linked where it is on the web."""
    url = f"https:{image.source}" if image.source.startswith("//") else image.source
    words = image.alt or image.title
    if _REMOTE.match(url):
        return (Link(url, (Text(words or url, place=image.place),), place=image.place),)
    return (Text(f"[{words}]", place=image.place),) if words else ()


def _unnested(link: Link) -> Link:
    if not any(isinstance(child, Link) for child in link.children):
        return link
    flat = (inner for child in link.children for inner in (child.children if isinstance(child, Link) else (child,)))
    return msgspec.structs.replace(link, children=tuple(flat))


def _shows_pictures(article: Article) -> bool:
    return any(gather(blocks, _IMAGE) for blocks in (article.body, *(note.children for note in article.notes)))


def _described(figure: Figure) -> tuple[AnyNode, ...]:
    """Return what stands for a figure that cannot be shown: its alternative text, caption and credit, in brackets.

    Without the brackets a caption would read as a sentence of the story. On the web, a link comes first.
    """
    credit: tuple[Inline, ...] = (Text(f" ({figure.credit})", place=figure.place),) if figure.credit else ()
    below = (*figure.caption, *credit)
    told = _told(figure.image)
    if not below:
        return (Paragraph(told, place=figure.place),) if told else ()
    linked = (Paragraph(told, place=figure.place),) if told and isinstance(told[0], Link) else ()
    words = "" if linked else figure.image.alt
    if words:
        words += " " if words.endswith((".", "!", "?", "…")) else ". "
    bracketed = (Text(f"[{words}", place=figure.place), *below, Text("]", place=figure.place))
    return (*linked, Paragraph(bracketed, place=figure.place))


def _safe_stem(stem: str) -> str:
    name = slugify(stem, 40)
    ascii_name = "".join(character for character in name if character.isascii()).strip("-_")
    return ascii_name or "picture"
