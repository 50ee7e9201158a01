"""The short lists around a piece, each as one JSON array in the query that reads the piece.

Written as SQL of fixed words, as in `events.short_lists`: a page and a list row cost one query, however much
hangs on a piece.
"""

from functools import lru_cache

from django.db.models import JSONField
from django.db.models.expressions import RawSQL
from django.utils.translation import get_language

MODELS = "('piece', 'story', 'method', 'challenge', 'resource')"  # a theme may hang on any of them


def _list_of(what: str, rows: str, belongs: str, order: str) -> RawSQL:
    array = f"coalesce(jsonb_agg({what} ORDER BY {order}), '[]')"
    return RawSQL(f"(SELECT {array} FROM {rows} WHERE {belongs})", [], JSONField())  # noqa: S608, S611 - no input


def _object(columns: str) -> str:
    return f"jsonb_build_object({columns})"


def _ids(table: str, column: str) -> RawSQL:
    return _list_of(f"t.{column}", f"{table} t", "t.piece_id = knowledge_piece.id", "t.id")


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
SDG_TARGETS = _list_of(
    "t.sdgtarget_id", "knowledge_piece_sdg_targets t", "t.piece_id = knowledge_piece.id", "t.sdgtarget_id"
)
THEMES = _list_of(
    _object("'name', g.name, 'slug', g.slug"),
    "taggit_taggeditem t JOIN taggit_tag g ON g.id = t.tag_id JOIN django_content_type c ON c.id = t.content_type_id",
    f"t.object_id = knowledge_piece.id AND c.app_label = 'knowledge' AND c.model IN {MODELS}",
    "g.name",
)
JUNCTURES = _list_of(
    _object("'pk', j.id, 'name', j.name"),
    "knowledge_piece_junctures t JOIN partnerships_criticaljuncture j ON j.id = t.criticaljuncture_id",
    "t.piece_id = knowledge_piece.id",
    "j.started_on",
)
PICTURES = _list_of(
    _object(
        "'pk', p.id, 'width', p.width, 'height', p.height, 'alt', p.alt, 'caption', p.caption, 'credit', p.credit,"
        " 'sizes', (SELECT coalesce(jsonb_agg(s.width ORDER BY s.width), '[]')"
        " FROM knowledge_imagesize s WHERE s.image_id = p.id)"
    ),
    "knowledge_pieceimage p",
    "p.piece_id = knowledge_piece.id",
    "p.position, p.id",
)
FILES = _list_of(
    _object("'pk', f.id, 'title', f.title, 'language', f.language, 'size', f.size"),
    "knowledge_piecefile f",
    "f.piece_id = knowledge_piece.id",
    "f.id",
)
TRANSLATIONS = _list_of(
    _object("'language', x.language, 'state', x.state, 'of_sha256', x.of_sha256"),
    "knowledge_translation x",
    "x.piece_id = knowledge_piece.id",
    "x.language",
)
PARTNERSHIPS = _ids("knowledge_piece_partnerships", "partnership_id")
EVENTS = _ids("knowledge_piece_events", "learningevent_id")
RESTS_ON = _ids("knowledge_piece_rests_on", "resource_id")
METHODS = _list_of("t.method_id", "knowledge_challenge_methods t", "t.challenge_id = knowledge_piece.id", "t.id")
UPTAKES = RawSQL(
    "(SELECT count(*) FROM knowledge_uptake u WHERE u.piece_id = knowledge_piece.id AND u.hidden_at IS NULL)", []
)
