"""What one walk tells of a story is what each pass would find by its own."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given

from exporters.model.nodes import Block, Code, CodeBlock, Emphasis, Link, List, ListItem, Note, Paragraph, Rule, Text
from exporters.model.overview import LOOKED_FOR, SPACES, look_over
from exporters.model.publication import Publication
from exporters.model.walk import ANCHORED, gather, plain_text, walk
from tests.strategies import numbered_publications, publications
from tests.work import calls


def words(text: str) -> Paragraph:
    return Paragraph((Text(text),))


@given(publications())
def test_it_tells_the_words_of_each_block_and_where_nodes_of_a_kind_stand(publication: Publication) -> None:
    for article in publication.articles:
        seen = look_over(article.body)
        assert [seen.words(position) for position in range(len(article.body))] == [
            plain_text(block) for block in article.body
        ]

        for kind in LOOKED_FOR:
            holding = [
                position
                for position, block in enumerate(article.body)
                if any(type(node) is kind for node in walk(block))
            ]
            assert seen.holding(frozenset({kind})) == holding


@given(numbered_publications())
def test_it_tells_the_anchors_that_are_there(publication: Publication) -> None:
    for article in publication.articles:
        there = {getattr(node, "anchor", "") for node in gather(article.body, ANCHORED)} - {""}
        assert look_over(article.body).anchors == there


@pytest.mark.parametrize(
    "odd", ["a  b", "a\tb", "a\nb", "a\x1cb", "a\x85b", "a\xa0b", "a\u2003b", " a ", "\ud800 a  b"]
)
def test_odd_white_space_is_told_as_plain_text_tells_it(odd: str) -> None:
    body: tuple[Block, ...] = (words("x"), words(odd), Paragraph((Code(odd), Text(odd))), CodeBlock(odd), Rule())
    expected = [plain_text(block).encode("utf-8", "replace") for block in body]
    assert list(look_over(body).said) == expected


def test_all_white_space_is_known() -> None:
    assert {chr(code) for code in range(sys.maxunicode + 1) if chr(code).isspace()} == SPACES | {" "}


def test_signs_are_the_characters_beyond_plain_ones() -> None:
    assert look_over((words("It’s “so” – he said"), CodeBlock("\x00é"))).signs == frozenset("’“”–\x00é")


def test_what_is_within_is_told_by_the_block_that_holds_it() -> None:
    inner = Paragraph((Emphasis((Link("#a", (Text("a"), Note("n"))),)),))
    seen = look_over((words("x"), List((ListItem((inner,)),)), inner))
    assert (seen.holding(frozenset({Link})), seen.holding(frozenset({Note}))) == ([1, 2], [1, 2])


def test_a_link_that_says_nothing_is_told() -> None:
    links = [Link("#a", (Text("a"),)), Link("#a", ()), Link("#a", (Text(" "), Note("n"))), Link("#a", (Emphasis(()),))]
    assert look_over(tuple(Paragraph((words, link)) for link in links for words in [Text("x")])).silent == {1, 2, 3}


def test_lines_of_words_cost_few_calls_each() -> None:
    body = tuple(words(f"Line {number}") for number in range(100))
    assert calls(lambda: look_over(body)) < 100 * 12
