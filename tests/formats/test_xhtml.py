from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from exporters.formats.xhtml import Picture, XhtmlRenderer
from exporters.model.nodes import (
    Aside,
    Block,
    Callout,
    Cell,
    CodeBlock,
    Column,
    Definition,
    Definitions,
    Figure,
    Group,
    Heading,
    Image,
    Inline,
    Lines,
    Link,
    List,
    ListItem,
    Note,
    Paragraph,
    Quote,
    Redacted,
    Row,
    Rule,
    SmallCaps,
    Span,
    Table,
    Text,
)
from exporters.model.publication import Footnote
from exporters.model.walk import plain_text, transform
from exporters.report import Report
from exporters.testing import specimen
from exporters.words import words_for


def plain() -> XhtmlRenderer:
    return XhtmlRenderer("html", Report(), words_for("en"))


def words(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def shown(*nodes: Block) -> str:
    return plain().blocks(nodes)


def line(*nodes: Inline) -> str:
    return plain().inlines(nodes)


class Pictured(XhtmlRenderer):
    def picture(self, image: Image) -> Picture | None:
        return Picture(f"https://example.org/{image.source}", 640, 480)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (words("a < b & c"), "<p>a &lt; b &amp; c</p>"),
        (Heading(1, (Text("One"),)), "<h2>One</h2>"),
        (Heading(9, (Text("Deep"),), number="1.2"), "<h6>1.2 Deep</h6>"),
        (Quote((words("Q"),)), "<blockquote>\n<p>Q</p>\n</blockquote>"),
        (List((ListItem((words("a"),)),)), "<ul>\n<li>a</li>\n</ul>"),
        (List((ListItem((words("a"),)),), ordered=True, start=3), '<ol start="3">\n<li>a</li>\n</ol>'),
        (List((ListItem((words("a"),)),), tight=False), "<ul>\n<li><p>a</p></li>\n</ul>"),
        (
            Definitions((Definition((Text("T"),), ((words("x"),), (words("y"),))),)),
            "<dl>\n<dt>T</dt>\n<dd>x</dd>\n<dd>y</dd>\n</dl>",
        ),
        (CodeBlock("a\n\t<c>", language="c sharp"), '<pre><code class="language-c-sharp">a\n\t&lt;c&gt;</code></pre>'),
        (Rule(), "<hr/>"),
        (Lines(((Text("a"),), (Text("b"),))), "<p>a<br/>\nb</p>"),
        (Aside((words("x"),), title=(Text("T"),)), "<aside>\n<p><strong>T</strong></p>\n<p>x</p>\n</aside>"),
        (Callout("tip", (words("x"),)), "<div>\n<p><strong>Tip</strong></p>\n<p>x</p>\n</div>"),
        (Group((words("x"),), language="he", direction="rtl"), '<div lang="he" dir="rtl">\n<p>x</p>\n</div>'),
    ],
)  # fmt: skip
def test_each_block_has_its_element(node: Block, expected: str) -> None:
    assert shown(node) == expected


def test_a_term_that_nobody_explained_has_an_empty_explanation() -> None:
    assert shown(Definitions((Definition((Text("T"),), ()),))) == "<dl>\n<dt>T</dt>\n<dd></dd>\n</dl>"


def test_an_attribution_stands_outside_its_quotation() -> None:
    made = ET.fromstring(shown(Quote((words("Q"),), attribution=(Text("Who"),))))
    assert [child.tag for child in made] == ["blockquote", "figcaption"]
    assert made.findtext("figcaption") == "— Who"


def test_a_tight_item_keeps_what_follows_its_first_words_apart() -> None:
    nested = List((ListItem((words("in"),)),))
    made = shown(List((ListItem((words("a"), nested, words("b"))),)))
    assert made == "<ul>\n<li>a\n<ul>\n<li>in</li>\n</ul>\n<p>b</p></li>\n</ul>"


@pytest.mark.parametrize("tight", [True, False])
def test_a_task_says_whether_it_is_done(tight: bool) -> None:
    items = (ListItem((words("a"),), checked=True), ListItem((words("b"),), checked=False))
    made = ET.fromstring(shown(List(items, tight=tight)))
    assert [mark.get("aria-label") for mark in made.iter("span")] == ["done", "open"]
    assert ["".join(item.itertext()) for item in made] == ["☑ a", "☐ b"]


def test_a_table_says_what_heads_what() -> None:
    table = Table(
        columns=(Column(width=0.25), Column(alignment="right")),
        header=(Row((Cell(()), Cell((words("H"),)))),),
        rows=(Row((Cell((words("r"),), header=True, row_span=2), Cell((words("1"), words("2"))))),),
        caption=(Text("Cap"),),
        number=4,
    )
    made = ET.fromstring(shown(table))
    assert "".join(made.find("caption").itertext()) == "Table 4. Cap"  # type: ignore[union-attr]
    assert [cell.tag for cell in made.find("thead/tr")] == ["td", "th"]  # type: ignore[union-attr]
    assert made.find("thead/tr/th").get("scope") == "col"  # type: ignore[union-attr]
    heading = made.find("tbody/tr/th")
    assert heading is not None
    assert (heading.get("scope"), heading.get("rowspan"), heading.text) == ("row", "2", "r")
    assert [p.text for p in made.findall("tbody/tr/td/p")] == ["1", "2"]
    assert made.find("colgroup/col").get("style") == "width: 25%"  # type: ignore[union-attr]


def test_a_link_never_holds_a_link() -> None:
    inner = Link("https://example.org/b", (Text("b"),))
    assert line(Link("https://example.org/a?x=1&y=2", (Text("a "), inner))) == (
        '<a href="https://example.org/a?x=1&amp;y=2">a b</a>'
    )


def test_links_that_lead_nowhere_here_are_words() -> None:
    assert line(Link("#x", (Text("below"),)), Link("story:y", (Text("there"),))) == "belowthere"


def test_an_address_without_host_is_words_and_reported() -> None:
    renderer = plain()
    assert renderer.inlines((Link("https://", (Text("there"),)),)) == "there"
    assert [diagnostic.code for diagnostic in renderer.report.diagnostics] == ["link-broken"]


def test_spans_have_the_element_of_their_role() -> None:
    assert line(Span((Text("IRS"),), role="abbreviation", title="I & R")) == '<abbr title="I &amp; R">IRS</abbr>'
    assert line(Span((Text("x"),), language="ar", direction="rtl")) == '<bdi lang="ar" dir="rtl">x</bdi>'
    term = Span((Span((Text("x"),), role="term"),), role="term")
    assert line(term) == "<dfn>x</dfn>"
    assert line(Span((Text("x"),)), SmallCaps((Text("y"),))) == "xy"


def test_withheld_text_is_a_bar() -> None:
    assert line(Redacted("privacy")) == "█████"


def test_a_picture_without_address_is_its_description() -> None:
    assert line(Image("a.png", alt="A map")) == "[Picture: A map]"
    assert shown(Figure(Image("a.png", alt="A map"))) == "<figure>\n<p>[Picture: A map]</p>\n</figure>"
    assert line(Image("a.png", decorative=True)) == ""


def test_a_picture_has_description_and_size() -> None:
    renderer = Pictured("html", Report(), words_for("en"))
    figure = Figure(Image("a.png", alt='"Map"'), caption=(Text("Where"),), credit="Ada", number=2)
    made = ET.fromstring(renderer.blocks((figure,)))
    picture = made.find("img")
    assert picture is not None
    assert picture.attrib == {
        "src": "https://example.org/a.png", "alt": '"Map"', "width": "640", "height": "480",
    }  # fmt: skip
    assert "".join(made.find("figcaption").itertext()) == "Figure 2. Where Picture: Ada"  # type: ignore[union-attr]
    assert 'alt=""' in renderer.image(Image("a.png", alt="x", decorative=True))


def test_notes_take_their_number_and_way_back_inside() -> None:
    note = Footnote("k", (words("First."), words("Last.")), number=1)
    assert plain().note_body(note, "1 ", " ↩") == "<p>1 First.</p>\n<p>Last. ↩</p>"
    code = Footnote("k", (CodeBlock("x"),), number=1)
    assert plain().note_body(code, "1 ", " ↩") == "<p>1 </p>\n<pre><code>x</code></pre>\n<p> ↩</p>"
    assert plain().note_body(Footnote("k", ()), "1 ", " ↩") == "<p>1  ↩</p>"
    assert line(Note("k", 7)) == "<sup>7</sup>"


def test_the_specimen_is_well_formed_and_loses_no_word() -> None:
    body = transform(specimen().articles[0].body, lambda node: () if isinstance(node, Note) else node)
    made = ET.fromstring(f"<body>{shown(*body)}</body>")
    text = " ".join("".join(made.itertext()).split())
    missing = [word for word in plain_text(body).split() if word not in text]
    assert missing == []
