"""Writing pieces: begun once however often the form is sent, and no save that overwrites another's words."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from community.models import Institution, User
from core.slugs import unique_slug
from core.versions import EditedMeanwhile, check_version
from knowledge.locking import locked
from knowledge.models import KIND_MODELS, Piece, PieceFormerSlug, PieceParty, UnsavedText
from knowledge.services.new_wordings import begin_new_wording, is_read
from knowledge.snapshots import renew_published
from partnerships.models import PartnershipMember

ATTEMPTS = 3
# What stands in tables of its own; `institutions` are the parties that were named beside the partnerships'.
MANY = ("sectors", "sdg_targets", "countries", "partnerships", "events", "junctures", "rests_on", "co_authors")
MANY_OF_KIND = {"challenge": ("methods",), "resource": ("cites",)}
LONGEST_KEPT = 3_000_000


class TooMuchText(Exception):
    def __init__(self) -> None:
        super().__init__(_("This text is too long to be kept. Shorten it; until then it is only on this page."))


def create_piece(kind: str, *, fields: Mapping[str, Any], by: User, creation_key: uuid.UUID | None = None) -> Any:
    """A draft of `by`. The same key of the same person gives the same piece again.

    Somebody else may take the slug between the look and the write; then another one is taken.
    """
    for attempt in range(ATTEMPTS):
        begun = Piece.objects.filter(creation_key=creation_key, author=by).first() if creation_key else None
        if begun:
            return KIND_MODELS[begun.kind]._default_manager.get(pk=begun.pk)
        try:
            return _create(kind, fields, by, creation_key)
        except IntegrityError:
            if attempt == ATTEMPTS - 1:
                raise
    return None


@transaction.atomic
def _create(kind: str, fields: Mapping[str, Any], by: User, creation_key: uuid.UUID | None) -> Piece:
    piece = KIND_MODELS[kind](kind=kind, author=by, creation_key=creation_key)
    piece.institution = own_institutions(by).first()
    piece.slug = unique_slug(Piece, fields["title"], PieceFormerSlug, fallback=kind)
    _set_columns(piece, fields)
    piece.save()
    _set_many(piece, fields)
    return piece


@transaction.atomic
def save_piece(piece: Piece, *, fields: Mapping[str, Any], seen_version: int | None, by: User) -> Any:
    """Store what `by` wrote on the version they had read, and forget what was kept unsaved. Raises EditedMeanwhile.

    Of two pages that read the same version one is saved and the other is refused, with what stands there now.
    """
    stored: Any = locked(piece)
    check_version(stored, -1 if seen_version is None else seen_version)
    if stored.state != piece.state:
        raise EditedMeanwhile(stored)
    _set_columns(stored, fields)
    stored.version += 1
    stored.save()
    _set_many(stored, fields)
    if stored.is_published:
        renew_published(stored, by=by)
    forget_unsaved(stored, by=by)
    return stored


@transaction.atomic
def save_wording(piece: Piece, *, fields: Mapping[str, Any], seen_version: int | None, by: User) -> Any:
    """Save what was written, on the piece itself or, where readers have it already, on a new wording beside it.

    Raises EditedMeanwhile also where somebody began the new wording since: its words were not read.
    """
    if not is_read(piece):
        return save_piece(piece, fields=fields, seen_version=seen_version, by=by)
    check_version(locked(piece), -1 if seen_version is None else seen_version)
    if Piece.objects.filter(revises=piece.pk).exists():
        raise EditedMeanwhile(begin_new_wording(piece, by=by))
    copy = begin_new_wording(piece, by=by)
    saved = save_piece(copy, fields=fields, seen_version=copy.version, by=by)
    forget_unsaved(piece, by=by)
    return saved


def keep_unsaved(piece: Piece, *, content: Mapping[str, Any], base_version: int, by: User) -> UnsavedText:
    """What somebody has typed so far, on a sheet of their own beside the piece; it changes nothing of the piece."""
    if sum(len(str(each)) for each in content.values()) > LONGEST_KEPT:
        raise TooMuchText
    sheet, _is_new = UnsavedText.objects.update_or_create(
        piece=piece, writer=by, defaults={"content": dict(content), "base_version": base_version}
    )
    return sheet


def forget_unsaved(piece: Piece, *, by: User) -> None:
    UnsavedText.objects.filter(piece=piece, writer=by).delete()


def own_institutions(user: User) -> Any:
    """Where a person works, for the line under their name."""
    return Institution.objects.filter(pk__in=user.institution_ids).order_by("name")


def set_parties(piece: Piece, institutions: Iterable[Institution]) -> None:
    """Whom the piece tells of: those that were named, then who asks and offers in its partnerships."""
    members = PartnershipMember.objects.principals().filter(partnership__in=piece.partnerships.all())
    of_partnerships = members.order_by("partnership", "pk").values_list("institution", flat=True)
    wanted = dict.fromkeys([*(each.pk for each in institutions), *(pk for pk in of_partnerships if pk)])
    piece.parties.exclude(institution__in=wanted).delete()
    there = {party.institution_id: party for party in piece.parties.all()}
    for place, institution in enumerate(wanted):
        party = there.get(institution) or PieceParty(piece=piece, institution_id=institution)
        if party.pk is None or party.position != place:
            party.position = place
            party.save()


def _set_columns(piece: Piece, fields: Mapping[str, Any]) -> None:
    many = {*MANY, *MANY_OF_KIND.get(piece.kind, ()), "themes", "institutions"}
    for name, value in fields.items():
        if name not in many:
            setattr(piece, name, value)


def _set_many(piece: Any, fields: Mapping[str, Any]) -> None:
    for name in (*MANY, *MANY_OF_KIND.get(piece.kind, ())):
        if name in fields:
            getattr(piece, name).set(fields[name])
    if "themes" in fields:
        piece.themes.set(fields["themes"])
    if "institutions" in fields or "partnerships" in fields:
        set_parties(piece, fields["institutions"] if "institutions" in fields else _named(piece))


def _named(piece: Piece) -> list[Institution]:
    return [party.institution for party in piece.parties.select_related("institution")]
