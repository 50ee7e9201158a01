"""What the register keeps of a person beside the records: for that person to read, and to erase with the account.

Who spoke for a side, and what they said, stays with the record: it is the word of their institution.
"""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from community.models import User
from partnerships.models import Contact, Holding, PortfolioReport, PulseInvitation, SideLink
from partnerships.models.links import NOBODY


def tell(user: User) -> dict[str, Any]:
    return {
        "looked_after": [
            {"record": holding.partnership.title, "institution": holding.institution.name}
            for holding in Holding.objects.of(user).select_related("partnership", "institution")
        ],
        "reports": [
            {"title": report.title, "from": report.starts_on, "until": report.ends_on, "made_at": report.created_at}
            for report in PortfolioReport.objects.filter(owner=user)
        ],
        "named_as_contact": [
            {"record": contact.partnership.title, "name": contact.name, "job_title": contact.job_title}
            for contact in Contact.objects.filter(email__iexact=user.email).select_related("partnership")
        ],
        "asked_by_link": [
            {
                "record": link.partnership.title,
                "name": link.name,
                "at": link.created_at,
                "answered_at": link.answered_at,
            }
            for link in SideLink.objects.filter(address__iexact=user.email).select_related("partnership")
        ],
        "asked_how_it_feels": [
            {"record": each.round.partnership.title, "half_year": each.round.period, "answered_on": each.answered_on}
            for each in _invitations(user).select_related("round__partnership")
        ],
    }


def forget(user: User) -> None:
    """Reports go with their files; one that is being made at this moment goes with the next sweep."""
    remove_reports(Q(owner=user))
    Contact.objects.filter(email__iexact=user.email).delete()
    links = SideLink.objects.filter(address__iexact=user.email)
    links.open().update(replaced_at=timezone.now())
    links.update(address=f"erased-{user.pk}{NOBODY}", name="")
    # That somebody was asked stays, one address each, for a round asks an address once; answers name nobody.
    nobody = Concat(Value(f"erased-{user.pk}-"), Cast("pk", CharField()), Value(NOBODY))
    _invitations(user).update(address=nobody, name="", person=None)


def _invitations(user: User) -> QuerySet[PulseInvitation]:
    return PulseInvitation.objects.filter(Q(person=user) | Q(address__iexact=user.email)).order_by("pk")


@transaction.atomic
def remove_reports(which: Q) -> None:
    """With their files, once the rows are gone for certain."""
    for report in PortfolioReport.objects.select_for_update(of=("self",), skip_locked=True).filter(which):
        if report.file:
            transaction.on_commit(partial(report.file.storage.delete, str(report.file.name)))
        report.delete()
