"""How notices of an embargo are told from stories about one."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from exporters.notices import (
    Notice,
    Verdict,
    any_may_hold_notice,
    find_notice,
    head_may_hold_notice,
    judge_notice,
    surely_told,
)

NOTICES = [
    "EMBARGOED UNTIL 12:01 a.m., 3 March 2027",
    "Embargo: 2027-03-03 12:00",
    "Embargo: 10:00 CET, 5 March",
    "Under embargo until Friday",
    "*** STRICTLY EMBARGOED till noon ***",
    "Embargoed until further notice",
    "Not for release before 3 March",
    "NOT FOR PUBLICATION, BROADCAST OR USE ON CLUB TAPES BEFORE 00:01 HOURS MONDAY",
    "HOLD FOR RELEASE",
    "EMBARGOED FOR RELEASE: March 3, 2027",
    "Embargoed copy",
    "Embargo lifts Monday, 9 a.m.",
    "Embargo lifts 3 March 2027, 00:01 GMT",
    "Do not publish before 3 March 2027",
    "DO NOT RELEASE BEFORE MONDAY",
    "Please hold this story until 3 March 2027",
    "Embargado hasta el 3 de marzo de 2027",
    "Press release – strictly embargoed",
    "Sperrfrist: 3. März 2027, 10 Uhr",
    "Bajo embargo hasta el 3 de marzo de 2027",
    "Sous embargo jusqu'au 3 mars 2027",
    "WASHINGTON — EMBARGOED UNTIL 3 March: The court ruled on Monday that",
    "Press release. Embargoed until 00:01 GMT, 3 March 2027. The court ruled.",
    "The court ruled on Monday. (Embargoed until Tuesday, 9 a.m.) It said",
    "A report of the centre\nEmbargo until 3 March 2027\nThe court",
    "Transmission of material in this news release is embargoed until 8:30 a.m. (ET) Friday, January 10, 2025",
    "This report is under strict embargo until Monday, 9 a.m.",
    "A copy for editors EMBARGOED UNTIL Friday",
    "slug: a embargo: 2099-01-01T00:00:00Z",
    "EMBARGOED",
    "Embargoed",
    "Strict embargo",
    "For release: March 3, 2027",
    "E M B A R G O E D  U N T I L  3 March 2027",
    "E.M.B.A.R.G.O: 3 March 2027",
    "S p e r r f r i s t bis 12. Mai",
    "Э М Б А Р Г О",
    "SPERRFR\u0130ST: 12. Mai 2026, 10 Uhr",
    "sperrfr\u0131st: 12. Mai 2026",
    "(Not for publication before noon)",
    "S P E R R F R I S T 3. März 2027",
    "Ne pas publier avant le 3 mars 2027",
    "NO PUBLICAR ANTES DEL 3 de marzo de 2027",
    "Non pubblicare prima del 3 marzo 2027",
    "Não publicar antes de 3 de março de 2027",
    "Nicht zur Veröffentlichung vor dem 3. März 2027",
    "Niet voor publicatie vóór 3 maart 2027",
    "ЭМБАРГО до 3.03.2027",
    "Sperrvermerk: 3. März 2027, 10 Uhr",
]
STORIES = [
    "Embargo ends Monday for goods from the island",
    "Embargo lifts hopes of farmers",
    "Do not publish what you cannot prove",
    "The embargo lifts at 9 a.m. on Monday, the ministry of trade said",
    "The embargo of 1962",
    "Embargoes until then had been short.",
    "Embargo: what the word means",
    "The court lifted the embargo until May.",
    "The oil embargo: 1973 and what it changed.",
    "Embargo: 5 things to know",
    "Embargo until May on Russian oil, EU says",
    "The files are embargoed until 2035, the archive said.",
    "The study was embargoed until Monday, but a paper broke it.",
    "Sin embargo, hasta el 3 de marzo de 2027 nadie lo sabía.",
    "El gobierno, sin embargo: 3 de marzo",
    'The memo, stamped "EMBARGOED UNTIL 3 March 2027", was leaked.',
    "OIL EMBARGO UNTIL 3 MARCH LIFTED BY COURT",
    "Software embargoed countries are on the list of 3 March 2027.",
    "The fix is ready for release on 3 March 2027.",
    "Sperrfrist: Was Journalisten wissen müssen",
    "They waited. For release they had to pay.",
    "Post-embargo until 3 March 2027 the market fell.",
    "Embargo",
    "embargo\n",
    "The U.S. will embargo: grain, oil and 3 other goods.",
    "Il ne faut pas publier avant le 3 mars ce que l'on n'a pas lu.",
    "They do not publish before 3 March what they have not read.",
    "A B C D E F G H I J K L M N O P",
    "Die Daten sind nicht zur Veröffentlichung bestimmt.",
]


@pytest.mark.parametrize("words", NOTICES)
def test_a_notice_is_found(words: str) -> None:
    assert find_notice(words) is not None


@pytest.mark.parametrize("words", STORIES)
@pytest.mark.parametrize("heading", [True, False])
def test_a_story_about_an_embargo_is_none(words: str, heading: bool) -> None:
    assert find_notice(words, heading=heading) is None


@pytest.mark.parametrize("words", ["Embargo", "Under embargo: a life", "Embargoed until death"])
def test_a_heading_needs_a_time_beside_it(words: str) -> None:
    assert find_notice(words, heading=True) is None
    assert find_notice("Embargoed until Friday: the report", heading=True) is not None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Embargoed until 00:01, 3 March 2027", date(2027, 3, 3)),
        ("Embargoed until March 3rd, 2027 9 a.m.", date(2027, 3, 3)),
        ("Embargo: 2027-03-03", date(2027, 3, 3)),
        ("Sperrfrist: 3. März 2027, 10 Uhr", date(2027, 3, 3)),
        ("Sous embargo jusqu'au 3 juin 2027", date(2027, 6, 3)),
        ("Embargoed until 30 February 2027, 9:00", None),
        ("Embargoed until Friday", None),
    ],
)
def test_the_day_of_a_notice(words: str, day: date | None) -> None:
    found = find_notice(words)
    assert found is not None
    assert found.day == day


def moment(month: int, day: int) -> datetime:
    return datetime(2027, month, day, 12, tzinfo=UTC)


MARCH = Notice("Embargoed until 3 March 2027", date(2027, 3, 3))


@pytest.mark.parametrize(
    ("notice", "embargo", "published", "now", "verdict"),
    [
        (MARCH, None, None, None, "holds"),
        (MARCH, None, None, moment(3, 2), "holds"),
        (MARCH, None, None, moment(3, 4), "holds"),
        (MARCH, None, None, moment(3, 5), "over"),
        (MARCH, None, moment(3, 3), None, "holds"),
        (MARCH, None, moment(4, 3), None, "nothing"),
        (MARCH, moment(3, 3), None, moment(4, 4), "nothing"),
        (MARCH, moment(2, 3), None, moment(4, 4), "holds"),
        (Notice("Embargoed until Friday", None), None, moment(3, 3), moment(4, 4), "holds"),
        (Notice("Embargoed until Friday", None), moment(3, 3), None, moment(4, 4), "nothing"),
        (MARCH._replace(weak=True), None, moment(3, 3), moment(3, 3), "nothing"),
        (MARCH._replace(weak=True), None, moment(2, 3), moment(2, 3), "holds"),
        (MARCH._replace(weak=True), None, None, None, "holds"),
    ],
)  # fmt: skip
def test_a_notice_is_judged_by_what_the_story_says_of_itself(
    notice: Notice, embargo: datetime | None, published: datetime | None, now: datetime | None, verdict: Verdict
) -> None:
    assert judge_notice(notice, embargo, published, now) == verdict


@pytest.mark.parametrize("space", ["\u2003", "\u2009", "\u202f", "\u3000"])
def test_spaces_of_other_widths_hide_no_notice(space: str) -> None:
    words = f"Not{space}for{space}release before 3 March"
    assert find_notice(words) is not None
    assert any_may_hold_notice([words])
    assert head_may_hold_notice(words.encode(), frozenset(space))


@pytest.mark.parametrize(
    "words", ["ＥＭＢＡＲＧＯＥＤ until 9:00", "e𝐌𝐁A𝐑𝐆O: 2031-03-01 09:00", "Ｅmbargo until 9 a.m."]
)
def test_letters_of_full_width_hide_no_notice_below_the_head(words: str) -> None:
    assert find_notice(words, below=True) is not None
    assert surely_told(f"Words.\n\n{words}\n".encode())
    assert not surely_told("Слова，и всё。".encode())


def test_holding_something_of_something_else_is_no_notice() -> None:
    assert find_notice("Hold the story of a town in your hands.") is None
    assert find_notice("Hold the story until noon.") is not None
    assert find_notice("Hold the story of the raid until noon.") is not None
