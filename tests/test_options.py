"""Options come from one definition, and what a user gets wrong is answered with what was meant."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
import pytest

from exporters.contract import Format
from exporters.errors import UsageError
from exporters.options import describe_options, make_options, split_settings
from exporters.registry import load_format


class SampleOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    paper: Annotated[Literal["a4", "letter"], msgspec.Meta(description="The paper")] = "a4"
    line_numbers: Annotated[bool, msgspec.Meta(description="Numbers in the margin")] = False
    size_pt: Annotated[float, msgspec.Meta(description="Type size", gt=4, lt=40)] = 10.5
    fonts: Annotated[tuple[str, ...], msgspec.Meta(description="Families")] = ()


def sample(name: str = "sample", options: type[msgspec.Struct] = SampleOptions) -> Format:
    return Format(
        name=name,
        suffix=".x",
        media_type="a/b",
        summary="s",
        write=lambda publication, output, job: None,
        options=options,
    )


def test_values_are_read_as_written_on_a_command_line() -> None:
    made = make_options(sample(), {"paper": "letter", "line-numbers": "yes", "size-pt": "11", "fonts": "A, B"})
    assert made == SampleOptions(paper="letter", line_numbers=True, size_pt=11.0, fonts=("A", "B"))


@pytest.mark.parametrize(
    ("settings", "message", "remedy"),
    [
        ({"papr": "a4"}, "no option 'papr'", "Did you mean 'paper'?"),
        ({"paper": "a5"}, "sample.paper cannot be 'a5'", "It takes a4, letter"),
        ({"size-pt": "big"}, "sample.size-pt cannot be 'big'", "It takes a number"),
        ({"size-pt": "99"}, "sample.size-pt cannot be '99'", "It takes a number"),
        ({"line-numbers": "perhaps"}, "sample.line-numbers cannot be 'perhaps'", "It takes yes or no"),
    ],
)
def test_a_mistake_is_answered_with_what_was_meant(settings: dict[str, str], message: str, remedy: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        make_options(sample(), settings)
    assert caught.value.remedy == remedy


def test_a_setting_without_a_format_is_for_all_that_have_it() -> None:
    plain = sample("plain", type("None_", (msgspec.Struct,), {}, frozen=True))
    assert split_settings(["paper=letter", "one.size-pt=9"], [sample("one"), sample("two"), plain]) == {
        "one": {"paper": "letter", "size-pt": "9"},
        "two": {"paper": "letter"},
        "plain": {},
    }


@pytest.mark.parametrize("assignment", ["paper", "pdf.paper=a4", "papr=a4"])
def test_a_setting_for_nobody_is_refused(assignment: str) -> None:
    with pytest.raises(UsageError):
        split_settings([assignment], [sample("one")])


def test_options_describe_themselves() -> None:
    fields = describe_options(SampleOptions)
    assert [(field.name, field.takes, field.default) for field in fields] == [
        ("paper", "a4, letter", "a4"),
        ("line-numbers", "yes or no", "no"),
        ("size-pt", "a number", "10.5"),
        ("fonts", "words with commas between", ""),
    ]


def test_choices_ignore_case_and_bounds_are_said_in_words() -> None:
    pdf = load_format("pdf")
    assert getattr(make_options(pdf, {"layout": "Newspaper"}), "layout") == "newspaper"  # noqa: B009
    with pytest.raises(UsageError, match=r"pdf.columns cannot be '7': it must be at most 3$"):
        make_options(pdf, {"columns": "7"})
    with pytest.raises(UsageError, match=r"pdf.layout cannot be 'newspapr'$") as caught:
        make_options(pdf, {"layout": "newspapr"})
    assert caught.value.remedy.startswith("Did you mean 'newspaper'? It takes ")
