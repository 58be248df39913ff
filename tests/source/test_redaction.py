from __future__ import annotations

import pytest

from exporters.model.nodes import Paragraph, Redacted
from exporters.model.walk import plain_text
from exporters.report import Report
from exporters.source.text import read_text
from tests.source.reading import codes, find, only, read

SECRET = "Zaphod"


def test_what_is_withheld_is_not_in_the_model() -> None:
    story, report = read(f'A <redact reason="minor">{SECRET} **{SECRET}** [{SECRET}](https://{SECRET}.org)</redact> b.')
    assert SECRET not in repr(story)
    assert only(story, Redacted).reason == "minor"
    assert codes(report) == []


def test_whole_blocks_can_be_withheld() -> None:
    story, report = read(
        f"a\n\n<redact>\n\n# {SECRET}\n\n| {SECRET} |\n|---|\n| x |\n\n- `{SECRET}`\n\n![{SECRET}](x.png)\n\n"
        f"<p>{SECRET}</p>\n\n<{SECRET}>\n\n$ {SECRET} $ {{{{ {SECRET} }}}}\n\n[^1]: {SECRET}\n\n</redact>\n\nb\n"
    )
    assert SECRET.lower() not in repr((story, report.diagnostics)).lower()
    assert [plain_text(block) for block in find(story, Paragraph)] == ["a", "█████", "b"]


@pytest.mark.parametrize(
    "text",
    [
        f"a <redact>{SECRET} b\n\nc\n",
        f"a {SECRET}</redact> b\n",
        f"a <redact>{SECRET}\n\n{SECRET}</redact>\n",
        f"a `<redact>{SECRET}</redact>` b\n",
        f"    <redact>{SECRET}</redact>\n",
        f"```\n<redact>{SECRET}</redact>\n```\n",
        f"a &lt;redact&gt;{SECRET}&lt;/redact&gt; b\n",
        f"a \\<redact>{SECRET}\\</redact> b\n",
        f"a < redact >{SECRET}< /redact >\n",
        f'![<redact>{SECRET}</redact>](x "<redact>{SECRET}</redact>")\n',
        f'<img src="x" alt="<redact>{SECRET}</redact>">\n',
        f"[x]: https://example.org '<redact>{SECRET}</redact>'\n\na [x]\n",
        f"*a <redact>{SECRET}* b</redact>\n",
        f"<p>a <redact>{SECRET}</p> b</redact>\n",
        f"<redact>a <redact>{SECRET}</redact>\n",
        f"| a |\n|---|\n| <redact>{SECRET} | {SECRET}</redact> |\n",
        f"a <readct>{SECRET}</readct>\n",
        f"<script><redact>{SECRET}</redact></script>\n",
        f"<redact>\n\n{SECRET}\n",
        f"$<redact>{SECRET}</redact>$\n",
        f"a <span redact>{SECRET}</span> b\n",
        f'a <span data-redacted="yes">{SECRET}</span> b\n',
    ],
)
def test_a_redaction_that_does_not_hold_lets_nothing_through(text: str) -> None:
    story, report = read(f"{text}\n<{SECRET}>\n\nx[^{SECRET}]\n")
    assert [(said.severity, said.code) for said in report.diagnostics if said.severity == "error"] == [
        ("error", "redaction-unbalanced")
    ]
    assert SECRET not in repr((story, report.diagnostics))
    assert story.body == ()


def test_front_matter_cannot_withhold() -> None:
    story, report = read(f"---\ntitle: A <redact>{SECRET}</redact>\n---\n\nText\n")
    assert "redaction-unbalanced" in codes(report)
    assert SECRET not in repr((story, report.diagnostics))


def test_other_spellings_and_an_empty_one() -> None:
    story, report = read(
        "a <redacted>x</redacted> <REDACT reason='b'>y</REDACT> <redaction>z</redaction> <redact/> end\n"
    )
    assert len(find(story, Redacted)) == 4
    assert plain_text(story.body).endswith("end")
    assert codes(report) == []


def test_a_comment_may_speak_of_redactions() -> None:
    story, report = read("a <!-- <redact>x</redact> --> <redact>y</redact>\n")
    assert len(find(story, Redacted)) == 1
    assert codes(report) == ["comment-dropped"]


def test_a_title_is_not_made_of_what_is_withheld() -> None:
    assert read("<redact>x</redact> did it.\n\nThe rest.\n", "case-1.md")[0].meta.title == "The rest."


@pytest.mark.parametrize(
    "text",
    [
        "One [SECRET]{.redact} two.",
        "One [SECRET]{#a .b .redacted} two.",
        "One [SECRET]{redact} two.",
        "SECRET\n{: .redact}",
        "## SECRET {.redact}",
        "> [!redact]\n> SECRET",
        "```redact\nSECRET\n```",
        "``` {.redact}\nSECRET\n```",
        "{% redact %}SECRET{% endredact %}",
        "One :redact[SECRET] two.",
        "<!-- <redact> -->SECRET<!-- </redact> -->",
        "<!-- redact -->SECRET<!-- /redact -->",
        "<!-- redact:start -->SECRET<!-- redact:end -->",
        "{>><redact><<}SECRET{>></redact><<}",
        "{==SECRET==}{>>redact<<}",
    ],
)
def test_marks_of_other_dialects_are_errors(text: str) -> None:
    story, report = read(text)
    assert "SECRET" not in repr(story)
    assert "redaction-unbalanced" in codes(report)


@pytest.mark.parametrize(
    "text",
    ["He wrote “[redacted] is guilty”.", "See [redacted](https://x.example/).", "{>>redact him?<<} A.", "[Redacted]"],
)
def test_the_word_itself_is_no_mark(text: str) -> None:
    assert "redaction-unbalanced" not in codes(read(text)[1])


@pytest.mark.parametrize("text", ["A [SECRET]{.redact} b.", "A {% redact %}SECRET b.", "A {==SECRET==}{>>redact<<} b."])
def test_plain_text_has_none_of_them_either(text: str) -> None:
    report = Report()
    read_text(text.encode(), "s.txt", report)
    assert codes(report)[-1] == "redaction-unbalanced"
