"""What one may follow: everything of which a digest can tell what is new."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag, TaggedItem

from community.models import Country, Institution, Sector
from core.registry import Followable, add_followable
from events.models import EventSeries
from knowledge.models import KIND_MODELS, Collection, OpenQuestion, Piece
from matching.statements.kinds import KINDS, StatementKind
from partnerships.models import CriticalJuncture, Partnership
from results.models import HarvestedOutcome

MOST_THEMES = 300
WHOLE_KINDS = {
    "story": _("All stories"),
    "method": _("All methods"),
    "challenge": _("All challenges"),
    "resource": _("All resources"),
}


def register() -> None:
    for name, label, model, visible, address in (
        ("institution", _("Institutions"), Institution, Institution.objects.visible_to, _own_page),
        ("country", _("Countries"), Country, _everything(Country), _own_page),
        ("sector", _("Sectors"), Sector, _everything(Sector), _in_directory("sector", "pk")),
        ("theme", _("Themes"), Tag, visible_themes, _in_directory("theme", "slug")),
        ("partnership", _("Partnerships"), Partnership, Partnership.objects.listed_for, _own_page),
        ("outcome", _("Outcomes"), HarvestedOutcome, _listed_outcomes, _own_page),
        ("question", _("Open questions"), OpenQuestion, OpenQuestion.objects.listed_for, _own_page),
        ("collection", _("Collections"), Collection, Collection.objects.listed_for, _own_page),
        ("juncture", _("Critical junctures"), CriticalJuncture, _everything(CriticalJuncture), _juncture_page),
        ("series", _("Series of events"), EventSeries, EventSeries.objects.visible_to, _own_page),
    ):
        add_followable(Followable(name, label, model._meta.label, visible, address))
    for each in KINDS.values():
        whole, address = f"all-{each.name}", _list_url(each)
        followable = Followable(whole, each.all_label, each.model._meta.label, _everything(each.model), address, True)
        add_followable(followable)
    for kind, label in WHOLE_KINDS.items():
        model = KIND_MODELS[kind]
        add_followable(Followable(f"all-{kind}", label, model._meta.label, _everything(model), _list_of, is_whole=True))


def to_choose_from(user: Any) -> list[tuple[str, Any, Any]]:
    """What has no page with a button of its own, or is found more quickly in a list: by kind, with its label."""
    return [
        ("sector", _("A sector"), Sector.objects.offered()),
        ("country", _("A country"), Country.objects.all()),
        ("theme", _("A theme"), visible_themes(user).order_by("name")[:MOST_THEMES]),
    ]


def visible_themes(user: Any) -> Any:
    """Those that something bears which this person may see: the name of a theme may tell of a hidden record."""
    kinds = ContentType.objects.get_for_models(Piece, *KIND_MODELS.values()).values()
    register_kind = ContentType.objects.get_for_model(Partnership)
    seen = Q(content_type__in=kinds, object_id__in=Piece.objects.listed_for(user).order_by().values("pk"))
    seen |= Q(content_type=register_kind, object_id__in=Partnership.objects.listed_for(user).order_by().values("pk"))
    return Tag.objects.filter(pk__in=TaggedItem.objects.filter(seen).values("tag"))


def _everything(model: Any) -> Any:
    return lambda user: model._default_manager.all()


def _listed_outcomes(user: Any) -> Any:
    return HarvestedOutcome.objects.listed_for(user).select_related("partnership")


def _own_page(record: Any) -> str:
    return str(record.get_absolute_url())


def _in_directory(parameter: str, field: str) -> Any:
    return lambda record: f"{reverse('partnerships:list')}?{parameter}={getattr(record, field)}"


def _juncture_page(juncture: Any) -> str:
    return reverse("knowledge:juncture", args=[juncture.pk])


def _list_url(kind: StatementKind) -> Any:
    return lambda _model: kind.list_url


def _list_of(model: Any) -> str:
    names = {"story": "stories", "method": "methods", "challenge": "challenges", "resource": "resources"}
    return reverse(f"knowledge:{names[model.KIND]}")
