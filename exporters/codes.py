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
    "attributes-dropped": Code(
        "A line of attributes `{: …}` has nothing that this text can use.",
        "Remove it.",
        "story.md:9:1: info[attributes-dropped]: the attributes '.note' have no meaning here.",
    ),
    "author-handle": Code(
        "An author is named by what looks like a user name.",
        "Write the name, or say who it is under `people`.",
        "story.md:4:1: info[author-handle]: 'ada-e' looks like a handle.",
    ),
    "author-nameless": Code(
        "A contributor is described but not named; it is left out.",
        "Write `name:`.",
        "story.md:4:1: warning[author-nameless]: a contributor without a name is left out.",
    ),
    "callout-unknown": Code(
        "A quotation begins with `[!…]`, but there is no callout of that kind.",
        "Use one of the kinds listed.",
        "story.md:12:1: warning[callout-unknown]: there is no callout of the kind 'FACT'.",
    ),
    "cells-dropped": Code(
        "A table row has more cells than the head; those beyond it are left out.",
        "Give the head as many columns.",
        "story.md:40:9: warning[cells-dropped]: the row has more cells than the head of the table.",
    ),
    "characters-dropped": Code(
        "Control characters or unpaired surrogates, which no XML may hold, are left out.",
        "Remove what cannot be printed.",
        "story.md:7:3: warning[characters-dropped]: 2 control characters or unpaired surrogates left out.",
    ),
    "claim-withheld": Code(
        "The e-book does not claim something of its accessibility, since something in it stands in the way.",
        "Mend what is named; the claim is then made.",
        "story.md:12:1: info[claim-withheld]: the e-book does not claim …: 1 picture has no alternative text.",
    ),
    "comment-dropped": Code(
        "Comments are no part of the text and are left out.",
        "Nothing.",
        "story.md:3:1: info[comment-dropped]: 2 comments left out.",
    ),
    "correction-incomplete": Code(
        "A correction lacks its date or its text.",
        "Write `date:` and `text:`.",
        "story.md:8:3: error[correction-incomplete]: a correction needs a date and a text.",
        exit_code=8,
    ),
    "date-missing": Code(
        "A story in a feed has no date.",
        "Write `date:` into the front matter.",
        "story.md:1:1: warning[date-missing]: the story has no date; the rss feed gives it that of the edition.",
    ),
    "date-unreadable": Code(
        "What stands for a date is no date that exists; nothing is guessed.",
        "Write it as 2025-11-24, with time and zone if need be.",
        "story.md:5:1: error[date-unreadable]: '2018-02-29' is no date that exists (in 'date').",
        exit_code=8,
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
    "element-dropped": Code(
        "An HTML element that does something rather than say it is left out with what it holds.",
        "Say in text what it says, or use a picture.",
        "story.md:20:1: warning[element-dropped]: the element form is left out with what it holds.",
    ),
    "element-unknown": Code(
        "An HTML element means nothing here; its content is kept. Said once for each.",
        "Leave the tag out, or write &lt; for a < that is no tag.",
        "story.md:20:1: warning[element-unknown]: the element blink means nothing here; its content is kept.",
    ),
    "embargo-vague": Code(
        "An embargo has no time or no zone; it is held until the last zone has reached it.",
        "Write date, time and zone.",
        "story.md:6:1: warning[embargo-vague]: the embargo gives no time; it is held until …",
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
    "embed-linked": Code(
        "Something shown from elsewhere, such as a film, is written as a link.",
        "Describe in the text what it shows.",
        "story.md:20:1: warning[embed-linked]: what the element iframe shows is written as a link.",
    ),
    "encoding-guessed": Code(
        "A file is not UTF-8; it is read as Windows-1252.",
        "Save it as UTF-8.",
        "story.md:3: warning[encoding-guessed]: the file is not UTF-8; it is read as Windows-1252.",
    ),
    "entries-left-out": Code(
        "A feed holds only so many entries.",
        "Raise the option `entries`, or set it to 0.",
        "info[entries-left-out]: 20 older stories are not in the rss feed.",
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
    "files-skipped": Code(
        "Files of a folder that are no stories were passed over.",
        "Name them one by one if they are.",
        "stories: info[files-skipped]: passed over in stories: README.md.",
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
    "front-matter": Code(
        "The front matter is not what it claims to be.",
        "Correct the line named; put values with colons, quotes or # into quotes.",
        "story.md:3:8: error[front-matter]: the front matter is not YAML: a value has a colon in it.",
    ),
    "heading-skipped": Code(
        "A heading is more than one level below the one before it; it was moved up.",
        "Use the next level down.",
        "story.md:30:1: warning[heading-skipped]: 'Costs' is at level 3 below level 1.",
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
    "image-colors": Code(
        "The colors of a picture are converted to sRGB.",
        "Convert it yourself where the shades matter.",
        "story.md:9:1: info[image-colors]: the colors are converted to sRGB.",
    ),
    "image-converted": Code(
        "A picture in a form that not every format takes is written in one that does.",
        "Nothing.",
        "story.md:9:1: info[image-converted]: the WebP picture is written as PNG.",
    ),
    "image-depth": Code(
        "A picture with more than 8 bits a channel is brought to 8.",
        "Nothing.",
        "story.md:9:1: info[image-depth]: the picture is brought to 8 bits a channel.",
    ),
    "image-dropped": Code(
        "A picture without a source, or one of one pixel that only counts its readers, is left out.",
        "Nothing, or name the file.",
        "story.md:14:1: info[image-dropped]: a picture without a source, or of one pixel, is left out.",
    ),
    "image-frame": Code(
        "Of an animation only the first frame is used.",
        "Choose the frame yourself, and save it as a picture.",
        "story.md:9:1: info[image-frame]: only the first frame of the animation is used.",
    ),
    "image-missing": Code(
        "A picture is not where the story says.",
        "Check name and folder.",
        "story.md:9:1: warning[image-missing]: there is no picture 'map.png'.",
    ),
    "image-refused": Code(
        "A picture is broken, too large, or of a kind we do not know.",
        "Save it anew as PNG or JPEG.",
        "story.md:9:1: warning[image-refused]: the picture 'map.png' cannot be used: it is broken.",
    ),
    "image-remote": Code(
        "A picture is on the web; a link with its alternative text stands for it.",
        "Put the picture beside the story and name the file.",
        "story.md:9:1: warning[image-remote]: the picture 'https://example.org/a.png' is on the web; its …",
    ),
    "image-without-alt": Code(
        "A picture has no alternative text.",
        "Say what it shows, or mark it as decorative.",
        "story.md:12:1: warning[image-without-alt]: the picture 'map.png' has no alternative text.",
    ),
    "key-repeated": Code(
        "A key stands twice in the front matter; the first is kept.",
        "Remove one of them.",
        "story.md:7:1: warning[key-repeated]: the key 'tags' stands twice; the first is kept.",
    ),
    "key-unknown": Code(
        "A key of the front matter has no meaning here.",
        "Nothing, or use the key that was meant.",
        "story.md:7:1: info[key-unknown]: the key 'auhtor' has no meaning here. Did you mean 'author'?",
    ),
    "key-unreadable": Code(
        "A key of the front matter is no word; it is left out.",
        "Write `word: value`.",
        "story.md:7:1: warning[key-unreadable]: a key that is no word is left out.",
    ),
    "language-guessed": Code(
        "A story does not give its language; it was taken from the name of the file or the script.",
        "Write `language:` into the front matter.",
        "story.md:1:1: warning[language-guessed]: by its script it is taken as 'ar'.",
    ),
    "language-unknown": Code(
        "What stands for the language is no language tag.",
        "Write a BCP 47 tag.",
        "story.md:3:1: warning[language-unknown]: 'English' is no language tag.",
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
        "a.md:9:4: info[link-elsewhere]: the story 'b' is in another file and has no URL; the link is written …",
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
    "markup-dropped": Code(
        "A field that is plain text has markup in it, which is left out.",
        "Nothing, or remove it.",
        "story.md:2:1: info[markup-dropped]: markup in 'title' is left out: this field is plain text.",
    ),
    "native-invalid": Code(
        "A publication in exact form breaks the model.",
        "Write it anew, or correct the field named.",
        "book.json: error[native-invalid]: this is no publication at $.meta.title: Expected `str`, got `int`.",
    ),
    "nested-too-deep": Code(
        "Elements are nested more than a hundred deep.",
        "Flatten the text, and close tags that are left open.",
        "story.md:80:1: error[nested-too-deep]: elements are nested more than 100 deep.",
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
    "note-repeated": Code(
        "A note has more than one text; the first is kept.",
        "Give each note a key of its own.",
        "story.md:90:1: warning[note-repeated]: the note '1' has more than one text; the first is kept.",
    ),
    "note-unreferenced": Code(
        "Nothing refers to a note; it is left out.",
        "Refer to it, or remove it.",
        "story.md:90:1: warning[note-unreferenced]: nothing refers to the note 'old'; it is left out.",
    ),
    "outside-root": Code(
        "A file or picture lies outside the folder that was given.",
        "Put it into the folder, or export the folder that holds both.",
        "story.md:9:1: warning[outside-root]: the picture '../../map.png' is outside the folder of the story.",
    ),
    "page-content-skipped": Code(
        "A page holds more than the article; what stands around it is left out.",
        "Nothing, or save the article alone.",
        "story.html:1:1: info[page-content-skipped]: 120 words around the article are left out.",
    ),
    "parts-opened": Code(
        "A publication in exact form has parts; its stories are taken out of them.",
        "Nothing.",
        "book.json: info[parts-opened]: the stories are taken out of their parts.",
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
    "picture-not-in-feed": Code(
        "A feed holds no pictures; their alternative text stands for them.",
        "Say where they are published with -O rss.pictures=https://….",
        "story.md:9:1: info[picture-not-in-feed]: a feed cannot hold pictures, so words stand for them.",
    ),
    "redaction-unbalanced": Code(
        "A redaction tag lacks its partner, stands in code or is misspelt. Nothing of the text goes on.",
        "Mark what is withheld by one <redact> and one </redact> in the same block.",
        "story.md:9:12: error[redaction-unbalanced]: a redaction is not marked by one <redact> and one </redact>.",
        exit_code=8,
    ),
    "role-unknown": Code(
        "A role has no MARC relator code.",
        "Use another word, or the code itself.",
        "story.md:4:1: info[role-unknown]: the role 'gaffer' has no code; 'aut' is used.",
    ),
    "schedule-without-time": Code(
        "A story is scheduled, but has no date.",
        "Write `date:` with date, time and zone.",
        "story.md:1:1: error[schedule-without-time]: the story is scheduled, but no date of publication says …",
        exit_code=8,
    ),
    "simplified": Code(
        "A format has no form for a kind of node and wrote simpler ones.",
        "Nothing, or leave that format out.",
        "story.md:12:1: info[simplified]: rss has no form for math; it is written as code.",
    ),
    "slug-changed": Code(
        "A slug has characters that do not belong into an address; it was rewritten.",
        "Write it in lower case with hyphens.",
        "story.md:3:1: info[slug-changed]: the slug 'My Post' is written as 'my-post'.",
    ),
    "slug-repeated": Code(
        "Two stories of a run have the same slug; the second got a counter.",
        "Give each its own.",
        "b.md:1:1: warning[slug-repeated]: the slug 'news' is taken by another story of this run; 'news-2' is …",
    ),
    "source-not-text": Code(
        "A file is no text.",
        "Export text, Markdown or HTML.",
        "story.doc: error[source-not-text]: this is no text file.",
    ),
    "source-repeated": Code(
        "Two sources have the same key; the first is kept.",
        "Give each a key of its own.",
        "story.md:12:3: warning[source-repeated]: two sources have the key 'order'; the first is kept.",
    ),
    "source-too-large": Code(
        "A file is larger than a story can be.",
        "Split it.",
        "story.md: error[source-too-large]: the file has 40,000,000 bytes, more than 33,554,432.",
    ),
    "source-unknown": Code(
        "A citation names a source that the story does not list.",
        "List it under `sources`, or correct the key.",
        "story.md:9:4: warning[source-unknown]: no source of the story has the key 'doc3'.",
    ),
    "svg-cleaned": Code(
        "Parts of a drawing that can run or fetch were left out.",
        "Draw without scripts, links and foreign objects.",
        "story.md:9:1: info[svg-cleaned]: left out of the drawing: script.",
    ),
    "table-unmade": Code(
        "Lines look like a table, but no line of dashes follows the first.",
        "Write `|---|---|` below the first line.",
        "story.md:40:1: warning[table-unmade]: these lines look like a table, without a line of dashes.",
    ),
    "table-without-header": Code(
        "A table has no header row.",
        "Head its columns.",
        "story.md:40:1: info[table-without-header]: the table has no header row.",
    ),
    "tag-unclosed": Code(
        "An HTML element is not closed.",
        "Write its end tag.",
        "story.md:30:1: warning[tag-unclosed]: <aside> is not closed.",
    ),
    "tag-unmatched": Code(
        "An end tag has no start tag.",
        "Remove it.",
        "story.md:30:9: info[tag-unmatched]: there is no <div> for this </div>.",
    ),
    "template-residue": Code(
        "Template code of a site generator stands in the text; it is kept and never run.",
        "Remove it, or replace it with what it stands for.",
        "story.md:16:5: warning[template-residue]: template code of a site generator is kept as text.",
    ),
    "title-missing": Code(
        "A story has no title; one was taken from its first line or its file name.",
        "Write `title:`, or begin with a heading of level 1.",
        "story.md:1: warning[title-missing]: the story has no title; 'Notes' is used.",
    ),
    "title-repeated": Code(
        "The first heading says the title again and is left out.",
        "Nothing.",
        "story.md:8:1: info[title-repeated]: the first heading says the title again and is left out.",
    ),
    "url-relative": Code(
        "An address of the front matter is relative; it is left out.",
        "Write it with https:// and the host.",
        "story.md:6:1: info[url-relative]: '/2025/a' is not a full address and is left out.",
    ),
    "value-unknown": Code(
        "A value is none of those that its key can have.",
        "Write one of those named.",
        "story.md:6:1: warning[value-unknown]: the status 'live' is not known; the story is taken as a draft.",
    ),
    "value-unreadable": Code(
        "A value of the front matter cannot be used.",
        "Write it as plain text, a list, or keys.",
        "story.md:6:1: warning[value-unreadable]: the value of 'title' cannot be used: text is expected.",
    ),
    "withdrawn": Code(
        "A story is withdrawn.",
        "Leave it out, or change `status`.",
        "story.md:1:1: error[withdrawn]: the story is withdrawn.",
        exit_code=8,
    ),
    "zone-missing": Code(
        "A time has no zone and is taken as UTC.",
        "Write the zone.",
        "story.md:5:1: info[zone-missing]: the time of 'date' has no zone and is taken as UTC.",
    ),
}
