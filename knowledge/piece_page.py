"""All that the page of a story, method or challenge prints: one query for the piece, one for each kind of tie it has."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Func, JSONField, QuerySet, Value
from django.utils.text import get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.models import LearningEvent
from knowledge import related
from knowledge.models import KIND_MODELS, Piece, Uptake
from knowledge.models.choices import Audience, Kind, State
from knowledge.shown_text import ShownText
from partnerships.models import Partnership
from partnerships.models.choices import Evidence


def for_page(kind: str, user: Any) -> QuerySet[Any]:
    """The pieces of a kind that this person may know of, each with what stands around it: see knowledge/sql/around.sql."""
    found = KIND_MODELS[kind]._default_manager.visible_to(user).defer("search", "body_text")
    language = Value((get_language() or "en")[:2])
    return found.annotate(around=Func(F("pk"), language, function="knowledge_around", output_field=JSONField()))


def spread(piece: Any) -> Any:
    """The piece that `for_page` gave, with names and lists as attributes, under which the page prints them."""
    for name, value in piece.around.items():
        setattr(piece, name, value)
    return piece


class PiecePage:
    """One piece, read for one person."""

    def __init__(self, piece: Any, user: Any, *, text: str = "") -> None:
        self.piece = piece
        self.user = user
        self.text = ShownText(piece, text)
        self.partnerships = self._partnerships()
        self.events = self._events()
        ties = self._pieces()
        self.rests_on = [each for each in ties if each.kind == Kind.RESOURCE]
        self.methods = [each for each in ties if each.kind == Kind.METHOD]
        self.uptakes = self._uptakes()
        self.related = related.related_to(piece, user) if piece.is_published else []
        self.cover: dict[str, Any] | None = next(iter(piece.picture_list), None)
        self.pictures: list[dict[str, Any]] = piece.picture_list[1:]

    @property
    def is_public(self) -> bool:
        return bool(self.piece.is_published and self.piece.audience == Audience.PUBLIC)

    @property
    def direction(self) -> str:
        return self.partnerships[0].direction if self.partnerships else ""

    @property
    def countries(self) -> str:
        return get_text_list([each["name"] for each in self.piece.country_list], _("and"))

    @property
    def sectors(self) -> str:
        return ", ".join(each["name"] for each in self.piece.sector_list)

    @property
    def sector_query(self) -> str:
        return "?" + urlencode([("sector", each["code"]) for each in self.piece.sector_list])

    @property
    def facts(self) -> list[tuple[str, Any]]:
        """What a method takes, as far as it is known."""
        if self.piece.kind != Kind.METHOD:
            return []
        rows = [(_("Effort"), self.piece.get_effort_display()), (_("People"), self.piece.people_needed)]
        return [row for row in rows if row[1]]

    @property
    def parties(self) -> list[dict[str, str]]:
        return list(self.piece.party_list)

    @property
    def curated(self) -> str:
        """Whose eyes it has been under."""
        if not self.piece.is_published:
            return ""
        if self.parties:
            return _("Curated by the secretariat, agreed with all it tells of")
        return _("Curated by the secretariat")

    @property
    def evidence_reason(self) -> str:
        return {
            Evidence.SELF_REPORTED: _("Told by who lived it. Nobody else has confirmed it here."),
            Evidence.DOCUMENTED: _("There are documents for it, named on this page."),
            Evidence.CORROBORATED: _("Another party that it tells of stands by the same account."),
            Evidence.VERIFIED: _("Somebody independent has looked into it."),
        }[Evidence(self.piece.evidence)]

    @property
    def state_note(self) -> str:
        """Who reads it already; nothing once it is published for everyone."""
        piece = self.piece
        if piece.state == State.ARCHIVED:
            return _("This text was taken down. Readers are told that it is gone.")
        if piece.state == State.DRAFT:
            return _("A draft. Only you and the people named beside you read it.")
        if not piece.is_published:
            return _("Not published yet: read by its authors, the institutions it tells of and the secretariat.")
        return _("For verified members only.") if piece.audience == Audience.COMMUNITY else ""

    def _partnerships(self) -> list[Partnership]:
        if not self.piece.partnership_ids:
            return []
        seen = Partnership.objects.visible_to(self.user).filter(pk__in=self.piece.partnership_ids)
        return list(seen.only("title", "slug", "direction").order_by("pk"))

    def _events(self) -> list[LearningEvent]:
        if not self.piece.event_ids:
            return []
        seen = LearningEvent.objects.visible_to(self.user).filter(pk__in=self.piece.event_ids)
        return list(seen.only("title", "slug", "starts_on").order_by("-starts_on", "-pk"))

    def _pieces(self) -> list[Piece]:
        """The evidence it rests on, and for a challenge the methods tried, as far as this person sees them."""
        ids = [*self.piece.resource_ids, *self.piece.method_ids]
        if not ids:
            return []
        return list(Piece.objects.listed_for(self.user).filter(pk__in=ids).only("kind", "title", "slug", "language"))

    def _uptakes(self) -> list[Uptake]:
        if not self.piece.uptake_count:
            return []
        return list(Uptake.objects.on_page_of(self.piece))
