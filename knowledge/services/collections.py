"""Collections: begun, mended and deleted, and what stands in them, in which order."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community import auditing
from community.models import AuditEntry, User
from core.slugs import unique_slug
from core.versions import check_version
from knowledge.models import Collection, CollectionItem

ATTEMPTS = 3
MOST_ITEMS = 200


class CollectionFull(Exception):
    def __init__(self) -> None:
        words = ngettext(
            "A collection holds at most %(most)d text. Take one out first, or begin another collection.",
            "A collection holds at most %(most)d texts. Take one out first, or begin another collection.",
            MOST_ITEMS,
        )
        super().__init__(words % {"most": MOST_ITEMS})


def add_collection(*, collection: Collection, by: User) -> Collection:
    """Begin it. The same key of the form gives the same collection again."""
    for attempt in range(ATTEMPTS):
        if begun := Collection.objects.filter(creation_key=collection.creation_key, maker=by).first():
            return begun
        collection.maker = by
        collection.slug = unique_slug(Collection, collection.title, Collection, "collection")
        try:
            with transaction.atomic():
                collection.save(force_insert=True)
        except IntegrityError:
            if attempt == ATTEMPTS - 1:
                raise
        else:
            break
    return collection


@transaction.atomic
def save_collection(*, collection: Collection, seen: int | None, by: User) -> Collection:
    """Keep what was mended; raises EditedMeanwhile where somebody saved since `seen`. Its address stays."""
    stored = _locked(collection)
    check_version(stored, seen)
    collection.version = stored.version + 1
    collection.save()
    return collection


@transaction.atomic
def delete_collection(*, collection: Collection, by: User) -> None:
    """What stood in it stays. The log says who did it."""
    detail = _("deleted: %s") % collection
    if Collection.objects.filter(pk=collection.pk).delete()[0]:
        auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=collection, detail=detail)


@transaction.atomic
def collect(*, collection: Collection, subject: dict[str, Any], note: str, by: User) -> CollectionItem:
    """Put it at the end: `subject` is `{"piece": …}` or its like. What stands there already gets the note anew."""
    stored = _locked(collection)
    here = stored.items.filter(**subject).first()
    if here is None:
        last = list(stored.items.values_list("position", flat=True))
        if len(last) >= MOST_ITEMS:
            raise CollectionFull
        here = CollectionItem(collection=stored, position=max(last, default=0) + 1, **subject)
    here.note = note
    here.save()
    stored.save(update_fields=["updated_at"])
    return here


@transaction.atomic
def take_out(*, item: CollectionItem, by: User) -> None:
    stored = _locked(item.collection)
    if CollectionItem.objects.filter(pk=item.pk).delete()[0]:
        stored.save(update_fields=["updated_at"])


@transaction.atomic
def move_item(*, item: CollectionItem, up: bool, by: User) -> None:
    """One place up or down among what `by` sees there; at either end nothing moves."""
    stored = _locked(item.collection)
    order = list(stored.items.all())
    seen = set(stored.items.visible_to(by).values_list("pk", flat=True))
    shown = [place for place, each in enumerate(order) if each.pk in seen or each.pk == item.pk]
    from_ = next((place for place in shown if order[place].pk == item.pk), None)
    beyond = [place for place in shown if from_ is not None and (place < from_ if up else place > from_)]
    if from_ is None or not beyond:
        return
    order.insert(beyond[-1] if up else beyond[0], order.pop(from_))
    for position, each in enumerate(order, 1):
        each.position = position
    CollectionItem.objects.bulk_update(order, ["position"])
    stored.save(update_fields=["updated_at"])


def _locked(collection: Collection) -> Collection:
    return Collection.objects.select_for_update(of=("self",)).get(pk=collection.pk)
