"""What else to read, and why: pieces that share a partnership, a shock, a theme, a sector or a country with this one.

Rarer ties weigh more. Of a tie that very many share only the latest are looked at, so that the page costs the
same however much there is.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from knowledge.models.choices import Kind
from knowledge.models.pieces import reads_members_texts

SHOWN = 4
LOOKED_AT = 60
# The tie, what it weighs, the table and the column it is kept in.
TIES = (
    ("partnership", 5, "knowledge_piece_partnerships", "partnership_id"),
    ("juncture", 4, "knowledge_piece_junctures", "criticaljuncture_id"),
    ("sdg", 3, "knowledge_piece_sdg_targets", "sdgtarget_id"),
    ("sector", 3, "knowledge_piece_sectors", "sector_id"),
    ("country", 2, "knowledge_piece_countries", "country_id"),
)
_SHARED = " UNION ALL ".join(
    f"SELECT '{name}' AS tie, {weight} AS weight, n.piece_id FROM {table} t, LATERAL "  # noqa: S608 - words above
    f"(SELECT o.piece_id FROM {table} o WHERE o.{column} = t.{column} AND o.piece_id <> %(pk)s"
    f" ORDER BY o.piece_id DESC LIMIT {LOOKED_AT}) n WHERE t.piece_id = %(pk)s"
    for name, weight, table, column in TIES
)
# Which pieces a person sees listed, as `Piece.objects.listed_for` says it; a test holds the two together.
SQL = f"""
    SELECT p.kind, p.slug, p.title, p.language, p.is_demo, array_agg(DISTINCT s.tie), sum(s.weight) AS weight
    FROM ({_SHARED}) s JOIN knowledge_piece p ON p.id = s.piece_id
    WHERE p.state = 'published' AND p.revises_id IS NULL AND p.kind <> 'resource' AND p.is_demo <= %(demo)s
      AND (p.audience = 'public' OR %(members)s)
    GROUP BY p.id ORDER BY weight DESC, p.id DESC LIMIT {SHOWN}
"""  # noqa: S608 - no input


@dataclass(frozen=True)
class Related:
    kind: str
    slug: str
    title: str
    language: str
    is_demo: bool
    why: str

    @property
    def url(self) -> str:
        return reverse(f"knowledge:{self.kind}", args=[self.slug])

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)


def related_to(piece: Any, user: Any) -> list[Related]:
    """The nearest pieces that this person sees, each with the reason in words; one query."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"pk": piece.pk, "members": reads_members_texts(user), "demo": piece.is_demo})
        found = cursor.fetchall()
    return [
        Related(kind, slug, title, language, is_demo, why(ties))
        for kind, slug, title, language, is_demo, ties, _weight in found
    ]


def why(ties: list[str]) -> str:
    words = {
        "partnership": _("same partnership"),
        "juncture": _("same shock"),
        "sdg": _("same SDG target"),
        "sector": _("same sector"),
        "country": _("same country"),
    }
    return ", ".join(words[name] for name in words if name in ties)
