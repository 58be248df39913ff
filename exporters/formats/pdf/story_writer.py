"""All that makes boxes, as one: the writer of a story, put together of modules that each know some kinds of blocks."""

from __future__ import annotations

from exporters.formats.pdf.code import CodeBlocks
from exporters.formats.pdf.figures import FigureBlocks
from exporters.formats.pdf.filing import FilingBlocks
from exporters.formats.pdf.lists import ListBlocks
from exporters.formats.pdf.notes import NoteBlocks
from exporters.formats.pdf.tables import TableBlocks


class StoryWriter(FigureBlocks, ListBlocks, CodeBlocks, TableBlocks, NoteBlocks, FilingBlocks):
    """Makes the boxes of everything that stands on the pages."""
