"""For which period an observation counts: that of its day, and where several hold the day, the one that is chosen."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from results.models import Period

MOST_NAMED = 4


def days_of(period: Period) -> str:
    """`1 Jan 2025 to 31 Dec 2025`, in the reader's language."""
    days = {
        "start": date_format(period.starts_on, "SHORT_DATE_FORMAT"),
        "end": date_format(period.ends_on, "SHORT_DATE_FORMAT"),
    }
    return _("%(start)s to %(end)s") % days


def holds(period: Period, day: date) -> bool:
    return period.starts_on <= day <= period.ends_on


def told_under_day(periods: Sequence[Period]) -> str:
    """For which periods days count, the latest that have begun; nothing where there are none."""
    begun = [period for period in periods if period.starts_on <= timezone.localdate()]
    if not begun:
        return ""
    named = "; ".join(days_of(period) for period in begun[-MOST_NAMED:])
    return _("It counts for the period in which this day lies: %(periods)s.") % {"periods": named}


def period_field(periods: Sequence[Period]) -> forms.TypedChoiceField | None:
    """A choice where milestones begin on the same day, so that a day can lie in several; else none is needed."""
    if not any(one.starts_on == other.starts_on for one, other in pairwise(periods)):
        return None
    by_key = {str(period.pk): period for period in periods}
    return forms.TypedChoiceField(
        label=_("For which period does it count?"),
        choices=[("", _("The one that ends first after this day")), *((key, days_of(by_key[key])) for key in by_key)],
        coerce=by_key.get,
        empty_value=None,
        required=False,
        help_text=_("These periods begin on the same day, so one day can lie in several."),
    )
