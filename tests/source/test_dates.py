from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.source.dates import UnreadableDate, read_moment

EASTERN = timezone(timedelta(hours=-4))


@pytest.mark.parametrize(
    ("value", "moment", "clarity"),
    [
        ("2018-10-23", datetime(2018, 10, 23, tzinfo=UTC), "day"),
        (date(2018, 10, 23), datetime(2018, 10, 23, tzinfo=UTC), "day"),
        ("20181023", datetime(2018, 10, 23, tzinfo=UTC), "day"),
        (20181023, datetime(2018, 10, 23, tzinfo=UTC), "day"),
        ("2018/1/3", datetime(2018, 1, 3, tzinfo=UTC), "day"),
        ("2018-10-23 09:00:00 -0400", datetime(2018, 10, 23, 9, tzinfo=EASTERN), "zoned"),
        ("2018-10-23 9:00 -04", datetime(2018, 10, 23, 9, tzinfo=EASTERN), "zoned"),
        ("2018-10-23T09:00:00.123Z", datetime(2018, 10, 23, 9, tzinfo=UTC), "zoned"),
        ("2018-10-23t9:05+00:00", datetime(2018, 10, 23, 9, 5, tzinfo=UTC), "zoned"),
        ("2018-10-23 9:05 EDT", datetime(2018, 10, 23, 9, 5, tzinfo=EASTERN), "zoned"),
        ("2018-10-23 9:05", datetime(2018, 10, 23, 9, 5, tzinfo=UTC), "unzoned"),
        ("2018-10-23 12:05 a.m.", datetime(2018, 10, 23, 0, 5, tzinfo=UTC), "unzoned"),
        (datetime(2018, 10, 23, 9, tzinfo=EASTERN), datetime(2018, 10, 23, 9, tzinfo=EASTERN), "zoned"),
        ("October 23, 2018", datetime(2018, 10, 23, tzinfo=UTC), "day"),
        ("Sept. 3rd, 2018 at 5:30 pm EST", datetime(2018, 9, 3, 22, 30, tzinfo=UTC), "zoned"),
        ("Tuesday, 23 October 2018", datetime(2018, 10, 23, tzinfo=UTC), "day"),
        ("Tue, 23 Oct 2018 09:00:00 GMT", datetime(2018, 10, 23, 9, tzinfo=UTC), "zoned"),
        ({"created": "2018-10-23", "updated": "2019-01-01"}, datetime(2018, 10, 23, tzinfo=UTC), "day"),
    ],
)
def test_forms_in_use(value: object, moment: datetime, clarity: str) -> None:
    assert read_moment(value) == (moment, clarity)


@pytest.mark.parametrize("value", [None, "", "  ", {}])
def test_nothing_is_no_date(value: object) -> None:
    assert read_moment(value) is None


@pytest.mark.parametrize(
    "value",
    [
        *("2018-02-29", "2018-10-23 25:00", "2018-10-23 09:00 +25:00", "10/11/2018", "yesterday", "Foober 3, 2018"),
        *(True, [1], "0000-01-01", "9999-12-31T23:00:00-05:00", "2018", "2018-10-23 13:00 pm", "x" * 500),
    ],
)
def test_what_cannot_be_read_is_never_guessed(value: object) -> None:
    with pytest.raises(UnreadableDate):
        read_moment(value)


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(1900, 1, 1)))  # noqa: DTZ001 - bounds carry no zone
def test_iso_times_come_back(moment: datetime) -> None:
    assert read_moment(moment.isoformat()) == (moment.replace(microsecond=0), "zoned")


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read_moment(text)
    except UnreadableDate:
        return
    assert found is None or found[0].tzinfo is not None
