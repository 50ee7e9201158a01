"""Two records of one partnership become one, and nothing that hung on either is lost."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from community import auditing
from community.models import AuditEntry, User
from core.append_only import rewriting_logs
from core.merging import CannotMerge, join_texts, move, references_to, what_points_to
from core.models import Visibility
from core.registry import mergings_of
from partnerships.awaited import note_awaited
from partnerships.lineage import closes_circle
from partnerships.models import Contact, Document, Partnership, PartnershipFormerSlug, PartnershipMember, Terms
from partnerships.models.choices import Standing
from partnerships.permissions import can_delete, can_edit
from partnerships.services.words import note_objections

__all__ = ["CannotMerge", "differences", "merge_partnerships", "what_moves"]

# What one record can say only once; where the one that stays says nothing, the other's word is taken.
FACTS = (
    "title",
    "kind",
    "summary",
    "problem",
    "problem_reported_by",
    "reform",
    "expertise_wanted",
    "why_this_peer",
    "what_changed",
    "stage",
    "scale_stage",
    "scaled_from_id",
    "scale_adaptation",
    "working_mode",
    "planned_start",
    "planned_end",
    "actual_start",
    "actual_end",
    "sector_words",
    "modality_words",
    "iati_identifier",
    "collaboration_type",
    "aid_type",
    "source_url",
    "reported_by_id",
    "created_by_id",
)
# Of a record that both sides have confirmed, the gaps that are filled: no reader sees these codes as its wording.
CODES = ("iati_identifier", "collaboration_type", "aid_type")
NOTHING_SAID = ("", None, "unknown")
WIDEST_FIRST = (Visibility.PUBLIC, Visibility.COMMUNITY, Visibility.PARTIES, Visibility.PRIVATE)


@dataclass(frozen=True)
class Difference:
    """A fact on which records disagree: only what the one that stays says will be said."""

    label: str
    values: list[str]


def what_moves(partnership: Partnership) -> list[tuple[str, int]]:
    """Kinds of rows that hang on a record, with their number."""
    return what_points_to(partnership)


def differences(partnerships: list[Partnership]) -> list[Difference]:
    """The facts on which at least two of the records say different things."""
    found = []
    for name in FACTS:
        said = {getattr(each, name) for each in partnerships} - set(NOTHING_SAID)
        if len(said) > 1:
            field = Partnership._meta.get_field(name.removesuffix("_id"))
            values = [_shown(each, field.name) for each in partnerships]
            found.append(Difference(str(field.verbose_name), values))  # type: ignore[union-attr]
    return found


@transaction.atomic
def merge_partnerships(*, keep: Partnership, drop: Partnership, by: User) -> Partnership:
    """Let everything that hangs on `drop` hang on `keep`, then remove `drop`.

    Its address leads to `keep`, its facts fill the gaps, its source stays as a document. Confirmations
    move too, but agree to no wording but the one they were given for. Nothing is shown to more people
    than before: a record that fewer people see is not merged into one that more people see. The wording
    of a record that both sides have confirmed stays as they confirmed it.
    """
    locked = {
        row.pk: row for row in Partnership.objects.select_for_update().filter(pk__in=[keep.pk, drop.pk]).order_by("pk")
    }
    if len(locked) != 2:
        raise CannotMerge(_("Choose two different partnerships."))
    keep, drop = locked[keep.pk], locked[drop.pk]
    _refuse(keep, drop, by)

    finishing = [merging.begin(keep, drop) for merging in mergings_of("partnerships.Partnership")]
    with rewriting_logs():
        _untie(keep, drop)
        if keep.standing == Standing.BOTH_SIDES:
            _leave_wording(drop)
        _join_unnamed_members(keep, drop)
        _number_terms_on(keep, drop)
        _join_contacts(keep, drop)
        for reference in references_to(Partnership):
            move(reference, keep, drop)
        Partnership.objects.get(pk=drop.pk).delete()
    _fill_gaps(keep, drop, by)
    note_objections(keep)
    note_awaited(keep)
    for finish in finishing:
        finish()
    PartnershipFormerSlug.objects.create(partnership=keep, slug=drop.slug)
    auditing.record(actor=by, action=AuditEntry.Action.MERGE, target=keep, detail=f"{drop.title} ({drop.slug})")
    return keep


def _refuse(keep: Partnership, drop: Partnership, by: User) -> None:
    if not can_edit(by, keep) or not can_delete(by, drop):
        raise CannotMerge(_("A private draft belongs to its author."))
    if keep.is_demo != drop.is_demo:
        raise CannotMerge(_("A demonstration record cannot be merged with a real one."))
    if WIDEST_FIRST.index(Visibility(drop.visibility)) > WIDEST_FIRST.index(Visibility(keep.visibility)):
        raise CannotMerge(
            _("Fewer people see it than the record that stays. Keep this one, or show the other to fewer people first.")
        )
    if drop.revisions.exists():
        raise CannotMerge(_("Someone is writing a new wording of it. Wait until that is confirmed or given up."))
    strangers = _unknown_members(keep, drop) if keep.standing == Standing.BOTH_SIDES else []
    if strangers:
        raise CannotMerge(
            _(
                "Both sides have confirmed the record that stays, and it does not name %(members)s. "
                "Let its parties add them first, or keep this one."
            )
            % {"members": "; ".join(strangers)}
        )


def _unknown_members(keep: Partnership, drop: Partnership) -> list[str]:
    """The names of those who take part, on a side, in the one but not in the other."""

    def who(member: PartnershipMember) -> tuple[Any, ...]:
        if member.institution_id:
            return (member.side, member.institution_id)
        return (member.side, member.country_id, member.stated_name)

    known = {who(member) for member in keep.members.all()}
    return [member.name for member in drop.members.all() if who(member) not in known]


def _leave_wording(drop: Partnership) -> None:
    """What would become part of a wording that was confirmed without it goes with the record."""
    drop.members.all().delete()
    drop.sectors.clear()
    drop.sdg_targets.clear()


def _untie(keep: Partnership, drop: Partnership) -> None:
    """One of the two may be said to have grown out of the other; nothing grows out of itself."""
    if keep.scaled_from_id == drop.pk:
        keep.scaled_from_id = None
        Partnership.objects.filter(pk=keep.pk).update(scaled_from=None)
    if drop.scaled_from_id == keep.pk:
        drop.scaled_from_id = None
        Partnership.objects.filter(pk=drop.pk).update(scaled_from=None)


def _join_unnamed_members(keep: Partnership, drop: Partnership) -> None:
    """Members of which only a country or a stated name is known, and which are the same in both."""

    def unnamed(partnership: Partnership) -> Any:
        return PartnershipMember.objects.filter(partnership=partnership, institution=None)

    known = {(m.side, m.country_id, m.stated_name): m for m in unnamed(keep)}
    for member in unnamed(drop):
        same = known.get((member.side, member.country_id, member.stated_name))
        if same:
            member.partnership = keep
            join_texts(same, member)
            unnamed(drop).filter(pk=member.pk).delete()


def _number_terms_on(keep: Partnership, drop: Partnership) -> None:
    """Versions of terms that were signed stay as they are, behind those of the record that stays."""
    last = keep.terms_set.aggregate(last=Max("number"))["last"] or 0
    for terms in Terms.objects.filter(partnership=drop).order_by("-number") if last else []:
        Terms.objects.filter(pk=terms.pk).update(number=last + terms.number)


def _join_contacts(keep: Partnership, drop: Partnership) -> None:
    """A person whom both records name for one institution is named once, to no more people than they agreed to."""
    known = {(contact.institution_id, contact.email.lower()): contact for contact in keep.contacts.all()}
    for contact in drop.contacts.all():
        same = known.get((contact.institution_id, contact.email.lower()))
        if same is None:
            continue
        if contact.consent == Contact.Consent.NONE:
            same.consent = contact.consent
        same.job_title = same.job_title or contact.job_title
        same.save()
        contact.delete()


def _fill_gaps(keep: Partnership, drop: Partnership, by: User) -> None:
    """What only the record that goes says is said by the one that stays, but for a wording that was confirmed."""
    is_confirmed = keep.standing == Standing.BOTH_SIDES
    if drop.source_url and keep.source_url != drop.source_url and (keep.source_url or is_confirmed):
        Document.objects.create(
            partnership=keep, title=drop.title, url=drop.source_url, visibility=keep.visibility, recorded_by=by
        )
    if not keep.problem and not is_confirmed:
        keep.problem_in_own_words = drop.problem_in_own_words
    for name in CODES if is_confirmed else FACTS:
        if getattr(keep, name) in NOTHING_SAID:
            setattr(keep, name, getattr(drop, name))
    if not is_confirmed:
        keep.languages = [*keep.languages, *(code for code in drop.languages if code not in keep.languages)]
    if keep.scaled_from_id and closes_circle(keep, keep.scaled_from_id):
        keep.scaled_from_id = None  # the line from one to the other went by way of others
    keep.version += 1
    keep.changed_at = timezone.now()
    try:
        keep.validate_constraints()
    except ValidationError as error:
        raise CannotMerge(" ".join(error.messages)) from error
    keep.save()


def _shown(partnership: Partnership, name: str) -> str:
    value = getattr(partnership, name)
    shown = getattr(partnership, f"get_{name}_display", None)
    return str(shown() if shown and value else value or "")
