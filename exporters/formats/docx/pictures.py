"""Pictures: stored once, scaled to the space there is, described or marked as decoration.

DrawingML as of ECMA-376 part 1, 20.4 (wordprocessingDrawing); SVG by Microsoft's extension, with a raster picture for
those that cannot read it ([MS-ODRAWXML] 2.3.15).
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from exporters.errors import AssetError
from exporters.formats.docx.pages import emu
from exporters.formats.drawings import rasterise_svg
from exporters.formats.xmltext import escape_attribute
from exporters.model.nodes import Image
from exporters.model.publication import Resource
from exporters.report import Report

if TYPE_CHECKING:
    from exporters.formats.docx.package import Part, WordPackage

_SUFFIXES: Final = {"image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif", "image/svg+xml": "svg"}
_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_SCREEN_DPI: Final = 96.0
_POINTS_PER_PIXEL: Final = 0.75
_EMU_PER_INCH: Final = 914400
_SHARE_OF_PAGE: Final = 0.72  # the rest is for the caption and a few lines of text
_DECORATIVE: Final = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative'
    ' xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
_SVG: Final = (
    '<a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip'
    ' xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{}"/></a:ext></a:extLst>'
)


class Pictures:
    """The pictures of a document: each resource becomes at most one part, however often it is shown."""

    def __init__(
        self,
        package: WordPackage,
        resources: tuple[Resource, ...],
        read_asset: Callable[[str], bytes],
        report: Report,
    ) -> None:
        self._package = package
        self._resources = {resource.name: resource for resource in resources}
        self._read_asset = read_asset
        self._report = report
        self._parts: dict[str, tuple[Part, Part | None] | None] = {}
        self._shown = 0

    def show(self, image: Image, owner: Part, width: int, height: int) -> str:
        """Return a run that shows the picture in the line, no larger than this many twentieths of a point.

        Empty if the picture cannot be shown, which is reported; the caller then writes its text.
        """
        resource = self._resources.get(image.source)
        stored = self._stored(image, resource) if resource is not None else None
        if resource is None or stored is None:
            return ""
        raster, drawing = stored
        across, down = _size(resource, emu(width), int(emu(height) * _SHARE_OF_PAGE))
        self._shown += 1
        number, name = self._shown, f"Picture {self._shown}"
        told = f' descr="{escape_attribute(image.alt)}"' if not image.decorative else ""
        titled = f' title="{escape_attribute(image.title)}"' if image.title else ""
        decorative = _DECORATIVE if image.decorative else ""
        vector = _SVG.format(owner.picture(drawing)) if drawing is not None else ""
        return (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{across}" cy="{down}"/>'
            f'<wp:docPr id="{number}" name="{name}"{told}{titled}>{decorative}</wp:docPr>'
            '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
            f'<a:graphic><a:graphicData uri="{_DRAWING}"><pic:pic><pic:nvPicPr><pic:cNvPr id="{number}"'
            f' name="{name}"{told}/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{owner.picture(raster)}">{vector}</a:blip>'
            "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )

    def _stored(self, image: Image, resource: Resource) -> tuple[Part, Part | None] | None:
        if resource.name not in self._parts:
            self._parts[resource.name] = self._store(image, resource)
        return self._parts[resource.name]

    def _store(self, image: Image, resource: Resource) -> tuple[Part, Part | None] | None:
        """Return the parts of a picture: the one that every reader can show, and the drawing it was made from."""
        try:
            data = self._read_asset(resource.name)
            if resource.media_type == "image/svg+xml":
                pixels = rasterise_svg(data, resource.width * _POINTS_PER_PIXEL)
                return self._add(pixels, "image/png"), self._add(data, resource.media_type)
            if resource.media_type in _SUFFIXES:  # it can be read, and is read again when it is its turn to be written
                return self._add(partial(self._read_asset, resource.name), resource.media_type), None
            return self._add(_as_png(data), "image/png"), None
        except (AssetError, KeyError, OSError) as exc:
            why = exc.message if isinstance(exc, AssetError) else "it cannot be read"
            self._report.warning(
                "docx-picture",
                f"the picture {resource.name} cannot be written to Word: {why}; its text stands there instead",
                image.place,
                exc.remedy if isinstance(exc, AssetError) and exc.remedy else "Save it as PNG or JPEG",
            )
            return None

    def _add(self, data: bytes | Callable[[], bytes], media_type: str) -> Part:
        return self._package.add_picture(data, _SUFFIXES[media_type], media_type)


def _as_png(data: bytes) -> bytes:
    """Return a picture that Word may not know, such as WebP, as PNG. Raises OSError if it cannot be read.

    The pixels were counted when the picture was loaded, so that nothing large comes here.
    """
    from PIL import Image as Raster  # slow to import, and seldom needed

    stream = io.BytesIO()
    try:
        with Raster.open(io.BytesIO(data)) as opened:
            kept = opened if opened.mode in ("1", "L", "LA", "P", "RGB", "RGBA") else opened.convert("RGBA")
            kept.save(stream, "PNG")
    except (ValueError, Raster.DecompressionBombError) as exc:
        raise OSError(str(exc)) from exc
    return stream.getvalue()


def _size(resource: Resource, width: int, height: int) -> tuple[int, int]:
    """Return the size in EMU at which the picture is shown: its own, or as large as fits."""
    dpi = resource.resolution or _SCREEN_DPI
    own_width = max(resource.width, 1) * _EMU_PER_INCH / dpi
    own_height = max(resource.height, 1) * _EMU_PER_INCH / dpi
    scale = min(1.0, width / own_width, height / own_height)
    return max(round(own_width * scale), 1), max(round(own_height * scale), 1)
