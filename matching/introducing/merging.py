"""Two institutions become one: what was between them is over, and stays to be read."""

from collections.abc import Callable

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Institution
from matching.models import Introduction, Match
from matching.models.choices import DeclineReason, IntroductionStatus, Side


def set_apart(keep: Institution, drop: Institution) -> Callable[[], None]:
    """An introduction needs two: one between these keeps the name of who asked in place of the institution.

    What is open of it ends with a reason. Either of them is no peer for a need of the other any more.
    """
    between = Q(demand_institution=keep, supply_institution=drop) | Q(demand_institution=drop, supply_institution=keep)
    for introduction in Introduction.objects.select_for_update(of=("self",)).filter(between):
        introduction.demand_name = str(introduction.demand_institution)[:250]
        introduction.demand_institution = None
        if introduction.is_open:
            introduction.status, introduction.ended_at = IntroductionStatus.DECLINED, timezone.now()
            introduction.declined_side, introduction.declined_because = Side.DEMAND, DeclineReason.OTHER
            introduction.declined_note = _("The two are one institution.")
        introduction.save()
    Match.objects.filter(
        Q(need__institution=keep, institution=drop) | Q(need__institution=drop, institution=keep)
    ).delete()
    return lambda: None
