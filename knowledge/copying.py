"""What of a piece is said in it, and is copied from one wording to another; all else belongs to the one or the other."""

from typing import Any

from django.db.models import ManyToManyField

from knowledge.models import Piece, PieceParty

OWN = {
    *("id", "piece_ptr", "slug", "state", "state_since", "submitted_at", "owner", "revises", "published_revision"),
    *("publish_at", "scheduled_by", "first_published_at", "published_at", "published_by", "archived_at"),
    *("archive_reason", "search", "version", "creation_key", "created_at", "updated_at"),
}


def copy_columns(source: Any, target: Any) -> None:
    """Both are of one kind; the target is not saved here."""
    for field in source._meta.concrete_fields:
        if field.name not in OWN:
            setattr(target, field.attname, getattr(source, field.attname))


def copy_ties(source: Any, target: Any) -> None:
    """Lists, themes and parties: afterwards the target has those of the source and no others."""
    for field in source._meta.many_to_many:
        if isinstance(field, ManyToManyField):
            getattr(target, field.name).set(getattr(source, field.name).all())
    target.themes.set(source.themes.names())
    wanted = dict(source.parties.values_list("institution", "position"))
    target.parties.exclude(institution__in=wanted).delete()
    _copy_parties(target, wanted)


def _copy_parties(target: Piece, wanted: dict[int, int]) -> None:
    rows = [PieceParty(piece_id=target.pk, institution_id=pk, position=place) for pk, place in wanted.items()]
    PieceParty.objects.bulk_create(
        rows, update_conflicts=True, update_fields=["position"], unique_fields=["piece", "institution"]
    )
