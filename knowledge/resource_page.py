"""What stands on the page of a resource, in a number of queries that does not grow with what it holds."""

from itertools import chain
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from community.models import User
from events.models import LearningEvent
from knowledge.models import Finding, FindingNote, Piece, Resource
from knowledge.models.choices import Level
from knowledge.shown_text import with_translations
from partnerships.models import Partnership

MOST_USES = 50
MOST_NEXT = 6


def for_page(user: Any) -> QuerySet[Resource]:
    """The resources that this person may know of, each with its curators and the languages it is told in."""
    return with_translations(Resource.objects.visible_to(user)).select_related("owner", "author", "institution")


def findings(resource: Resource) -> QuerySet[Finding]:
    """With the notes of the community beside each."""
    notes = FindingNote.objects.filter(hidden_at=None).select_related("by", "institution")
    found = resource.findings.select_related("condition", "outcome").order_by("position", "pk")
    return found.prefetch_related(Prefetch("notes", notes, to_attr="shown_notes"))


def signed(note: FindingNote) -> str:
    """Who says it: the secretariat, or an institution. Persons are not named."""
    if note.by and note.by.role in User.SECRETARIAT_ROLES:
        return _("Secretariat")
    return str(note.institution or _("A member"))


def find_reported(kwargs: dict[str, Any], user: Any) -> tuple[Resource, list[int]] | None:
    """Which resource a report of a problem is about; no institution answers for what others published."""
    found = Resource.objects.listed_for(user).filter(slug=kwargs["slug"]).first()
    return (found, []) if found else None


def facts(resource: Resource) -> list[tuple[Any, str]]:
    """The lines beside the text; what is not known is left out."""
    return [
        (_("Method"), resource.study_method),
        (_("Level"), _listed(str(Level(each).label) for each in resource.levels if each in Level.values)),
        (_("Direction"), ", ".join(_direction(each) for each in resource.directions)),
        (_("Independence"), resource.independence),
        (_("Best for"), resource.best_for),
    ]


def uses(resource: Resource, reader: Any) -> dict[str, list[Any]]:
    """The partnerships that cite it and the pieces that rest on it, as far as this reader sees them."""
    partnerships = Partnership.objects.visible_to(reader).filter(pieces=resource).order_by("title", "pk")
    pieces = Piece.objects.listed_for(reader).filter(rests_on=resource)
    return {
        "partnerships": list(partnerships.only("title", "slug")[:MOST_USES]),
        "pieces": list(pieces.only("title", "slug", "kind")[:MOST_USES]),
    }


def read_next(resource: Resource, reader: Any) -> list[dict[str, Any]]:
    """What leads on from here, and why it is named."""
    listed = Resource.objects.listed_for(reader).only("title", "slug", "kind", "published_at")
    events = LearningEvent.objects.visible_to(reader).filter(pieces=resource).only("title", "slug")
    cited, citing = listed.filter(cited_by=resource)[:MOST_NEXT], listed.filter(cites=resource)[:MOST_NEXT]
    kin = listed.exclude(pk=resource.pk).filter(sectors__in=resource.sectors.all()).distinct()[:MOST_NEXT]
    found: Any = chain(
        ((each, _("It is cited here")) for each in cited),
        ((each, _("It cites this")) for each in citing),
        ((each, _("It was spoken of there")) for each in events[:MOST_NEXT]),
        ((each, _("In the same sector")) for each in kin),
    )
    once = {each.get_absolute_url(): {"thing": each, "why": why} for each, why in reversed(list(found))}
    return list(once.values())[::-1][:MOST_NEXT]


def _direction(code: str) -> str:
    return str(Partnership.Direction(code).label) if code in Partnership.Direction.values else code


def _listed(words: Any) -> str:
    """`Individual, organisation, institutional system`: one line, the first word with its capital."""
    return ", ".join(word if place == 0 else word[:1].lower() + word[1:] for place, word in enumerate(words))
