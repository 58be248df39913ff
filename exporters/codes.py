"""The codes of all diagnostics: what each means, what to do, and a line that shows one.

Alphabetical. A test holds that every code in the package is here, and the other way round.
"""

from __future__ import annotations

import msgspec


class Code(msgspec.Struct, frozen=True):
    """What stands behind a diagnostic code. `exit_code` is how a run ends that reports it as an error."""

    meaning: str
    remedy: str
    example: str
    exit_code: int = 3


CODES: dict[str, Code] = {
    "claim-withheld": Code(
        "The e-book does not claim something of its accessibility, since something in it stands in the way.",
        "Mend what is named; the claim is then made.",
        "story.md:12:1: info[claim-withheld]: the e-book does not claim …: 1 picture has no alternative text.",
    ),
    "docx-character": Code(
        "Characters that XML forbids were left out of a Word file.",
        "Remove control characters from the source.",
        "warning[docx-character]: characters that no Word file may hold were left out.",
    ),
    "docx-link": Code(
        "Word cannot open an address; the link is written as its text.",
        "Correct the address, or shorten it to fewer than 2,080 characters.",
        "story.md:12:5: warning[docx-link]: Word cannot open the address 'https://'; it is written as text.",
    ),
    "docx-picture": Code(
        "A picture cannot be read or converted for Word; its text stands there instead.",
        "Save it as PNG or JPEG.",
        "a.md:9:1: warning[docx-picture]: the picture map.webp cannot be written to Word: it cannot be read.",
    ),
    "embargo-without-time": Code(
        "A story is marked as embargoed, but no time says until when.",
        "Write `embargo:` with date, time and zone, or change `status`.",
        "story.md:1:1: error[embargo-without-time]: the story is marked as embargoed, but no time says until when.",
        exit_code=8,
    ),
    "embargoed": Code(
        "A story is under embargo.",
        "Wait, or change `embargo` in the front matter.",
        "story.md:1:1: error[embargoed]: the story is under embargo until 2026-01-05T06:00:00+00:00.",
        exit_code=8,
    ),
    "epub-character": Code(
        "A text holds control characters, which no e-book may hold; they were left out.",
        "Remove them from the source.",
        "story.md:1:1: warning[epub-character]: characters that no e-book may hold were left out.",
    ),
    "epub-picture": Code(
        "A picture is of a type that e-books do not show; its description stands in its place.",
        "Save it as JPEG or PNG.",
        "story.md:12:1: warning[epub-picture]: the picture 'map.tiff' is of the type image/tiff.",
        exit_code=4,
    ),
    "font-package-missing": Code(
        "A font package that the print edition is set in is not installed.",
        "Install it with pip, or name font files of your own.",
        "error[font-package-missing]: the font package fontpkg-source-serif-4 is not installed.",
        exit_code=4,
    ),
    "font-unreadable": Code(
        "A font file cannot be opened, or it holds no outlines.",
        "Name a TrueType or OpenType font file.",
        "error[font-unreadable]: the font body.ttf cannot be used.",
        exit_code=4,
    ),
    "format-failed": Code(
        "A format met something it was not made for.",
        "Report it with the source; leave the format out meanwhile.",
        "error[format-failed]: pdf failed on this publication: ValueError: ….",
        exit_code=5,
    ),
    "heading-skipped": Code(
        "A heading is more than one level below the one before it; it was moved up.",
        "Use the next level down.",
        "story.md:30:1: warning[heading-skipped]: the heading 'Costs' is at level 3 below one of level 1; it is set at level 2.",
    ),
    "id-derived": Code(
        "A story has no id; one was made from its slug and date.",
        "Put the id into the front matter.",
        "story.md:1:1: info[id-derived]: the story has no id; urn:uuid:… is made from its slug and date.",
    ),
    "id-not-uri": Code(
        "An id is not a URI; one was made from it.",
        "Write the id as `urn:uuid:…` or `tag:domain,date:name`.",
        "story.md:4:5: info[id-not-uri]: the id '17' is not a URN or tag URI; urn:uuid:… is made from it.",
    ),
    "id-repeated": Code(
        "Two stories of a run have the same id.",
        "Give each its own.",
        "b.md:1:1: error[id-repeated]: the id tag:example.org,2025:a is also that of a.md.",
    ),
    "image-without-alt": Code(
        "A picture has no alternative text.",
        "Say what it shows, or mark it as decorative.",
        "story.md:12:1: warning[image-without-alt]: the picture 'map.png' has no alternative text.",
    ),
    "link-broken": Code(
        "An address is not a URL.",
        "Correct the address.",
        "story.md:9:4: warning[link-broken]: 'https://[x' is not a URL.",
    ),
    "link-dead": Code(
        "A link points at a heading, note or story that is not there; its text is kept.",
        "Correct the name.",
        "story.md:9:4: warning[link-dead]: nothing here has the name 'costs'.",
    ),
    "link-elsewhere": Code(
        "A link leads to a story in another file that has no URL; its text is kept.",
        "Give that story a `url`, or export with --as-one.",
        "a.md:9:4: info[link-elsewhere]: the story 'b' is in another file and has no URL; the link is written as text.",
    ),
    "link-relative": Code(
        "A link is relative and nothing says to what; its text is kept.",
        "Write the whole address, or give the story a `url`.",
        "story.md:9:4: warning[link-relative]: '../about' is neither a story of this export nor a full address.",
    ),
    "link-unsafe": Code(
        "A link uses a scheme that can do harm or leads nowhere for others; its text is kept.",
        "Link with https:, mailto: or tel:.",
        "story.md:9:4: warning[link-unsafe]: links by the scheme 'javascript' are not written.",
    ),
    "link-without-text": Code(
        "A link has no words.",
        "Write what it leads to.",
        "story.md:9:4: warning[link-without-text]: the link to https://example.org/ has no text.",
    ),
    "not-yet": Code(
        "A story is a draft or dated in the future.",
        "Publish it first, or do not hand the files on.",
        "story.md:1:1: error[not-yet]: the story is a draft, so it cannot go into a feed.",
        exit_code=8,
    ),
    "note-missing": Code(
        "A note is referred to, but its text is not there.",
        "Write the text of the note.",
        "story.md:9:4: warning[note-missing]: there is no text for the note '3'.",
    ),
    "note-unreferenced": Code(
        "Nothing refers to a note; it is left out.",
        "Refer to it, or remove it.",
        "story.md:90:1: warning[note-unreferenced]: nothing refers to the note 'old'; it is left out.",
    ),
    "pdf-drawing-not-shown": Code(
        "An SVG drawing cannot be drawn in a PDF; its alternative text stands in its place.",
        "Install the `svg` extra, embed what the drawing refers to, or save it as PNG.",
        "a.md:9:1: warning[pdf-drawing-not-shown]: the drawing refers to other files; its alternative text stands.",
    ),
    "pdf-heading-level": Code(
        "A heading is tagged with another level than it has, for PDF/UA knows six levels and lets none be skipped.",
        "Use the level below that of the heading above.",
        "a.md:9:1: info[pdf-heading-level]: a heading of level 4 is tagged as level 3.",
    ),
    "pdf-missing-glyph": Code(
        "No font at hand has a character; the replacement character stands in its place in the PDF.",
        "Install a font package that has it, or write it in another way.",
        "a.md:9:1: warning[pdf-missing-glyph]: no font at hand has SIGN OF AN OLD SCRIPT (U+10A00).",
    ),
    "pdf-picture-missing": Code(
        "A picture is not among those of the publication; its alternative text stands in its place in the PDF.",
        "Put the picture where the source says it is.",
        "a.md:9:1: warning[pdf-picture-missing]: there is no picture 'map.png'; its alternative text stands.",
    ),
    "pdf-picture-without-alt": Code(
        "A picture has no alternative text, so the PDF claims neither PDF/UA-1 (7.3) nor level A of PDF/A.",
        "Describe the picture, or mark it as decorative.",
        "a.md:9:1: warning[pdf-picture-without-alt]: the picture has no alternative text.",
    ),
    "pdf-table-small-type": Code(
        "A table has so many columns, or so long words in them, that it is set in smaller type to fit the page.",
        "Fewer columns, or shorter words in them, read better in print.",
        "a.md:9:1: info[pdf-table-small-type]: the table's 14 columns are set at 72% of the usual size.",
    ),
    "schedule-without-time": Code(
        "A story is scheduled, but has no date.",
        "Write `date:` with date, time and zone.",
        "story.md:1:1: error[schedule-without-time]: the story is scheduled, but no date of publication says for when.",
        exit_code=8,
    ),
    "simplified": Code(
        "A format has no form for a kind of node and wrote simpler ones.",
        "Nothing, or leave that format out.",
        "story.md:12:1: info[simplified]: rss has no form for math; it is written as code.",
    ),
    "slug-repeated": Code(
        "Two stories of a run have the same slug; the second got a counter.",
        "Give each its own.",
        "b.md:1:1: warning[slug-repeated]: the slug 'news' is taken by another story of this run; 'news-2' is used.",
    ),
    "source-unknown": Code(
        "A citation names a source that the story does not list.",
        "List it under `sources`, or correct the key.",
        "story.md:9:4: warning[source-unknown]: no source of the story has the key 'doc3'.",
    ),
    "table-without-header": Code(
        "A table has no header row.",
        "Head its columns.",
        "story.md:40:1: info[table-without-header]: the table has no header row.",
    ),
    "withdrawn": Code(
        "A story is withdrawn.",
        "Leave it out, or change `status`.",
        "story.md:1:1: error[withdrawn]: the story is withdrawn.",
        exit_code=8,
    ),
}
