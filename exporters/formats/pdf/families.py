"""Families by name: those that come along, and those of installed font packages (`fontpkg-…` on PyPI)."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

from exporters.errors import AssetError
from exporters.formats.pdf.fonts import Family, family_from_files, shipped_family, variable_family

_SHIPPED = {"source serif 4": "serif", "source sans 3": "sans", "source code pro": "mono"}


def family_named(name: str) -> Family:
    """Return the family of this name, such as "EB Garamond".

    Raises AssetError if its package is not installed or holds no upright regular face.
    """
    shipped = _SHIPPED.get(name.lower())
    if shipped is not None:
        return shipped_family(shipped)  # type: ignore[arg-type]  # one of the three
    package = f"fontpkg-{re.sub('[^a-z0-9]+', '-', name.lower()).strip('-')}"
    spec = find_spec(package.replace("-", "_"))
    if spec is None or not spec.origin:
        raise AssetError(
            f"the font family {name!r} is not installed",
            remedy=f"pip install {package}, or take one of Source Serif 4, Source Sans 3, Source Code Pro",
            code="font-package-missing",
        )
    return _family_in(sorted((Path(spec.origin).parent / "files").glob("*.[ot]tf")), name)


def _family_in(files: list[Path], name: str) -> Family:
    """Return the family that these files make: variable ones, else the four static faces."""
    variable = [path for path in files if "[" in path.name]
    upright = next((path for path in variable if "italic" not in path.name.lower()), None)
    if upright is not None:
        return variable_family(upright, next((path for path in variable if "italic" in path.name.lower()), None))
    faces = {path.stem.rpartition("-")[2].lower(): str(path) for path in files}
    regular = faces.get("regular") or (str(files[0]) if len(files) == 1 else "")
    if not regular:
        raise AssetError(f"the package of {name!r} holds no regular face", code="font-package-missing")
    return family_from_files(regular, faces.get("bold", ""), faces.get("italic", ""), faces.get("bolditalic", ""))
