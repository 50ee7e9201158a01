"""Mail about what somebody found wrong: to who answers for the record, and back to who told us."""

from collections.abc import Iterable

from django.conf import settings

from community.emails.recipients import recipient, secretariat, sender_word
from community.models import Membership, ProblemReport, User
from mail import services as mail
from mail.limits import within_limits
from mail.models import Message

REPORTED, ANSWERED = "problem-reported", "problem-answered"


def tell_owners(report: ProblemReport) -> int:
    """The focal points of the institutions that own the record, and the secretariat."""
    speaking = Membership.objects.active().focal_points().filter(institution__in=report.institutions.all())
    owners = User.objects.active().filter(memberships__in=speaking).distinct().select_related("profile")
    return mail.queue(
        purpose=REPORTED,
        period=str(report.pk),
        to=[*(recipient(user) for user in owners), *secretariat()],
        template="community/emails/problem_reported",
        context={"report": report},
    )


def tell_reporter(report: ProblemReport) -> int:
    """What was done about it, in the language in which it was reported."""
    return mail.queue(
        purpose=ANSWERED,
        period=str(report.pk),
        to=[mail.Recipient(report.reply_to, report.language)],
        template="community/emails/problem_answered",
        context={"report": report},
        sender=sender_word(report.handled_by) if report.handled_by else "",
    )


def may_be_answered(report: ProblemReport, by: User) -> bool:
    """Anyone can leave anyone's address, so not many answers go to one in a day, nor from one person."""
    return bool(within_limits(purpose=ANSWERED, to=[report.reply_to], sender=sender_word(by)))


def reports_still_open(ids: Iterable[int]) -> set[int]:
    """The mails about problems that nobody settled meanwhile, to people who may still see them."""
    messages = {message.pk: message for message in Message.objects.filter(pk__in=list(ids))}
    found = ProblemReport.objects.open().filter(pk__in={int(message.period) for message in messages.values()})
    reports = {report.pk: report for report in found.prefetch_related("institutions")}
    readers = User.objects.active().filter(email__in={message.recipient for message in messages.values()})
    people = {user.email: user for user in readers}
    return {
        pk
        for pk, message in messages.items()
        if (report := reports.get(int(message.period)))
        and _may_read(message.recipient, report, people.get(message.recipient))
    }


def _may_read(address: str, report: ProblemReport, reader: User | None) -> bool:
    if reader is None:
        return address == settings.SECRETARIAT_EMAIL.lower()
    owned = {institution.pk for institution in report.institutions.all()}
    return reader.role in User.SECRETARIAT_ROLES or not owned.isdisjoint(reader.focal_institution_ids)
