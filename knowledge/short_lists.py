"""The short lists around a piece in a list, each as one JSON array in the query that reads the piece.

Written as SQL of fixed words, as in `events.short_lists`: a row costs no query of its own, however much hangs on a
piece. What its page prints comes from `knowledge/sql/around.sql`.
"""

from functools import lru_cache

from django.db.models import JSONField
from django.db.models.expressions import RawSQL
from django.utils.translation import get_language


def _list_of(what: str, rows: str, belongs: str, order: str) -> RawSQL:
    array = f"coalesce(jsonb_agg({what} ORDER BY {order}), '[]')"
    return RawSQL(f"(SELECT {array} FROM {rows} WHERE {belongs})", [], JSONField())  # noqa: S608, S611 - no input


def _object(columns: str) -> str:
    return f"jsonb_build_object({columns})"


@lru_cache(maxsize=8)
def _places(language: str) -> dict[str, RawSQL]:
    name = f"coalesce(nullif(n.name_{language}, ''), n.name_en)"
    return {
        "sector_list": _list_of(
            _object(f"'code', n.code, 'name', {name}"),
            "knowledge_piece_sectors t JOIN community_sector n ON n.code = t.sector_id",
            "t.piece_id = knowledge_piece.id",
            "t.id",
        ),
        "country_list": _list_of(
            _object(f"'code', n.iso2, 'name', {name}"),
            "knowledge_piece_countries t JOIN community_country n ON n.iso2 = t.country_id",
            "t.piece_id = knowledge_piece.id",
            "t.id",
        ),
    }


def places() -> dict[str, RawSQL]:
    """Sectors and countries, named in the reader's language."""
    language = (get_language() or "en")[:2]
    return _places(language if language in ("en", "fr", "es", "ar") else "en")


PARTIES = _list_of(
    _object("'name', i.name, 'acronym', i.acronym, 'slug', i.slug"),
    "knowledge_pieceparty t JOIN community_institution i ON i.id = t.institution_id",
    "t.piece_id = knowledge_piece.id",
    "t.position, t.id",
)
TRANSLATIONS = _list_of(
    _object("'language', x.language, 'state', x.state, 'of_sha256', x.of_sha256"),
    "knowledge_translation x",
    "x.piece_id = knowledge_piece.id",
    "x.language",
)
