"""The pictures of the themes in the README of the PDF format: `python -m tests.formats.pdf.specimens` makes them.

Needs pdftoppm (poppler).
"""

from __future__ import annotations

import subprocess
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image

from exporters.assets import assets_folder
from exporters.formats import pdf
from exporters.formats.pdf import FORMAT
from exporters.formats.pdf.theme import SHIPPED
from exporters.model.meta import Meta
from exporters.pipeline import export, load_edition
from exporters.report import Report

FOLDER = Path(pdf.__file__).parent / "specimens"
WIDTH = 460
COLOURS = 128

SETTINGS = {
    "report": [],
    "newspaper": [],
    "filing": ["line-numbers=yes", "exhibit=Exhibit A", "bates=LEDGER-000120", "docket=1:25-cv-00457"],
}


def picture(theme: str) -> bytes:
    """Return the first page of the example in this theme, as PNG."""
    examples = assets_folder() / "examples"
    report = Report()
    if theme == "newspaper":
        meta = Meta(title="The Ledger", subtitle="Taxpayer data", slug="the-ledger", publisher="The Ledger Desk")
        edition = load_edition([examples], report, meta=meta, as_one=True)
    else:
        edition = load_edition([min(examples.glob("*.md"))], report)
    with tempfile.TemporaryDirectory() as folder:
        settings = [f"theme={theme}", *SETTINGS[theme]]
        (made,) = export(edition, [FORMAT], Path(folder), report, settings=settings).written
        command = [
            "pdftoppm",
            "-png",
            "-singlefile",
            "-scale-to-x",
            str(WIDTH * 2),
            "-scale-to-y",
            "-1",
            str(made.path),
        ]
        page = subprocess.run(command, capture_output=True, check=True).stdout
    image = Image.open(BytesIO(page)).convert("RGB")
    small = image.resize((WIDTH, round(image.height * WIDTH / image.width)), Image.Resampling.LANCZOS)
    out = BytesIO()
    small.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in SHIPPED:
        (FOLDER / f"{name}.png").write_bytes(picture(name))
