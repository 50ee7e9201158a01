"""Asking for a report: a row that a worker makes a document of."""

import uuid
from collections.abc import Sequence
from datetime import date
from functools import partial

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.models import User
from core.permissions import require
from partnerships import tasks
from partnerships.models import Partnership, PortfolioReport
from partnerships.permissions_portfolio import can_open_portfolio

MOST_WAITING = 5
MOST_RECORDS = 500


class CannotReport(Exception):
    """The report is not made; the message tells why."""


@transaction.atomic
def ask_for_report(
    *,
    title: str,
    starts_on: date,
    ends_on: date,
    format: str,
    partnerships: Sequence[Partnership],
    selected_by: str,
    creation_key: uuid.UUID,
    by: User,
) -> PortfolioReport:
    """Leave a report to a worker. The same form sent twice is one report."""
    require(can_open_portfolio, by)
    made = PortfolioReport.objects.filter(creation_key=creation_key, owner=by).first()
    if made:
        return made
    User.objects.select_for_update().only("pk").get(pk=by.pk)  # one at a time, so that the count below holds
    if by.portfolio_reports.filter(status=PortfolioReport.Status.WAITING).count() >= MOST_WAITING:
        raise CannotReport(_("Five of your reports are being made. Please wait for one of them."))
    if len(partnerships) > MOST_RECORDS:
        raise CannotReport(_("A report holds at most %(most)d records. Tick fewer.") % {"most": MOST_RECORDS})
    report, created = PortfolioReport.objects.get_or_create(
        creation_key=creation_key,
        defaults={
            "owner": by,
            "title": title,
            "language": (get_language() or "en")[:2],
            "starts_on": starts_on,
            "ends_on": ends_on,
            "format": format,
            "partnership_ids": [each.pk for each in partnerships],
            "selected_by": selected_by[:300],
        },
    )
    if created:
        transaction.on_commit(partial(tasks.make_portfolio_report.delay, report.pk), robust=True)
    elif report.owner_id != by.pk:
        raise CannotReport(_("Open the form again, please."))
    return report
