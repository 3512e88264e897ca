from __future__ import annotations

from knowledge.article import Draft, Refused
from knowledge.readers import read_document
from knowledge.readers.feed import SUMMARY
from tests.documents import PARAGRAPHS, TEXT, TITLE, rss

ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Linxi &amp; more</title>
<entry><title type="html">The &lt;i&gt;bridge&lt;/i&gt;</title><link rel="alternate" href="https://linxi.example/a"/>
<published>2024-07-19T23:30:00-04:00</published><updated>2024-08-01T00:00:00Z</updated>
<content type="html">&lt;p&gt;{PARAGRAPHS[0]}&lt;/p&gt;&lt;ul&gt;&lt;li&gt;One&lt;/li&gt;&lt;/ul&gt;</content></entry>
<entry><title>Short</title><link href="https://linxi.example/b"/><summary>The council met.</summary></entry></feed>"""


def drafts(data: bytes) -> list[Draft]:
    found = list(read_document("feed.xml", data))
    assert all(isinstance(item, Draft) for item in found), found
    return [item for item in found if isinstance(item, Draft)]


def test_an_entry_of_rss_with_its_whole_text_is_an_article() -> None:
    told = {
        "title": TITLE,
        "date": "2024-07-19",
        "publisher": "Linxi Bulletin",
        "url": "https://linxi.example/bridge",
        "language": None,
    }
    assert drafts(rss()) == [Draft("feed.xml:1", TEXT, told)]


def test_entries_of_atom_are_dated_in_their_own_time_zone_and_a_summary_says_what_it_is() -> None:
    first, second = drafts(ATOM.encode())
    assert (first.text, first.notes) == (f"{PARAGRAPHS[0]}\n\n- One", ())
    assert (first.fields["title"], first.fields["date"]) == ("The bridge", "2024-07-19")
    assert first.fields["publisher"] == "Linxi & more"
    assert (second.text, second.fields["date"], second.notes) == ("The council met.", None, (SUMMARY,))


def test_a_description_of_several_paragraphs_is_the_article_unless_it_is_cut_off() -> None:
    body = f"<p>{PARAGRAPHS[0]}</p>" * 4
    feed = "<rss><channel><item><description><![CDATA[{}]]></description></item></channel></rss>"
    assert drafts(feed.format(body).encode())[0].notes == ()
    assert drafts(feed.format(f"{body}<p>And so […]</p>").encode())[0].notes == (SUMMARY,)


def test_a_feed_in_another_encoding_is_read_as_it_declares() -> None:
    feed = rss(title="临溪区召开防汛会议").decode().replace('encoding="UTF-8"', 'encoding="gb2312"')
    assert [draft.fields["title"] for draft in drafts(feed.encode("gb18030"))] == ["临溪区召开防汛会议"]


def test_entities_of_its_own_and_a_feed_without_entries_are_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>' + rss().decode().partition("?>")[2]
    said = "declares XML entities of its own, which is not allowed"
    assert list(read_document("feed.xml", bomb.encode())) == [Refused("feed.xml", (said,))]
    empty = b"<rss><channel><title>x</title></channel></rss>"
    said = "not a feed with entries: there is no entry in it"
    assert list(read_document("feed.xml", empty)) == [Refused("feed.xml", (said,))]


def test_a_path_in_the_place_of_a_feed_opens_no_file() -> None:
    (item,) = read_document("feed.xml", b"/etc/passwd")
    assert isinstance(item, Refused)
