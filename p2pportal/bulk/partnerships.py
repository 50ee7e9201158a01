"""Writing invented partnerships, in an order that lets the database derive each row once.

Members, sectors, targets and themes go in first (foreign keys are checked at the end of the
transaction), so when the partnership itself is written its trigger finds all of them.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from taggit.models import Tag, TaggedItem

from core.models import Visibility
from p2pportal.bulk.institutions import PREFIX
from p2pportal.bulk.loading import analyse, insert, missing, parts, reserve, sorted_into
from p2pportal.bulk.records import Draft, Register
from p2pportal.bulk.words import TOPICS
from partnerships import listing
from partnerships.models import Activity, FacetCount, Partnership, PartnershipMember

BATCH = 5_000
SectorOf = Partnership.sectors.through
TargetOf = Partnership.sdg_targets.through
HANGING = (PartnershipMember, SectorOf, TargetOf, TaggedItem)


class NobodyToPartner(Exception):
    """There are no invented institutions to be members."""


def bulk_partnerships(count: int, seed: int, progress: Callable[[int], None]) -> int:
    """Top the invented partnerships up to `count`; how many were added."""
    slugs = Partnership.objects.filter(slug__startswith=PREFIX).values_list("slug", flat=True)
    numbers = missing(slugs, PREFIX, count)
    register = Register()
    if numbers and not register.has_institutions:
        raise NobodyToPartner
    tags = _tags() if numbers else {}
    written = 0
    for part in parts(numbers, BATCH):
        with listing.unhurried(), sorted_into("partnership_facets"):
            keys = reserve(Partnership, len(part))
            drafts = [register.draft(number, pk, seed) for number, pk in zip(part, keys, strict=True)]
            _write_what_hangs_on(drafts, tags)
            if not written:  # else the trigger's queries are planned for tables that were empty
                analyse(*HANGING)
            insert([draft.partnership for draft in drafts])
            insert([activity for draft in drafts for activity in _activities(draft)])
        written += len(part)
        progress(written)
    listing.compact()
    analyse(Partnership, *HANGING, Activity, FacetCount)
    return len(numbers)


def _write_what_hangs_on(drafts: list[Draft], tags: dict[str, Tag]) -> None:
    kind = ContentType.objects.get_for_model(Partnership)
    pks = [draft.partnership.pk for draft in drafts]
    insert(
        [
            PartnershipMember(partnership_id=pk, institution_id=institution, side=side)
            for pk, draft in zip(pks, drafts, strict=True)
            for institution, side in draft.members
        ]
    )
    insert([SectorOf(partnership_id=d.partnership.pk, sector_id=code) for d in drafts for code in d.sectors])
    insert([TargetOf(partnership_id=d.partnership.pk, sdgtarget_id=code) for d in drafts for code in d.targets])
    insert(
        [
            TaggedItem(content_type=kind, object_id=pk, tag=tags[theme])
            for pk, draft in zip(pks, drafts, strict=True)
            for theme in draft.themes
        ]
    )


def _activities(draft: Draft) -> Iterator[Activity]:
    for number in range(draft.exchanges):
        yield Activity(
            partnership=draft.partnership,
            kind=Activity.Kind.VISIT,
            title=f"Visit {number + 1}",
            starts_on=date(2024, 1, 15) + timedelta(days=60 * number),
            travels=Activity.Travels.DEMAND if number % 2 else Activity.Travels.SUPPLY,
            visibility=draft.partnership.visibility
            if draft.partnership.visibility != Visibility.PRIVATE
            else Visibility.PARTIES,
        )


def _tags() -> dict[str, Tag]:
    Tag.objects.bulk_create([Tag(name=topic, slug=topic) for topic in TOPICS], ignore_conflicts=True)
    return {tag.name: tag for tag in Tag.objects.filter(name__in=TOPICS)}
