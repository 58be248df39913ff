from __future__ import annotations

import pytest

from exporters.model.walk import plain_text
from tests.source.reading import article


@pytest.mark.parametrize(
    ("language", "text", "smart"),
    [
        ("en", '"He said \'no\' and *"go"*," she wrote.', "“He said ‘no’ and “go”,” she wrote."),
        ("en", "It isn't the dogs' bone in the '90s", "It isn’t the dogs’ bone in the ’90s"),
        ("en", "1990--2000, so -- well --- yes...", "1990–2000, so – well — yes…"),
        ("en", '"**Bold** start" and **"bold"** ("x")', "“Bold start” and “bold” (“x”)"),
        ("en", '"nested \'deep\'" and ["linked"](https://example.org)', "“nested ‘deep’” and “linked”"),
        ("de", "\"Hallo 'Welt'\", sagt er. Wie geht's?", "„Hallo ‚Welt‘“, sagt er. Wie geht’s?"),
        ("es", '"Hola"', "«Hola»"),
        ("es", '¿"Quién"? ¡"Hola"! ¿"Quién sabía" o no?', "¿«Quién»? ¡«Hola»! ¿«Quién sabía» o no?"),
        ("es", "\"¿'Quién'? ¡'Hola'!\" ¿\"'Qué'\"? ¿*\"Tú\"*?", "«¿“Quién”? ¡“Hola”!» ¿«“Qué”»? ¿«Tú»?"),
        ("es", 'el signo "¿", el "¡" y "¿Quién?"', "el signo «¿», el «¡» y «¿Quién?»"),
        ("en", '¿"Quién"? ..."z" and …"y" and *...*"x"', "¿“Quién”? …“z” and …“y” and …“x”"),
        ("en", '"Well..." and "so…", "no …" he said…"', "“Well…” and “so…”, “no …” he said…”"),
        ("de", '¿"Quién"? und …"z" und "so …"', "¿„Quién“? und …„z“ und „so …“"),
        ("fr", '¡"Hola"! et …"z" et "donc…"', "¡« Hola »! et …« z » et « donc… »"),
        ("en", '`"code"` and https://example.org/a--b', '"code" and https://example.org/a--b'),
    ],
)
def test_marks_of_the_language(language: str, text: str, smart: str) -> None:
    story = article(f"---\ntitle: x\nlang: {language}\n---\n{text}", smart=True)
    assert plain_text(story.body) == smart


def test_titles_captions_and_notes_too_but_only_when_asked() -> None:
    text = '---\ntitle: \'A "b"\'\n---\n!["x"](a.png "It\'s")\n\n> q[^1]\n>\n> -- Ada\'s\n\n[^1]: "n"\n'
    story = article(text, smart=True)
    assert story.meta.title == "A “b”"
    assert plain_text(story.body) == "“x” It’s q Ada’s"
    assert plain_text(story.notes[0].children) == "“n”"
    assert article(text).meta.title == 'A "b"'
