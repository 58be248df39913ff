"""reportlab is loaded without Pillow, and both are whole afterwards."""

from __future__ import annotations

import subprocess
import sys

_SCRIPT = """
import io, sys
import exporters.formats.pdf.export
print("PIL.Image" in sys.modules)
from reportlab.lib.utils import ImageReader
from PIL import Image
picture = io.BytesIO()
Image.new("RGB", (2, 3)).save(picture, "PNG")
print(ImageReader(picture).getSize(), Image is sys.modules["PIL.Image"])
"""


def test_pillow_is_not_loaded_before_there_are_pictures_and_reportlab_still_finds_it() -> None:
    run = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["False", "(2, 3) True"]
