"""Whatever a publication holds, its PDF conforms to what it claims, repeats, and no error escapes."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import sampled_from

from exporters.model.publication import Publication
from tests.formats.pdf.inspection import failures, read_pdf, written
from tests.strategies import numbered_publications

# Each example takes a second, and to make a failing one smaller would take five minutes.
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


# One column with notes at its foot, and everything that stands otherwise in other layouts.
_LAYOUTS: tuple[dict[str, str], ...] = (
    {},
    {"layout": "newspaper", "page_references": "yes", "note_numbers": "page"},
    {"layout": "filing", "line_numbers": "yes", "paragraph_numbers": "yes", "exhibit": "A", "bates": "X1"},
    {"columns": "2", "paper": "100x140mm"},
)


@given(numbered_publications(), sampled_from(_LAYOUTS))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=_PHASES)
def test_any_publication_conforms_and_repeats(publication: Publication, layout: dict[str, str]) -> None:
    data, report = written(publication, **layout)
    assert not report.count("error")
    withdrawn = any(diagnostic.code == "pdf-picture-without-alt" for diagnostic in report.diagnostics)
    if not withdrawn:
        assert failures(data) == []
    read_pdf(data)
    assert written(publication, **layout)[0] == data
