"""Words that stand aslant behind the text of every page: in the running heads, where Word itself keeps them.

VML and not DrawingML, as Word's own command writes it: LibreOffice, Pages and old versions of Word show this one
(ECMA-376 part 4, 19.1; part 1, 17.3.3.21).
"""

from __future__ import annotations

from math import hypot

from exporters.formats.docx.pages import Paper
from exporters.formats.xmltext import drop_forbidden, escape_attribute

_FILLED = 0.72
"""How much of the diagonal the words fill."""
_WIDTH = 0.6
"""The width of a letter in parts of the height of the line."""
_HIGHEST_PT = 96.0

# The shape of straight text, type 136 of the Office drawing formats ([MS-ODRAW], 2.4.24).
_STRAIGHT = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
    '<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>'
    '<v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
    '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
)


def watermark(words: str, paper: Paper, number: int) -> str:
    """Return the run that shows the words, if there are any; `number` tells it from those of other heads."""
    said = " ".join(drop_forbidden(words).split())
    if not said:
        return ""
    wide_pt = hypot(paper.width, paper.height) / 20 * _FILLED
    high_pt = min(wide_pt / (_WIDTH * len(said)), _HIGHEST_PT)
    wide_pt = min(wide_pt, high_pt * _WIDTH * len(said))
    style = (
        f"position:absolute;margin-left:0;margin-top:0;width:{wide_pt:.0f}pt;height:{high_pt:.0f}pt;rotation:315;"
        "z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:page;"
        "mso-position-vertical:center;mso-position-vertical-relative:page"
    )
    text = escape_attribute(said)
    return (
        '<w:r><w:rPr><w:noProof/></w:rPr><w:pict xmlns:v="urn:schemas-microsoft-com:vml" '
        f'xmlns:o="urn:schemas-microsoft-com:office:office">{_STRAIGHT}'
        f'<v:shape id="Watermark{number}" o:spid="_x0000_s{2048 + number}" type="#_x0000_t136" alt="{text}" '
        f'style="{style}" o:allowincell="f" fillcolor="#d0d0d0" stroked="f"><v:fill opacity=".6"/>'
        f'<v:textpath style="font-family:&quot;Arial&quot;;font-size:1pt;font-weight:bold" string="{text}"/>'
        "</v:shape></w:pict></w:r>"
    )
