"""Signed links: sending one to a side, sending it anew, and finding what a token stands for."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from community.models import Institution, User
from core import signed_links
from mail.services import Recipient, queue
from partnerships.locking import locked
from partnerships.models import Correction, Partnership, PartnershipMember, SideLink, Terms
from partnerships.models.links import NOBODY

SALT = "side"
A_DAY = timedelta(days=1)
A_MOMENT = timedelta(minutes=2)
# So many a day reach one address, and leave one person: a link is no way to fill a mailbox.
MOST_TO_AN_ADDRESS = 3
MOST_FROM_A_PERSON = 100


class CannotSend(Exception):
    """No link goes to that address; the message tells why, in plain words."""


class EnoughForToday(CannotSend):
    """The address, or the person, has had enough for a day; tomorrow it may go."""


def token_for(link: SideLink) -> str:
    return signed_links.sign(SALT, link.pk)


def link_of(token: str) -> SideLink:
    """The link a token stands for. Raises BadLink for a changed token, DoesNotExist where its record is gone."""
    pk = signed_links.read(SALT, token)
    return SideLink.objects.select_related("partnership", "institution", "terms", "sent_by").get(pk=pk)


def address_of(link: SideLink) -> str:
    """The whole address, in the language of whom it is sent to."""
    with translation.override(link.language):
        return settings.BASE_URL + reverse("side-link", args=[token_for(link)])


@transaction.atomic
def send_link(
    *,
    partnership: Partnership,
    institution: Institution,
    address: str,
    language: str = "en",
    name: str = "",
    kind: str = SideLink.Kind.CONFIRM,
    terms: Terms | None = None,
    by: User | None,
) -> SideLink:
    """Mail a link by which whoever answers at that address speaks once for that institution.

    Raises CannotSend where the address belongs to another side, or has had enough mail for today.
    """
    # One at a time for a record, so that the counts below hold.
    partnership = locked(partnership)
    refuse_too_many(address, by)
    link = open_link(
        partnership=partnership,
        institution=institution,
        address=address,
        language=language,
        name=name,
        kind=kind,
        terms=terms,
        by=by,
    )
    mail_link(link)
    return link


def open_link(
    *,
    partnership: Partnership,
    institution: Institution,
    address: str,
    language: str = "en",
    name: str = "",
    kind: str = SideLink.Kind.CONFIRM,
    terms: Terms | None = None,
    by: User | None,
) -> SideLink:
    """A link that the caller mails, in the place of an open one to the same address. The record is locked."""
    if partnership.is_draft:
        raise CannotSend(_("Show the record to its parties first; a draft is asked about with nobody."))
    member = partnership.members.filter(institution=institution, side__in=PartnershipMember.PRINCIPAL_SIDES).first()
    if member is None:
        raise CannotSend(_("%(name)s neither asks nor offers in this partnership.") % {"name": institution})
    if address.endswith(NOBODY):
        raise CannotSend(
            _("Whoever answered there has left the portal. Ask somebody else of %(name)s.") % {"name": institution}
        )
    refuse_other_side(partnership, institution, address, by)
    earlier = SideLink.objects.open().filter(
        partnership=partnership, institution=institution, kind=kind, terms=terms, address__iexact=address
    )
    earlier.update(replaced_at=timezone.now())
    return SideLink.objects.create(
        kind=kind,
        partnership=partnership,
        terms=terms,
        institution=institution,
        side=member.side,
        address=address.lower(),
        name=name,
        language=language,
        sent_by=by,
    )


def mail_link(link: SideLink) -> None:
    """One letter with one link. It names institutions only: nothing that a person wrote."""
    queue(
        purpose=f"side-link-{link.kind}",
        period=str(link.pk),
        to=[Recipient(link.address, link.language)],
        template=f"partnerships/emails/link_{link.kind}",
        context={
            "link": link,
            "url": address_of(link),
            "asker": link.partnership.reported_by,
            "occasion": _occasion(link.partnership, link.institution),
        },
    )


@transaction.atomic
def renew_link(*, link: SideLink, by: User | None = None) -> SideLink:
    """Send a new link to the same address, in the place of an older one. The newest of them is renewed.

    A second click on renewing the older one sends nothing more.
    """
    locked(link.partnership)
    newest = SideLink.objects.filter(
        partnership=link.partnership_id,
        institution=link.institution_id,
        kind=link.kind,
        terms=link.terms_id,
        address__iexact=link.address,
    ).first()
    last = newest or link
    if last.pk != link.pk and _has_just_gone_out(last):
        return last
    renewed = send_link(
        partnership=last.partnership,
        institution=last.institution,
        address=last.address,
        language=last.language,
        name=last.name,
        kind=last.kind,
        terms=last.terms,
        by=by or last.sent_by,
    )
    if last.answered_at is None and last.replaced_at is None:
        SideLink.objects.filter(pk=last.pk).update(replaced_at=timezone.now())
    return renewed


def just_sent(partnership: Partnership, institution: Institution, address: str, terms: Terms | None) -> SideLink | None:
    """The open link that went to this address a moment ago: asking for it was a second click."""
    same = SideLink.objects.open().filter(
        partnership=partnership, institution=institution, terms=terms, address__iexact=address
    )
    latest = same.first()
    return latest if latest is not None and _has_just_gone_out(latest) else None


def _has_just_gone_out(link: SideLink) -> bool:
    is_open = link.answered_at is None and link.replaced_at is None
    return is_open and link.created_at > timezone.now() - A_MOMENT


def _occasion(partnership: Partnership, institution: Institution) -> str:
    """Why the letter is written: somebody wrote back (`reply`), a year has passed (`again`), or none of these."""
    proposed = partnership.corrections.filter(institution=institution, status=Correction.Status.DISCUSSED)
    if proposed.exists():
        return "reply"
    return "again" if partnership.standing == Partnership.Standing.BOTH_SIDES else ""


def refuse_other_side(partnership: Partnership, institution: Institution, address: str, by: User | None) -> None:
    """Nobody answers for two sides: not who asks, and not somebody of another party. Raises CannotSend."""
    if by is not None and address.lower() == by.email.lower() and institution.pk not in by.institution_ids:
        raise CannotSend(_("This is your own address. Someone of %(name)s has to answer.") % {"name": institution})
    others = partnership.members.exclude(institution=institution).exclude(institution=None).values("institution")
    people = User.objects.active().filter(
        email__iexact=address, memberships__status="active", memberships__institution__in=others
    )
    if people.exclude(memberships__status="active", memberships__institution=institution).exists():
        raise CannotSend(_("This is the address of someone from another side of this partnership."))
    links = partnership.side_links.filter(address__iexact=address).exclude(institution=institution)
    if links.exists() or partnership.contacts.filter(email__iexact=address).exclude(institution=institution).exists():
        raise CannotSend(_("This address speaks for another side of this partnership already."))


def refuse_too_many(address: str, by: User | None = None) -> None:
    """Raises EnoughForToday."""
    today = SideLink.objects.filter(created_at__gt=timezone.now() - A_DAY)
    if today.filter(address__iexact=address).count() >= MOST_TO_AN_ADDRESS:
        raise EnoughForToday(_("This address has had three letters within a day. Please try again tomorrow."))
    if by is not None and today.filter(sent_by=by).count() >= MOST_FROM_A_PERSON:
        raise EnoughForToday(_("You have sent a hundred links within a day. Please go on tomorrow."))
