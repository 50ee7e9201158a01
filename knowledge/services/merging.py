"""Two records of one publication become one, and nothing that hung on either is lost."""

from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from community import auditing
from community.models import AuditEntry, User
from core.append_only import rewriting_logs
from core.merging import CannotMerge, Reference, move, references_to
from knowledge.bibliography.cleaning import label_of
from knowledge.bibliography.works import COLUMNS
from knowledge.locking import locked
from knowledge.models import KIND_MODELS, Piece, PieceFormerSlug, Recommendation, Resource, Revision, StateEntry
from knowledge.models.choices import State
from knowledge.snapshots import renew_published, snapshot

__all__ = ["CannotMerge", "differences", "merge_resources"]

SAID = (*COLUMNS, "annotation", "study_method", "independence", "best_for", "levels", "directions", "listed_on")
LONGEST_REASON = 2000


def differences(keep: Resource, drop: Resource) -> list[dict[str, Any]]:
    """Where the two do not say the same, with what remains: what `keep` says, or what it lacks and `drop` has."""
    return [
        {"name": name, "label": label_of(name), "keep": ours, "drop": theirs}
        for name in SAID
        if (ours := getattr(keep, name)) != (theirs := getattr(drop, name)) and (ours or theirs)
    ]


@transaction.atomic
def merge_resources(*, keep: Resource, drop: Resource, by: User) -> Resource:
    """Let all that hangs on `drop` hang on `keep`, fill its gaps, and let the old address lead here.

    What `drop` said otherwise stays in the history: its text as a wording, its facts in the log. Raises CannotMerge.
    """
    if keep.pk == drop.pk:
        raise CannotMerge(_("Choose two different resources."))
    rows: dict[int, Any] = {pk: locked(Piece(pk=pk)) for pk in sorted([keep.pk, drop.pk])}
    keep, drop = rows[keep.pk], rows[drop.pk]
    _refuse(keep, drop)

    told = _told_otherwise(keep, drop)
    snapshot(drop, by=by, note=_("From the record that was merged into this one"))
    Piece.objects.filter(pk=drop.pk).update(published_revision=None)
    with rewriting_logs():
        _number_on(keep, drop)
        for reference, target in _references(keep, drop):
            move(reference, keep, target)
        _untie(keep)
        slug = drop.slug
        Resource.objects.get(pk=drop.pk).delete()
    _fill(keep, drop)
    PieceFormerSlug.objects.create(piece_id=keep.pk, slug=slug)
    StateEntry.objects.create(piece_id=keep.pk, state=keep.state, by=by, reason=told)
    auditing.record(actor=by, action=AuditEntry.Action.MERGE, target=Piece(pk=keep.pk), detail=f"{drop.title} ({slug})")
    return keep


def _refuse(keep: Resource, drop: Resource) -> None:
    if keep.is_demo != drop.is_demo:
        raise CannotMerge(_("A demonstration record cannot be merged with a real one."))
    if drop.is_published and not keep.is_published:
        raise CannotMerge(_("One of the two is listed already. Keep that one."))
    twice = set(keep.translations.values_list("language", flat=True)) & set(
        drop.translations.values_list("language", flat=True)
    )
    if twice:
        raise CannotMerge(
            _("Both have a translation in the same language (%(languages)s). Delete one of them first.")
            % {"languages": ", ".join(sorted(twice))}
        )


def _told_otherwise(keep: Resource, drop: Resource) -> str:
    lines = [_("Merged with “%(title)s”.") % {"title": drop.title}]
    lines += [f"{each['label']}: {each['drop']}" for each in differences(keep, drop) if each["drop"] and each["keep"]]
    return "\n".join(str(line) for line in lines)[:LONGEST_REASON]


def _number_on(keep: Resource, drop: Resource) -> None:
    """Wordings and recommendations of the other follow after one's own."""
    for model, owner in ((Revision, "piece"), (Recommendation, "resource")):
        last = model._default_manager.filter(**{owner: keep.pk}).aggregate(last=Max("number"))["last"] or 0
        top = model._default_manager.filter(**{owner: drop.pk}).aggregate(last=Max("number"))["last"] or 0
        others = model._default_manager.filter(**{owner: drop.pk})
        others.update(number=F("number") + last + top)  # beyond all of them first: no two may meet on the way
        others.update(number=F("number") - top)


def _references(keep: Resource, drop: Resource) -> list[tuple[Reference, Any]]:
    """Everything that points to the resource, or to the piece it is; but for the row of the other half itself."""
    halves = {*KIND_MODELS.values()}
    of_resource = [(each, drop) for each in references_to(Resource)]
    generic = [(each, Piece(pk=drop.pk)) for each in references_to(Piece) if each.content_type]
    found = [*of_resource, *generic]
    return [(each, target) for each, target in found if not (each.model in halves and each.column == "piece_ptr_id")]


def _untie(keep: Resource) -> None:
    """Nothing cites itself, or rests on itself."""
    keep.cites.remove(keep)
    keep.rests_on.remove(keep)


def _fill(keep: Resource, drop: Resource) -> None:
    for name in (*SAID, "is_synthesis", "import_key", "author_id", "institution_id"):
        if not getattr(keep, name) and getattr(drop, name):
            setattr(keep, name, getattr(drop, name))
    keep.version += 1
    keep.save()
    if keep.state == State.PUBLISHED:
        renew_published(keep, by=None)
