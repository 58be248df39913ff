from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exporters.errors import SourceError
from exporters.model.nodes import (
    Code,
    CodeBlock,
    Emphasis,
    Figure,
    Group,
    Heading,
    Image,
    LineBreak,
    Link,
    List,
    Note,
    Paragraph,
    Quote,
    Redacted,
    Span,
    Strong,
    Table,
    Text,
)
from exporters.model.publication import Article
from exporters.model.walk import plain_text, walk
from exporters.report import Report
from exporters.source.html import read_html

HELD = b"SECRET"


def _read(html: str | bytes, name: str = "story.html") -> tuple[Article, list[str]]:
    report = Report()
    data = html if isinstance(html, bytes) else html.encode("utf-8", errors="surrogatepass")
    article = read_html(data, name, report)
    return article, [diagnostic.code for diagnostic in report.diagnostics]


def _kinds(article: Article) -> list[str]:
    return [type(block).__name__ for block in article.body]


def test_a_whole_page_gives_its_article_and_what_it_says_of_itself() -> None:
    article, codes = _read("""<!doctype html>
<html lang="fr-CA"><head><title>Le Site | Titre</title>
<meta name="author" content="Ada Example"><meta name="author" content="Bo Example">
<meta property="article:author" content="https://social.example/ada">
<meta name="description" content="Le résumé."><meta name="keywords" content="impôt, dossiers">
<meta property="og:site_name" content="Le Journal"><meta property="article:section" content="Politique">
<meta property="article:published_time" content="2025-11-03T10:00:00Z">
<link rel="canonical" href="https://example.org/titre"></head>
<body><nav><a href="/">Accueil</a></nav><main><article><h1>Le <em>titre</em></h1><p>Un.</p></article></main>
<footer>Pied</footer></body></html>""")
    meta = article.meta
    assert (meta.title, meta.summary, meta.language) == ("Le titre", "Le résumé.", "fr-CA")
    assert [person.name for person in meta.contributors] == ["Ada Example", "Bo Example"]
    assert meta.published == datetime(2025, 11, 3, 10, tzinfo=UTC)
    assert (meta.publisher, meta.section, meta.keywords) == ("Le Journal", "Politique", ("impôt", "dossiers"))
    assert meta.url == "https://example.org/titre"
    assert plain_text(article.body) == "Un."
    assert "page-content-skipped" in codes


def test_a_fragment_is_read_whole() -> None:
    article, codes = _read("<h1>T</h1><p>One <b>two</b>.</p><h2>S</h2><p>Three.")
    assert _kinds(article) == ["Paragraph", "Heading", "Paragraph"]
    assert article.meta.title == "T"
    assert codes == ["title-repeated"]


def test_front_matter_wins_over_the_page() -> None:
    article, _ = _read("---\ntitle: Ours\nauthor: Cy Example\n---\n<meta name=author content=Other><h1>Theirs</h1><p>x")
    assert article.meta.title == "Ours"
    assert [person.name for person in article.meta.contributors] == ["Cy Example"]


def test_several_articles_are_all_kept() -> None:
    article, _ = _read("<main><article><p>one two</article><article><p>three four</article></main>")
    assert plain_text(article.body) == "one two three four"


def test_a_teaser_beside_the_article_is_left_out_and_told() -> None:
    words = "word " * 60
    article, codes = _read(f"<body><article><p>{words}</article><article><h2>Read on</h2></article></body>")
    assert "Read on" not in plain_text(article.body)
    assert "page-content-skipped" in codes


def test_menus_and_what_is_hidden_are_left_out_wherever_they_stand() -> None:
    article, codes = _read(
        "<h1>T</h1><div><nav>Menu one</nav><div role=navigation>Menu two</div></div><p hidden>Not shown</p>"
        "<p style='color: red; DISPLAY:none'>Not shown</p><p>kept<span style='visibility: hidden'> nor this</span></p>"
    )
    assert plain_text(article.body) == "kept"
    assert "page-content-skipped" in codes


def test_semantic_elements_become_nodes() -> None:
    article, codes = _read(
        "<h1>T</h1><p><em>a</em> <strong>b</strong><br><code>c</code> <abbr title='Long'>d</abbr>"
        " <a href='https://example.org/'>e</a></p><blockquote><p>q</p><footer>— Ada</footer></blockquote>"
        "<ol start=3><li>x<li>y</ol><pre>\n  p  q\n</pre>"
        "<figure><img src=a.png alt=A><figcaption>C</figcaption></figure>"
        "<table><caption>Cap</caption><tr><th>H<th>I<tr><td colspan=2>v</table><p lang=ar dir=rtl>مرحبا</p>"
    )
    nodes = {type(node) for node in walk(article.body)}
    assert {Emphasis, Strong, LineBreak, Code, Span, Link, Quote, List, CodeBlock, Figure, Table, Group} <= nodes
    figure = next(node for node in article.body if isinstance(node, Figure))
    assert (figure.image.source, figure.image.alt, plain_text(figure.caption)) == ("a.png", "A", "C")
    numbered = next(node for node in article.body if isinstance(node, List))
    assert (numbered.ordered, numbered.start, len(numbered.items)) == (True, 3, 2)
    code = next(node for node in article.body if isinstance(node, CodeBlock))
    assert code.text == "  p  q"
    assert codes == ["title-repeated"]


def test_footnotes_of_publishing_systems_become_notes() -> None:
    article, codes = _read(
        '<h1>T</h1><p>One<sup class="fn" data-fn="n1"><a href="#n1" id="n1-link">1</a></sup> and'
        ' two<a href="#n2">[2]</a>.</p><ol class="wp-block-footnotes"><li id="n1">First <em>note</em>.'
        ' <a href="#n1-link" aria-label="Jump back">↩︎</a></li><li id="n2"><p>Second.</p></li></ol>'
    )
    assert [(note.key, plain_text(note.children)) for note in article.notes] == [
        ("n1", "First note."),
        ("n2", "Second."),
    ]
    assert [node.key for node in walk(article.body) if isinstance(node, Note)] == ["n1", "n2"]
    assert plain_text(article.body) == "One and two."
    assert codes == ["title-repeated"]


def test_a_list_that_nothing_refers_to_stays_in_the_text() -> None:
    article, _ = _read('<h1>T</h1><p>x</p><ol class="footnotes"><li id="n1">Kept.</li></ol>')
    assert not article.notes
    assert "Kept." in plain_text(article.body)


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("<script>alert('evil')</script>", "element-dropped"),
        ("<style>p{background:url(evil)}</style>", "element-dropped"),
        ("<form action='https://evil.example'><input value=evil><button>evil</button></form>", "element-dropped"),
        ("<img src='https://evil.example/pixel.gif' width=1 height=1>", "image-dropped"),
        ("<iframe src='javascript:evil'></iframe>", "embed-linked"),
        ("<object data='data:text/html,evil'></object>", "embed-linked"),
        ("<svg><script>evil</script></svg>", "element-dropped"),
        ("<math><mtext></mtext><style><img src=x onerror=evil></style></math>", "element-unknown"),
    ],
)
def test_what_could_harm_or_track_is_left_out_and_told(html: str, code: str) -> None:
    article, codes = _read(f"<h1>T</h1><p>before</p>{html}<p>after</p>")
    assert plain_text(article.body).split() == ["before", "after"]
    assert b"evil" not in msgspec.json.encode(article)
    assert code in codes


def test_an_embed_becomes_a_link() -> None:
    article, codes = _read('<h1>T</h1><iframe src="//www.youtube.com/embed/x" title="The hearing"></iframe><p>y')
    links = [node for node in walk(article.body) if isinstance(node, Link)]
    assert [(link.target, plain_text(link)) for link in links] == [("https://www.youtube.com/embed/x", "The hearing")]
    assert "embed-linked" in codes


def test_places_point_at_the_tags() -> None:
    article, _ = _read(
        "<html><head><script>'<p>'</script></head><body>\n<nav><p>n</p></nav>\n<article>\n"
        "  <p>one</p>\n<h2>H</h2>\n<p>two <b>x</b></p></article></body></html>"
    )
    assert [str(block.place) for block in article.body] == ["story.html:4:3", "story.html:5:1", "story.html:6:1"]


@pytest.mark.parametrize(
    "html",
    [
        "<p>a <redact>SECRET</redact> b</p>",
        "<p>a <redact>b</p><p>SECRET</redact> c</p>",
        "<p><redact><div>SECRET</div></redact></p>",
        "<table><redact><tr><td>SECRET</td></tr></redact></table>",
        "<table><tr><td><redact>SECRET</redact></td></tr></table>",
        "<p>a <REDACTED reason='name'>S<redact>E</redact>SECRET</REDACTED> b</p>",
        "<redact><h2>SECRET</h2><ul><li>SECRET</ul></redact>",
        "<h1>Who is <redact>SECRET</redact>?</h1>",
        "<p>a <redact reason='a name'/> b</p>",
    ],
)
def test_what_is_redacted_never_enters_the_model(html: str) -> None:
    article, codes = _read(f"<h1>T</h1>{html}<p>end</p>")
    encoded = msgspec.json.encode(article)
    assert HELD not in encoded
    assert [node for node in walk(article.body) if isinstance(node, Redacted)]
    assert "redaction-unbalanced" not in codes
    assert plain_text(article.body).endswith("end")


@pytest.mark.parametrize(
    "html",
    [
        "<p>a <redact>SECRET</p>",
        "<p>a </redact>SECRET",
        "<p title='<redact>SECRET</redact>'>x</p>",
        "<img src=a.png alt='<redact>SECRET</redact>'>",
        "<redcat>SECRET</redcat>",
        "<p>&lt;redact&gt;SECRET&lt;/redact&gt;</p>",
        "<meta name=description content='<redact>SECRET</redact>'><p>x",
        "<!-- <redact> --><p>SECRET</redact></p>",
        "<textarea><redact></textarea><p>SECRET</redact></p>x<redact>",
        "<p>< redact>SECRET</redact></p>",
        "<p>a <!-- redact -->SECRET<!-- /redact --></p>",
        "<p>a <!-- <redact> -->SECRET<!-- </redact> --></p>",
        "<p>a <span data-redact>SECRET</span></p>",
    ],
)
def test_a_redaction_that_does_not_hold_leaves_nothing(html: str) -> None:
    article, codes = _read(html)
    assert HELD not in msgspec.json.encode(article)
    assert "redaction-unbalanced" in codes


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 5000 + "x",
        "<p>" + "".join(f"<b id={n}>" for n in range(3000)) + "<p>x" * 3000,
        "<blockquote>" * 150 + "x",
        "<table><tr><td>" * 200 + "x",
    ],
)
def test_nesting_beyond_reason_is_an_error_with_a_place(html: str) -> None:
    with pytest.raises(SourceError) as caught:
        _read(html)
    assert caught.value.place.line == 1


@pytest.mark.parametrize(
    "html", ["", " ", "<", "<!doctype html>", "<html><head></head></html>", "<frameset></frameset>", "\ufeff"]
)
def test_nothing_much_is_an_untitled_story(html: str) -> None:
    article, codes = _read(html)
    assert article.meta.title
    assert "title-missing" in codes


_TAGS = """<p> </p> <div> </div> <b> </b> <a_href='x'> <a_name=n> </a> <table> <tr> <td> </table> <caption> <ul>
    <li> </ul> <dl> <dt> <dd> <redact> </redact> <img_src=a> <br> <hr> <!-- --> <script> </script> <svg> </svg>
    <math> <select> <option> <template> <figure> <figcaption> <blockquote> <cite> <pre> <details> <summary> <h1>
    <h3> </h1> <sup> <ruby> <article> <main> <body> <head> <title> <frameset> <noscript> <textarea> <plaintext>
    <p_id='n'_class='footnotes'> <li_id=n> <a_href='#n'> &amp; & < > ' " = x é 漢"""
_PIECES = st.sampled_from([*(piece.replace("_", " ") for piece in _TAGS.split()), " ", "\n", "\x00"])
_MARKUP = st.lists(_PIECES, max_size=12).map("".join)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=25).map("".join)))
@example("<select><redact>SECRET</redact>")
@example("\ud800")
def test_no_text_makes_it_crash_and_the_model_stays_exact(html: str) -> None:
    try:
        article, _ = _read(html)
    except SourceError as error:
        assert error.message  # noqa: PT017 - an error with words is fine
        return
    assert msgspec.json.decode(msgspec.json.encode(article), type=Article) == article
    assert not [node for node in walk(article.body) if isinstance(node, Text) and "\x00" in node.text]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(_PIECES, max_size=12).map("".join),
    st.lists(_PIECES, max_size=8).map("".join),
    st.lists(_PIECES, max_size=8).map("".join),
)
@example("<title><!--", "", "")
def test_whatever_stands_around_it_what_is_redacted_stays_out(before: str, within: str, after: str) -> None:
    try:
        article, _ = _read(f"{before}<redact>SECRET{within}SECRET</redact>{after}")
    except SourceError:
        return
    assert HELD not in msgspec.json.encode(article)


def test_smart_punctuation_is_asked_for() -> None:
    report = Report()
    article = read_html(b'<h1>T</h1><p>It\'s "so".', "a.html", report, smart=True)
    assert plain_text(article.body) == "It’s “so”."


def test_bytes_of_another_encoding_are_read() -> None:
    article, codes = _read("<h1>Caf\u00e9</h1><p>x".encode("latin-1"))
    assert article.meta.title == "Café"
    assert "encoding-guessed" in codes


def test_headings_paragraphs_and_images_of_an_export() -> None:
    article, _ = _read("<h1>T</h1><h2>A</h2><p><img src='a.jpg' alt='x'></p><h3>B</h3><div><p>y</p></div>")
    assert [(block.level if isinstance(block, Heading) else type(block)) for block in article.body] == [
        1, Figure, 2, Paragraph,
    ]  # fmt: skip
    assert [node.source for node in walk(article.body) if isinstance(node, Image)] == ["a.jpg"]


def test_what_publishing_systems_put_elsewhere_is_found() -> None:
    article, _ = _read(
        "<h1>T</h1><img src='data:image/gif;base64,AA' data-src='real.jpg' alt='x'>"
        "<figure class='wp-block-pullquote'><blockquote><p>Words.</p><cite>Ada</cite></blockquote></figure>"
    )
    assert [node.source for node in walk(article.body) if isinstance(node, Image)] == ["real.jpg"]
    quote = next(node for node in walk(article.body) if isinstance(node, Quote))
    assert (quote.pull, plain_text(quote.children), plain_text(quote.attribution)) == (True, "Words.", "Ada")


@pytest.mark.parametrize("name", ["embargo", "embargoed_until", "embargo-until"])
def test_an_embargo_in_the_head_of_a_page_is_held(name: str) -> None:
    page = f'<html><head><meta name="{name}" content="2999-01-01T00:00:00Z"></head><body><p>W</body></html>'
    article = read_html(page.encode(), "story.html", Report())
    assert article.meta.embargo is not None
    assert article.meta.embargo.year == 2999
    assert article.meta.status == "embargoed"


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (
            '<meta name="embargo" content="2020-01-01T00:00Z"><meta name="embargo" content="2999-01-01T00:00Z">',
            "gate-repeated",
        ),
        ('<meta name="embargo">', "embargo-unclear"),
        ('<meta name="embargo" value="2999-01-01T00:00Z">', "embargo-unclear"),
    ],
)
def test_an_embargo_in_the_head_of_a_page_that_is_unclear_is_an_error(head: str, code: str) -> None:
    report = Report()
    read_html(f"<html><head>{head}<title>T</title></head><body><p>W</body></html>".encode(), "a.html", report)
    assert ("error", code) in [(said.severity, said.code) for said in report.diagnostics]


@pytest.mark.parametrize("head", ['<meta name="status" content="draft">', '<meta name="draft" content="true">'])
def test_a_page_that_says_it_is_a_draft_is_one(head: str) -> None:
    page = f"<html><head>{head}<title>T</title></head><body><p>W</body></html>"
    assert read_html(page.encode(), "a.html", Report()).meta.status == "draft"


def test_an_embargo_that_a_page_says_in_its_own_way_stops_it() -> None:
    page = '<html><head><meta name="article:embargo" content="Friday"><title>T</title></head><body><p>W</body></html>'
    report = Report()
    read_html(page.encode(), "story.html", report)
    assert [diagnostic.code for diagnostic in report.diagnostics if diagnostic.severity == "error"] == [
        "embargo-unclear"
    ]


_DAY = '<meta property="article:published_time" content="2025-11-24T09:00:00Z">'


@pytest.mark.parametrize(
    "head",
    [
        f'{_DAY}<meta name="pubdate" content="2099-01-01T00:00:00Z">',
        f'<meta name="pubdate" content="2099-01-01T00:00:00Z">{_DAY}',
        f'{_DAY}<meta property="article:published_time" content="2099-01-01T00:00:00Z">',
        f"{_DAY}<meta name=pubdate content=soon><meta itemprop=datePublished content=2099-01-01T00:00:00Z>",
        f'{_DAY}<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "2099-01-01"}}</script>',
        f'{_DAY}<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "2099-01-01",}}</script>',
        f'{_DAY}<script type="application/ld+json">{{"@type": "Article", "datePublished": ["2099-01-01"]}}</script>',
    ],
)
def test_of_the_days_that_a_page_gives_the_latest_counts(head: str) -> None:
    article, _ = _read(f"<html><head>{head}</head><body><p>Words.</p></body></html>")
    assert article.meta.published == datetime(2099, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "name", ["release-date", "release", "not-before", "hold_until", "sperrfrist", "dcterms.released"]
)
def test_a_page_that_says_when_it_may_come_out_is_held(name: str) -> None:
    article, said = _read(f'<html><head>{_DAY}<meta name="{name}" content="2099-01-01T00:00:00Z"></head><h1>A</h1>')
    assert article.meta.embargo == datetime(2099, 1, 1, tzinfo=UTC)
    assert "release-unread" in said


@pytest.mark.parametrize("name", ["book:release_date", "og:release", "article:expiration_time", "release-date-x"])
def test_what_a_page_says_of_a_work_or_a_day_that_is_past_holds_nothing(name: str) -> None:
    day = "2020-01-01" if name == "release-date-x" else "2099-01-01"
    article, _ = _read(
        f'<html><head>{_DAY}<meta name="{name}" content="{day}"></head><body><p>Words.</p></body></html>'
    )
    assert article.meta.embargo is None


@pytest.mark.parametrize(
    "head",
    ["name=private content=true", "name=workflow_state content=draft", "property=article:status content=draft",
     "name=publish content=false"],
)  # fmt: skip
def test_a_page_that_holds_itself_back_does_not_go_out(head: str) -> None:
    article, said = _read(f"<html><head>{_DAY}<meta {head}></head><body><h1>A</h1><p>Words.</p></body></html>")
    assert article.meta.status == "draft" or "status-unknown" in said
