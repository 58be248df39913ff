"""Total fit and first fit on bare numbers."""

from __future__ import annotations

from exporters.formats.pdf.breaking import Places, first_fit, total_fit


def words(widths: list[float], space: float = 3.0) -> Places:
    """Return places after each of these words."""
    ends, starts = [0.0], [0.0]
    stretch_to, stretch_from = [0.0], [0.0]
    x = 0.0
    for index, width in enumerate(widths):
        ends.append(x + width)
        x += width + space
        starts.append(x)
        stretch_to.append(space * index)
        stretch_from.append(space * (index + 1))
    return Places(ends, starts, stretch_to, stretch_from)


def test_one_line_is_one_line() -> None:
    assert total_fit(words([10, 10]), 100, justified=True) == ([2], 0.0)
    assert first_fit(words([10, 10]), 100, justified=True) == [2]


def test_lines_are_within_what_spaces_can_shrink() -> None:
    places = words([20.0, 17.0, 31.0, 12.0, 25.0, 9.0] * 20)
    for found in (total_fit(places, 100, justified=True)[0], first_fit(places, 100, justified=True)):
        begin = 0
        for place in found:
            natural = places.ends[place] - places.starts[begin]
            assert natural - 0.3 * (places.stretch_to[place] - places.stretch_from[begin]) <= 100
            begin = place
        assert begin == len(places.ends) - 1


def test_total_fit_looks_ahead() -> None:
    # First fit takes all it can and leaves the fourth word alone on its line.
    places = words([30, 30, 30, 30, 90, 30], 4)
    assert first_fit(places, 100, justified=False) == [3, 4, 5, 6]
    assert total_fit(places, 100, justified=False)[0] == [2, 4, 5, 6]


def test_a_stretch_wider_than_the_measure_stands_alone() -> None:
    assert total_fit(words([50, 300, 50]), 100, justified=True)[0] == [1, 2, 3]
    assert first_fit(words([50, 300, 50]), 100, justified=True) == [1, 2, 3]


def test_penalised_places_are_avoided_if_there_is_as_good_a_one() -> None:
    places = words([30.0] * 12)
    penalties = [0] * len(places.ends)
    free = total_fit(places, 100, justified=False)[0]
    penalties[free[0]] = 5000
    assert free[0] not in total_fit(places._replace(penalties=penalties), 100, justified=False)[0]
