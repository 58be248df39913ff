"""Rows of bytes as what each is more than the one above."""

from __future__ import annotations

from hypothesis import given
from hypothesis.strategies import binary, integers

from exporters.formats.pdf.predictor import predicted_up


@given(binary(max_size=60), integers(1, 9))
def test_rows_come_back_as_they_were(data: bytes, columns: int) -> None:
    said = predicted_up(data, columns)
    assert len(said) == -(-len(data) // columns) * (columns + 1)
    above, back = bytes(columns), b""
    for start in range(0, len(said), columns + 1):
        assert said[start] == 2
        row = said[start + 1 : start + 1 + columns]
        above = bytes((more + old) & 0xFF for more, old in zip(row, above, strict=True))
        back += above
    assert back[: len(data)] == data
    assert not any(back[len(data) :])
