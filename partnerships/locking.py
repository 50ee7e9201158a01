"""Keeping a record from all other writers, in one order everywhere, so that no two of them wait for each other."""

from partnerships.models import Partnership, PartnershipFormerSlug


def locked(partnership: Partnership) -> Partnership:
    """The record as it stands, kept from all other writers until the transaction ends.

    A new wording is locked after the record that it revises. One that has taken the record's place meanwhile
    is that record. Raises Partnership.DoesNotExist for one that was deleted.
    """
    ids = [pk for pk in (partnership.revises_id, partnership.pk) if pk]
    rows = Partnership.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    found: dict[int, Partnership] = {row.pk: row for row in rows}
    if partnership.pk in found:
        return found[partnership.pk]
    became = PartnershipFormerSlug.objects.filter(slug=partnership.slug).select_related("partnership").first()
    if became is None:
        raise Partnership.DoesNotExist
    return locked(became.partnership)
