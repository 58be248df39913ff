"""No mark of redaction goes on as text, however it is written."""

from __future__ import annotations

import pytest

from exporters.editorial.redaction import check_redactions
from exporters.model.meta import Meta
from exporters.model.nodes import Block, Image, Paragraph, Redacted, Strong, Text
from exporters.model.publication import Article
from exporters.report import Report


def said(*body: Block, title: str = "T") -> list[str]:
    report = Report()
    check_redactions(Article(meta=Meta(title=title), body=body), report)
    return [f"{diagnostic.severity} {diagnostic.code}" for diagnostic in report.diagnostics]


@pytest.mark.parametrize(
    "text",
    [
        "<redact>name</redact>",
        "<red\u200bact>name</red\u200bact>",
        "\uff1credact\uff1ename\uff1c/redact\uff1e",
        "<x:redact>name</x:redact>",
        "[redact]name[/redact]",
        "{% redact %}name{% /redact %}",
        "::: redact",
        "::: {.redact}",
        "<r\u0435d\u0430\u0441\u0442>name</r\u0435d\u0430\u0441\u0442>",  # Cyrillic letters
        "<re\u0301dact>name</re\u0301dact>",
        "<re\U000e0020dact>name</re\U000e0020dact>",
        "<red\u3164act>name</red\u3164act>",
        "\u2039redact\u203aname\u2039/redact\u203a",
    ],
)
def test_a_mark_that_is_still_text_is_an_error(text: str) -> None:
    assert said(Paragraph((Text(text),))) == ["error redaction-unbalanced"]
    assert said(title=text) == ["error redaction-unbalanced"]
    assert said(Paragraph((Image("a.png", alt=text),))) == ["error redaction-unbalanced"]
    assert said(Paragraph((Image("a.png", alt="x", title=text),))) == ["error redaction-unbalanced"]


def test_a_mark_in_pieces_is_found() -> None:
    assert said(Paragraph((Text("<"), Strong((Text("redact"),)), Text(">name")))) == ["error redaction-unbalanced"]


def test_words_in_other_letters_are_no_marks() -> None:
    assert said(Paragraph((Text("\u0420\u0435\u0434\u0430\u043a\u0442\u043e\u0440 [1] <\u0440\u0435\u0434>"),))) == []


def test_what_a_court_left_out_is_a_quote_like_any_other() -> None:
    assert said(Paragraph((Text("He met [redacted] on 3 May; the filing is redacted."), Redacted()))) == []
