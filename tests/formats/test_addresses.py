from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.formats.addresses import clean_address

URI = re.compile(r"[A-Za-z]+:(?:[A-Za-z0-9._~!$&'()*+,;=:@/?\[\]-]|%[0-9A-Fa-f]{2}|[^\x00-\x7f])+(?:#[^#\s\[\]]*)?")


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("https://example.org/a?b=c&d#e", "https://example.org/a?b=c&d#e"),
        ("https://example.org/a](http://b)", "https://example.org/a%5D(http://b)"),
        ("https://matrix.example/#/#room:server", "https://matrix.example/#/%23room:server"),
        ("https://example.org/a b/ü?q=é#ß", "https://example.org/a%20b/%C3%BC?q=%C3%A9#%C3%9F"),
        ("https://example.org/100%/%41?%", "https://example.org/100%25/%41?%25"),
        ("http://[2001:db8::1]:8080/x", "http://[2001:db8::1]:8080/x"),
        ("https://bücher.example/x", "https://bücher.example/x"),
        ("HTTP://Example.org", "HTTP://Example.org"),
        ("mailto:a b@example.org?subject=Hi there", "mailto:a%20b@example.org?subject=Hi%20there"),
        ("mailto:ada.b+c@example.org", "mailto:ada.b+c@example.org"),
        ("https://example.org/?q=%23a%20b&c=%3f#d%41", "https://example.org/?q=%23a%20b&c=%3f#d%41"),
        ("https://example.org/?q=%2#%4x", "https://example.org/?q=%252#%254x"),
        ("tel:+1-555-0100", "tel:+1-555-0100"),
        ("https://", ""),
        ("https:///path", ""),
        ("https://a b.org/", ""),
        ("https://example.org:port/", ""),
        ("nothing", ""),
    ],
)
def test_addresses_become_uris(typed: str, clean: str) -> None:
    assert clean_address(typed) == clean


@given(st.text())
def test_a_cleaned_address_is_clean(text: str) -> None:
    made = clean_address(f"https://example.org/{text}")
    assert URI.fullmatch(made)
    assert clean_address(made) == made
