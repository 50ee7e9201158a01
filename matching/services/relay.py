"""Messages between two sides that do not know each other's addresses yet."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import User
from matching.introducing import letters
from matching.locking import locked
from matching.models import Introduction, RelayMessage
from matching.permissions import can_write_message, member_side_of
from matching.services.introductions import CannotIntroduce

MOST_A_DAY = 50  # of one side in one introduction: a relay is no chat
A_DAY = timedelta(days=1)


@transaction.atomic
def write_message(*, introduction: Introduction, text: str, key: uuid.UUID, by: User) -> RelayMessage:
    """Pass words on to the other side and the broker. The same form sent twice is one message."""
    stored = locked(introduction)
    if not can_write_message(by, stored):
        raise CannotIntroduce(_("Both sides write to each other once the introduction was sent."))
    return pass_on(stored, member_side_of(by, stored), text=text, key=key, by=by, name=by.display_name)


def pass_on(stored: Introduction, side: str, *, text: str, key: uuid.UUID, by: User | None, name: str) -> RelayMessage:
    """The same for somebody with a signed link; under the lock of the introduction."""
    known = RelayMessage.objects.filter(introduction=stored, creation_key=key).first()
    if known:
        return known
    written = RelayMessage.objects.filter(introduction=stored, side=side, created_at__gt=timezone.now() - A_DAY)
    if written.count() >= MOST_A_DAY:
        raise CannotIntroduce(_("That is enough for one day. Please go on tomorrow."))
    message = RelayMessage.objects.create(
        introduction=stored, side=side, author=by, author_name=name, text=text, creation_key=key
    )
    if not side and stored.answered_at is None:  # a broker: the first human answer, which the public figure counts
        stored.answered_at = message.created_at
        stored.save(update_fields=["answered_at", "updated_at"])
    letters.tell_message(message)
    return message
