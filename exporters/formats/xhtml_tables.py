"""Tables as XHTML; the middle of `xhtml.py`."""

from __future__ import annotations

from exporters.formats.renderer import handles
from exporters.formats.xhtml_inlines import InlineRenderer
from exporters.formats.xmltext import escape_text
from exporters.model.nodes import Alignment, Block, Cell, Column, Paragraph, Row, Table
from exporters.model.walk import plain_text


class TableRenderer(InlineRenderer):
    """Tables with caption, header rows, row headings, spans and alignments."""

    def aligned(self, alignment: Alignment) -> str:
        """Return the attribute for the alignment of a cell, or "": the readers of feeds drop styles."""
        del alignment
        return ""

    def widths(self, columns: tuple[Column, ...]) -> str:
        """Return what sets the widths of columns, or ""."""
        if not any(column.width for column in columns):
            return ""
        return f"<colgroup>{''.join(map(_column, columns))}</colgroup>"

    def framed(self, node: Table, table: str) -> str:
        """Return the table as it stands in the text; EPUB puts it into a box that scrolls."""
        del node
        return table

    def described(self, node: Table) -> str:
        """Return the attribute that leads from a table to its description, or "": feeds have no place for one."""
        if node.description:
            self.report.loss(self.format_name, "table description", "nothing", node.place)
        return ""

    def plainly(self, nodes: tuple[Block, ...]) -> str:
        """Return blocks, a lone paragraph as its words only."""
        if len(nodes) == 1 and isinstance(nodes[0], Paragraph) and not nodes[0].anchor:
            return self.inlines(nodes[0].children)
        return self.blocks(nodes)

    @handles(Table)
    def table_block(self, node: Table) -> str:
        parts = []
        caption = self.table_caption(node)
        if caption:
            parts.append(f"<caption>{caption}</caption>")
        widths = self.widths(node.columns)
        if widths:
            parts.append(widths)
        if node.header:
            rows = "\n".join([self._row(row, node.columns, head=True) for row in node.header])
            parts.append(f"<thead>\n{rows}\n</thead>")
        rows = "\n".join([self._row(row, node.columns) for row in node.rows])
        parts.append(f"<tbody>\n{rows}\n</tbody>")
        inside = "\n".join(parts)
        return self.framed(node, f"<table{self.anchored(node.anchor)}{self.described(node)}>\n{inside}\n</table>")

    def table_caption(self, node: Table) -> str:
        """Return the number and the words above a table."""
        if not node.caption:
            return ""
        number = f"<b>{escape_text(self.words.table)} {node.number}.</b> " if node.number else ""
        return f"{number}{self.inlines(node.caption)}"

    def _row(self, row: Row, columns: tuple[Column, ...], *, head: bool = False) -> str:
        cells = []
        at = 0
        for cell in row.cells:
            alignment = cell.alignment or (columns[at].alignment if at < len(columns) else "")
            cells.append(self._cell(cell, alignment, head=head))
            at += cell.column_span
        return f"<tr>{''.join(cells)}</tr>"

    def _cell(self, cell: Cell, alignment: Alignment, *, head: bool) -> str:
        text = self.plainly(cell.children)
        spans = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
        if cell.row_span > 1:
            spans += f' rowspan="{cell.row_span}"'
        attributes = f"{spans}{self.aligned(alignment) if alignment else ''}"
        # a heading that says nothing heads nothing (https://dequeuniversity.com/rules/axe/4.10/empty-table-header)
        if (head or cell.header) and plain_text(cell):
            return f'<th scope="{"col" if head else "row"}"{attributes}>{text}</th>'
        return f"<td{attributes}>{text}</td>"


def _column(column: Column) -> str:
    return f'<col style="width: {column.width * 100:.4g}%"/>' if column.width else "<col/>"
