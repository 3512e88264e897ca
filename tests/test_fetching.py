"""Every defence of fetching, against a server on loopback that is as nasty as it can be."""

from __future__ import annotations

import gzip
import itertools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler

import pytest

from knowledge.article import Draft, Refused
from knowledge.fetching import Fetched, Policy, dead, fetch, read_url
from knowledge.fetching.connection import refuse_private
from knowledge.fetching.policy import USER_AGENT, NotFetched
from tests.web_server import Site, body, redirect, stream

HERE = frozenset({"127.0.0.1"})
OPEN = Policy(HERE, seconds=10.0)
NOT_PUBLIC = "is not a public address; hosts named in MEETINGS_FETCH_ALLOWED_HOSTS may be private"


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def reason(url: str, policy: Policy = OPEN) -> str:
    """The one reason for which an address is refused."""
    found = fetch(url, policy)
    assert isinstance(found, Refused), found
    (said,) = found.reasons
    return said


def names(**hosts: str) -> Callable[[str, int], Sequence[str]]:
    """A resolver that knows these names only."""

    def resolve(host: str, port: int) -> Sequence[str]:
        return [hosts[host.replace(".", "_")]]

    return resolve


# What is fetched


def test_a_page_is_fetched_with_its_type_and_encoding_under_the_projects_name(site: Site) -> None:
    site.pages["/a"] = body("<p>text", "Text/HTML; Charset=GB2312")
    assert fetch(site.url("/a#part"), OPEN) == Fetched(site.url("/a"), b"<p>text", "text/html", "GB2312")
    host = f"127.0.0.1:{site.port}"
    assert site.asked == [("/robots.txt", host, USER_AGENT), ("/a", host, USER_AGENT)]
    assert USER_AGENT.startswith("meetings/")


def test_redirects_are_followed_to_the_last_address(site: Site) -> None:
    site.pages["/a"], site.pages["/b"] = redirect("/b"), redirect(site.url("/c"))
    site.pages["/c"] = body("here")
    found = fetch(site.url("/a"), OPEN)
    assert isinstance(found, Fetched)
    assert (found.url, found.data) == (site.url("/c"), b"here")


def test_a_compressed_answer_is_unpacked(site: Site) -> None:
    site.pages["/a"] = body(gzip.compress(b"here " * 1000), Content_Encoding="gzip")
    found = fetch(site.url("/a"), OPEN)
    assert isinstance(found, Fetched)
    assert found.data == b"here " * 1000


def test_what_is_not_there_is_refused_with_the_answer(site: Site) -> None:
    assert reason(site.url("/gone")) == "answered 404 Not Found"
    site.pages["/broken"] = body("", status=503)
    assert reason(site.url("/broken")) == "answered 503 Service Unavailable"
    assert reason("http://127.0.0.1:1/").startswith("cannot be reached: ")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://news.example/a", "only http and https addresses are fetched"),
        ("file:///etc/passwd", "only http and https addresses are fetched"),
        ("http:///a", "only http and https addresses are fetched"),
        ("http://me:secret@news.example/", "an address with a name or password in it is not fetched"),
        ("http://news.example:port/", "not an address: Invalid port: 'port'"),
    ],
)
def test_other_addresses_are_not_fetched(url: str, said: str) -> None:
    found = fetch(url, Policy())
    assert isinstance(found, Refused)
    assert found.reasons == (said,)
    assert "secret" not in found.where


def test_many_addresses_are_tried_site_beside_site_and_on_each_one_after_the_other(site: Site) -> None:
    both_wait = threading.Barrier(2)

    def late(request: BaseHTTPRequestHandler) -> None:
        both_wait.wait(timeout=10)
        body("here")(request)

    with Site() as other:
        site.pages["/a"] = other.pages["/a"] = late
        site.pages["/b"] = body("here")
        urls = [site.url("/a"), site.url("/b"), site.url("/gone"), site.url("/gone"), other.url("/a"), "http://[/"]
        wrong = dead(urls, OPEN)
        assert wrong.keys() == {site.url("/gone"), "http://[/"}
        assert wrong[site.url("/gone")] == "answered 404 Not Found"
        assert [path for path, *_ in site.asked] == ["/robots.txt", "/a", "/b", "/gone"]
        assert [path for path, *_ in other.asked] == ["/robots.txt", "/a"]


# Where it is fetched from


@pytest.mark.parametrize(
    "host",
    [
        *(
            "127.0.0.1",
            "localhost",
            "2130706433",
            "0x7f.1",
            "127.1",
            "0",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
        ),
        *("10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "[fe80::1]", "[fc00::1]"),
    ],
)
def test_private_and_loopback_hosts_are_refused_however_they_are_written(host: str) -> None:
    assert reason(f"http://{host}:1/", Policy()).endswith(NOT_PUBLIC)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "192.168.1.1", "172.31.255.255", "169.254.169.254", "100.64.0.1", "0.0.0.1"),
        *("224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"),
        *("::1", "::", "fe80::1%eth0", "fd00::1", "ff02::1", "2001:db8::1"),
        *("::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::"),
    ],
)
def test_an_address_that_is_not_public_or_stands_for_such_is_refused(address: str) -> None:
    with pytest.raises(NotFetched, match="not a public address"):
        refuse_private("news.example", ["8.8.8.8", address])


def test_public_addresses_are_let_through() -> None:
    refuse_private("news.example", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])


def test_a_name_of_a_private_address_is_refused(site: Site) -> None:
    policy = Policy(resolve=names(news_example="127.0.0.1"))
    expected = f"news.example is at 127.0.0.1, which {NOT_PUBLIC}"
    assert reason(site.url("/a", "news.example"), policy) == expected
    assert site.asked == []


def test_a_redirect_to_loopback_is_refused(site: Site) -> None:
    """The site's name is let in by the setting; the address it redirects to is not."""
    site.pages["/a"] = redirect(site.url("/inside"))
    site.pages["/inside"] = body("secret")
    policy = Policy(
        frozenset({"news.example"}), resolve=names(news_example="127.0.0.1", **{"127_0_0_1": "127.0.0.1"})
    )
    said = reason(site.url("/a", "news.example"), policy)
    assert said == f"redirected to {site.url('/inside')}: 127.0.0.1 {NOT_PUBLIC}"
    assert "/inside" not in [path for path, _, _ in site.asked]


def test_a_redirect_to_another_kind_of_address_is_refused(site: Site) -> None:
    site.pages["/a"] = redirect("file:///etc/passwd")
    assert reason(site.url("/a")) == "only http and https addresses are fetched"


def test_the_connection_goes_to_the_address_that_was_checked_under_the_hosts_own_name(site: Site) -> None:
    asked: list[str] = []

    def changing(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) < 3 else ["10.0.0.7"]

    site.pages["/a"] = body("here")
    policy = Policy(frozenset({"news.example"}), resolve=changing)
    found = fetch(site.url("/a", "news.example"), policy)
    assert isinstance(found, Fetched)
    assert asked == ["news.example", "news.example"]  # once for each connection: robots.txt and the page
    assert {host for _, host, _ in site.asked} == {f"news.example:{site.port}"}


def test_a_name_that_changes_to_a_private_address_between_two_connections_is_refused(site: Site) -> None:
    answers = iter([["8.8.8.8"], ["127.0.0.1"]])
    refuse_private("news.example", next(answers))
    policy = Policy(resolve=lambda host, port: next(answers))
    assert reason(site.url("/a", "news.example"), policy) == f"news.example is at 127.0.0.1, which {NOT_PUBLIC}"


def test_a_name_without_address_and_a_name_server_that_hangs_are_refused() -> None:
    def unknown(host: str, port: int) -> Sequence[str]:
        raise OSError("no such name")

    over = threading.Event()

    def hanging(host: str, port: int) -> Sequence[str]:
        over.wait(30)
        return []

    assert reason("http://news.example/", Policy(resolve=unknown)) == "there is no host news.example"
    began = time.monotonic()
    said = reason("http://news.example/", Policy(seconds=0.3, resolve=hanging))
    assert said == "the name news.example was not resolved in time"
    assert time.monotonic() - began < 20
    over.set()


def test_more_than_five_redirects_are_refused(site: Site) -> None:
    for number in range(9):
        site.pages[f"/{number}"] = redirect(f"/{number + 1}")
    assert reason(site.url("/0")) == "more than 5 redirects"
    assert [path for path, _, _ in site.asked] == ["/robots.txt", "/0", "/1", "/2", "/3", "/4", "/5"]


# How much and how long


def test_a_body_without_end_is_cut_off(site: Site) -> None:
    sent = itertools.count()
    site.pages["/a"] = stream(bytes(100_000) for _ in sent)
    assert reason(site.url("/a"), Policy(HERE, most_bytes=2_000_000)) == "larger than 2 MB"
    assert next(sent) * 100_000 < 50_000_000


def test_a_body_that_says_it_is_too_large_is_not_begun(site: Site) -> None:
    site.pages["/a"] = stream([b"x"], Content_Length=str(10_000_000_000))
    assert reason(site.url("/a")) == "larger than 20 MB"


def test_a_small_answer_that_unpacks_to_a_large_one_is_cut_off(site: Site) -> None:
    bomb = gzip.compress(bytes(200_000_000), 9)
    assert len(bomb) < 200_000
    site.pages["/a"] = body(bomb, Content_Encoding="gzip")
    assert reason(site.url("/a")) == "larger than 20 MB"


def test_damaged_and_unknown_packing_is_refused(site: Site) -> None:
    site.pages["/a"] = body(b"no gzip", Content_Encoding="gzip")
    site.pages["/b"] = body(b"x", Content_Encoding="br")
    assert reason(site.url("/a")).startswith("damaged: cannot be unpacked")
    assert reason(site.url("/b")) == "packed in a way that was not asked for (br)"


def test_a_body_that_drips_is_given_up_when_its_time_is_over(site: Site) -> None:
    site.pages["/a"] = stream(time.sleep(0.1) or b"x" for _ in range(300))  # type: ignore[func-returns-value]
    assert_in_time(site)


def test_a_head_that_drips_is_given_up_when_its_time_is_over(site: Site) -> None:
    def dripping(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        for _ in range(300):
            request.wfile.write(b"x")
            time.sleep(0.1)

    site.pages["/a"] = dripping
    assert_in_time(site)


def test_a_server_that_says_nothing_is_given_up_when_its_time_is_over(site: Site) -> None:
    over = threading.Event()

    def silent(request: BaseHTTPRequestHandler) -> None:
        over.wait(30)

    site.pages["/a"] = silent
    assert_in_time(site)
    over.set()


def assert_in_time(site: Site) -> None:
    began = time.monotonic()
    assert reason(site.url("/a"), Policy(HERE, seconds=1.0)) == "did not arrive within 1 seconds"
    assert time.monotonic() - began < 20  # of the 30 it would take


# robots.txt


def test_what_robots_txt_disallows_is_not_fetched(site: Site) -> None:
    site.pages["/robots.txt"] = body("User-agent: *\nDisallow: /private/\n", "text/plain")
    site.pages["/private/a"], site.pages["/public"] = body("secret"), body("here")
    assert reason(site.url("/private/a")) == "the robots.txt of 127.0.0.1 does not allow programs to read it"
    assert isinstance(fetch(site.url("/public"), OPEN), Fetched)
    assert "/private/a" not in [path for path, _, _ in site.asked]


def test_robots_txt_may_speak_to_this_program(site: Site) -> None:
    site.pages["/robots.txt"] = body("User-agent: *\nAllow: /\n\nUser-agent: meetings\nDisallow: /\n", "text/plain")
    assert reason(site.url("/a")).startswith("the robots.txt of 127.0.0.1 does not allow")


def test_a_redirect_to_what_robots_txt_disallows_is_refused(site: Site) -> None:
    site.pages["/robots.txt"] = body("User-agent: *\nDisallow: /private/\n", "text/plain")
    site.pages["/a"] = redirect("/private/a")
    expected = "the robots.txt of 127.0.0.1 does not allow programs to read it"
    assert reason(site.url("/a")) == f"redirected to {site.url('/private/a')}: {expected}"


def test_a_robots_txt_that_cannot_be_read_closes_the_site(site: Site) -> None:
    site.pages["/robots.txt"] = body("", status=503)
    site.pages["/a"] = body("here")
    expected = "its robots.txt cannot be read now (answered 503 Service Unavailable): try again later"
    assert reason(site.url("/a")) == expected


# Read into drafts

PAGE = """<html lang="en"><head><title>{title}</title><link rel="canonical" href="{canonical}">
<meta property="article:published_time" content="2024-07-19"></head><body><nav><a href="/">Home</a></nav><article>
<h1>{title}</h1><p>The members of the council adopted the resolution on the bridge by six votes to two.</p>
<p>The bridge reopens in December, eight months later than the district had assumed in March.</p></article></body>"""
TEXT = (
    "The members of the council adopted the resolution on the bridge by six votes to two.\n\n"
    "The bridge reopens in December, eight months later than the district had assumed in March."
)


def drafts(url: str, policy: Policy = OPEN) -> list[Draft]:
    found = list(read_url(url, policy))
    assert all(isinstance(item, Draft) for item in found), found
    return [item for item in found if isinstance(item, Draft)]


def test_a_page_becomes_a_draft_under_its_canonical_address(site: Site) -> None:
    site.pages["/a?session=1"] = body(PAGE.format(title="The bridge", canonical=site.url("/bridge")))
    (draft,) = drafts(site.url("/a?session=1"))
    assert (draft.where, draft.text) == (site.url("/a?session=1"), TEXT)
    told = {name: value for name, value in draft.fields.items() if value}
    assert told == {
        "title": "The bridge",
        "date": "2024-07-19",
        "publisher": f"127.0.0.1:{site.port}",
        "url": site.url("/bridge"),
        "language": "en",
    }


@pytest.mark.parametrize("canonical", ["https://other.example/bridge", "/", "javascript:alert(1)", ""])
def test_a_canonical_address_of_another_site_or_of_the_front_page_is_not_trusted(canonical: str, site: Site) -> None:
    site.pages["/a"] = body(PAGE.format(title="The bridge", canonical=canonical))
    assert [draft.fields["url"] for draft in drafts(site.url("/a"))] == [site.url("/a")]


def test_the_encoding_that_the_server_says_is_believed(site: Site) -> None:
    page = "<html><body><h1>临溪区</h1><p>昨天下午，临溪区召开2024年防汛工作部署会，区长主持会议。</p></body></html>"
    site.pages["/a"] = body(page.encode("big5", "ignore"), "text/html; charset=big5")
    site.pages["/b"] = body(page.encode("gbk"), "text/html; charset=gb2312")
    assert "防汛工作部署" in str(drafts(site.url("/b"))[0].text)
    assert "下午" in str(drafts(site.url("/a"))[0].text)


def test_a_document_becomes_a_draft_under_its_address(site: Site) -> None:
    site.pages["/minutes.txt"] = body(" date 2024-07-19 The bridge\n\nIt was closed.", "text/plain")
    (draft,) = drafts(site.url("/minutes.txt"))
    told = {"title": "The bridge", "date": "2024-07-19", "url": site.url("/minutes.txt")}
    assert (draft.text.strip(), draft.fields) == ("It was closed.", told)  # type: ignore[attr-defined]


def test_an_entry_with_only_a_summary_is_read_from_its_page(site: Site) -> None:
    site.pages["/feed"] = body(
        rss(("Whole", "/whole", f"<p>{TEXT}</p>" * 5), ("Cut", "/cut", "The members…")), "text/xml"
    )
    site.pages["/cut"] = body(PAGE.format(title="The bridge", canonical=site.url("/cut")))
    whole, cut = drafts(site.url("/feed"))
    assert (whole.where, whole.fields["url"], whole.notes) == (site.url("/whole"), site.url("/whole"), ())
    assert (cut.where, cut.text, cut.notes) == (site.url("/cut"), TEXT, ())
    assert (cut.fields["title"], cut.fields["date"]) == ("Cut", "2024-07-20")
    assert cut.fields["publisher"] == "Linxi"


def test_an_entry_whose_page_cannot_be_had_is_refused_and_costs_only_itself(site: Site) -> None:
    site.pages["/feed"] = body(rss(("Gone", "/gone", "The…"), ("Cut", "/cut", "The members…")), "application/rss+xml")
    site.pages["/cut"] = body(PAGE.format(title="The bridge", canonical=site.url("/cut")))
    gone, cut = read_url(site.url("/feed"), OPEN)
    said = "the feed holds only a summary, and its page answered 404 Not Found"
    assert gone == Refused(site.url("/gone"), (said,))
    assert isinstance(cut, Draft)


def test_an_entry_that_links_into_the_network_is_refused(site: Site) -> None:
    feed = rss(("Inside", "http://10.0.0.1/secret", "The…"))
    site.pages["/feed"] = body(feed, "application/rss+xml")
    (item,) = read_url(site.url("/feed"), OPEN)
    said = f"the feed holds only a summary, and its page 10.0.0.1 {NOT_PUBLIC}"
    assert item == Refused("http://10.0.0.1/secret", (said,))


def rss(*entries: tuple[str, str, str]) -> str:
    items = "".join(
        f"<item><title>{title}</title><link>{link}</link><pubDate>Sat, 20 Jul 2024 23:00:00 +0800</pubDate>"
        f"<description><![CDATA[{text}]]></description></item>"
        for title, link, text in entries
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Linxi</title>{items}</channel></rss>'
