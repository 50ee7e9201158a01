"""Records as plain data: lists of them in two queries, without making a model of any row."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import Collate
from django.urls import reverse

from community.models import Country
from partnerships.models import Partnership, PartnershipMember
from partnerships.models.partnership import PartnershipQuerySet

FIELDS = (
    *("pk", "title", "slug", "kind", "direction", "stage", "start", "end", "languages", "summary", "problem"),
    *("problem_in_own_words", "what_changed", "standing", "confirmed_on", "source_url", "is_demo", "changed_at"),
)
ANY = "a-record"


def told_rows(partnerships: PartnershipQuerySet, *keys: str) -> Any:
    """The rows as the list tells them, with the keys by which pages are turned."""
    sectors = Partnership.sectors.through.objects.filter(partnership=OuterRef("pk")).order_by("sector")
    targets = Partnership.sdg_targets.through.objects.filter(partnership=OuterRef("pk"))
    themes = Partnership.themes.through.objects.filter(
        content_type__app_label="partnerships", content_type__model="partnership", object_id=OuterRef("pk")
    )
    extra = [key for name in keys if (key := name.lstrip("-")) not in FIELDS]
    return partnerships.annotate(
        told_sectors=ArraySubquery(sectors.values("sector")),
        told_targets=ArraySubquery(targets.order_by("sdgtarget__goal", "sdgtarget").values("sdgtarget")),
        told_themes=ArraySubquery(themes.order_by(Collate("tag__name", "C")).values("tag__name")),
    ).values_list(*FIELDS, "told_sectors", "told_targets", "told_themes", *extra, named=True)


def told(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """What the API, like `export.json`, says of each."""
    rows = list(rows)
    members = _members([row.pk for row in rows])
    start, _any, end = f"{settings.BASE_URL}{reverse('partnerships:detail', args=[ANY])}".partition(ANY)
    return [
        {
            "title": row.title,
            "slug": row.slug,
            "url": f"{start}{row.slug}{end}",
            "kind": row.kind,
            "direction": row.direction,
            "stage": row.stage,
            "sectors": row.told_sectors,
            "sdg_targets": row.told_targets,
            "themes": row.told_themes,
            "members": members[row.pk],
            "start": row.start,
            "end": row.end,
            "languages": row.languages,
            "summary": row.summary,
            "problem": row.problem,
            "problem_in_own_words": row.problem_in_own_words,
            "what_changed": row.what_changed,
            "standing": row.standing,
            "confirmed_on": row.confirmed_on,
            "source": row.source_url,
            "is_demo": row.is_demo,
            "changed_at": row.changed_at,
        }
        for row in rows
    ]


def _members(partnerships: list[int]) -> dict[int, list[dict[str, Any]]]:
    """Who takes part in each, in the order of the record; only the columns that are told."""
    lines = (
        PartnershipMember.objects.filter(partnership__in=partnerships)
        .order_by("pk")
        .values_list(
            *("partnership", "side", "institution__name", "stated_name", "country", "institution__country"),
            Country.name_of("country"),
        )
    )
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for pk, side, institution, stated_name, country, seat, country_name in lines:
        name = institution if institution is not None else stated_name or country_name
        found[pk].append({"institution": name, "country": country or seat, "side": side})
    return found
