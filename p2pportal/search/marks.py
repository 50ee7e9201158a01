"""Where the words of a search stand in what a line prints, so that they can be marked.

Postgres finds them, as it knows the forms of words in each language; one query for the lines of a page. What
comes back are parts of plain text, which the template escapes like any other.
"""

from collections.abc import Iterable

from django.db import connection

from core.searching import AS_THEY_ARE, STEMMED

Part = tuple[str, bool]  # a piece of the text, and whether it is one of the words
BEGIN, END = "\x02", "\x03"  # no text that is stored holds them
LESS = "\x04"  # for "<", which Postgres would take for the beginning of markup, and leave out
OPTIONS = f"StartSel={BEGIN}, StopSel={END}, HighlightAll=true"


def marked(texts: list[tuple[str, str]], asked: str) -> list[list[Part]]:
    """Texts with the codes of their languages, each as its parts in their order; `asked` is what is parsed."""
    if not texts:
        return []
    typed = [text.translate(_PLAIN) for text, _language in texts]
    spoken = [STEMMED.get(language, AS_THEY_ARE) for _text, language in texts]
    sql = (
        "SELECT ts_headline(spoken::regconfig, typed, %s::tsquery, %s) "
        "FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS line (typed, spoken, place) ORDER BY place"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked, OPTIONS, typed, spoken])
        return [list(_parts(found)) for (found,) in cursor.fetchall()]


def _parts(found: str) -> Iterable[Part]:
    """`a BEGIN word END b` as three parts; words side by side, as one."""
    before, *rest = found.replace(LESS, "<").split(BEGIN)
    if before:
        yield before, False
    for each in rest:
        word, _end, after = each.partition(END)
        yield word, True
        if after:
            yield after, False


_PLAIN = {ord(BEGIN): None, ord(END): None, ord("<"): LESS, 0: None}
