from __future__ import annotations

import pytest

from exporters.errors import SourceError
from exporters.model.nodes import (
    Aside,
    Callout,
    Code,
    CodeBlock,
    Definitions,
    Emphasis,
    Figure,
    Group,
    Heading,
    Image,
    LineBreak,
    Lines,
    Link,
    List,
    ListItem,
    Math,
    MathBlock,
    Note,
    Paragraph,
    Quote,
    Rule,
    SmallCaps,
    Span,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Underline,
)
from exporters.model.place import Place
from exporters.model.walk import plain_text
from exporters.report import Report
from exporters.source.markdown import read_markdown
from tests.source.reading import article, codes, find, only, places, read


def test_stress_code_and_breaks() -> None:
    story = article("A *b* **c** ~~d~~ `e`\\\nnext  \nlast")
    (paragraph,) = story.body
    assert isinstance(paragraph, Paragraph)
    assert [type(child) for child in paragraph.children] == [
        Text, Emphasis, Text, Strong, Text, Strike, Text, Code, LineBreak, Text, LineBreak, Text,
    ]  # fmt: skip


def test_scripts_even_within_a_word() -> None:
    story = article("H~2~O, 10^6^ and ^a^ ~b~, but \\~c~ and 5 ~ 6.")
    assert [plain_text(node) for node in find(story, Subscript)] == ["2", "b"]
    assert [plain_text(node) for node in find(story, Superscript)] == ["6", "a"]
    assert plain_text(story.body) == "H2O, 106 and a b, but ~c~ and 5 ~ 6."


def test_a_line_end_is_a_space_but_not_between_chinese_characters() -> None:
    assert plain_text(article("one\ntwo").body) == "one two"
    assert plain_text(article("中文\n字符").body) == "中文字符"
    assert plain_text(article("한국어\n문장").body) == "한국어 문장"


def test_runs_of_spaces_are_one() -> None:
    assert article("End.  Begin\tagain.").body == (Paragraph((Text("End. Begin again."),)),)


def test_headings_begin_below_the_title() -> None:
    story = article("---\ntitle: The story\n---\n# The Story\n\n## One {#first .x}\n\n### Two\n")
    assert [(heading.level, heading.anchor, plain_text(heading)) for heading in find(story, Heading)] == [
        (1, "first", "One"),
        (2, "", "Two"),
    ]


def test_a_first_heading_that_says_something_else_stays() -> None:
    story = article("---\ntitle: The story\n---\n# Another\n\n## One\n")
    assert [heading.level for heading in find(story, Heading)] == [1, 2]


def test_a_first_heading_is_the_title_where_none_is_given() -> None:
    story, report = read("# The *case*\n\nText.\n\n## Part\n")
    assert story.meta.title == "The case"
    assert [heading.level for heading in find(story, Heading)] == [1]
    assert codes(report) == []


def test_lists_tight_and_loose_ordered_and_with_tasks() -> None:
    story = article("3. a\n4. b\n\ntext\n\n- [x] done\n- [ ] open\n\ntext\n\n* a\n\n* b\n")
    ordered, tasks, loose = find(story, List)
    assert (ordered.ordered, ordered.start, ordered.tight) == (True, 3, True)
    assert [item.checked for item in tasks.items] == [True, False]
    assert not loose.tight
    assert all(isinstance(item.children[0], Paragraph) for item in find(story, ListItem))


def test_definitions() -> None:
    (entry,) = only(article("Term *x*\n: One\n: Two\n"), Definitions).items
    assert plain_text(entry.term) == "Term x"
    assert [plain_text(detail) for detail in entry.details] == ["One", "Two"]


def test_code_keeps_lines_and_names_its_language() -> None:
    block, indented = find(article("```python title=x\na\n\n  b\n```\n\n    raw\n"), CodeBlock)
    assert (block.text, block.language) == ("a\n\n  b", "python")
    assert indented.text == "raw"


def test_formulas() -> None:
    story = article("A $x^2$ here.\n\n$$\\sum a$$\n")
    assert only(story, Math).source == "x^2"
    assert only(story, MathBlock).source == "\\sum a"


def test_notes_are_found_by_key_whatever_its_case() -> None:
    story, report = read("a[^A] b[^n]\n\n[^a]: One\n\n[^n]: Two\n\n    *more*\n")
    assert [note.key for note in story.notes] == ["a", "n"]
    assert [note.key for note in find(story, Note)] == ["a", "n"]
    assert len(story.notes[1].children) == 2
    assert codes(report) == []


def test_a_note_that_is_repeated_or_missing_is_said() -> None:
    story, report = read("a[^1] b[^2]\n\n[^1]: One\n\n[^1]: Other\n")
    assert codes(report) == ["note-missing", "note-repeated"]
    assert [plain_text(note.children) for note in story.notes] == ["One"]
    assert "[^2]" in plain_text(story.body)


def test_notes_may_be_written_in_the_line() -> None:
    story = article("Told^[By *two* people [here](https://example.org).] and on.")
    assert plain_text(story.body) == "Told and on."
    assert plain_text(story.notes[0].children) == "By two people here."
    assert only(story, Link).target == "https://example.org"


def test_pipe_tables_with_alignment_and_caption() -> None:
    story = article("Table: Costs *2025*\n\n| a | b |\n|:--|--:|\n| 1 | **2** |\n")
    table = only(story, Table)
    assert [column.alignment for column in table.columns] == ["left", "right"]
    assert (len(table.header), len(table.rows)) == (1, 1)
    assert plain_text(table.caption) == "Costs 2025"
    assert len(story.body) == 1


def test_a_caption_may_follow_its_table() -> None:
    assert plain_text(only(article("| a |\n|---|\n| b |\n\n: Below\n"), Table).caption) == "Below"


def test_a_table_without_words_in_its_head_has_none() -> None:
    assert only(article("| | |\n|--|--|\n| 1 | 2 |\n"), Table).header == ()


def test_cells_beyond_the_head_and_tables_without_a_rule_are_said() -> None:
    assert codes(read("| a |\n|---|\n| b | lost |\n")[1]) == ["cells-dropped"]
    assert codes(read("| a |\n|---|\n| b |\n")[1]) == []
    assert codes(read("| a | b |\n| 1 | 2 |\n")[1]) == ["table-unmade"]


def test_a_picture_alone_is_a_figure() -> None:
    story = article('![A map](map.png "The *route*")\n\ntext ![x](y.png)\n')
    figure = only(story, Figure)
    assert (figure.image.source, figure.image.alt, figure.image.decorative) == ("map.png", "A map", False)
    assert plain_text(figure.caption) == "The *route*"
    assert [image.source for image in find(story, Image)] == ["map.png", "y.png"]


def test_a_line_in_italics_below_a_picture_is_its_caption() -> None:
    figure = only(article("![x](y.png)\n*By [Ada](https://example.org)*\n"), Figure)
    assert plain_text(figure.caption) == "By Ada"
    assert find(article("![x](y.png) *no*\n"), Figure) == []


def test_two_breaks_part_paragraphs_and_blank_ones_go() -> None:
    story = article("one<br><br>two<br>\n\n&nbsp;\n\nthree<br>four\n")
    assert [plain_text(block) for block in find(story, Paragraph)] == ["one", "two", "three four"]


def test_lines_that_begin_with_a_bar_stay_lines() -> None:
    verse = only(article("| One *a*\n|    two\n| three\n"), Lines)
    assert [plain_text(line) for line in verse.lines] == ["One a", "two", "three"]
    assert isinstance(first := verse.lines[1][0], Text)
    assert first.text == "\u00a0\u00a0\u00a0two"


@pytest.mark.parametrize(
    ("mark", "kind"),
    [
        ("NOTE", "note"), ("tip", "tip"), ("Important", "important"), ("WARNING", "warning"), ("CAUTION", "caution"),
        ("CORRECTION", "correction"), ("clarification", "clarification"), ("UPDATE", "update"),
        ("KEY-POINTS", "key-points"), ("key points", "key-points"),
    ],
)  # fmt: skip
def test_callouts(mark: str, kind: str) -> None:
    callout = only(article(f"> [!{mark}]\n> Body.\n"), Callout)
    assert (callout.callout, callout.title, plain_text(callout.children)) == (kind, (), "Body.")


def test_a_callout_may_have_a_title_but_a_sentence_is_none() -> None:
    titled = only(article("> [!UPDATE] New facts\n> Body.\n"), Callout)
    assert (plain_text(titled.title), plain_text(titled.children)) == ("New facts", "Body.")
    apart = only(article("> [!NOTE] New facts\n>\n> Body.\n"), Callout)
    assert (plain_text(apart.title), plain_text(apart.children)) == ("New facts", "Body.")
    wrapped = only(article("> [!CORRECTION] An earlier version\n> was wrong.\n"), Callout)
    assert (wrapped.title, plain_text(wrapped.children)) == ((), "An earlier version was wrong.")


def test_other_marks_of_quotations() -> None:
    assert plain_text(only(article("> [!ASIDE] Who is who\n> Ada.\n"), Aside).title) == "Who is who"
    assert only(article("> [!DETAILS] More\n> Text.\n"), Group).role == "details"
    assert only(article("> [!TIMELINE]\n> - 2025: x\n"), Group).role == "timeline"
    pull = only(article("> [!PULL]\n> Words.\n>\n> — Ada\n"), Quote)
    assert (pull.pull, plain_text(pull.attribution), plain_text(pull.children)) == (True, "Ada", "Words.")


def test_an_unknown_mark_is_kept_and_said() -> None:
    story, report = read("> [!FACT] Words\n")
    assert plain_text(only(story, Quote)) == "[!FACT] Words"
    assert codes(report) == ["callout-unknown"]


@pytest.mark.parametrize("dash", ["—", "―", "--", "---"])
@pytest.mark.parametrize("between", ["\n> ", "\n>\n> "])
def test_who_is_quoted(dash: str, between: str) -> None:
    quote = only(article(f"> Words{between}{dash} Ada *Example*\n"), Quote)
    assert (plain_text(quote.attribution), plain_text(quote.children)) == ("Ada Example", "Words")


def test_dialogue_and_asides_within_dashes_are_no_attribution() -> None:
    assert only(article("> — Oui, dit-il.\n"), Quote).attribution == ()
    assert only(article("> Words\n> — as it were — go on.\n"), Quote).attribution == ()


def test_rules_and_html_breaks() -> None:
    story = article("a<br>b\n\n---\n\n<hr>\n")
    assert len(find(story, Rule)) == 2
    assert len(find(story, LineBreak)) == 1


def test_semantic_tags_within_a_line() -> None:
    story = article(
        '<small-caps>nato</small-caps> <span class="sc">un</span> <u>u</u> <mark>*m*</mark> '
        '<abbr title="Long">l</abbr> '
        "<kbd>k</kbd> <q>q</q> <ins>i</ins> <del>d</del> <sub>1</sub> <sup>2</sup> <samp>s</samp> <var>v</var>"
    )
    assert [plain_text(node) for node in find(story, SmallCaps)] == ["nato", "un"]
    assert plain_text(only(story, Underline)) == "u"
    assert [(span.role, span.title) for span in find(story, Span)] == [
        ("highlight", ""), ("abbreviation", "Long"), ("keyboard", ""), ("quote", ""), ("inserted", ""), ("sample", ""),
        ("variable", ""),
    ]  # fmt: skip
    assert plain_text(only(story, Emphasis)) == "m"


def test_language_and_direction() -> None:
    story = article('A <bdi lang="ar" dir="rtl">نص</bdi> b.\n\n<div lang="es">\n\n*Hola*\n\n</div>\n')
    span, group = only(story, Span), only(story, Group)
    assert (span.language, span.direction) == ("ar", "rtl")
    assert (group.language, plain_text(group)) == ("es", "Hola")


def test_blocks_of_tags_hold_markdown() -> None:
    story = article(
        "<aside>\n\n## Side\n\n- *a*\n\n</aside>\n\n<details>\n<summary>More *x*</summary>\n\nb\n\n</details>\n"
    )
    aside, details = only(story, Aside), only(story, Group)
    assert (plain_text(aside.title), plain_text(aside.children)) == ("Side", "a")
    assert (details.role, plain_text(details.title), plain_text(details.children)) == ("details", "More x", "b")
    assert len(find(story, Emphasis)) == 2


def test_figures_with_caption_and_credit() -> None:
    for credit in ("<cite>Ada</cite>", '<span class="credit">Ada</span>', '<small class="credit">Ada</small>'):
        story = article(
            f'<figure id="f">\n<img src="a.png" alt="">\n<figcaption>A *b* {credit}</figcaption>\n</figure>\n'
        )
        figure = only(story, Figure)
        assert (plain_text(figure.caption), figure.credit, figure.anchor) == ("A b", "Ada", "f")
        assert figure.image.decorative
        assert len(find(story, Emphasis)) == 1
    assert only(article('<figure data-credit="Ada"><img src="a.png" alt="x"></figure>\n'), Figure).credit == "Ada"


def test_a_quotation_in_tags_names_its_speaker() -> None:
    story = article(
        '<blockquote class="pull">\n\nWords *x*.\n\n<footer>— Ada, <cite>Book</cite></footer>\n</blockquote>\n'
    )
    quote = only(story, Quote)
    assert quote.pull
    assert plain_text(quote.children) == "Words x."
    assert plain_text(quote.attribution) == "Ada, Book"


def test_what_is_dropped_is_said() -> None:
    story, report = read("<!-- a -->\n\n<script>x</script>\n\n<form>y</form>\n\nText <!-- b --> stays.\n")
    assert plain_text(story.body) == "Text stays."
    assert codes(report) == ["element-dropped", "element-dropped", "comment-dropped"]


def test_embedded_things_become_links() -> None:
    story, report = read('<iframe src="https://example.org/film" title="A film"></iframe>\n')
    assert (only(story, Link).target, plain_text(story.body)) == ("https://example.org/film", "A film")
    assert codes(report) == ["embed-linked"]


def test_unknown_tags_keep_their_content_and_are_said_once() -> None:
    story, report = read("<blink>a</blink> Vec<T> <blink>b</blink>\n")
    assert plain_text(story.body) == "a Vec b"
    assert codes(report) == ["element-unknown", "element-unknown", "tag-unclosed"]


def test_an_unclosed_script_does_not_swallow_the_story() -> None:
    story, _ = read("one <script>lost\n\ntwo\n")
    assert plain_text(story.body) == "one two"
    _, report = read("<form>\n\none\n\ntwo\n")
    assert [(diagnostic.severity, diagnostic.code) for diagnostic in report.diagnostics][1] == ("error", "tag-unclosed")


def test_template_code_is_kept_and_said_but_not_in_code() -> None:
    story, report = read("a {{ x }} [b]({{<ref>}}) `{{ y }}`\n\n{% z %}\n\n```\n{{ w }}\n```\n")
    assert codes(report) == ["template-residue"] * len(codes(report))
    assert [diagnostic.place.line for diagnostic in report.diagnostics if diagnostic.code == "template-residue"] == [
        1,
        1,
        3,
    ]
    assert "{{ x }}" in plain_text(story.body)


def test_attribute_lines_name_their_paragraph() -> None:
    story, report = read("Text\n{: #here .x}\n\nOther\n{: .y}\n")
    assert [(plain_text(block), block.anchor) for block in find(story, Paragraph)] == [("Text", "here"), ("Other", "")]
    assert codes(report) == ["attributes-dropped"]


def test_attribute_lines_above_and_below_other_blocks_go() -> None:
    story, report = read(
        'a\n\n{:start="2"}\n2. **b**\n{:.x}\n3. c\n\n'
        "| d |\n|---|\n| e |\n{:.y #tab}\n\n- [x] z\n\n```\n{:.in}\nf\n```\n"
    )
    ordered, _ = find(story, List)
    assert (ordered.start, [plain_text(item) for item in ordered.items]) == (2, ["b", "c"])
    assert (only(story, Table).anchor, len(only(story, Table).rows)) == ("tab", 1)
    assert only(story, CodeBlock).text == "{:.in}\nf"
    assert codes(report) == ["attributes-dropped", "attributes-dropped"]


def test_blocks_of_markdown_within_tags_that_ask_for_it() -> None:
    story = article('<div markdown="1">\n  ## One *x*\n  - a\n</div>\n')
    assert story.meta.title == "One x"
    assert places(find(story, List)) == [(3, 3)]


@pytest.mark.parametrize(
    ("written", "met"),
    [("![b](c.png)", 1), ("![b][c]\n\n[c]: d.png", 1), ("> <IMG src=b.png>", 1), ("`![b](c)` [d](e) <b>f</b>", 0)],
)
def test_the_pictures_met_are_told(written: str, met: int) -> None:
    pictures: list[Place] = []
    read_markdown(f"a\n\n{written}\n".encode(), "a.md", Report(), pictures=pictures)
    assert [place.line for place in pictures] == [3] * met


@pytest.mark.parametrize("begun", ["<div", "<!-- x", "<?php x"])
def test_a_tag_without_end_in_blocks_of_markdown_is_text(begun: str) -> None:
    story = article(f'<aside markdown="1">\n{begun}\n')
    assert plain_text(only(story, Aside)) == begun
    assert places(find(story, Text)) == [(2, 1)]


def test_a_caption_right_below_a_table_is_no_row() -> None:
    table = only(article("| a | b |\n|---|---|\n| c | d |\nTable: Costs\n"), Table)
    assert (len(table.rows), plain_text(table.caption)) == (1, "Costs")


def test_attribute_lines_begin_a_list_and_go_after_links() -> None:
    assert [made.start for made in find(article('1. a\n\ntext\n\n{:start="2"}\n1. b\n\ntext\n\n1. c\n'), List)] == [
        1,
        2,
        1,
    ]
    story, report = read('[a](https://b.org){:target="_blank"} ![c](d.png){width=50%} and {e}.')
    assert plain_text(story.body) == "a c and {e}."
    assert codes(report) == ["attributes-dropped", "attributes-dropped"]


def test_nodes_know_line_and_column_in_characters() -> None:
    story = article("---\ntitle: x\n---\n\nÄö *é* ü **b**\n\n> <q>z</q>\n\n<aside>\n  <b>w</b>\n</aside>\n")
    assert places(find(story, Emphasis)) == [(5, 4)]
    assert places(find(story, Strong)) == [(5, 10), (10, 3)]
    assert places(find(story, Span)) == [(7, 3)]
    assert places(find(story, Aside)) == [(9, 1)]
    assert {node.place.file for node in find(story, Text)} == {"story.md"}


def test_carriage_returns_and_byte_order_mark() -> None:
    story = article(b"\xef\xbb\xbf---\r\ntitle: A\r\n---\r\n\r\none\r\ntwo\r\rthree *x*\r\n")
    assert story.meta.title == "A"
    assert [plain_text(block) for block in story.body] == ["one two", "three x"]
    assert places(find(story, Emphasis)) == [(8, 7)]


def test_a_file_that_is_not_utf_8_is_read_with_a_warning() -> None:
    story, report = read(b"# Caf\xe9\n\n\x93Hi\x94\n")
    assert (story.meta.title, plain_text(story.body)) == ("Café", "“Hi”")
    assert codes(report) == ["encoding-guessed"]


def test_what_xml_forbids_is_dropped_with_its_place() -> None:
    story, report = read("ab\n\nc\x00d\x08\ufffe\n")
    assert plain_text(story.body) == "ab cd"
    (said,) = [diagnostic for diagnostic in report.diagnostics if diagnostic.code == "characters-dropped"]
    assert (said.place.line, said.place.column) == (3, 2)


def test_deep_nesting_is_refused_with_its_place() -> None:
    for text in (">" * 200 + "a", "<b>" * 200, "- " * 200 + "a"):
        with pytest.raises(SourceError) as caught:
            article(text)
        assert caught.value.code == "nested-too-deep"
        assert caught.value.place.line == 1


def test_an_empty_file_has_the_name_of_the_file() -> None:
    story, report = read("", "2024-05-06-the-long-night.md")
    assert (story.meta.title, story.meta.slug, story.body) == ("The long night", "the-long-night", ())
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["title-missing"]


def test_a_reader_and_its_text_go_with_the_last_who_needs_them() -> None:
    """What holds itself waits for the collector, and five hundred stories that wait are 20 MB."""
    import gc

    from exporters.source.fields import MetaReader
    from exporters.source.markdown import MarkdownReader

    gc.collect()
    gc.disable()
    try:
        article("---\nsources: [{title: A}]\nauthors: [Ada]\n---\n\nText *here*.[^1]\n\n[^1]: Note.\n")
        left = [type(found).__name__ for found in gc.get_objects() if isinstance(found, (MarkdownReader, MetaReader))]
    finally:
        gc.enable()
    assert left == []


def test_a_heading_too_long_for_a_title_stays_in_the_text() -> None:
    words = "word " * 100
    story = article(f"# {words}\n\nText.")
    assert story.meta.title.endswith("…")
    assert plain_text(story.body).startswith(words.strip())
