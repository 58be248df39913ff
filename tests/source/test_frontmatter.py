from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from exporters.errors import SourceError
from exporters.report import Report
from exporters.source.fields import MetaReader, bare_meta
from exporters.source.frontmatter import FrontMatter, split_front_matter
from tests.source.reading import article, codes
from tests.work import calls


def head(block: str, name: str = "story.md") -> tuple[FrontMatter, Report]:
    """Return what this YAML says, and what was said of it."""
    report = Report()
    return split_front_matter(f"---\n{block}\n---\nBody\n", name, report), report


def test_every_field_by_its_name() -> None:
    front, report = head(
        "title: The case\ndeck: What is known\nslug: the-case\nid: tag:example.org,2025:case\nlang: es_MX\ndir: ltr\n"
        "byline: By Ada Example and Ben Example\npublisher: {name: The Paper}\nembargo: 2025-11-23T06:00:00-05:00\n"
        "date: 2025-11-24T09:00:00-05:00\nlastmod: 2025-11-25 10:00:00Z\nstatus: corrected\nversion: 3\n"
        "category: [Courts, Tax]\ntags: a, b; c\ndescription: Short.\ndateline: Washington\n"
        "permalink: https://example.org/case\ncopyright: 2025 The Paper\nlicense: CC-BY-4.0\nusage_terms: Ask.\n"
        "series: Data\nnumber: 010\nimage: {path: a.png, alt: A map}\n"
    )
    meta = front.meta
    assert codes(report) == []
    assert (meta.title, meta.subtitle, meta.slug, meta.id) == (
        "The case",
        "What is known",
        "the-case",
        "tag:example.org,2025:case",
    )
    assert (meta.language, meta.direction, meta.publisher) == ("es-MX", "ltr", "The Paper")
    assert [person.name for person in meta.contributors] == ["Ada Example", "Ben Example"]
    assert meta.published is not None
    assert meta.published.isoformat() == "2025-11-24T09:00:00-05:00"
    assert meta.modified == datetime(2025, 11, 25, 10, tzinfo=UTC)
    assert meta.embargo == datetime(2025, 11, 23, 11, tzinfo=UTC)
    assert (meta.status, meta.version, meta.section, meta.keywords) == (
        "corrected",
        3,
        "Courts",
        ("a", "b", "c", "Tax"),
    )
    assert (meta.summary, meta.located, meta.url) == ("Short.", "Washington", "https://example.org/case")
    assert (meta.rights, meta.licence, meta.usage_terms) == ("2025 The Paper", "CC-BY-4.0", "Ask.")
    assert (meta.series, meta.number, meta.cover, meta.cover_alt) == ("Data", "010", "a.png", "A map")
    assert (front.body, front.first_line) == ("Body\n", 28)


def test_sources_and_corrections_with_the_lines_of_their_items() -> None:
    front, report = head(
        "sources:\n  - key: order\n    title: Order\n    court: D.D.C.\n    docket: 1:25-cv-00457\n    number: 30\n"
        "    filed: 2025-05-12\n    url: https://example.org/o\n    archived_url: https://perma.cc/x\n    file: o.pdf\n"
        "  - Another document\n  - https://example.org/p\n"
        "corrections:\n  - date: 2025-11-25\n    text: The date was wrong.\n    kind: clarification\n    author: Ada\n"
    )
    first, second, third = front.sources
    assert (first.key, first.title, first.court, first.docket, first.number) == (
        "order",
        "Order",
        "D.D.C.",
        "1:25-cv-00457",
        "30",
    )
    assert (first.filed, first.url, first.archived_url, first.file) == (
        date(2025, 5, 12), "https://example.org/o", "https://perma.cc/x", "o.pdf",
    )  # fmt: skip
    assert (second.key, second.title) == ("another-document", "Another document")
    assert (third.key, third.url) == ("source-3", "https://example.org/p")
    assert [source.place.line for source in front.sources] == [3, 12, 13]
    (correction,) = front.corrections
    assert (correction.text, correction.kind, correction.author) == ("The date was wrong.", "clarification", "Ada")
    assert correction.date == datetime(2025, 11, 25, tzinfo=UTC)
    assert codes(report) == []


def test_a_book_among_the_sources_has_a_year_at_most() -> None:
    front, report = head(
        "sources:\n  - {title: Usage, publisher: Oxford, date: 2003}\n  - {title: x, date: 2025-01-02}\n"
    )
    assert [(source.publisher, source.filed) for source in front.sources] == [
        ("Oxford, 2003", None),
        ("", date(2025, 1, 2)),
    ]
    assert codes(report) == []


def test_sources_may_be_a_table_by_key() -> None:
    front, _ = head("sources:\n  order: {title: Order}\n  reply: {title: Reply}\n")
    assert [(source.key, source.title) for source in front.sources] == [("order", "Order"), ("reply", "Reply")]


def test_faults_within_lists_have_their_own_line() -> None:
    _, report = head(
        "sources:\n  - key: a\n    filed: 2025-02-30\ncorrections:\n  - text: no date\n  - date: soon\n    text: x\n"
    )
    assert [(said.code, said.place.line, said.severity) for said in report.diagnostics] == [
        ("date-unreadable", 4, "error"),
        ("correction-incomplete", 6, "error"),
        ("date-unreadable", 7, "error"),
    ]


def test_values_stay_as_they_are_written() -> None:
    front, _ = head("title: No\nslug: 010\ntags: [NO, 1.10, on, 2025-11-24]\nnumber: 1e3\n")
    assert (front.meta.title, front.meta.slug, front.meta.number) == ("No", "010", "1e3")
    assert front.meta.keywords == ("NO", "1.10", "on", "2025-11-24")


@pytest.mark.parametrize("empty", ["", "null", "~", '""', "[]"])
def test_empty_values_are_not_there(empty: str) -> None:
    front, report = head(
        f"title: {empty}\nsummary: {empty}\ntags: {empty}\nimage: {empty}\nauthors: {empty}\ndate: {empty}\n"
        f"slug: {empty}\nsources: {empty}\ncorrections: {empty}\n"
    )
    meta = front.meta
    assert (meta.title, meta.summary, meta.keywords, meta.cover, meta.contributors) == ("", "", (), "", ())
    assert (meta.published, meta.slug, meta.embargo, front.sources, front.corrections) == (None, "", None, (), ())
    assert [said for said in report.diagnostics if said.severity == "error"] == []


@pytest.mark.parametrize("value", ["2018-02-29", "2018-13-01", "soon", "24/11/2025", "2025-11-24T25:00:00", "true"])
@pytest.mark.parametrize("key", ["date", "updated", "embargo"])
def test_a_date_that_does_not_exist_is_an_error_with_its_line(key: str, value: str) -> None:
    _, report = head(f"title: x\n{key}: {value}")
    if (key, value) == ("date", "true"):
        return  # `published: true` and its like say nothing of a day
    (said,) = report.diagnostics
    assert (said.severity, said.code, said.place.line) == ("error", "date-unreadable", 3)
    fault = "is no date that exists" if value.startswith("20") else "cannot be read as a date"
    assert fault in said.message


def test_an_embargo_without_zone_is_held_until_the_last_zone() -> None:
    day, report = head("embargo: 2025-11-24")
    assert day.meta.embargo == datetime(2025, 11, 24, 12, tzinfo=UTC)
    assert day.meta.status == "embargoed"
    assert codes(report) == ["embargo-vague"]
    hour, _ = head("embargo: 2025-11-24 06:00")
    assert hour.meta.embargo == datetime(2025, 11, 24, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "embago: 2099-01-01",
        "embargo_time: 18:00",
        "meta: {embargo: 2099-01-01}",
        "embargo: 2020-01-01\nembargo_until: 2099-01-01",
        "embargo: 2020-01-01\nEmbargo: 2099-01-01",
        "gates: [{news: {embargo: 2099-01-01}}]",
    ],
)
def test_an_embargo_that_could_be_missed_is_an_error(text: str) -> None:
    _, report = head(f"title: x\n{text}")
    assert ("error", "embargo-unclear") in [(said.severity, said.code) for said in report.diagnostics]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("embargo: {until: 2099-01-01T00:00:00Z}", "date-unreadable"),
        ("embargo: {published: 2020-01-01, until: 2099-01-01}", "date-unreadable"),
        ("embargo:", "embargo-unclear"),
        ("embargo: ~", "embargo-unclear"),
        ('embargo: ""', "embargo-unclear"),
        ('embargo: "  "', "embargo-unclear"),
        ("embargo: {}", "embargo-unclear"),
        ("embargo: []", "embargo-unclear"),
        ("embargo: !local 2099-01-01", "embargo-unclear"),
        ("status: !local draft", "status-unknown"),
        ("status:", "status-unknown"),
        ("draft:", "status-unknown"),
        ("draft: 1", "status-unknown"),
        ("draft: maybe", "status-unknown"),
        ("draft: [true]", "status-unknown"),
        ("status: {state: draft}", "status-unknown"),
        ("draft: false\nDraft: true", "gate-repeated"),
        ("status: published\nStatus: draft", "gate-repeated"),
    ],
)
def test_a_gate_that_cannot_be_read_is_an_error(text: str, code: str) -> None:
    _, report = head(f"title: x\n{text}")
    assert ("error", code) in [(said.severity, said.code) for said in report.diagnostics]


def test_a_table_beside_a_gate_opens_nothing() -> None:
    for keys in ("draft = false\n[extra]\ndraft = true", 'status = "published"\n[params]\nstatus = "draft"'):
        report = Report()
        split_front_matter(f"+++\n{keys}\n+++\n", "story.md", report)
        assert ("error", "gate-repeated") in [(said.severity, said.code) for said in report.diagnostics]


@pytest.mark.parametrize("text", ["published: false\ndraft: false", "draft: false\npublished: false"])
def test_a_post_that_is_not_published_is_a_draft_whatever_follows(text: str) -> None:
    assert head(text)[0].meta.status == "draft"


@pytest.mark.parametrize("key", ["embargo", "status", "draft"])
def test_of_two_keys_that_hold_a_story_back_none_is_passed_over(key: str) -> None:
    for text in (f"---\n{key}: 2020-01-01\n{key}: 2099-01-01\n---\n", f'{{"{key}": "2020", "{key}": "2099"}}\n'):
        report = Report()
        split_front_matter(text, "story.md", report)
        assert ("error", "gate-repeated") in [(said.severity, said.code) for said in report.diagnostics]


def test_a_time_without_zone_is_utc_and_said() -> None:
    front, report = head("date: 2025-11-24 09:30")
    assert front.meta.published == datetime(2025, 11, 24, 9, 30, tzinfo=UTC)
    assert codes(report) == ["zone-missing"]
    assert codes(head("date: 2025-11-24")[1]) == []


def test_a_mapping_of_dates() -> None:
    front, _ = head("date:\n  created: 2025-11-24\n  updated: 2025-11-25\n")
    assert (front.meta.published, front.meta.modified) == (
        datetime(2025, 11, 24, tzinfo=UTC), datetime(2025, 11, 25, tzinfo=UTC),
    )  # fmt: skip


def test_published_false_means_a_draft() -> None:
    front, _ = head("published: false\ndate: 2025-11-24")
    assert (front.meta.status, front.meta.published) == ("draft", datetime(2025, 11, 24, tzinfo=UTC))
    assert head("draft: true")[0].meta.status == "draft"
    assert head("status: live")[0].meta.status == "draft"


def test_the_name_of_the_file_gives_slug_and_date_where_nothing_else_does() -> None:
    story = article("Text", "posts/2018-10-23-my-post.md")
    assert (story.meta.slug, story.meta.published) == ("my-post", datetime(2018, 10, 23, tzinfo=UTC))
    story = article("---\ndate: 2019-01-01\nslug: Other Post!\n---\nText", "2018-10-23-my-post.md")
    assert (story.meta.slug, story.meta.published) == ("other-post", datetime(2019, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "name", "day"),
    [
        ("Text", "posts/2018-10-23-a/index.md", 23),
        ("Text", "posts/2018/10/24/a.md", 24),
        ('+++\npath = "2018/10/25/a"\n+++\nText', "a.md", 25),
        ("---\npermalink: /2018/10/26/a/\n---\nText", "a.md", 26),
    ],
)
def test_a_day_in_the_path(text: str, name: str, day: int) -> None:
    story = article(text, name)
    assert (story.meta.published, story.meta.slug) == (datetime(2018, 10, day, tzinfo=UTC), "a")


def test_digits_that_are_no_day_are_no_date_and_long_names_stay_apart() -> None:
    long = "a-very-long-name-of-a-file-that-goes-on-and-on-until-it-is-far-over-sixty-part-2"
    story = article("Text", f"2018-99-99-{long}.md")
    assert (story.meta.published, story.meta.slug) == (None, long)


def test_unknown_keys_name_the_nearest() -> None:
    _, report = head("auhtor: x\nlayout: post\ntitle: y\n")
    assert [(said.severity, said.place.line, said.remedy) for said in report.diagnostics] == [
        ("warning", 2, "Did you mean 'author'?"),
        ("info", 3, ""),
    ]


def test_an_unknown_key_that_is_like_none_or_holds_a_table_is_a_remark() -> None:
    _, report = head("aliases: [a]\nversions: {fpt: 1}\nheroImage: a.png\n")
    assert [(said.severity, said.message) for said in report.diagnostics] == [
        ("info", "the key 'aliases' has no meaning here"),
        ("info", "the key 'versions' has no meaning here"),
    ]


def test_a_misspelt_day_of_publication_stops_the_story_where_it_is_the_later_one() -> None:
    for text in ("publishdat: 2099-01-01", "date: 2020-01-01\npublishdat: 2099-01-01", "pubdat: 2099-01-01"):
        assert codes(head(text)[1]) == ["date-unread"]
    for text in ("date: 2020-01-01\npubdat: 2020-01-01", "date: 2020-01-01\nupdate: 2099-01-01\n"):
        assert codes(head(text)[1]) == ["key-unknown"]


def test_a_misspelt_gate_is_seen_behind_many_unknown_keys() -> None:
    many = "".join(f"key_number_{number}: x\n" for number in range(60))
    for text, code in (("ebmargo: 2099-01-01", "embargo-unclear"), ("statsu: draft", "status-unknown")):
        assert code in codes(head(f"{many}{text}")[1])


def test_keys_that_stand_twice() -> None:
    front, report = head("title: a\ntitle: b\n")
    assert front.meta.title == "a"
    assert [(said.code, said.place.line) for said in report.diagnostics] == [("key-repeated", 3)]


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ("title: a: b", 2), ("a: b\n\ttitle: x", 3), ("title: 'x", 3), ("- a: b", 2), ("title: x\n  y: z", 3),
        ("a: &a [*a]", 2), ("a: b\n? [x, y]\n: z\nt: {", 6),
    ],
)  # fmt: skip
def test_what_is_no_yaml_is_refused_with_its_line(block: str, line: int) -> None:
    with pytest.raises(SourceError) as caught:
        head(block)
    assert (caught.value.code, caught.value.place.line) == ("front-matter", line)


def test_tags_that_would_run_code_are_left_out() -> None:
    front, report = head('title: !!python/object/apply:os.system ["true"]\nsummary: !x y\nslug: a\n')
    assert (front.meta.title, front.meta.summary, front.meta.slug) == ("", "", "a")
    assert codes(report) == ["value-unreadable", "value-unreadable"]


def test_a_bomb_of_aliases_is_refused() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)]
    with pytest.raises(SourceError) as caught:
        head("\n".join(lines))
    assert caught.value.code == "front-matter"


def test_merge_keys() -> None:
    front, _ = head("base: &b {court: X, docket: 1}\nsources:\n  - {<<: *b, key: k, docket: 2}\n")
    assert [(source.court, source.docket) for source in front.sources] == [("X", "2")]


def test_markup_in_a_title_is_left_out() -> None:
    front, report = head('title: "The *Post* &amp; the <b>court</b>, `x`"\nsubtitle: 2 * 3 * 4 a_b_c\n')
    assert (front.meta.title, front.meta.subtitle) == ("The Post & the court, x", "2 * 3 * 4 a_b_c")
    assert codes(report) == ["markup-dropped"]


def test_template_code_in_a_field_is_said() -> None:
    assert codes(head('title: "{{ page.title }}"')[1]) == ["template-residue"]


def test_relative_addresses_are_left_out() -> None:
    front, report = head("permalink: /2025/x\n")
    assert (front.meta.url, codes(report)) == ("", ["url-relative"])


def test_toml() -> None:
    report = Report()
    front = split_front_matter(
        '+++\ntitle = "A"\ndate = 2025-11-24T09:00:00Z\n[extra]\nauthors = ["Ada Example"]\n'
        '[taxonomies]\ntags = ["x"]\n+++\nB',
        "s.md",
        report,
    )
    assert (front.meta.title, front.meta.keywords, front.body, front.first_line) == ("A", ("x",), "B", 9)
    assert front.meta.published == datetime(2025, 11, 24, 9, tzinfo=UTC)
    assert [(person.name, person.place.line) for person in front.meta.contributors] == [("Ada Example", 5)]
    for text in ("+++\na = \n+++\n", "+++\nd = 2018-02-29\n+++\n", "+++\na = 1\n", f"+++\n{'a.' * 5000}b = 1\n+++\n"):
        with pytest.raises(SourceError):
            split_front_matter(text, "s.md", Report())


def test_json() -> None:
    front = split_front_matter('{\n "title": "A",\n "tags": ["x"]\n}\nBody\n', "s.md", Report())
    assert (front.meta.title, front.meta.keywords, front.body.strip(), front.first_line) == ("A", ("x",), "Body", 4)
    assert split_front_matter("{not json}\n", "s.md", Report()).body == "{not json}\n"


def test_bare_keys_as_pelican_has_them() -> None:
    front = split_front_matter(
        "Title: A story\nDate: 2025-11-24\nTags: x, y\nSummary: goes\n    on\n\nBody\n", "s.md", Report()
    )
    assert (front.meta.title, front.meta.summary, front.meta.keywords) == ("A story", "goes on", ("x", "y"))
    assert (front.body.strip(), front.first_line) == ("Body", 6)
    prose = "Title: this is only a line.\nAnd it goes on.\n"
    assert split_front_matter(prose, "s.md", Report()).body == prose


def test_blank_lines_before_and_rules_that_are_no_fence() -> None:
    front = split_front_matter("\n \n---\ntitle: A\nx: [\n  y]\n---\nB", "s.md", report := Report())
    assert (front.meta.title, front.first_line) == ("A", 8)
    assert [said.place.line for said in report.diagnostics] == [5]
    text = "---\n\nText without keys\n\n---\n\nmore\n"
    assert split_front_matter(text, "s.md", Report()).body == text


def test_a_language_is_guessed_from_script_or_file_name_only() -> None:
    assert article("Ein Satz auf Deutsch.").meta.language == "en"
    assert article("نص عربي").meta.language == "ar"
    assert article("東京の記事です。").meta.language == "ja"
    assert article("Hola", "nota.es.md").meta.language == "es"
    assert article("x", "release.v2.md").meta.language == "en"
    assert article("---\nlang: English\n---\nשלום").meta.language == "he"


def test_a_head_that_is_not_closed_is_an_error() -> None:
    with pytest.raises(SourceError, match="not closed") as caught:
        split_front_matter("---\nembargo: 2099-01-01\ntitle: T\n\nBody\n", "story.md", Report())
    assert (caught.value.place.line, caught.value.code) == (1, "front-matter")
    for first in ("layout: post", "# what Jekyll wants"):
        with pytest.raises(SourceError, match="not closed"):
            split_front_matter(f"---\n{first}\nembargo: 2099-01-01\n\nBody\n", "story.md", Report())
    assert split_front_matter("---\n\nNote: a rule comes first.\n", "story.md", Report()).meta.title == ""


@pytest.mark.parametrize(
    "head",
    [
        "statsu: draft",
        "state: draft",
        "params:\n  status: draft",
        "extra:\n  draft: true",
        "drafts: true",
        "workflow: embargoed",
        "staus: on-hold",
        "statuss: legal review",
        "private: true",
        "publish: false",
        "base: &b {status: draft}\n<<: *b",
        "params: {private: yes}",
    ],
)
def test_a_state_by_a_key_that_is_not_read_stops_the_story(head: str) -> None:
    report = Report()
    split_front_matter(f"---\ntitle: T\n{head}\n---\nText\n", "story.md", report)
    assert [item.code for item in report.diagnostics if item.severity == "error"] == ["status-unknown"]


@pytest.mark.parametrize(
    "head",
    [
        "state: Texas",
        "statsu: published",
        "params:\n  draft: false",
        "visibility: public",
        "stats: 3",
        "craft: wood",
        "private: false",
        "publish: true",
    ],
)
def test_other_words_by_odd_keys_stop_nothing(head: str) -> None:
    report = Report()
    split_front_matter(f"---\ntitle: T\n{head}\n---\nText\n", "story.md", report)
    assert not report.count("error")


def test_a_story_comes_out_on_the_later_of_its_days() -> None:
    head = "---\ntitle: T\ndate: 2020-01-02\npublishDate: 2999-01-02\n---\nText\n"
    meta = split_front_matter(head, "story.md", Report()).meta
    assert meta.published is not None
    assert meta.published.year == 2999


_ESCAPES = [
    '{{"title": "A", "summary": "{}"}}\n\nWords.\n',
    '---\ntitle: A\nsummary: "{}"\n---\nWords.\n',
    '+++\ntitle = "A"\nsummary = "{}"\n+++\nWords.\n',
    '{{"title": "A", "sources": [{{"title": "{}"}}]}}\n\nWords.\n',
]


@pytest.mark.parametrize("head", _ESCAPES)
@pytest.mark.parametrize(
    ("escaped", "code"),
    [
        (r"the \u003credact\u003esecret\u003c/redact\u003e", "redaction-unbalanced"),
        (r"the \u003cre\u0001dact>secret", "redaction-unbalanced"),
        (r"the {\u003e>secret<<}", "comment-unclosed"),
    ],
)
def test_escapes_hide_no_mark(head: str, escaped: str, code: str) -> None:
    report = Report()
    front = split_front_matter(head.format(escaped), "story.md", report)
    assert code in [found.code for found in report.diagnostics if found.severity == "error"]
    assert "secret" not in repr(front)


@pytest.mark.parametrize("head", _ESCAPES[:3])
def test_what_no_document_may_hold_comes_from_no_escape(head: str) -> None:
    report = Report()
    meta = split_front_matter(head.format(r"a\u0000b\u001f \ufffe c"), "story.md", report).meta
    assert meta.summary == "ab c"
    assert [(found.code, found.place.line) for found in report.diagnostics if found.code == "characters-dropped"] == [
        ("characters-dropped", 1 if head.startswith("{") else 3)
    ]


def test_half_a_surrogate_pair_is_dropped() -> None:
    report = Report()
    front = split_front_matter(r'{"title": "\ud800 A", "tags": [["\udc00"]], "x": {"y": "\ud800"}}', "story.md", report)
    assert front.meta.title == "A"
    assert codes(report).count("characters-dropped") == 3


@pytest.mark.parametrize(
    "value", ["[" * 120_000, "{a: " * 60_000, "\n - " + "- " * 100_000, "\n ? " + "? &a " * 40_000]
)
def test_yaml_that_nests_without_end_does_not_reach_the_parser(value: str) -> None:
    with pytest.raises(SourceError, match="nested more than 20 deep") as caught:
        split_front_matter(f"---\ntitle: A\nx: {value}\n---\nWords.\n", "story.md", Report())
    assert caught.value.place.line in (3, 4)


def test_brackets_in_quotes_do_not_hide_how_deep_yaml_nests() -> None:
    head = '---\ntitle: A\nx: ["' + "]" * 100_000 + '", ' + "[" * 100_000 + "\n---\nWords.\n"
    with pytest.raises(SourceError, match="nested more than 20 deep") as caught:
        split_front_matter(head, "story.md", Report())
    assert caught.value.place.line == 3


def test_brackets_that_do_not_nest_are_no_depth() -> None:
    head = "---\ntitle: A\ntags: [" + ", ".join(['"[["'] * 400) + "]\n---\nWords.\n"
    assert set(split_front_matter(head, "story.md", Report()).meta.keywords) == {"[["}


def test_aliases_do_not_repeat_a_long_value_without_end() -> None:
    value = "x" * 100_000
    head = f'---\ntitle: A\nx: &x "\\u0041{value}"\ny: [{", ".join(["*x"] * 30_000)}]\n---\nWords.\n'
    with pytest.raises(SourceError, match="values, or text for as many"):
        split_front_matter(head, "story.md", Report())


@pytest.mark.parametrize(
    ("head", "key", "end"),
    [("+++\ntitle = 'A'\n", "t{} = [1]\n", "+++\n"), ('{"title": "A"', ',\n"t{}": [1]', "}\n")],
)
def test_places_are_found_in_one_walk_through_the_block(head: str, key: str, end: str) -> None:
    def work(count: int) -> int:
        text = head + "".join(key.format(number) for number in range(count)) + end + "\nB\n"
        return calls(lambda: split_front_matter(text, "s.md", Report()))

    work(400)  # what is known of a key is kept
    assert work(400) - work(100) < 300 * 110  # a pattern compiled for each key makes 180 calls and more


def test_places_of_keys_in_toml_and_json() -> None:
    toml = '+++\n"title" = "A"\n  [extra]\n b=1\n\'c d\' = 2\n[[e]]\nx = 1\n[f]\n+++\n'
    text = '{"a\\"b": "{\\"f\\": 1}", "title": "b: x",\n  "f" : 1, "b": 2}\n'
    for said, expected in (
        (toml, {"b": (4, 1), "c d": (5, 1), "e": (6, 1), "f": (8, 1)}),
        (text, {'a"b': (1, 1), "f": (2, 3), "b": (2, 12)}),
    ):
        split_front_matter(said, "s.md", report := Report())
        seen = {item.message: item.place for item in report.diagnostics}
        for key, place in expected.items():
            found = next(where for message, where in seen.items() if repr(key) in message)
            assert (found.line, found.column) == place, key


def test_bare_keys_are_read_in_one_walk() -> None:
    front = split_front_matter("Title: One\nDate: 2025-11-24\nSummary:\n  two\n  three\n\nBody\n", "s.md", Report())
    assert (front.meta.title, front.meta.summary, front.body) == ("One", "two three", "\nBody\n")
    report = Report()
    many = "".join(f" word{number}\n" for number in range(20_000)) + "Date: x\n"
    front = split_front_matter(f"Title: One\nSummary:\n{many}\nBody\n", "s.md", report)
    assert len(front.meta.summary.split()) == 20_000
    assert [said.place.line for said in report.diagnostics] == [20_003]


@pytest.mark.parametrize(("fence", "end"), [("----", "----"), ("-----", "-----  "), ("----", "..."), ("---", "...")])
def test_a_head_ends_by_a_fence_as_long_as_the_first(fence: str, end: str) -> None:
    front = split_front_matter(f"{fence}\ntitle: A\n{end}\nBody\n", "s.md", Report())
    assert (front.meta.title, front.body) == ("A", "Body\n")


def test_a_head_does_not_end_by_a_fence_of_another_length() -> None:
    for text in ("----\ntitle: A\n---\nBody\n", "---\ntitle: A\n----\nBody\n"):
        with pytest.raises(SourceError, match="not closed"):
            split_front_matter(text, "s.md", Report())


@pytest.mark.parametrize("name", ["story.md", "2025-01-02-a.md", "posts\\2025\\01\\02\\a.md", "2025-02-30-a.md", "-"])
def test_a_file_without_a_head_says_what_an_empty_one_does(name: str) -> None:
    assert bare_meta(name) == MetaReader({}, {}, name, Report()).meta()
    assert str(bare_meta(name).place) == f"{name}:1:1"
