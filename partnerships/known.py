"""What the register may hold already: the record behind an address, and records like the one being written."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from core.validators import clean_text
from partnerships.models import Partnership, PartnershipFormerSlug, PartnershipMember

LONGEST = 500
MOST_SIMILAR = 3


def find_known(pasted: str, user: Any) -> Partnership | None:
    """The record that an IATI identifier, a source's address, or an address of ours leads to, if one may see it."""
    pasted = clean_text(pasted)[:LONGEST]
    if not pasted:
        return None
    visible = Partnership.objects.listed_for(user)
    bare = pasted.rstrip("/")
    meant = Q(iati_identifier__iexact=pasted) | Q(source_url__in=[bare, f"{bare}/"])
    slug = _own_slug(bare)
    if slug:
        former = PartnershipFormerSlug.objects.filter(slug=slug).values("partnership")
        meant |= Q(slug=slug) | Q(pk__in=former)
    found = visible.filter(meant)
    # One page of a source often tells of many partnerships: then none of them is the one meant.
    several = list(found.order_by("pk")[:2])
    return several[0] if len(several) == 1 else None


def _own_slug(pasted: str) -> str:
    """The slug in an address of the portal, or what was pasted if it may be one itself."""
    if "/" not in pasted:
        return pasted if pasted.replace("-", "").isalnum() and not pasted.isdigit() else ""
    parts = urlsplit(pasted)
    if parts.netloc and parts.netloc != urlsplit(settings.BASE_URL).netloc:
        return ""
    steps = [step for step in parts.path.split("/") if step]
    return steps[steps.index("partnerships") + 1] if "partnerships" in steps[:-1] else ""


def similar_to(partnership: Partnership, user: Any) -> QuerySet[Partnership]:
    """Records between the same institutions, or with the words of the title, that this person may see."""
    named = {m.institution_id for m in partnership.members.all() if m.institution_id}
    principal = PartnershipMember.objects.principals().of_institutions(named)
    same = Q(search=SearchQuery(partnership.title, config="portal_english"))
    if len(named) > 1:
        asking, offering = principal.filter(side="demand"), principal.filter(side="supply")
        same |= Q(pk__in=asking.values("partnership")) & Q(pk__in=offering.values("partnership"))
    visible = Partnership.objects.listed_for(user).filter(same).exclude(pk=partnership.pk)
    return visible.for_listing()[:MOST_SIMILAR]
