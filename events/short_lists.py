"""The short lists around an event, each as one JSON array in the query that reads the event.

Written as SQL of fixed words: building the same from expressions costs more than the database takes to answer
(docs/performance.md, R7).
"""

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, CharField, JSONField
from django.db.models.expressions import RawSQL
from django.utils.translation import get_language


def _array(columns: str, rows: str, belongs: str, order: str = "p.position, p.id") -> str:
    objects = f"coalesce(jsonb_agg(jsonb_build_object({columns}) ORDER BY {order}), '[]')"
    return f"(SELECT {objects} FROM {rows} WHERE {belongs})"  # noqa: S608 - no input


def _list_of(*parts: str) -> RawSQL:
    return RawSQL(_array(*parts), [], JSONField())  # noqa: S611 - no input


HOSTS = _list_of(
    "'name', i.name, 'acronym', i.acronym, 'slug', i.slug, 'role', p.role",
    "events_eventhost p JOIN community_institution i ON i.id = p.institution_id",
    "p.event_id = events_learningevent.id",
)
HOST_NAMES = RawSQL(
    "ARRAY(SELECT coalesce(nullif(i.acronym, ''), i.name) FROM events_eventhost p"
    " JOIN community_institution i ON i.id = p.institution_id"
    " WHERE p.event_id = events_learningevent.id AND p.role IN ('host', 'co_host') ORDER BY p.position, p.id)",
    [],
    ArrayField(CharField()),
)
QUESTIONS = _list_of(
    "'id', p.id, 'text', p.text, 'said', p.said, 'status', p.status, 'is_key', p.is_key,"
    " 'carried_from', p.carried_from_id",
    "events_discussionquestion p",
    "p.event_id = events_learningevent.id",
)
IS_FOLLOWED = RawSQL(
    "EXISTS (SELECT 1 FROM events_learningevent n WHERE n.follows_id = events_learningevent.id)", [], BooleanField()
)
GROUPS = _list_of(
    "'topic', p.topic, 'asks', q.text, 'languages', p.languages, 'places', p.places, 'people', (SELECT count(*)"
    " FROM events_breakoutplace m JOIN events_registration r ON r.id = m.registration_id"
    " WHERE m.group_id = p.id AND r.status IN ('confirmed', 'attended'))",
    "events_breakoutgroup p LEFT JOIN events_discussionquestion q ON q.id = p.question_id",
    "p.event_id = events_learningevent.id",
)
HAS_TAKEAWAYS = RawSQL(
    "EXISTS (SELECT 1 FROM events_takeaway t WHERE t.event_id = events_learningevent.id)", [], BooleanField()
)
HAS_CALL = RawSQL("events_learningevent.joining_url <> ''", [], BooleanField())


def _agenda(language: str) -> RawSQL:
    talks = _array(
        "'pk', t.id, 'number', t.number, 'title', t.title, 'presenter', t.presenter, 'institution', i.name,"
        f" 'country', coalesce(nullif(c.name_{language}, ''), c.name_en)",
        "events_presentation t LEFT JOIN community_institution i ON i.id = t.institution_id"
        " LEFT JOIN community_country c ON c.iso2 = t.country_id",
        "t.item_id = p.id",
        "t.number, t.id",
    )
    return _list_of(
        "'kind', p.kind, 'track', p.track, 'title', p.title, 'lead', p.lead, 'description', p.description,"
        f" 'starts_at', p.starts_at, 'talks', {talks}",
        "events_agendaitem p",
        "p.event_id = events_learningevent.id",
        "p.starts_at NULLS LAST, p.track, p.position, p.id",
    )


AGENDAS = {language: _agenda(language) for language in ("en", "fr", "es", "ar")}


def agenda() -> RawSQL:
    """The items of the agenda with their presentations, countries named in the reader's language."""
    return AGENDAS.get((get_language() or "en")[:2], AGENDAS["en"])
