"""PDF spellings: what a reader of the file must get back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from exporters.formats.pdf.syntax import byte_string, date_string, name, number, rectangle, text_string


@pytest.mark.parametrize(
    ("value", "spelled"),
    [(0, "0"), (-0.001, "0"), (1.5, "1.5"), (1e-9, "0"), (100000.126, "100000.13"), (-2.50, "-2.5")],
)
def test_numbers_have_no_exponent_and_no_trailing_zeros(value: float, spelled: str) -> None:
    assert number(value) == spelled


def test_text_is_literal_where_ascii_and_utf16_where_not() -> None:
    assert text_string(r"a (b) \c") == r"(a \(b\) \\c)"
    assert text_string("Grüße") == "<FEFF0047007200FC00DF0065>"
    assert text_string("a\nb") == "<FEFF0061000A0062>"


def test_names_escape_what_they_cannot_hold() -> None:
    assert name("Figure") == "/Figure"
    assert name("a b/#") == "/a#20b#2F#23"


def test_byte_strings_hold_any_bytes() -> None:
    assert byte_string(b"plain (x)") == r"(plain \(x\))"
    assert byte_string("ü".encode()) == "<C3BC>"


def test_dates_are_utc() -> None:
    moment = datetime(2025, 11, 24, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    assert date_string(moment) == "(D:20251123233000+00'00')"
    assert date_string(datetime(2025, 1, 2, tzinfo=UTC)) == "(D:20250102000000+00'00')"


def test_rectangles_are_arrays_of_four() -> None:
    assert rectangle(0, 1.25, 2, 3.999) == "[0 1.25 2 4]"
