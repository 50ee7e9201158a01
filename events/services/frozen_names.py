"""The one change that a final report knows: the name of an erased person leaves its list of participants."""

from functools import partial
from typing import Any

from django.db import transaction

from core.append_only import rewriting_logs
from events import tasks
from events.models import EventReport, Registration
from events.services.reports import checksum


@transaction.atomic
def forget_in_final_report(registration: Registration) -> bool:
    """Take this person's line out of the annex, and have the files made anew; whether there was one.

    Counts and texts stay. Once more changes nothing.
    """
    report = EventReport.objects.final().select_for_update(of=("self",)).filter(event=registration.event_id).first()
    if report is None or not report.content:
        return False
    named = report.content["participants"]
    kept = [each for each in named if not _is(each, registration)]
    if len(kept) == len(named):
        return False
    report.content = report.content | {"participants": kept}
    report.sha256 = checksum(report.content)
    with rewriting_logs():
        report.save(update_fields=["content", "sha256", "updated_at"])
    for each in report.files.all():
        transaction.on_commit(partial(each.file.storage.delete, str(each.file.name)), robust=True)
        each.delete()
    transaction.on_commit(partial(tasks.make_report_files.delay, report.pk), robust=True)
    return True


def _is(line: dict[str, Any], registration: Registration) -> bool:
    """By number; a list that was kept without numbers is known by its names."""
    if "registration" in line:
        return bool(line["registration"] == registration.pk)
    return bool(line["name"]) and (line["name"], line["organisation"]) == (
        registration.name,
        registration.organisation_name,
    )
