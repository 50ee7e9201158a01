"""The terms of a partnership: the demand side writes them and signs first, then the supply side."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import User
from mail.services import queue
from partnerships.asking.people import recipients_at
from partnerships.locking import locked
from partnerships.models import Partnership, PartnershipMember, SideLink, Terms
from partnerships.permissions import can_write_terms, confirmable_members
from partnerships.services.answering import LinkEnded, members_of, refuse_answer
from partnerships.speakers import Speaker

Side = PartnershipMember.Side
ASKING = (Side.DEMAND, Side.PEER)
OFFERING = (Side.SUPPLY, Side.PEER)


class CannotSign(Exception):
    """Not now, or not this person; the message tells why."""


@transaction.atomic
def write_terms(*, partnership: Partnership, text: str, by: User) -> Terms:
    """A new version of the terms, signed by nobody yet. The same words as the last version are that version."""
    partnership = locked(partnership.revises or partnership)  # a new wording of the record has no terms of its own
    if not can_write_terms(by, partnership):
        raise CannotSign(_("The side that asks writes the terms."))
    last = latest(partnership)
    if last is not None and last.text == text:
        return last
    number = (partnership.terms_set.aggregate(last=Max("number"))["last"] or 0) + 1
    return Terms.objects.create(partnership=partnership, number=number, text=text, recorded_by=by)


@transaction.atomic
def sign_terms(*, terms: Terms, by: User) -> Terms:
    """Sign the newest version for the side one speaks for: the demand side first. Signing twice is once."""
    partnership = locked(terms.partnership)
    members = confirmable_members(by, partnership)
    if not members:
        raise CannotSign(_("Only who asks and who offers signs the terms."))
    return _sign(terms, partnership, members, Speaker.signed_in(by))


@transaction.atomic
def sign_terms_by_link(*, link: SideLink, name: str, job_title: str = "") -> Terms:
    """Sign through a signed link, once. Raises CannotAnswer for a link that no longer serves."""
    partnership = locked(link.partnership)
    link = SideLink.objects.select_for_update(of=("self",)).select_related("institution", "terms").get(pk=link.pk)
    refuse_answer(link, partnership)
    if link.terms is None:
        raise LinkEnded(_("This link signs no terms."))
    speaker = Speaker(name=name, title=job_title, link=link)
    signed = _sign(link.terms, partnership, members_of(link, partnership), speaker)
    now = timezone.now()
    SideLink.objects.filter(terms=link.terms_id, institution=link.institution_id, answered_at=None).update(
        answered_at=now, updated_at=now
    )
    return signed


def latest(partnership: Partnership) -> Terms | None:
    found: Terms | None = partnership.terms_set.order_by("-number").first()
    return found


def awaits_signature_of(terms: Terms) -> tuple[str, ...]:
    """The sides whose signature comes next; none once both have signed."""
    if terms.demand_signed_at is None:
        return ASKING
    return OFFERING if terms.supply_signed_at is None else ()


def _sign(terms: Terms, partnership: Partnership, members: list[PartnershipMember], speaker: Speaker) -> Terms:
    terms = Terms.objects.select_for_update(of=("self",)).get(pk=terms.pk)
    newest = latest(partnership)
    if newest is not None and newest.pk != terms.pk:
        raise CannotSign(_("There is a newer version of the terms. Please read and sign that one."))
    side = _next_side(terms, {member.side for member in members})
    if side == "" or (side == "supply" and _signed_before(terms, members, speaker)):
        return terms
    setattr(terms, f"{side}_signed_at", timezone.now())
    setattr(terms, f"{side}_signed_by", speaker.user)
    setattr(terms, f"{side}_signed_name", speaker.signature)
    terms.save()
    _tell(terms, partnership)
    return terms


def _next_side(terms: Terms, sides: set[str]) -> str:
    """`demand` or `supply`: the column to sign; nothing where these sides have signed."""
    if terms.demand_signed_at is None:
        if sides & set(ASKING):
            return "demand"
        raise CannotSign(_("The side that asks signs first. You are told by mail when it has."))
    if terms.supply_signed_at is None and sides & set(OFFERING):
        return "supply"
    return ""


def _signed_before(terms: Terms, members: list[PartnershipMember], speaker: Speaker) -> bool:
    """Whether this is the second click of who signed first. Raises CannotSign for a colleague, or for two sides."""
    people, institutions = _first_signatory(terms)
    others = [member for member in members if member.side in OFFERING and member.institution_id not in institutions]
    # Behind a link, a name is all that tells people apart; two accounts may bear the same.
    same_name = speaker.link is not None and speaker.signature == terms.demand_signed_name
    if speaker.person in people or same_name:
        if others:
            raise CannotSign(_("You signed for the other side. Somebody else signs for this one."))
        return True
    if not others:
        raise CannotSign(_("Your institution has signed. Another one signs next."))
    return False


def _first_signatory(terms: Terms) -> tuple[set[str], set[int]]:
    """By which addresses, and for which institutions, the terms were signed first."""
    user = terms.demand_signed_by
    if user is not None:
        return {user.email.lower()}, set(user.institution_ids)
    links = list(terms.side_links.exclude(answered_at=None))
    return {link.address.lower() for link in links}, {link.institution_id for link in links}


def _tell(terms: Terms, partnership: Partnership) -> None:
    """Who signs next; and both, once it is done."""
    sides = awaits_signature_of(terms) or (*ASKING, *OFFERING)
    purpose = "terms-to-sign" if awaits_signature_of(terms) else "terms-signed"
    queue(
        purpose=purpose,
        period=f"{partnership.pk}-{terms.pk}-{purpose}",
        to=recipients_at({m.institution_id for m in partnership.members.all() if m.side in sides}, partnership),
        template=f"partnerships/emails/{purpose.replace('-', '_')}",
        context={"partnership": partnership, "terms": terms},
    )
