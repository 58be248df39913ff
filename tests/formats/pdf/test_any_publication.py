"""Whatever a publication holds, its PDF conforms to what it claims, repeats, and no error escapes."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings

from exporters.model.publication import Publication
from tests.formats.pdf.inspection import failures, read_pdf, written
from tests.strategies import numbered_publications

# Each example takes a second, and to make a failing one smaller would take five minutes.
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


@given(numbered_publications())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=_PHASES)
def test_any_publication_conforms_and_repeats(publication: Publication) -> None:
    data, report = written(publication)
    assert not report.count("error")
    withdrawn = any(diagnostic.code == "pdf-picture-without-alt" for diagnostic in report.diagnostics)
    if not withdrawn:
        assert failures(data) == []
    read_pdf(data)
    assert written(publication)[0] == data
