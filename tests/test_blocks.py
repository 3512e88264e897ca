from __future__ import annotations

import pytest
from lxml import html

from knowledge.readers.blocks import blocks, joined


def text(markup: str) -> str:
    return joined(blocks(html.fragment_fromstring(markup, create_parent="div")))


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<p>One</p><p> Two\n words </p>", "One\n\nTwo words"),
        ("Loose<p>One</p>after", "Loose\n\nOne\n\nafter"),
        ("<p>Some <b>bold</b> and <a href='/'>linked</a>, text.</p>", "Some bold and linked, text."),
        ("<p>One<br>line<br><br>Two</p>", "One\nline\n\nTwo"),
        ("<h2>Head</h2><p>Text</p>", "Head\n\nText"),
        ("<ul><li>a</li><li><p>b</p></li></ul>", "- a\n- b"),
        ("<ol start=4><li>a</li><li>b</li></ol>", "4. a\n5. b"),
        ("<ul><li>a<ul><li>inner</li></ul></li><li>b</li></ul>", "- a\n- inner\n- b"),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1 <b>x</b></td><td></td></tr></table>",
            "| A | B |\n| 1 x |  |",
        ),
        ("<table><tr><td><p>One</p><p>Two</p></td></tr></table>", "One\n\nTwo"),
        ("<table><tr><td>a</td><td><table><tr><td>b</td></tr></table></td></tr></table>", "a\n\nb"),
        ("<p>a</p><script>no()</script><style>p{}</style><button>no</button><!-- no -->", "a"),
        ("<div><span><p>deep</p></span></div>", "deep"),
        ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", "Term\n\nMeaning"),
        ("<blockquote>Said</blockquote>", "Said"),
        ("　　临溪区召开会议。", "临溪区召开会议。"),
        ("", ""),
    ],
)
def test_markup_becomes_text_as_it_is_read(markup: str, shown: str) -> None:
    assert text(markup) == shown
