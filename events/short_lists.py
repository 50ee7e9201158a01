"""The short lists around an event, each as one JSON array in the query that reads the event.

Written as SQL of fixed words: building the same from expressions costs more than the database takes to answer
(docs/performance.md, R7).
"""

from django.db.models import BooleanField, IntegerField, JSONField
from django.db.models.expressions import RawSQL
from django.utils.translation import get_language


def _list_of(columns: str, rows: str, belongs: str, order: str = "p.position, p.id") -> RawSQL:
    array = f"coalesce(jsonb_agg(jsonb_build_object({columns}) ORDER BY {order}), '[]')"
    return RawSQL(f"(SELECT {array} FROM {rows} WHERE {belongs})", [], JSONField())  # noqa: S608, S611 - no input


HOSTS = _list_of(
    "'name', i.name, 'acronym', i.acronym, 'slug', i.slug, 'role', p.role",
    "events_eventhost p JOIN community_institution i ON i.id = p.institution_id",
    "p.event_id = events_learningevent.id",
)
QUESTIONS = _list_of(
    "'text', p.text, 'said', p.said, 'status', p.status, 'is_key', p.is_key, 'carried_from', p.carried_from_id",
    "events_discussionquestion p",
    "p.event_id = events_learningevent.id",
)
IS_FOLLOWED = RawSQL(
    "EXISTS (SELECT 1 FROM events_learningevent n WHERE n.follows_id = events_learningevent.id)", [], BooleanField()
)
PEOPLE_IN_GROUP = RawSQL(
    "(SELECT count(*) FROM events_breakoutplace p JOIN events_registration r ON r.id = p.registration_id"
    " WHERE p.group_id = events_breakoutgroup.id AND r.status IN ('confirmed', 'attended'))",
    [],
    IntegerField(),
)
HAS_CALL = RawSQL("events_learningevent.joining_url <> ''", [], BooleanField())


def _talks(language: str) -> RawSQL:
    return _list_of(
        "'pk', p.id, 'number', p.number, 'title', p.title, 'presenter', p.presenter, 'institution', i.name,"
        f" 'country', coalesce(nullif(c.name_{language}, ''), c.name_en)",
        "events_presentation p LEFT JOIN community_institution i ON i.id = p.institution_id"
        " LEFT JOIN community_country c ON c.iso2 = p.country_id",
        "p.item_id = events_agendaitem.id",
        "p.number, p.id",
    )


TALKS = {language: _talks(language) for language in ("en", "fr", "es", "ar")}


def talks() -> RawSQL:
    """The presentations of an agenda item, with the country's name in the reader's language."""
    return TALKS.get((get_language() or "en")[:2], TALKS["en"])
