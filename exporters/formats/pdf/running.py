"""What stands at the head and foot of pages: artifacts, for a reader who hears the page needs neither."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from exporters.formats.pdf.boxes import filled_rectangle
from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.emission import draw_lines
from exporters.formats.pdf.foresight import learn_fresh
from exporters.formats.pdf.lines import Lines, break_lines, text_width_pt
from exporters.formats.pdf.runs import Run
from exporters.formats.pdf.sheet import HAIR, RUNNING, Sheet
from exporters.formats.pdf.story import HtmlDirection
from exporters.formats.pdf.theme import Line
from exporters.patterns import pattern

_APART_EM = 1.5
# In a long document the numbers of the pages to come are shaped together.
_PAGE_NUMBER = pattern("[1-9][0-9]{1,3}")
_PAGES_AT_ONCE = 50
_MOST_LETTERS = 120  # of a text that is cut: words far beyond are not even tried


class PageFacts(msgspec.Struct, frozen=True):
    """What the lines of one page are made of: the words for the slots, and how the page stands."""

    slots: Mapping[str, str]
    language: str
    direction: HtmlDirection
    opening: bool
    left_hand: bool


class RunningHeads:
    """Draws the lines at the edges of pages as the theme has them."""

    def __init__(self, canvas: TaggedCanvas, sheet: Sheet) -> None:
        self.canvas = canvas
        self.sheet = sheet
        theme = sheet.theme
        # A number that stamps pages stands on all of them, wherever the theme has room for it.
        self._foot = theme.foot
        if sheet.options.bates and "{bates}" not in _said(theme.head) + _said(theme.foot):
            free = next((place for place in ("centre", "start", "end") if not getattr(theme.foot, place)), "")
            self._foot = msgspec.structs.replace(
                theme.foot, **({free: "{bates}"} if free else {"end": f"{theme.foot.end} {{bates}}"})
            )
        self.needs_total = "{pages}" in _said(theme.head) + _said(theme.foot)
        self.needs_section = "{section}" in _said(theme.head) + _said(theme.foot)
        # Most of what stands here is the same from page to page.
        self._lines: dict[tuple[str, str, str, str], Lines] = {}
        self._widths_pt: dict[tuple[str, str], float] = {}
        self._shortened: dict[tuple[str, float, str], str] = {}
        self._drawn: dict[tuple[Lines, float, float], str] = {}

    def draw(self, facts: PageFacts) -> None:
        """Draw the lines of one page."""
        theme, sheet = self.sheet.theme, self.sheet
        self._draw(theme.head, sheet.head_pt, facts, rule_pt=-0.45 * sheet.leading_pt(RUNNING))
        self._draw(self._foot, sheet.foot_pt, facts, rule_pt=1.1 * sheet.leading_pt(RUNNING))

    def _draw(self, line: Line, baseline_pt: float, facts: PageFacts, rule_pt: float) -> None:
        if facts.opening and not line.opening:
            return
        sheet = self.sheet
        said = {
            place: " ".join(text.format_map(facts.slots).split())
            for place, text in (("left", line.start), ("centre", line.centre), ("right", line.end))
            if text
        }
        if facts.left_hand and sheet.theme.page.mirrored:
            said = {_MIRRORED[place]: text for place, text in said.items()}
        left = sheet.left_pt + sheet.aside_pt(left_hand=facts.left_hand)
        said = self._fitted(said, facts)
        for place, text in said.items():
            if text:
                self.canvas.draw_artifact(self._operators(self._broken(text, place, facts), left, baseline_pt))
        if line.rule and any(said.values()):
            edge = baseline_pt + rule_pt
            self.canvas.draw_artifact(
                filled_rectangle(sheet.colour(HAIR), left, edge, left + sheet.measure_pt, edge + 0.4)
            )

    def _fitted(self, said: dict[str, str], facts: PageFacts) -> dict[str, str]:
        """Return the texts so short that none touches another: what is longest is cut, numbers and dates are short."""
        sheet = self.sheet
        widths = {place: self._width_pt(text, place, facts) for place, text in said.items()}
        gap = sheet.space_pt(_APART_EM)
        for place in sorted(widths, key=lambda place: -widths[place])[:2]:
            others = [width for other, width in widths.items() if other != place]
            room = sheet.measure_pt
            if place == "centre" and others:
                room -= 2 * (max(others) + gap)
            elif "centre" in said:
                room = (room - widths["centre"]) / 2 - gap
            elif others:
                room -= others[0] + gap
            room = max(room, sheet.measure_pt * 0.2)
            if widths[place] > room:
                key = said[place], room, facts.language
                if key not in self._shortened:
                    self._shortened[key] = self._cut(*key)
                said[place] = self._shortened[key]
                widths[place] = room
        return said

    def _width_pt(self, text: str, place: str, facts: PageFacts) -> float:
        key = text, facts.language
        width = self._widths_pt.get(key)
        if width is None:
            style, language = self.sheet.style(RUNNING), facts.language
            if _PAGE_NUMBER.fullmatch(text):
                known = style.face.words(language, style.features, style.size_pt)
                if text not in known.shaper.words:
                    first = int(text)
                    learn_fresh(known, [str(number) for number in range(first, first + _PAGES_AT_ONCE)])
            if len(text) <= _MOST_LETTERS and len(lines := self._broken(text, place, facts)) == 1:
                width = lines.widest_pt
            else:
                width = text_width_pt(text, style, language)
            self._widths_pt[key] = width
        return width

    def _operators(self, lines: Lines, left_pt: float, baseline_pt: float) -> str:
        """Return what draws the first of these lines there."""
        key = lines, left_pt, baseline_pt
        drawn = self._drawn.get(key)
        if drawn is None:
            leading_pt, resource_name = self.sheet.leading_pt(RUNNING), self.canvas.resource_name
            drawn = draw_lines(lines, 0, 1, left_pt, baseline_pt, leading_pt, resource_name).text
            self._drawn[key] = drawn
        return drawn

    def _broken(self, text: str, place: str, facts: PageFacts) -> Lines:
        key = (text, place, facts.language, facts.direction)
        lines = self._lines.get(key)
        if lines is None:
            sheet = self.sheet
            look = replace(RUNNING, align=place) if place != RUNNING.align else RUNNING
            run = Run(text, sheet.style(RUNNING), facts.language)
            lines = self._lines[key] = break_lines([run], sheet.measure_pt, sheet.setting(look, facts.direction))
        return lines

    def _cut(self, text: str, width_pt: float, language: str) -> str:
        """Return the text, cut between words with an ellipsis if it does not fit one line."""
        style = self.sheet.style(RUNNING)
        if text_width_pt(text, style, language) < width_pt:
            return text
        words = " ".join(text.split())[: 2 * _MOST_LETTERS].split(" ")
        while len(words) > 1 and text_width_pt(" ".join(words) + "\u2026", style, language) >= width_pt:
            words.pop()
        return " ".join(words)[:_MOST_LETTERS] + "\u2026"


_MIRRORED = {"left": "right", "right": "left", "centre": "centre"}


def _said(line: Line) -> str:
    return line.start + line.centre + line.end
