"""What one side says came of an introduction."""

from django.db import transaction
from django.utils.translation import gettext as _

from community.models import User
from matching.locking import locked
from matching.models import ExitAnswer, Introduction
from matching.models.choices import IntroductionStatus
from matching.services.introductions import WrongState


@transaction.atomic
def say_what_came_of_it(
    *, introduction: Introduction, side: str, answer: str, helped: str = "", by: User | None
) -> ExitAnswer:
    """Once a side; said again it replaces what was said. Only for what both sides had accepted."""
    stored = locked(introduction)
    if stored.status != IntroductionStatus.INTRODUCED:
        raise WrongState(_("Both sides have to say yes first."))
    said, _is_new = ExitAnswer.objects.update_or_create(
        introduction=stored, side=side, defaults={"answer": answer, "helped": helped, "by": by}
    )
    return said
