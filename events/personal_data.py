"""What learning events keep of a person beside the account, for that person to read."""

from typing import Any

from django.db.models import Q

from community.models import User
from events.models import Feedback, Registration, ReportComment
from events.models.registrations import RegistrationQuerySet


def of_person(user: User) -> RegistrationQuerySet:
    """By account, and without one by the very address of the account."""
    found: RegistrationQuerySet = Registration.objects.filter(Q(user=user) | Q(user=None, email__iexact=user.email))
    return found.select_related("event", "institution", "country").order_by("pk")


def tell(user: User) -> dict[str, Any]:
    return {
        "registrations": [
            {
                "event": each.event.title,
                "status": each.status,
                "name": each.name,
                "email": each.email,
                "job_title": each.job_title,
                "organisation": each.organisation_name,
                "country": str(each.country or ""),
                "comes_for": each.represents,
                "access_needs": each.access_needs,
                "in_list_of_participants": each.in_list,
                "asked_at": each.created_at.isoformat(),
            }
            for each in of_person(user)
        ],
        "feedback": [
            {
                "event": each.event.title,
                "usefulness": each.usefulness,
                "will_use": each.will_use,
                "was_hard": each.was_hard,
                "next_topic": each.next_topic,
            }
            for each in Feedback.objects.filter(registration__in=of_person(user)).select_related("event")
        ],
        "notes_of_groups": [
            {"event": each.group.event.title, "group": each.group.topic, "text": each.text}
            for each in user.breakout_notes.written().select_related("group__event")
        ],
        "comments_on_reports": [
            {"section": each.section.title, "text": each.text, "answer": each.answer}
            for each in ReportComment.objects.filter(registration__in=of_person(user)).select_related("section")
        ],
    }
