"""Words into glyphs, by HarfBuzz: each distinct word of a face is shaped once and kept as its width and its drawing.

A drawing ("fragment") is what goes between `[(` and `)]TJ`: escaped two-byte codes, with kerning as numbers between
strings. Glyphs are always drawn in the order of the text, in right-to-left words too, so that what is extracted is
what was written; moves in the fragment put them where they belong. Widths are thousandths of an em.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import uharfbuzz as hb

from exporters.formats.pdf.extraction import texts_of_glyphs
from exporters.formats.pdf.face import REPLACEMENT, Face
from exporters.formats.pdf.kerned import KernedWords
from exporters.formats.pdf.opportunities import NEVER, NOTEWORTHY, SOFT_HYPHEN, opportunities
from exporters.formats.pdf.words import Advances, Part, SizedWords, Word
from exporters.patterns import pattern

NO_BREAK_SPACE = "\u00a0"
_NO_BREAK_SPACES = pattern("(\u00a0)")
_SMALL_CAPITAL_SCALE = 0.8
# Characters without a form of their own stay with the face of the character before them.
_DEPENDENT = frozenset("\u200c\u200d\u2060\ufe0e\ufe0f\u034f")
# So does a tone of skin where that face has it; by itself it is a sign like any other.
_SKIN_TONES = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
_PRIVATE = pattern("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
"""Characters for private use: what a font has there is no text, which PDF/A-2a asks of every character."""
_UNSHOWN = pattern("[\u00ad\u200b\ufeff\ufffe\x00-\x1f]")
# What programming fonts make ligatures of, and the letters that others do.
_PROBE = "".join(map(chr, range(0x21, 0x7F))) + "->=>==!=<=>=::||&&//--fi/***www"
# Stands between words that are shaped together: fonts kern letters with a space, hardly any with a bar.
_BETWEEN = "|"
_INVISIBLE_CATEGORIES = ("Mn", "Mc", "Me", "Cf")


class Shaper:
    """The words of one face, language and set of OpenType features."""

    def __init__(self, face: Face, language: str, features: tuple[str, ...]) -> None:
        self.face = face
        self.language = language
        self.words: dict[str, Word] = {}
        self._sized: dict[float, SizedWords] = {}
        self.advances = Advances(face)
        # Whether the words of the text were shaped before it is set (foresight.py).
        self.foreseen = False
        self.kerned = KernedWords(face)
        # Pieces of words that foresight met: those a word is made of, and what each is by itself.
        self.segmented: dict[str, list[tuple[str, int]]] = {}
        self.pieces: dict[str, Word] = {}
        self._units: dict[tuple[str, bool], tuple[Part, ...]] = {}
        self._pieces: dict[tuple[str, bool], tuple[float, str]] = {}
        self._features = dict.fromkeys(features, True)
        self._buffer = hb.Buffer()
        self._buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        # Left to itself, HarfBuzz would take the language of the machine.
        self._language = language or "und"
        self.made_small_capitals = "smcp" in features and not self._has_small_capitals()
        self._tags = features
        nominal = face.program.font.get_nominal_glyph
        space = nominal(0x20)
        self.space: float = face.advance(space) if space else 250
        self.space_fragment = (space and face.code(space, " ")) or f")-{self.space:.0f}("
        self.no_break_fragment = (space and face.code(space, NO_BREAK_SPACE)) or self.space_fragment
        # A typewriter face that forms no ligatures sets ASCII letter by letter, and HarfBuzz need not be asked.
        self.letterwise = False
        self._drawn_letters = {" ": self.space_fragment}
        if face.program.fixed_pitch and space and not features:
            self.letterwise = self._glyphs(_PROBE, {}) == [nominal(ord(letter)) for letter in _PROBE]
        hyphen = nominal(0x2010) or nominal(0x2D) or 0
        self.hyphen: float = face.advance(hyphen)
        self.hyphen_fragment = face.code(hyphen, SOFT_HYPHEN) or face.code(hyphen, "-") or ""

    def sized(self, size_pt: float) -> SizedWords:
        """Return the words of this shaper in a size, the same object each time."""
        found = self._sized.get(size_pt)
        if found is None:
            found = self._sized[size_pt] = SizedWords(self, size_pt)
        return found

    def word(self, text: str) -> Word:
        """Return the word, which holds no space, as set from left to right."""
        found = self.words.get(text)
        if found is None:
            parts = self.divided(text) if NOTEWORTHY.search(text) else self.parts(text)
            if len(parts) == 1 and parts[0].face is self.face and parts[0][4:] == (0.0, 1.0, NEVER, 0.0, ""):
                found = (parts[0].width, parts[0].fragment, None)
            else:
                found = (sum(part.width + part.space for part in parts), "", tuple(parts))
            self.words[text] = found
        return found

    def width(self, text: str) -> float:
        """Return the width of text set on one line."""
        return sum(self.word(word)[0] for word in text.split(" ")) + self.space * text.count(" ")

    def unit(self, text: str, *, right_to_left: bool) -> tuple[Part, ...]:
        """Return the parts of text that has one direction and no place for a line end."""
        found = self._units.get((text, right_to_left))
        if found is None:
            found = self._units[text, right_to_left] = tuple(self.parts(text, right_to_left=right_to_left))
        return found

    def divided(self, text: str) -> list[Part]:
        """Return the parts between the places where a line may end, and around spaces that do not break."""
        parts: list[Part] = []
        for piece, kind in self.segmented.pop(text, None) or segments(text):
            if piece == NO_BREAK_SPACE:
                parts.append(self.no_break_part())
            else:
                parts += self.parts(piece)
            if kind:
                parts[-1] = parts[-1]._replace(break_after=kind)
        return parts

    def joined(self, text: str, *, right_to_left: bool = False) -> tuple[float, str]:
        """Return width and fragment of a piece of what was one part."""
        found = self._pieces.get((text, right_to_left))
        if found is None:
            parts = self.parts(text, right_to_left=right_to_left or (None if text.isascii() else False))
            found = sum(part.width for part in parts), "".join([part.fragment for part in parts])
            self._pieces[text, right_to_left] = found
        return found

    def no_break_part(self) -> Part:
        """Return nothing, followed by a space at which no line ends."""
        return Part("", self.face, 0.0, "", 0.0, 1.0, NEVER, self.space, self.no_break_fragment)

    def parts(self, text: str, *, right_to_left: bool | None = None) -> list[Part]:
        """Return the parts of a stretch that no line end divides: usually one."""
        shown = text
        if not text or not text.isprintable():
            shown = _UNSHOWN.sub("", text)
            if not shown:
                return [Part(text, self.face, 0.0, "")]
            if _PRIVATE.search(shown):
                return self._by_face(shown, right_to_left)
        elif right_to_left is None:
            known = self.words.get(text) or self.pieces.get(text)
            if known is not None and known[2] is None:
                return [Part(text, self.face, known[0], known[1])]
        if self.letterwise and shown.isascii():
            return [Part(shown, self.face, len(shown) * self.space, self.letters(shown))]
        if self.made_small_capitals:
            return self._made_small_capitals(shown, right_to_left)
        try:
            found = self.shaped(shown, right_to_left)
        except UnicodeEncodeError:
            # Half of a surrogate pair: no character at all.
            shown = shown.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            found = self.shaped(shown, right_to_left)
        return self._by_face(shown, right_to_left) if found is None else found

    def letters(self, text: str) -> str:
        """Return the fragment of ASCII text in a face that sets each letter by itself."""
        drawn = self._drawn_letters
        try:
            return "".join(map(drawn.__getitem__, text))
        except KeyError:
            face = self.face
            nominal = face.program.font.get_nominal_glyph
            for character in sorted(set(text) - drawn.keys()):
                glyph = nominal(ord(character)) or 0
                drawn[character] = face.code(glyph, character) or ""
            return "".join(map(drawn.__getitem__, text))

    def _glyphs(self, text: str, features: dict[str, bool]) -> list[int]:
        """Return the glyphs of text without taking note that they are used."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self.face.program.font, buffer, features)
        return [info.codepoint for info in buffer.glyph_infos]

    def _has_small_capitals(self) -> bool:
        return self._glyphs("a", {"smcp": True}) != self._glyphs("a", {})

    def _made_small_capitals(self, text: str, right_to_left: bool | None) -> list[Part]:
        """Return small letters as reduced capitals, which still extract as the small letters they are."""
        plain = self.face.shaper(self.language, tuple(tag for tag in self._tags if tag != "smcp"))
        parts: list[Part] = []
        start = 0
        for end in (*(i for i, (a, b) in enumerate(pairwise(text), 1) if a.islower() != b.islower()), len(text)):
            piece = text[start:end]
            shown = "".join(c.upper() if len(c.upper()) == 1 else c for c in piece)
            found = plain.shaped(shown, right_to_left, piece) if piece.islower() else None
            if found:
                parts += [p._replace(scale=_SMALL_CAPITAL_SCALE, width=p.width * _SMALL_CAPITAL_SCALE) for p in found]
            else:
                parts += plain.parts(piece, right_to_left=right_to_left)
            start = end
        return parts

    def _by_face(self, text: str, right_to_left: bool | None) -> list[Part]:
        """Return text of which this face lacks something, each stretch in a face that has it."""
        stretches: list[tuple[Face, str]] = []
        for character in text:
            face, shown = self._face_for(character, stretches[-1][0] if stretches else self.face)
            if stretches and stretches[-1][0] is face:
                stretches[-1] = (face, stretches[-1][1] + shown)
            else:
                stretches.append((face, shown))
        groups: list[list[Part]] = []
        for face, piece in stretches:
            shaper = self if face is self.face else face.shaper(self.language, self._tags)
            # A face may map a character and still have no glyph for it in this place; then what it has must do.
            if piece:
                group = shaper.shaped(piece, right_to_left, lenient=True) or []
                scale = 1.0 if face is self.face else face.enlargement
                groups.append(group if scale == 1.0 else [_enlarged(part, scale) for part in group])
        if right_to_left and len(groups) > 1:
            return _from_the_right(groups)
        return [part for group in groups for part in group]

    def _face_for(self, character: str, current: Face) -> tuple[Face, str]:
        """Return the face to set a character in, and the character, or U+FFFD where no face has it."""
        follows = character in _SKIN_TONES or unicodedata.category(character) in _INVISIBLE_CATEGORIES
        if character in _DEPENDENT or (follows and current.covers(character)):
            return current, character
        if _PRIVATE.match(character):
            self.face.on_missing(character, self.face)
            return self.face.find(REPLACEMENT, self.face, self.language) or self.face, REPLACEMENT
        if self.face.covers(character):
            return self.face, character
        if current.covers(character):
            return current, character
        other = self.face.find(character, self.face, self.language)
        if other is not None:
            return other, character
        if unicodedata.category(character) == "Cf":
            return current, ""
        self.face.on_missing(character, self.face)
        return self.face.find(REPLACEMENT, self.face, self.language) or self.face, REPLACEMENT

    def shaped(
        self, text: str, right_to_left: bool | None, source: str = "", *, lenient: bool = False
    ) -> list[Part] | None:
        """Return the parts of text in this face alone; None if it lacks a glyph, unless lenient.

        `source` is what the glyphs extract as where that is not the text shaped (the same length).
        """
        face = self.face
        buffer = self._shaped(text, right_to_left)
        backwards = buffer.direction == "rtl"
        # Brackets mirrored and turned round look like those of a text that runs forward.
        if not source and not backwards:
            simple = self.kerned.word(text, self.kerned.signs(buffer))
            if simple is not None:
                return [Part(text, face, *simple)]
        infos = buffer.glyph_infos
        placed = buffer.glyph_positions
        if not infos:  # only characters that are never shown
            return [Part(text, face, 0.0, "")]
        glyphs = [info.codepoint for info in infos]
        if 0 in glyphs and not lenient:
            return None
        texts = texts_of_glyphs(source or text, [info.cluster for info in infos], backwards=backwards)
        width = 0
        lefts: list[int] = []
        rises: list[int] = []
        for position in placed:
            lefts.append(width + position.x_offset)
            rises.append(position.y_offset)
            width += position.x_advance
        order = range(len(glyphs))
        return self._drawn(source or text, glyphs, texts, lefts, rises, width, order[::-1] if backwards else order)

    def learn(self, words: list[str]) -> None:
        """Shape words together, and keep as `pieces` those that come out as they would alone."""
        apart = f"|{self.kerned.sign(_BETWEEN)}|"
        found = self.kerned.signs(self._shaped(_BETWEEN.join(words), None)).split(apart)
        if len(found) != len(words):  # what stands between them is kerned
            if len(words) > 1:
                self.learn(words[::2])
                self.learn(words[1::2])
            return
        for word, signs in zip(words, found, strict=True):
            piece = self.kerned.word(word, signs, apart=True)
            if piece is not None:
                self.pieces[word] = (*piece, None)

    def _shaped(self, text: str, right_to_left: bool | None) -> hb.Buffer:
        """Return the buffer with the glyphs of text; it is the same each time."""
        buffer = self._buffer
        buffer.clear_contents()  # its flags stay
        buffer.add_str(text)
        buffer.language = self._language
        buffer.guess_segment_properties()
        if right_to_left is not None:
            buffer.direction = "rtl" if right_to_left else "ltr"
        hb.shape(self.face.program.font, buffer, self._features)
        return buffer

    def _drawn(
        self,
        text: str,
        glyphs: list[int],
        texts: list[str],
        lefts: list[int],
        rises: list[int],
        width: int,
        order: range,
    ) -> list[Part]:
        """Return the parts that draw these glyphs in this order, a new part where the rise changes."""
        face = self.face
        parts: list[Part] = []
        pieces: list[str] = []
        begin = pen = 0
        rise = rises[order[0]]
        pending = ""
        for index in order:
            if rises[index] != rise:
                parts.append(Part(pending, face, pen - begin, "".join(pieces), rise / 1000))
                pieces, begin, rise, pending = [], pen, rises[index], ""
            left = lefts[index]
            if left != pen:
                pieces.append(f"){pen - left}(")
            glyph = glyphs[index]
            said = texts[index]
            code = face.code(glyph, said) if said else None
            if code is None:
                code = _replaced(said, face.any_code(glyph, said or "\u200b"))
            pieces.append(code)
            pending += said
            pen = left + face.advance(glyph)
        if pen != width:
            pieces.append(f"){pen - width}(")
        parts.append(Part(pending if parts else text, face, width - begin, "".join(pieces), rise / 1000))
        return parts


def segments(text: str) -> list[tuple[str, int]]:
    """Return the stretches of a word between places for a line end, each with the kind of the place after it.

    A space that does not break is a stretch of its own.
    """
    if not NOTEWORTHY.search(text):
        return [(text, NEVER)]
    found: list[tuple[str, int]] = []
    start = 0
    for end, kind in (*opportunities(text), (len(text), NEVER)):
        pieces = [piece for piece in _NO_BREAK_SPACES.split(text[start:end]) if piece]
        found += [(piece, NEVER) for piece in pieces[:-1]]
        found += [(pieces[-1], kind)] if pieces else []
        start = end
    return found or [("", NEVER)]


def _enlarged(part: Part, scale: float) -> Part:
    return part._replace(width=part.width * scale, rise=part.rise * scale, scale=part.scale * scale)


def _from_the_right(groups: list[list[Part]]) -> list[Part]:
    """Return stretches of right-to-left text one after the other in logical order, each set to the left of the last."""
    left = total = sum(part.width for group in groups for part in group)
    parts: list[Part] = []
    pen = 0.0
    for group in groups:
        width = sum(part.width for part in group)
        left -= width
        first, *others = group
        # Numbers in a fragment are thousandths of the size it is drawn at.
        move = round((pen - left) / first.scale)
        first = first._replace(fragment=f"){move}({first.fragment}", width=first.width - move * first.scale)
        parts += [first, *others]
        pen += width - move * first.scale
    last = parts[-1]
    move = round((pen - total) / last.scale)
    parts[-1] = last._replace(fragment=f"{last.fragment}){move}(", width=last.width - move * last.scale)
    return parts


def _replaced(text: str, code: str) -> str:
    """Return a fragment whose glyph extracts as this text by ActualText (ISO 32000-1, 14.9.4), perhaps as nothing."""
    spelled = text.encode("utf-16-be").hex().upper()
    return f")]TJ/Span<</ActualText<FEFF{spelled}>>>BDC[({code})]TJ EMC[("
