"""SVG drawings as vectors: what a drawing says, said again as operators of PDF.

`interpreter.draw_svg` is the way in. What these modules cannot say exactly (masks, filters, patterns, blending) they
refuse with `Unsupported`, and the drawing is shown as pixels instead: nothing is drawn nearly right.
"""
