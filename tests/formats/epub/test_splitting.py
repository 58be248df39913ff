from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from exporters.formats.epub.splitting import split_story
from exporters.model.nodes import Block, Group, Heading, Link, Note, Paragraph, Text
from exporters.model.place import Place
from exporters.model.publication import Footnote, Publication
from tests.formats.epub.reading import TYPE, XHTML, heard, lone, opened, story
from tests.work import calls


def words(text: str) -> Paragraph:
    return Paragraph(children=(Text(text=text),))


def long_story() -> Publication:
    """Four sections of some 700 bytes; the first paragraph links to the last section, and notes stand in between."""
    body: list[Block] = []
    for number in range(1, 5):
        body.append(Heading(level=1, children=(Text(text=f"Part {number}"),)))
        to = "part-4" if number == 1 else "part-1"
        note = (Note(key="twice"),) if number in (2, 4) else ()
        body.append(Paragraph(children=(Link(target=f"#{to}", children=(Text(text="Go there"),)), *note)))
        body.extend(words(f"{number} {position} " + "word " * 40) for position in range(3))
    notes = (Footnote(key="twice", children=(words("Told twice."),)),)
    return lone(*body, notes=notes)


def test_a_file_whose_name_is_no_text_can_be_split() -> None:
    block = Paragraph(children=(Text(text="Words"),), place=Place("w\udcff.md", 1, 1))
    assert opened(lone(block)).texts() == ["text/story.xhtml"]


def test_a_story_below_the_limit_is_one_file() -> None:
    assert opened(long_story()).texts() == ["text/story.xhtml"]
    assert opened(long_story(), split_kb="0").texts() == ["text/story.xhtml"]


def test_a_long_story_is_parted_before_its_headings_and_loses_nothing() -> None:
    whole, made = opened(long_story()), opened(long_story(), split_kb="1")
    files = [name for name in made.texts() if name.startswith("text/")]
    assert files == ["text/story.xhtml", "text/story.2.xhtml", "text/story.3.xhtml", "text/story.4.xhtml"]
    starts = [next(made.document(name).iter(f"{XHTML}h2")).text for name in files]
    assert starts == ["Part 1", "Part 2", "Part 3", "Part 4"]
    told = [word for name in files for word in heard(made.document(name))]
    assert sorted(told) == sorted(heard(whole.document("text/story.xhtml")))


def test_a_story_of_headings_alone_is_parted_with_work_that_grows_with_it() -> None:
    def work(count: int) -> int:
        head = Heading(level=1, children=(Text(text="Costs"),))
        article = lone(*[head] * count).articles[0]
        sizes: list[int] = []
        done = calls(lambda: sizes.extend(len(part.blocks) for part in split_story(article, "a.xhtml", 900).portions))
        assert sum(sizes) == count
        assert min(sizes[:-1]) > 2
        return done

    assert work(1200) < 2.2 * work(600)


def test_links_contents_and_notes_follow_into_other_files() -> None:
    made = opened(long_story(), split_kb="1")
    assert made.dead_links() == []
    (link,) = [a for a in made.document("text/story.xhtml").iter(f"{XHTML}a") if a.text == "Go there"]
    assert link.get("href") == "story.4.xhtml#part-4"
    contents = [a.get("href") for a in made.document("nav.xhtml").iter(f"{XHTML}a")]
    assert contents[:3] == ["text/story.xhtml", "text/story.xhtml#part-1", "text/story.2.xhtml#part-2"]
    (note,) = [aside for aside in made.document("text/story.2.xhtml").iter() if aside.get(TYPE) == "footnote"]
    back = [a.get("href") for a in note.iter(f"{XHTML}a")]
    assert back == ["#ref.1", "story.4.xhtml#ref.1.2"]


def test_a_section_around_the_whole_story_does_not_keep_it_whole() -> None:
    body = (Group(role="section", children=tuple(words("word " * 60) for _ in range(8))),)
    assert len(split_story(story(*body), "text/a.xhtml", 1000).portions) > 2


@given(st.lists(st.sampled_from(["heading", "short", "long"]), max_size=30), st.integers(1, 4000))
def test_every_block_is_in_one_file_and_no_heading_ends_one(kinds: list[str], limit: int) -> None:
    made: dict[str, Block] = {"short": words("a"), "long": words("word " * 100)}
    made["heading"] = Heading(level=1, children=(Text(text="H"),))
    article = story(*(made[kind] for kind in kinds))
    portions = split_story(article, "text/a.xhtml", limit).portions
    assert tuple(block for portion in portions for block in portion.blocks) == article.body
    assert all(portion.blocks for portion in portions) or not article.body
    for portion in portions[:-1]:
        assert not isinstance(portion.blocks[-1], Heading) or all(isinstance(b, Heading) for b in portion.blocks)
