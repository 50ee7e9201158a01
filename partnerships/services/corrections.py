"""What the other side would say differently: proposed, accepted, discussed, withdrawn."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Institution, User
from core.models import Visibility
from mail.services import queue
from partnerships.asking.links import CannotSend, renew_link
from partnerships.asking.people import recipient, recipients_at
from partnerships.awaited import note_awaited
from partnerships.correctable import as_answers, correctable, wording_with
from partnerships.locking import locked
from partnerships.models import Correction, CorrectionRemark, OwnWords, Partnership, PartnershipMember, SideLink
from partnerships.permissions import can_decide_correction, confirmable_members
from partnerships.revisions import revision_of
from partnerships.services.editing import CannotSave, save_step, write_answers
from partnerships.services.revising import OutdatedWording, is_outdated, needs_revision, open_revision
from partnerships.services.words import agree, settle
from partnerships.speakers import Speaker


class CannotDecide(Exception):
    """It is not this person's to decide, or cannot be carried out; the message tells why."""


def propose_corrections(
    partnership: Partnership, member: PartnershipMember, speaker: Speaker, wanted: Mapping[str, str]
) -> str:
    """Write down, on a locked record, what a side would word differently; the hash of the wording it asks for.

    What is left as it stands is no correction. Raises ValidationError by field.
    """
    institution = member.institution
    if institution is None:
        raise ValueError("only an institution corrects")
    fields = {field.name: field for field in correctable(partnership, institution, member.side)}
    changed = {name: text for name, text in wanted.items() if name in fields and text != fields[name].stands}
    values = as_answers(partnership, institution.pk, changed)
    for name, text in changed.items():
        partnership.corrections.open().filter(institution=institution, field=name).update(
            status=Correction.Status.WITHDRAWN, decided_at=timezone.now()
        )
        Correction.objects.create(
            partnership=partnership,
            institution=institution,
            side=member.side,
            field=name,
            stood=fields[name].stands,
            proposed=text,
            by=speaker.user,
            by_name=speaker.signature,
            link=speaker.link,
        )
    if changed:
        _tell_owner(partnership, institution)
    return wording_with(partnership, partial(write_answers, values=values, by=None))


def say_in_own_words(partnership: Partnership, member: PartnershipMember, speaker: Speaker, text: str) -> None:
    """The demand side says the problem in its own words: at once, and without anybody's acceptance.

    Written on the record and on each new wording of it that is under way, so that none of them undoes it.
    """
    if member.institution is None:
        raise ValueError("only an institution has words of its own")
    record = partnership.revises or partnership
    stood, in_step = record.problem, record.version
    for each in [record, *record.revisions.select_for_update(of=("self",)).order_by("pk")]:
        before, replaced = revision_of(each), each.problem
        if each is not record and each.problem != stood and each.pk != partnership.pk:
            continue  # somebody is rewriting the problem there; the sides will read both
        each.problem, each.problem_in_own_words, each.problem_reported_by = text, True, ""
        if each is not record and each.revises_version == in_step:
            each.revises_version = in_step + 1
        each.version += 1
        each.changed_at = timezone.now()
        each.save()
        OwnWords.objects.create(
            partnership=each,
            institution=member.institution,
            stood=replaced,
            text=text,
            by_name=speaker.signature,
            wording_before=before,
            wording_after=revision_of(each),
        )
    partnership.refresh_from_db()


@transaction.atomic
def accept_corrections(*, corrections: Iterable[Correction], by: User) -> Partnership:
    """Write corrections into the record, and stand by the new wording where one speaks for a side.

    All are of one record. What is published stays until every side stands by the new wording; who proposed
    it does so already. Accepting what was accepted changes nothing.
    """
    chosen = list(corrections)
    partnership = locked(chosen[0].partnership)
    still_open = list(
        partnership.corrections.select_for_update(of=("self",)).filter(pk__in=[each.pk for each in chosen]).open()
    )
    if not still_open:
        return partnership
    for correction in still_open:
        if not can_decide_correction(by, correction):
            raise CannotDecide(_("Another side of this partnership decides about this."))
    target = _written(partnership, still_open, by)
    now = timezone.now()
    accepted = Correction.objects.filter(pk__in=[each.pk for each in still_open])
    accepted.update(status=Correction.Status.ACCEPTED, decided_by=by, decided_at=now, updated_at=now)
    agree(target, confirmable_members(by, target), Speaker.signed_in(by))
    try:
        settled = settle(target)
    except OutdatedWording as outdated:
        raise CannotDecide(str(outdated)) from outdated
    if target.pk != partnership.pk:
        note_awaited(partnership)
    # A new wording that was corrected may have taken the record's place by now, and has no page any more.
    _tell_proposers(settled if target.pk == partnership.pk else partnership, still_open, "corrections-accepted", {})
    return settled


@transaction.atomic
def discuss_correction(*, correction: Correction, text: str, by: User) -> CorrectionRemark:
    """Answer a correction with words instead of accepting it; its author is told, and can answer by a new link."""
    correction = _locked(correction)
    if not (can_decide_correction(by, correction) or correction.institution_id in by.institution_ids):
        raise CannotDecide(_("Only the sides of this partnership discuss it."))
    home = next((pk for pk in by.institution_ids if pk in _member_ids(correction.partnership)), None)
    remark = _remark(correction, text, by=by, by_name=by.display_name, institution_id=home)
    if correction.institution_id not in by.institution_ids:
        _tell_proposers(correction.partnership, [correction], "correction-remark", {"remark": remark})
    else:
        _tell_owner(correction.partnership, correction.institution, remark)
    return remark


@transaction.atomic
def discuss_by_link(correction: Correction, text: str, speaker: Speaker) -> CorrectionRemark:
    """The proposing side answers a remark on the page of its link."""
    correction = _locked(correction)
    remark = _remark(correction, text, by_name=speaker.signature, institution_id=correction.institution_id)
    _tell_owner(correction.partnership, correction.institution, remark)
    return remark


@transaction.atomic
def withdraw_correction(*, correction: Correction, speaker: Speaker) -> Correction:
    """The side that proposed it lets what stands stand. Withdrawing again changes nothing."""
    correction = _locked(correction)
    if correction.status in Correction.OPEN:
        correction.status = Correction.Status.WITHDRAWN
        correction.decided_by, correction.decided_at = speaker.user, timezone.now()
        correction.save(update_fields=["status", "decided_by", "decided_at", "updated_at"])
        note_awaited(correction.partnership)
    return correction


def _written(partnership: Partnership, corrections: list[Correction], by: User) -> Partnership:
    """The record with the corrections in it: itself, or its new wording where readers see the old one.

    Into the one that the person has sent to the other side already, if there is one.
    """
    target = partnership
    if needs_revision(by, partnership):
        mine = partnership.revisions.filter(created_by=by).first()
        if mine is not None and (mine.is_draft or is_outdated(mine)):
            raise CannotDecide(_("You have a new wording of this record under way. Send it, or discard it, first."))
        target = mine or open_revision(partnership=partnership, by=by)
        target.visibility = Visibility.PARTIES
        target.save(update_fields=["visibility", "updated_at"])
    wanted: dict[int, dict[str, str]] = {}
    for correction in corrections:
        wanted.setdefault(correction.institution_id, {})[correction.field] = correction.proposed
    try:
        for institution_id, fields in wanted.items():
            stored = Partnership.objects.select_related("revises").get(pk=target.pk)
            values = as_answers(stored, institution_id, fields)
            target = save_step(partnership=stored, values=values, version=stored.edit_version, by=by)
    except (ValidationError, CannotSave) as error:
        raise CannotDecide(" ".join(getattr(error, "messages", [str(error)]))) from error
    target.refresh_from_db()
    return target


def _remark(correction: Correction, text: str, **facts: Any) -> CorrectionRemark:
    """The same words by the same person twice are one remark."""
    if correction.status not in Correction.OPEN:
        raise CannotDecide(_("This correction has been settled meanwhile."))
    last = correction.remarks.last()
    if last and (last.text, last.by_name) == (text, facts["by_name"]):
        return last
    correction.status = Correction.Status.DISCUSSED
    correction.save(update_fields=["status", "updated_at"])
    return CorrectionRemark.objects.create(correction=correction, text=text, **facts)


def _locked(correction: Correction) -> Correction:
    """With its record, and after it: whoever accepts corrections locks in this order too."""
    locked(correction.partnership)
    found: Correction = (
        Correction.objects.select_for_update(of=("self",))
        .select_related("partnership", "institution", "link")
        .get(pk=correction.pk)
    )
    return found


def _member_ids(partnership: Partnership) -> set[int]:
    return {member.institution_id for member in partnership.members.all() if member.institution_id}


def _tell_owner(partnership: Partnership, institution: Institution, remark: CorrectionRemark | None = None) -> None:
    """Whoever reported the record; where nobody else did, the others that take part, or the secretariat for them."""
    others = _member_ids(partnership) - {institution.pk}
    owners = recipients_at({partnership.reported_by_id} & others or others, partnership)
    if not owners:
        owners = [recipient(user) for user in User.objects.editors().select_related("profile")]
    queue(
        purpose="correction-remark" if remark else "corrections-proposed",
        period=f"{partnership.pk}-{remark.pk if remark else _latest(partnership)}",
        to=owners,
        template=f"partnerships/emails/{'correction_remark' if remark else 'corrections_proposed'}",
        context={"partnership": partnership, "institution": institution, "remark": remark},
    )


def _tell_proposers(
    partnership: Partnership, corrections: list[Correction], purpose: str, more: dict[str, Any]
) -> None:
    """People with an account by a letter; who answered by a link gets a new one, on whose page it all stands."""
    number = more["remark"].pk if "remark" in more else corrections[-1].pk
    by_account = [each for each in corrections if each.link is None]
    queue(
        purpose=purpose,
        period=f"{partnership.pk}-{number}",
        to=recipients_at({each.institution_id for each in by_account}, partnership),
        template=f"partnerships/emails/{purpose.replace('-', '_')}",
        context={"partnership": partnership, "corrections": corrections} | more,
    )
    if "remark" not in more:
        return
    for link in {each.link for each in corrections if each.link is not None}:
        _ask_anew(link)


def _ask_anew(link: SideLink) -> None:
    try:
        renew_link(link=link)
    except CannotSend:
        return  # the address has had enough mail today; the remark stands on the page of the record


def _latest(partnership: Partnership) -> int:
    newest = partnership.corrections.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0
