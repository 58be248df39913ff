"""Letters a little wider or narrower, so that a line comes out even: what spaces need not give.

pdfTeX's font expansion (Hàn Thế Thành, Micro-typographic extensions to the TeX typesetting system, 2000), here by the
horizontal scaling of PDF (ISO 32000-1, 9.3.4), in steps that no eye tells apart and that cost few bytes.
"""

from __future__ import annotations

from math import ceil

from exporters.formats.pdf.breaking import SHRINK, STRETCH, TOLERANCE
from exporters.formats.pdf.paragraph import Paragraph
from exporters.formats.pdf.runs import Setting

STEP = 0.005
"""Letters are scaled by multiples of this."""


def scaling_of(paragraph: Paragraph, setting: Setting) -> float:
    """Return how far letters of the paragraph may be scaled up or down; 0.0 if not at all.

    Not where scripts join (Arabic), nor where signs stand in squares (Chinese), nor where something in the line is
    drawn by others, who know nothing of its scale.
    """
    if not setting.scaling or setting.align != "justify" or setting.preserve or setting.greedy:
        return 0.0
    if paragraph.levels or paragraph.has_ideographs or paragraph.has_boxes:
        return 0.0
    return setting.scaling


def what_letters_give(scaling: float, measure_pt: float) -> tuple[float, float]:
    """Return how much wider and how much narrower letters make a line at ratios of 1 and -1.

    They go as far as they may where the spaces become loose.
    """
    return measure_pt * scaling / TOLERANCE, measure_pt * scaling


def scale_of(scaling: float, width_pt: float, stretch_pt: float, measure_pt: float) -> float:
    """Return how wide the letters of a line are: 1.0 is natural.

    Of a line so wide by nature, with so much space in it, that is to fill the measure.
    """
    free = measure_pt - width_pt
    letters = measure_pt * scaling  # as in what_letters_give
    if free >= 0.0:
        ratio = min(free / (stretch_pt * STRETCH + letters / TOLERANCE) / TOLERANCE, 1.0)
        steps = round(ratio * scaling / STEP)
    else:
        ratio = min(free / -(stretch_pt * SHRINK + letters), 1.0)
        steps = -ceil(ratio * scaling / STEP)
    return 1.0 + steps * STEP
