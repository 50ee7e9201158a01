"""What people do with the peers found for a need: set one aside, take it back, put one on the list by hand."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Institution, User
from matching import tasks
from matching.locking import locked
from matching.models import Match, MatchWeights, Need, Offer, PeerProfile
from matching.models.choices import OfferStatus
from matching.models.needs import NeedQuerySet
from matching.permissions import can_propose, can_remove_match, can_set_aside
from matching.scoring.asked import asked_by
from matching.scoring.peers import best_peers
from matching.suggesting import AnyMember, scored_as


class CannotSuggest(Exception):
    """Not this peer for this need; the message tells why, in plain words."""


def find_all_matches_later() -> None:
    """Ask the job for the peers of all open needs, as after new weights, once those are stored."""
    transaction.on_commit(lambda: tasks.rescore.delay(None), robust=True)


@transaction.atomic
def set_aside_match(*, match: Match, because: str = "", by: User) -> Match:
    """It goes to the end of the list, with the reason, and stays there when peers are found anew."""
    need = locked(match.need)
    if not can_set_aside(by, need):
        raise CannotSuggest(_("Who speaks for the institution sets a peer aside."))
    stored = locked(match)
    if stored.set_aside_at is None or stored.set_aside_because != because:
        stored.set_aside_at, stored.set_aside_because = stored.set_aside_at or timezone.now(), because
        stored.save(update_fields=["set_aside_at", "set_aside_because", "updated_at"])
    return stored


@transaction.atomic
def take_back_match(*, match: Match, by: User) -> Match:
    need = locked(match.need)
    if not can_set_aside(by, need):
        raise CannotSuggest(_("Who speaks for the institution sets a peer aside."))
    stored = locked(match)
    stored.set_aside_at, stored.set_aside_because = None, ""
    stored.save(update_fields=["set_aside_at", "set_aside_because", "updated_at"])
    return stored


@transaction.atomic
def propose_match(*, need: Need, institution: Institution, offer: Offer | None = None, because: str, by: User) -> Match:
    """A broker knows of a peer that the score did not find, or found too late. Twice is once; the last reason stays."""
    stored = locked(need)
    if not can_propose(by):
        raise CannotSuggest(_("Brokers put peers on the list."))
    if stored.status not in NeedQuerySet.open_states:
        raise CannotSuggest(_("This need is not open."))
    if institution.pk == stored.institution_id:
        raise CannotSuggest(_("An institution is no peer of itself."))
    if offer is not None and (offer.institution_id != institution.pk or offer.status != OfferStatus.OPEN):
        raise CannotSuggest(_("This offer is not open any more."))
    profile = PeerProfile.objects.filter(institution=institution, offer=offer).first()
    weights = MatchWeights.objects.current()
    scored = (
        best_peers(asked_by(stored), AnyMember(), weights, most_domestic=0, all_institutions=True, only=[profile.pk])
        if profile
        else []
    )
    if not scored:
        raise CannotSuggest(
            _("They cannot be matched: no language in common, no free place, other dates, or one excludes the other.")
        )
    match = Match.objects.filter(need=stored, institution=institution, offer=offer).first()
    match = scored_as(scored[0], match or Match(need=stored, institution=institution, offer=offer), weights)
    match.proposed_by, match.proposed_because, match.set_aside_at = by, because, None
    match.save()
    return match


@transaction.atomic
def remove_match(*, match: Match, by: User) -> None:
    """Take off the list what was put there by hand; what the score finds comes back when it finds it again."""
    locked(match.need)
    if not can_remove_match(by):
        raise CannotSuggest(_("The secretariat takes peers off the list."))
    Match.objects.filter(pk=match.pk).delete()
