from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from exporters.formats.xmltext import drop_forbidden, escape_attribute, escape_text, xml_id

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


@given(ANY_TEXT)
def test_text_and_attributes_come_back_as_they_were(text: str) -> None:
    clean = drop_forbidden(text).replace("\r", "")  # a bare carriage return is read as a line feed
    element = ET.fromstring(f'<a b="{escape_attribute(clean)}">{escape_text(clean)}</a>')
    assert (element.text or "") == clean
    assert element.get("b") == clean


def test_forbidden_characters_are_dropped_and_clean_text_stays_the_same_object() -> None:
    assert drop_forbidden("a\x00b\ufffec\ud800d\x0be") == "abcde"
    clean = "Straße, \U0001f4f0"
    assert drop_forbidden(clean) is clean


def test_a_long_text_is_treated_as_a_short_one() -> None:
    long = "Straße \uff01 \ufffd, \U0001f4f0\t\r\n " * 100
    assert drop_forbidden(long) is long
    for bad in ("\x00", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800", "\udfff"):
        assert drop_forbidden(long + bad + long) == long + long


@given(ANY_TEXT)
def test_every_anchor_becomes_a_name_without_full_stop(anchor: str) -> None:
    name = xml_id(anchor)
    assert "." not in name
    ET.fromstring(f'<!DOCTYPE a [<!ATTLIST a id ID #IMPLIED>]><a id="{name}"/>')
    assert not re.search(r"[\s:]", name)


def test_anchors_of_the_model_stay_and_others_stay_apart() -> None:
    assert xml_id("the-costs-2") == "the-costs-2"
    assert xml_id("überblick") == "überblick"
    assert xml_id("المقدمة") == "المقدمة"
    assert len({xml_id(anchor) for anchor in ("a b", "a.b", "a:b", "1", "a-1", "", "²", "a²")}) == 8
