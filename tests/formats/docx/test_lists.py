"""Lists in Word: levels, restarts, starts, tasks, what stands in items."""

from __future__ import annotations

from exporters.model.nodes import Block, Callout, CodeBlock, List, ListItem, Quote
from tests.formats.docx.lint import W
from tests.formats.docx.reading import Word, p, story, write


def items(*children: Block | str, ordered: bool = False, start: int = 1) -> List:
    return List(
        tuple(ListItem((p(child) if isinstance(child, str) else child,)) for child in children),
        ordered=ordered,
        start=start,
    )


def listed(word: Word) -> list[tuple[int, str]]:
    return [(line.list[1], line.text) for line in word.body() if line.list]


def start_of(word: Word, number: int) -> str | None:
    for found in word.tree("numbering").iter(f"{W}num"):
        if found.get(f"{W}numId") == str(number):
            override = found.find(f".//{W}startOverride")
            return None if override is None else str(override.get(f"{W}val"))
    raise AssertionError(f"no list {number}")


def test_nested_lists_are_levels_of_word() -> None:
    inner = ListItem((p("one"), List((ListItem((p("deeper"), items("deepest"))),))))
    word = write(story(List((inner, ListItem((p("two"),))))))
    assert listed(word) == [(0, "one"), (1, "deeper"), (2, "deepest"), (0, "two")]


def test_each_ordered_list_counts_by_itself_from_its_start() -> None:
    word = write(story(items("a", "b", ordered=True), items("c", ordered=True, start=7)))
    first, second, third = (line.list for line in word.body() if line.list)
    assert first == second
    assert first is not None
    assert third is not None
    assert first[0] != third[0]
    assert start_of(word, first[0]) == "1"
    assert start_of(word, third[0]) == "7"


def test_an_ordered_list_in_an_ordered_item_is_its_next_level() -> None:
    nested = List(tuple(ListItem((p(name), items("x", "y", ordered=True))) for name in ("a", "b")), ordered=True)
    word = write(story(nested))
    assert len({line.list[0] for line in word.body() if line.list}) == 1
    assert listed(word) == [(0, "a"), (1, "x"), (1, "y"), (0, "b"), (1, "x"), (1, "y")]


def test_a_second_ordered_list_in_one_item_begins_anew() -> None:
    item = ListItem((p("a"), items("x", ordered=True), p("and"), items("y", ordered=True)))
    word = write(story(List((item,), ordered=True)))
    numbers = {line.text: line.list for line in word.body()}
    assert numbers["x"] is not None
    assert numbers["y"] is not None
    assert numbers["x"][0] != numbers["y"][0]


def test_tasks_have_boxes_that_can_be_ticked() -> None:
    tasks = List((ListItem((p("done"),), checked=True), ListItem((p("open"),), checked=False)))
    word = write(story(tasks))
    assert [line.text for line in word.body()] == ["☑\tdone", "☐\topen"]
    assert word.xml().count("<w14:checkbox>") == 2
    assert '<w14:checked w14:val="1"/>' in word.xml()


def test_more_paragraphs_of_an_item_stand_below_it_without_a_number() -> None:
    word = write(story(List((ListItem((p("one"), p("more"), CodeBlock("x"))),))))
    assert [(line.style, line.list is not None) for line in word.body()] == [
        ("List Paragraph", True),
        ("List Continue", False),
        ("Source Code", False),
    ]


def test_an_item_that_begins_with_something_else_keeps_its_number() -> None:
    word = write(story(List((ListItem((CodeBlock("x"),)), ListItem(())), ordered=True)))
    assert [line.list is not None for line in word.body()] == [True, False, True]


def test_deeper_than_word_counts_is_its_last_level() -> None:
    nested = items("bottom")
    for depth in range(11):
        nested = List((ListItem((p(f"level {depth}"), nested)),))
    assert max(level for level, _ in listed(write(story(nested)))) == 8


def test_long_lists_leave_room_for_their_numbers() -> None:
    word = write(story(items(*map(str, range(120)), ordered=True)))
    number = word.body()[0].list
    assert number is not None
    assert f'<w:num w:numId="{number[0]}"><w:abstractNumId w:val="4"/>' in word.xml("numbering")


def test_lists_in_boxes_and_quotations_take_their_style() -> None:
    word = write(story(Callout("note", (items("boxed"),)), Quote((items("quoted"),))))
    assert [(line.style, line.text) for line in word.body() if line.list] == [
        ("Callout", "boxed"),
        ("Quote", "quoted"),
    ]


def test_a_story_without_lists_has_no_numbering() -> None:
    assert "word/numbering.xml" not in write(story(p("plain"))).names


def test_loose_items_and_the_last_of_a_list_have_space_below() -> None:
    loose = List((ListItem((p("a"),)), ListItem((p("b"),))), tight=False)
    spaced = [
        line.element.find(f"{W}pPr/{W}contextualSpacing") is not None
        for line in write(story(items("x", "y"), loose)).body()
    ]
    assert spaced == [False, True, True, True]
