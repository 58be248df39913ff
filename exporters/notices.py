"""How an embargo is announced in words, as press releases have it: found, dated, and judged against what a story says.

A story *about* an embargo must go out, one *under* an embargo must not. What tells them apart is how the words stand:
a notice opens a line or sentence, is in capitals, or speaks of itself (`this report is embargoed until …`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from exporters.patterns import beyond_ascii, letters_of_file, pattern

HEAD = 5
"""Blocks of a story whose first words are its head, where press releases have their notices."""

_HEAD = 20_000  # characters of a block that are looked at
_MOST = 50  # words of the kind in one block that are looked at
_SHOWN = 60
_LONGEST_BELOW = 200  # characters of a block below the head that is a notice and not a paragraph about one

_WORD = pattern(
    r"(?<![^\W_])(?:(?P<noun>embargo|ambargo|embarg(?=ad[oa])|sperrfrist|sperrvermerk|эмбарго|εμπάργκο)(?P<verb>ed|ad[oa]|té)?(?![^\W_])"
    r"|(?P<other>not\s+(?:for|to\s+be)\s+(?:release|publi|broadcast|distribut|use)\w*|hold\s+for\s+(?:release|publication)"
    r"|do\s+not\s+(?:publish|release|broadcast|distribute)|hold\s+(?:this|the)\s+(?:story|copy|text|report|release)"
    r"|ne\s+pas\s+(?:publi|diffus|divulg)\w*|no[n]?\s+(?:pub|difund|diffond|divulg)\w*|n[ãa]o\s+(?:public|divulg)\w*"
    r"|nicht\s+(?:(?:zur|für\s+die)\s+)?(?:ver(?:ö|oe)ffentlich|publik|publiz)\w*|niet\s+(?:(?:voor|ter)\s+)?public\w*"
    r"|(?:ikke|inte|ej|ikkje)\s+(?:offentlig|public|publis)\w*|не\s+(?:для\s+)?публик\w*)"
    r"|(?P<release>for\s+(?:release|publication|broadcast))(?![^\W_]))",
    re.IGNORECASE,
)
# What a text must have for a closer look, in lower case and without what stands between letters that are set apart, as
# in `E M B A R G O E D`. Most texts have none of it.
_PARTS = (
    b"mbarg", b"sperr", b"donotpub", b"donotrel", b"donotbro", b"donotdis", b"holdth",
    b"forrelease", b"forpublication", b"forbroadcast", b"notfor", b"nottober", b"nottobepubl",
    b"nottobeb", b"nottobed", b"nottobeu", b"nepas", b"nopubl", b"nodif", b"nodivul", b"nonpubb", b"nondi",
    "nãop".encode(), b"naop", b"ffentli", b"nichtpubli", b"nichtf", b"nietvoor", b"nietter", b"nietpubl", b"ejpubl",
    b"intepubl", b"ikkepubli", "мбарго".encode(), "МБАРГО".encode(), "публик".encode(), "ПУБЛИК".encode(),
    "μπάργκο".encode(), "ΜΠΆΡΓΚΟ".encode(),
)  # fmt: skip
_SURE = (
    b"mbarg",
    b"sperr",
    b"donotpub",
    b"donotrel",
    b"notforpub",
    b"notforrel",
    b"nottobe",
    b"holdforrel",
    b"nietvoorpub",
)
"""As `_PARTS`, of what stops a story wherever it stands in it, without all that is no letter of ASCII."""
_SURE_ACCENTED = (b"nepaspub", b"nepasdiff", b"nopublicar", b"nonpubblic", b"nichtzurver")
_ACCENTS = b"\xc3" + "éèóüöÉÈÓÜÖ".encode("cp1252")  # the first byte of é and its like in UTF-8, all of them else
"""And in languages that are not written without accents, by the bytes that tell of one."""
_SURE_ELSEWHERE = ("мбарго".encode(), "МБАРГО".encode(), "μπάργκο".encode(), "ΜΠΆΡΓΚΟ".encode())
_ELSEWHERE = b"\xd0\xce"
"""And in other letters, without all of ASCII, by the bytes that begin these."""
_ASCII = bytes(range(128))
_LOWER = bytes(range(256)).lower()
_BETWEEN = bytes(range(33)) + b".-_*~`\x7f"
_ENTITIES = (b"nbsp", b"shy")
_GAPS = ("\xa0".encode(), "\xad".encode(), "\u200b".encode())
"""What stands between or within the words of pages that were copied, as letters and as bytes."""

_SPACED = pattern(r"(?<![^\W_])(?:[^\W_][ ._*·-]{1,3}){6,}[^\W_](?![^\W_])")
_SPACED_WORDS = ("embargo", "sperrfrist", "эмбарго")
_STEMS = ("embarg", "perrfr", "эмбарг")
"""What letters in a row must have for the words themselves to stand there; `i` and `s` have other forms."""

_ADVERBS = (
    r"(?:(?:please|strict(?:ly|e|o)?|absolute|full|global|under|news|press|media|note|notice|important|attention|confidential"
    r"|achtung|bitte|bajo|sous|onder|unter|sob|sotto|story|copy|release|report|text|advance)[\W_]+)*"
)
_SHOUTED = pattern(r"(?:EMBARGO|SPERRFRIST|NOT FOR|NOT TO BE|HOLD FOR|ЭМБАРГО)")
_OPENING = pattern(rf"(?:[\n.!?:;|•·–—()\[\]<>]|--|\s-\s)[\W_]*{_ADVERBS}$", re.IGNORECASE)
_ALONE = pattern(
    rf"[\W_]*{_ADVERBS}(?:embargo(?:ed)?|sperrfrist)(?:[\W_]+(?:copy|material|release|text|version))?[\W_]*",
    re.IGNORECASE,
)
_STRICT = pattern(r"(?:strict(?:ly|e|o)?|under|bajo|sous|onder|unter|sob|sotto)[\W_]+$", re.IGNORECASE)
_UNTIL = pattern(
    r"[\W_]*(?:(?:for\s+)?(?:release|publication|broadcast|use)[\W_]+)?(?:lifts?\s+)?"
    r"(?:until|till?|'til|to|for|before|prior\s+to|through|jusqu|hasta|até|fino|tot|bis|vor|до|έως|μέχρι)(?![^\W_]{3})",
    re.IGNORECASE,
)
_LIFTS = pattern(
    r"[\W_]*lifts?(?![^\W_])[^.!?\n]{0,60}?(?:\d{1,2}[:.]\d\d|\d\s*(?:[ap]\.?m\b|hours|hrs|h\b|GMT|UTC)|noon|midnight)",
    re.IGNORECASE,
)
"""`Embargo lifts Monday, 9 a.m.`: one of trade ends on a day, not at an hour."""
_LATER = pattern(
    r"[^.!?\n]{0,80}?(?<![^\W_])(?:until|till|before|prior\s+to|avant|jusqu|antes|hasta|prima|vor|bis"
    r"|voor|vóór|tot|före|før|до)(?![^\W_])",
    re.IGNORECASE,
)
_OF = pattern(r"\s+of\s", re.IGNORECASE)
"""`Hold the story of a town in your hands` asks for nothing to wait, unless it says until when."""
_COLON = pattern(r"[\W_]*[:=–—|-]", re.IGNORECASE)
_OF_ITSELF = pattern(
    r"(?<![^\W_])(?:this|these|transmission|the\s+following|(?:news|press|media)\s+release|information\s+(?:in|contained))\b"
    r"[^.!?\n]{0,80}\b(?:is|are|remains?|stays?|under)\s+(?:(?:strictly|under|strict|an)\s+)*$",
    re.IGNORECASE,
)
_ENTRY = pattern(r"(?:^|[\s{,])[\"']?embargo\w*[\"']?\s*[:=]\s*[\"']?(?:\d{4}-\d\d-\d\d|\d{8})", re.IGNORECASE)
"""A line of front matter that became text, because something stood before it or its fence is none."""

_NO_WIDTH = frozenset(
    map(chr, (0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070),
              *range(0xFE00, 0xFE10), 0xFEFF))
)  # fmt: skip
_SPACES = frozenset(map(chr, (0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)))
_WIDE_BEGIN = (b"\xef\xbc", b"\xef\xbd", b"\xf0\x9d")
_WIDE_LETTER = pattern(rb"\xef\xbc[\xa1-\xba]|\xef\xbd[\x81-\x9a]|\xf0\x9d[\x90-\x9f]")
"""Such letters in UTF-8, and what they begin with as punctuation of Chinese does."""
_WIDE = "\uff01"  # from here on there are letters of full width and those of mathematics, which pass for bold ones

_MONTHS = {
    "jan": 1, "ene": 1, "gen": 1, "feb": 2, "fév": 2, "fev": 2, "mar": 3, "mär": 3, "maa": 3, "apr": 4, "abr": 4,
    "avr": 4, "may": 5, "mai": 5, "maj": 5, "mei": 5, "mag": 5, "jun": 6, "giu": 6, "jul": 7, "lug": 7, "aug": 8,
    "ago": 8, "aoû": 8, "sep": 9, "set": 9, "oct": 10, "okt": 10, "ott": 10, "out": 10, "nov": 11, "dec": 12,
    "dez": 12, "déc": 12, "dic": 12, "янв": 1, "фев": 2, "мар": 3, "апр": 4, "май": 5, "мая": 5, "июн": 6, "июл": 7,
    "авг": 8, "сен": 9, "окт": 10, "ноя": 11, "дек": 12,
}  # fmt: skip
_MONTH = rf"(?:{'|'.join(_MONTHS)}|juin|juil)[^\W\d_]{{0,7}}"
_DAY = r"\d{1,2}(?:st|nd|rd|th|er|º)?"
_WHEN = pattern(
    r"\d{1,2}[:.h]\d\d(?!\d)|\d{1,2}\s*(?:[ap]\.?\s?m\b|h\b|hrs?\b|hours\b|uhr\b)"
    r"|\b\d{4}\s*(?:hours|hrs|gmt|utc|h|z)\b|\d{4}-\d\d|\b\d{8}\b|\b\d{1,2}[./]\d{1,2}\b"
    rf"|\b{_DAY}[.,\s]+(?:of\s+|de\s+)?{_MONTH}|\b{_MONTH}\.?\s+{_DAY}\b(?!\d)"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:noon|midnight|today|tonight|tomorrow)\b",
    re.IGNORECASE,
)
"""What only a time has: an hour, a day of a month, a weekday. A year or a month by itself is none."""

_DATES = pattern(
    rf"\b(?P<y1>\d{{4}})-(?P<m1>\d\d)-(?P<d1>\d\d)|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th|er|º)?[.,\s]+(?:of\s+|de\s+)?"
    rf"(?P<m2>{_MONTH})\.?,?\s+(?:de\s+)?(?P<y2>\d{{4}})\b|\b(?P<m3>{_MONTH})\.?\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s+"
    r"(?P<y3>\d{4})\b",
    re.IGNORECASE,
)


class Notice(NamedTuple):
    """A notice: its first words, the last day that it names, if any, and whether it counts only for a day to come."""

    words: str
    day: date | None
    weak: bool = False


def may_hold_notice(text: str) -> bool:
    """Return whether a closer look at this text could find a notice."""
    return _has(text.encode("utf-8", "surrogatepass").translate(_LOWER, _BETWEEN), _PARTS)


def any_may_hold_notice(texts: Iterable[str]) -> bool:
    """Return whether `find_notice` can find one in any of these texts; for many short ones asked once and not each."""
    text = "\n".join([text[:_HEAD] for text in texts])
    return may_hold_notice(text if text.isascii() else _in_plain_letters(text))


def head_may_hold_notice(data: bytes, signs: Collection[str]) -> bool:
    """Return the same of words in UTF-8, whose characters beyond ASCII are all among these."""
    if _NO_WIDTH.isdisjoint(signs) and _SPACES.isdisjoint(signs) and max(signs, default="") < _WIDE:
        return _has(data.translate(_LOWER, _BETWEEN), _PARTS)
    return may_hold_notice(_in_plain_letters(data.decode()))


def surely_told(data: bytes) -> bool:
    """Return whether a closer look at the whole of this file could find a notice that counts wherever it stands."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", errors="replace").encode(errors="replace")
    if _has(data, _WIDE_BEGIN) and _WIDE_LETTER.search(data):
        data = _in_plain_letters(data.decode(errors="replace")).encode(errors="replace")
    letters = letters_of_file(data)
    parts = (*_SURE, *_SURE_ACCENTED) if _has_byte(data, _ACCENTS) else _SURE
    if _has(letters, parts):
        return True
    if _has_byte(data, b"&") and _has(letters, _ENTITIES):
        for entity in _ENTITIES:
            letters = letters.replace(entity, b"")
        if _has(letters, parts):
            return True
    if not _has_byte(data, _ELSEWHERE):
        return False
    beyond = data.translate(None, _ASCII)
    for gap in _GAPS:
        beyond = beyond.replace(gap, b"")
    return _has(beyond, _SURE_ELSEWHERE)


def _has_byte(data: bytes, sought: bytes) -> bool:
    return any(map(data.__contains__, sought))


def _has(data: bytes, parts: tuple[bytes, ...]) -> bool:
    for part in parts:  # noqa: SIM110 - asked for every block of every story: a generator takes twice the time
        if data.find(part) >= 0:  # `in` tries first whether the part is a number, which costs more than the search
            return True
    return False


def find_notice(words: str, *, heading: bool = False, below: bool = False) -> Notice | None:
    """Return the notice of an embargo that these words of a title or of the head of a story hold, if any.

    In a `heading` a time must stand with it: `Embargo: what the word means` is a story like others. `below` the head it
    must be a block of its own, or shout: who writes about embargoes quotes them there.
    """
    text = words[:_HEAD]
    if not text.isascii():
        text = _in_plain_letters(text)
    if not may_hold_notice(text):
        return None
    letters = "".join(filter(str.isalnum, text)).lower()
    named = any(stem in letters for stem in _STEMS)  # most patterns need not be compiled where it is not
    told = _spelt_out(text) if named else None
    if told is not None:
        return told
    if below and len(text) > _LONGEST_BELOW and not _SHOUTED.search(text):
        return None
    bare = text.strip().casefold() in ("embargo", "sperrfrist")  # a tag or a title, unless it is in capitals
    if (
        named
        and _ALONE.fullmatch(text)
        and not (bare and (heading or below))
        and (text.isupper() or not (bare or below))
    ):
        return Notice(text.strip()[:_SHOWN], None)
    shouting = text.upper() == text
    for count, found in enumerate(_WORD.finditer(text)):
        if count >= _MOST:
            break
        before = "\n" + text[max(0, found.start() - 160) : found.start()]
        if found.start() > 160:
            before = before[1:]
        opening = _OPENING.search(before)
        first = opening is not None and opening.start() == 0 and found.start() <= 160
        after = text[found.end() : found.end() + 200]
        if below and not (first or (found[0].isupper() and not shouting)):
            continue
        if _binds(found, before, after, opening=opening is not None, first=first and not heading, shouting=shouting):
            if below and (found["release"] is not None or _WHEN.search(after[:100]) is None):
                continue
            said = text[found.start() : found.start() + _SHOWN]
            return Notice(" ".join(said.split()), _last_day(after), weak=found["release"] is not None)
    return _entry(text) if named and not below else None


def _spelt_out(text: str) -> Notice | None:
    """Return the notice in letters set apart, as in `E M B A R G O E D`; nobody writes them so of anything else."""
    for found in _SPACED.finditer(text[:_HEAD]):
        together = re.sub(r"[\W_]", "", found[0])
        if any(word in together.lower() for word in _SPACED_WORDS):
            return Notice(" ".join(found[0].split())[:_SHOWN], _last_day(text[found.start() : found.start() + 200]))
    return None


def _in_plain_letters(text: str) -> str:
    """Return the text without the soft hyphens that copies of pages have, and in plain letters."""
    beyond = beyond_ascii(text)
    if not _NO_WIDTH.isdisjoint(beyond):
        text = "".join([letter for letter in text if letter not in _NO_WIDTH])
    for space in _SPACES.intersection(beyond):
        text = text.replace(space, " ")
    if max(beyond, default="") < _WIDE:
        return text
    return "".join([unicodedata.normalize("NFKC", letter) if letter >= _WIDE else letter for letter in text])


def _entry(text: str) -> Notice | None:
    found = _ENTRY.search(text)
    return Notice(" ".join(text[found.start() :][:_SHOWN].split()), _last_day(found[0])) if found else None


def _binds(found: re.Match[str], before: str, after: str, *, opening: bool, first: bool, shouting: bool) -> bool:
    """Return whether the word found is that of a notice; `first` says that the block begins with it."""
    if not opening and (found["release"] or found["other"]):
        return False
    timed = _WHEN.search(after[:100]) is not None
    if found["release"]:
        return timed
    if found["other"]:
        told_to_wait = found[0].lower().startswith("hold") and not _OF.match(after)
        held = told_to_wait or _LATER.match(after) is not None
        return held and (first or timed)
    until = _UNTIL.match(after)
    strict = found["verb"] is not None or _STRICT.search(before) is not None
    if opening and strict and (until is not None or _COLON.match(after)):
        return first or timed
    if opening and first and _LIFTS.match(after):
        return True
    if opening and (until is not None or _COLON.match(after) or found["noun"].lower() == "sperrfrist"):
        return _WHEN.search(after[:60]) is not None
    if found[0].isupper() and not shouting and before.rstrip()[-1:] not in ('"', "“", "'", "‘", "«", "„"):
        return until is not None or (strict and found["verb"] is None) or _STRICT.search(before) is not None
    return until is not None and timed and _OF_ITSELF.search(before) is not None


def _last_day(text: str) -> date | None:
    """Return the latest of the days with a year that stand here."""
    days = []
    for found in _DATES.finditer(text):
        month = found["m1"] or found["m2"] or found["m3"]
        number = int(month) if month.isdigit() else _month(month)
        try:
            days.append(
                date(
                    int(found["y1"] or found["y2"] or found["y3"]),
                    number,
                    int(found["d1"] or found["d2"] or found["d3"]),
                )
            )
        except ValueError:
            continue
    return max(days, default=None)


def _month(name: str) -> int:
    lower = name.lower()
    return 6 if lower.startswith("juin") else 7 if lower.startswith("juil") else _MONTHS[lower[:3]]


Verdict = Literal["holds", "over", "nothing"]


def judge_notice(
    notice: Notice, embargo: datetime | None, published: datetime | None, now: datetime | None = None
) -> Verdict:
    """Return whether a notice `holds` the story that says this of itself, is `over` but still stands, or is `nothing`.

    `now` is None where nobody may look at the clock; then what is not surely over holds. Days are taken as a day and
    a half longer than they are, for the zones.
    """
    day, slack = notice.day, timedelta(days=1)
    if embargo is not None:
        return "holds" if day is not None and day > embargo.date() + slack else "nothing"
    if notice.weak:
        reference = max((moment.date() for moment in (now, published) if moment is not None), default=None)
        return "holds" if day is not None and (reference is None or day > reference) else "nothing"
    if day is None:
        return "holds"
    if published is not None and day < published.date() - timedelta(days=7):
        return "nothing"  # told of something long past
    return "over" if now is not None and day + slack < now.date() else "holds"
