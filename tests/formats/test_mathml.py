from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.formats.mathml import to_mathml


def test_a_formula_keeps_its_parts() -> None:
    made = ET.fromstring(to_mathml("\\frac{a<b}{2}", display=True) or "")
    assert made.get("display") == "block"
    assert "".join(made.itertext()) == "a<b2"


@pytest.mark.parametrize("source", ["", " ", "\\frac{", "a_", "\\left( x", "\\unheard{x}", "\\text{a & b}", "x" * 5001])
def test_what_cannot_be_said_in_mathml_is_none(source: str) -> None:
    assert to_mathml(source) is None


@given(st.text("ab12\\{}^_&%$ <>'\"#~x\n", max_size=30) | st.text(max_size=30))
def test_any_source_gives_well_formed_markup_or_none(source: str) -> None:
    made = to_mathml(source)
    assert made is None or ET.fromstring(made).tag.endswith("math")
