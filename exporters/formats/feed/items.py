"""Entries as the items of RSS and the entries of Atom: XML as strings, for they are nearly all of every document.

An element tree of a page of entries takes six times as long to build and write out as its text. What stands around the
entries is feedgen's (`generator.py`); nothing that a document says reaches it but through here.
"""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import format_datetime
from functools import lru_cache

from exporters.formats.feed.values import Attachment, Entry, Person, Picture, Reference
from exporters.formats.xmltext import encoded, escape_attribute, escape_text


def rss_item(entry: Entry) -> bytes:
    """Return the entry as an item of RSS 2.0, its lines indented as in a channel, with a line end of its own.

    https://www.rssboard.org/rss-specification#hrelementsOfLtitemgt; the prefixes are those that the channel declares.
    """
    made = [f"    <item>\n      <title>{_text(entry.title)}</title>\n"]
    if entry.url:
        made.append(f"      <link>{_text(entry.url)}</link>\n")
    if entry.summary or not entry.html:
        made.append(f"      <description>{_text(entry.summary or entry.title)}</description>\n")
    made.append(f'      <guid isPermaLink="false">{_text(entry.id)}</guid>\n')
    made += [
        f'      <category domain="{escape_attribute(category.scheme)}">{_text(category.term)}</category>\n'
        for category in entry.categories
    ]
    for file in entry.attachments[:1]:  # readers take one (https://www.rssboard.org/rss-profile#element)
        said = f'url="{escape_attribute(file.url)}" length="{file.length}" type="{escape_attribute(file.media_type)}"'
        made.append(f"      <enclosure {said}/>\n")
    if entry.published is not None:
        made.append(f"      <pubDate>{format_datetime(entry.published)}</pubDate>\n")
    made += [f"      <dc:creator>{_text(person.name)}</dc:creator>\n" for person in entry.authors]
    made += [f"      <dc:contributor>{_text(person.name)}</dc:contributor>\n" for person in entry.contributors]
    content = b""
    if entry.html:
        made.append("      <content:encoded>")
        content = encoded("".join(made)) + _escaped(entry.html) + b"</content:encoded>\n"
        made = []
    made.append(f"      <dc:language>{_text(entry.language)}</dc:language>\n")
    if entry.rights:
        made.append(f"      <dc:rights>{_text(entry.rights)}</dc:rights>\n")
    if entry.licence:
        made.append(f"      <creativeCommons:license>{_text(entry.licence)}</creativeCommons:license>\n")
    made.append(f"      <atom:updated>{entry.updated.isoformat()}</atom:updated>\n")
    made += [f"      <atom:link {_enclosure(file)}/>\n" for file in entry.attachments[1:]]
    made += [f"      <atom:link {_reference(reference)}/>\n" for reference in entry.references]
    for picture in entry.pictures:
        made += _picture(picture, "      ")
    made.append("    </item>\n")
    return content + encoded("".join(made))


def atom_entry(entry: Entry) -> bytes:
    """Return the entry as one of Atom, its lines indented as in a feed, with a line end of its own.

    https://www.rfc-editor.org/rfc/rfc4287#section-4.1.2; licences are links (https://www.rfc-editor.org/rfc/rfc4946).
    """
    made = [f'  <entry xml:lang="{escape_attribute(entry.language)}">\n    <id>{_text(entry.id)}</id>\n']
    made.append(f"    <title>{_text(entry.title)}</title>\n    <updated>{entry.updated.isoformat()}</updated>\n")
    made += [_person("author", person) for person in entry.authors]
    kind = "html" if entry.html else "text"
    made.append(f'    <content type="{kind}">')
    content = encoded("".join(made)) + _escaped(entry.html or entry.summary or entry.title) + b"</content>\n"
    made = []
    if entry.summary:
        made.append(f'    <summary type="text">{_text(entry.summary)}</summary>\n')
    made += [
        f'    <category term="{escape_attribute(category.term)}" scheme="{escape_attribute(category.scheme)}"/>\n'
        for category in entry.categories
    ]
    made += [_person("contributor", person) for person in entry.contributors]
    if entry.published is not None:
        made.append(f"    <published>{entry.published.isoformat()}</published>\n")
    if entry.rights:
        made.append(f"    <rights>{_text(entry.rights)}</rights>\n")
    if entry.url:
        made.append(f'    <link rel="alternate" type="text/html" href="{escape_attribute(entry.url)}"/>\n')
    for file in entry.attachments:
        title = f' title="{escape_attribute(file.title)}"' if file.title else ""
        made.append(f"    <link {_enclosure(file)}{title}/>\n")
    made += [f"    <link {_reference(reference)}/>\n" for reference in entry.references]
    if entry.licence:
        made.append(f'    <link rel="license" href="{escape_attribute(entry.licence)}"/>\n')
    for picture in entry.pictures:
        made += _picture(picture, "    ")
    made.append("  </entry>\n")
    return content + encoded("".join(made))


@lru_cache(maxsize=1)
def _escaped(html: str) -> bytes:
    """Return the content of an entry as text of an element. Bytes are escaped in half the time that strings take.

    RSS and Atom ask for the same one after the other.
    """
    return encoded(html).replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;").replace(b"\r", b"&#13;")


def _text(words: str) -> str:
    """Return words as text of an element: a carriage return would be read as a line feed."""
    escaped = escape_text(words)
    return escaped.replace("\r", "&#13;") if "\r" in escaped else escaped


def _person(element: str, person: Person) -> str:
    address = f"      <uri>{_text(person.url)}</uri>\n" if person.url else ""
    return f"    <{element}>\n      <name>{_text(person.name)}</name>\n{address}    </{element}>\n"


def _enclosure(file: Attachment) -> str:
    kind = escape_attribute(file.media_type)
    return f'rel="enclosure" href="{escape_attribute(file.url)}" type="{kind}" length="{file.length}"'


def _reference(reference: Reference) -> str:
    title = f' title="{escape_attribute(reference.title)}"' if reference.title else ""
    return f'rel="{reference.relation}" href="{escape_attribute(reference.url)}"{title}'


def _picture(picture: Picture, margin: str) -> Iterator[str]:
    """Yield a picture as Media RSS has it (https://www.rssboard.org/media-rss)."""
    size = f' width="{picture.width}" height="{picture.height}"' if picture.width and picture.height else ""
    kind = escape_attribute(picture.media_type)
    said: list[str] = []
    if picture.title:
        said.append(f'<media:title type="plain">{_text(picture.title)}</media:title>')
    if picture.description:
        said.append(f'<media:description type="plain">{_text(picture.description)}</media:description>')
    if picture.credit:
        said.append(f'<media:credit role="photographer" scheme="urn:ebu">{_text(picture.credit)}</media:credit>')
    if picture.licence:
        said.append(f'<media:license type="text/html" href="{escape_attribute(picture.licence)}"/>')
    attributes = f'url="{escape_attribute(picture.url)}" type="{kind}" medium="image"{size}'
    yield f"{margin}<media:content {attributes}{'' if said else '/'}>\n"
    if said:
        yield "".join([f"{margin}  {line}\n" for line in said])
        yield f"{margin}</media:content>\n"
