"""Letters about what others say to an outcome: to the partner, to somebody outside, and back to who told it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from community.emails.recipients import recipient
from community.models import User
from core.models import Visibility
from mail.models import Message
from mail.services import Recipient, queue
from partnerships.asking.people import Speakers
from partnerships.models import PartnershipMember
from results.models import HarvestedOutcome, PartnerWord, Substantiation, SubstantiationLink
from results.permissions import answering_members
from results.substantiation_links import address_of

AWAITED, ANSWERED = "outcome-awaits-word", "outcome-answered"
LINK, PARTY_LINK = "outcome-substantiation-link", "outcome-party-link"

LABELS = {
    AWAITED: _("An outcome awaits your word"),
    ANSWERED: _("Somebody answered about an outcome"),
    LINK: _("A signed link to say what one knows of an outcome"),
    PARTY_LINK: _("A signed link to say for one’s institution whether an outcome is so"),
}


def tell_partner(outcome: HarvestedOutcome, *, by: User) -> int:
    """Ask who speaks for the other side whether it is so, once a wording; nobody about a draft or a new wording of a record."""
    partnership = outcome.partnership
    if partnership.visibility == Visibility.PRIVATE or partnership.revises_id:
        return 0
    members = partnership.members.filter(side__in=PartnershipMember.PRINCIPAL_SIDES).exclude(institution=None)
    ids = [pk for pk in members.values_list("institution", flat=True) if pk != outcome.reported_by_id]
    speakers = Speakers(ids, [partnership])
    asked = {person.pk: person for pk in ids for person in speakers.at(pk, partnership)}
    return queue(
        purpose=AWAITED,
        period=f"{outcome.pk}-{outcome.revision[:16]}",
        to=[recipient(each) for each in asked.values() if each.pk not in (by.pk, outcome.recorded_by_id)],
        template="results/emails/outcome_awaits_word",
        context={"outcome": outcome, "partnership": partnership, "teller": outcome.reported_by},
    )


def tell_answered(said: PartnerWord | Substantiation) -> int:
    """To who told the outcome, and to who asked: once for each answer."""
    outcome = said.outcome
    is_outside = isinstance(said, Substantiation)
    told = {outcome.recorded_by_id, said.link.sent_by_id if said.link else None}
    people = User.objects.active().filter(pk__in=told - {None}).select_related("profile").order_by("pk")
    return queue(
        purpose=ANSWERED,
        period=f"{outcome.pk}-{'outside' if is_outside else 'partner'}-{said.pk}",
        to=[recipient(person) for person in people],
        template="results/emails/outcome_answered",
        context={"outcome": outcome, "said": said, "is_outside": is_outside},
    )


def mail_link(link: SubstantiationLink) -> int:
    """It bears the sentence of the outcome, and who asks; to a party, and to somebody outside both sides."""
    return queue(
        purpose=PARTY_LINK if link.institution_id else LINK,
        period=str(link.pk),
        to=[Recipient(link.address, link.language)],
        template="results/emails/party_link" if link.institution_id else "results/emails/substantiation_link",
        context={
            "link": link,
            "outcome": link.outcome,
            "url": address_of(link),
            "asker": link.sent_by,
            "is_reworded": link.institution_id is not None and _has_answered(link),
        },
        sender=link.sent_by.email if link.sent_by else "",
    )


def _has_answered(link: SubstantiationLink) -> bool:
    """To other words than those that stand now."""
    said = PartnerWord.objects.filter(outcome=link.outcome_id, institution=link.institution_id)
    return said.exclude(revision=link.revision).exists()


def still_awaited(ids: Iterable[int]) -> set[int]:
    """Letters about these very words, to who may still answer and has not."""
    return _still(ids, lambda reader, outcome, period: _awaits(reader, outcome, period.split("-")[1]))


def still_readable(ids: Iterable[int]) -> set[int]:
    """Letters to who still sees the outcome."""
    return _still(ids, lambda reader, outcome, _period: _sees(reader, outcome))


def still_to_answer(ids: Iterable[int]) -> set[int]:
    """Signed links that are open; their number is the period."""
    messages = {pk: int(period) for pk, period in Message.objects.filter(pk__in=ids).values_list("pk", "period")}
    there = set(SubstantiationLink.objects.open().filter(pk__in=messages.values()).values_list("pk", flat=True))
    return {pk for pk, link in messages.items() if link in there}


def _awaits(reader: User, outcome: HarvestedOutcome, wording: str) -> bool:
    if not outcome.revision.startswith(wording) or not _sees(reader, outcome):
        return False
    asked = {member.institution_id for member in answering_members(reader, outcome)}
    said = PartnerWord.objects.filter(outcome=outcome, revision=outcome.revision, institution__in=asked)
    return bool(asked - set(said.values_list("institution", flat=True)))


def _sees(reader: User, outcome: HarvestedOutcome) -> bool:
    return bool(HarvestedOutcome.objects.visible_to(reader).filter(pk=outcome.pk).exists())


def _still(ids: Iterable[int], stands: Any) -> set[int]:
    messages = list(Message.objects.filter(pk__in=list(ids)).only("pk", "period", "recipient"))
    numbers = {message.pk: int(message.period.partition("-")[0]) for message in messages}
    related = HarvestedOutcome.objects.select_related("partnership").prefetch_related("partnership__members")
    outcomes: Mapping[int, HarvestedOutcome] = related.in_bulk(set(numbers.values()))
    people = {user.email: user for user in User.objects.active().filter(email__in={m.recipient for m in messages})}
    return {
        message.pk
        for message in messages
        if (outcome := outcomes.get(numbers[message.pk]))
        and (reader := people.get(message.recipient))
        and stands(reader, outcome, message.period)
    }
