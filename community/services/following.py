"""Following something, and no longer."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from community.following import content_type_of, find
from community.models import Follow, User
from core.registry import Followable

MOST_FOLLOWED = 500


class CannotFollow(Exception):
    """The message tells the person why."""


class NothingToFollow(CannotFollow):
    """There is no such record, or none for this person."""


@transaction.atomic
def follow(*, what: Followable, key: str, by: User) -> Any:
    """Hear what is new about it from now on; what is followed. Following once more changes nothing."""
    target = find(what, key, by)
    if target is None:
        raise NothingToFollow(_("There is nothing here that you can follow."))
    own = Follow.objects.of(User.objects.select_for_update().get(pk=by.pk))
    if own.count() >= MOST_FOLLOWED and not own.filter(content_type=content_type_of(what), object_id=key).exists():
        raise CannotFollow(_("You follow %(most)d things, which is as many as one can.") % {"most": MOST_FOLLOWED})
    Follow.objects.get_or_create(user=by, content_type=content_type_of(what), object_id=key)
    return target


def unfollow(*, what: Followable, key: str, by: User) -> bool:
    """Whether it was followed. What is gone or hidden by now can be let go of too."""
    gone, _kinds = Follow.objects.of(by).filter(content_type=content_type_of(what), object_id=key).delete()
    return bool(gone)
