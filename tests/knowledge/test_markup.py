"""What rich text is stored as, whatever was typed or pasted, and how it is printed."""

import time

import pytest

from knowledge.markup import as_typed, clean_markup, plain_text, widest_table
from knowledge.printing import printed

STORED = [
    ("plain text", "One.\n\nTwo <b>as typed</b> & so on", "<p>One.</p><p>Two <strong>as typed</strong> &amp; so on</p>"),
    ("plain text with a sign", "5 < 6\nand 7 > 3", "<p>5 &lt; 6<br>and 7 &gt; 3</p>"),
    ("nothing", " \n ", ""),
    ("an empty editor", "<p></p>", ""),
    ("another paragraph after stored ones", "<p>One.</p>\n\nTwo.\n\nThree.", "<p>One.</p><p>Two.</p><p>Three.</p>"),
    ("six headings", "<h1>A</h1><h2>B</h2><h5>C</h5>", "<h2>A</h2><h2>B</h2><h3>C</h3>"),
    ("boxes of a mail program", "<div>A</div><div>B</div>", "<p>A</p><p>B</p>"),
    ("Word", '<p class="MsoNormal" style="mso-x:y">A<o:p></o:p></p><p><o:p>&nbsp;</o:p></p>', "<p>A</p>"),
    ("a conditional of Word", "<!--[if gte mso 9]><xml>x</xml><![endif]--><p>A</p>", "<p>A</p>"),
    ("a footnote typed", "A ^[see B] c", '<p>A <span class="footnote">see B</span> c</p>'),
    ("a footnote in a footnote",
     '<p>A<span class="footnote">b<span class="footnote">c</span></span></p>',
     '<p>A<span class="footnote">bc</span></p>'),
    ("a link", '<p><a href="https://intosai.org" target="_blank">I</a></p>',
     '<p><a href="https://intosai.org" rel="noopener noreferrer">I</a></p>'),
    ("an address that is a script", '<p><a href="JaVaScRiPt&colon;alert(1)">x</a></p>', "<p>x</p>"),
    ("an address without its scheme", '<p><a href="//evil.example">x</a></p>', "<p>x</p>"),
    ("a page in an address", '<p><a href="data:text/html,<b>x</b>">x</a></p>', "<p>x</p>"),
    ("VBScript", '<p><a href="vbscript:x">x</a></p>', "<p>x</p>"),
    ("a script address in Markdown", "[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
    ("a picture that tells on its reader", '<p>A<img src="http://evil.example/pixel"></p>', "<p>A</p>"),
    ("markup that turns when it is read again",
     '<p>A</p><math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=1&gt;">',
     "<p>A</p>"),
    ("a form and a base", '<form action="/logout"><p>A<input name="q"></p></form><base href="//evil">', "<p>A</p>"),
    ("a name that hides another", '<p><a id="csrfmiddlewaretoken" name="x">A</a></p>', "<p>A</p>"),
    ("a comment that is not closed", "<p>A<!-- B</p><p>C</p>", "<p>A&lt;!-- B</p><p>C</p>"),
    ("CDATA that is not closed", "<p>A<![CDATA[ B</p>", "<p>A&lt;![CDATA[ B</p>"),
    ("a script", "<p>A</p><script>alert(1)</script>", "<p>A</p>"),
    ("a script typed as text", "<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
    ("handlers and styles", '<p onclick="x" style="position:fixed" class="y">A</p>', "<p>A</p>"),
    ("NUL and half a character", "<p>A\x00\ud800B</p>", "<p>AB</p>"),
    ("a turned direction", "<p>A&#8238;B</p>", "<p>AB</p>"),
    ("a stroke that would break the tag", "<p>&#824;A</p>", "<p>A</p>"),
    ("a cell over many columns", '<table><tr><td colspan="99999">A</td></tr></table>',
     "<table><tbody><tr><td>A</td></tr></tbody></table>"),
    ("a table", '<table><tr><th scope="col" colspan="2">A</th></tr></table>',
     '<table><tbody><tr><th scope="col" colspan="2">A</th></tr></tbody></table>'),
    ("an entry without its list", "<li>A</li>", "<p>A</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "stored"), [each[1:] for each in STORED], ids=[each[0] for each in STORED])
def test_text_is_stored_clean_and_stays_so(typed, stored):
    once = clean_markup(typed)

    assert once == stored
    assert clean_markup(once) == once


HEAVY = {
    "quotes in one another": "<blockquote>" * 10_000 + "A",
    "bold in one another": "<b>" * 10_000 + "A",
    "lists in one another": "<ul><li>" * 10_000 + "A",
    "tables in one another": "<table><tr><td>" * 3_000 + "A",
    "signs": "> " * 10_000 + "A",
    "brackets": "[" * 10_000 + "A",
    "definitions": "\n".join(f"[{n}]: https://x.example 'A'" for n in range(10_000)),
    "comments that are not closed": "<p><!--" * 10_000 + "A",
    "columns": "<table><tr>" + "<td>A</td>" * 5_000 + "</tr></table>",
    "200 kB from Word": "<p class=MsoNormal style='mso-x:y'><span lang=EN-GB>A</span><o:p></o:p></p>\n" * 3_000,
}


@pytest.mark.parametrize("typed", HEAVY.values(), ids=HEAVY)
def test_heavy_markup_is_soon_read_and_loses_no_words(typed):
    began = time.monotonic()
    stored = clean_markup(typed)

    assert time.monotonic() - began < 2
    assert "A" in plain_text(stored)
    assert clean_markup(stored) == stored


def test_the_widest_row_of_all_tables_is_counted():
    assert widest_table("<p>A</p>") == 0
    assert widest_table("<table><tbody><tr><th>A</th><td>B</td></tr><tr><td>C</td></tr></tbody></table>") == 2


def test_paragraphs_alone_are_typed_on_as_plain_text():
    assert as_typed("<p>A &amp; B<br>C</p><p>D</p>") == "A & B\nC\n\nD"
    assert as_typed("<p>A &lt;b&gt;</p>") == "<p>A &lt;b&gt;</p>"
    assert as_typed(clean_markup("A ^[note] b")) == "A ^[note] b"
    assert as_typed("<p>A <em>b</em></p>") == "<p>A <em>b</em></p>"


def test_headings_are_printed_below_those_of_the_page():
    assert printed("<h2>A</h2><h3>B</h3>") == "<h3>A</h3><h4>B</h4>"


def test_small_headings_alone_are_printed_without_leaving_a_step_out():
    assert printed("<p>A</p><h3>B</h3>") == "<p>A</p><h3>B</h3>"


def test_footnotes_are_numbered_and_lead_there_and_back():
    page = printed('<p>A<span class="footnote">one</span> B<span class="footnote">two</span></p>')

    assert page.count('<sup class="note-mark">') == 2
    assert '<ol class="notes" aria-label="Notes">' in page
    addresses = {part.split('"')[0] for part in page.split('href="#')[1:]}
    assert addresses == {part.split('"')[0] for part in page.split(' id="')[1:]}


def test_a_wide_table_is_reached_by_keyboard():
    assert 'tabindex="0"' in printed("<table><tbody><tr><td>A</td></tr></tbody></table>")
