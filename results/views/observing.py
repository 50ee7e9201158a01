"""The page of one observation, and what is said to it: submitted, returned, approved."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.permissions import require
from core.versions import EditedMeanwhile
from partnerships.views.detail import visible_partnership
from results import permissions
from results.forms.meanwhile import typed_version
from results.forms.period_choice import days_of
from results.forms.returning import ReturnForm
from results.models import EvidenceItem, Observation
from results.models.choices import ObservationState
from results.papers import said_of_unseen
from results.series import figure
from results.services.observations import (
    CannotObserve,
    approve_observation,
    return_observation,
    says_something,
    submit_observation,
)
from results.views.indicators import visible_indicator


@require_safe
def detail(request: Any, slug: str, number: int, pk: int) -> HttpResponse:
    """What was seen, by whom, what it rests on, and what is to be done with it."""
    return observation_page(request, visible_observation(request, slug, number, pk))


@require_POST
@login_required
def submit(request: Any, slug: str, number: int, pk: int) -> HttpResponse:
    observation = visible_observation(request, slug, number, pk)
    require(permissions.can_record, request.user, observation.indicator.partnership)
    if observation.state != ObservationState.APPROVED:
        require(permissions.can_edit_observation, request.user, observation)
    try:
        submit_observation(observation=observation, by=request.user)
    except CannotObserve as error:
        return observation_page(request, observation, refused=str(error))
    messages.success(request, _("Submitted. Somebody else at the parties verifies it now."))
    return redirect(observation)


@require_POST
@login_required
def approve(request: Any, slug: str, number: int, pk: int) -> HttpResponse:
    """Who speaks for a party; whoever recorded it is told in words that somebody else has to."""
    observation = visible_observation(request, slug, number, pk)
    require(permissions.speaks_for, request.user, observation.indicator.partnership)
    try:
        approve_observation(observation=observation, by=request.user, seen_version=typed_version(request.POST))
    except CannotObserve as error:
        return observation_page(request, observation, refused=str(error))
    except EditedMeanwhile:
        changed = _("It was changed since you opened this page. Read it again before you approve it.")
        return observation_page(request, observation, refused=changed)
    messages.success(request, _("Approved. It counts now, and is not changed any more."))
    return redirect(observation)


@require_POST
@login_required
def give_back(request: Any, slug: str, number: int, pk: int) -> HttpResponse:
    """With what has to be mended."""
    observation = visible_observation(request, slug, number, pk)
    require(permissions.speaks_for, request.user, observation.indicator.partnership)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return observation_page(request, observation, return_form=form)
    try:
        return_observation(observation=observation, reason=form.cleaned_data["reason"], by=request.user)
    except CannotObserve as error:
        return observation_page(request, observation, return_form=form, refused=str(error))
    messages.success(request, _("Returned to who recorded it, with your words."))
    return redirect(observation)


def visible_observation(request: Any, slug: str, number: int, pk: int) -> Observation:
    """An observation of this indicator, or 404 where there is none that this person may see."""
    partnership = visible_partnership(request, slug)
    indicator = visible_indicator(request.user, partnership, number)
    visible = Observation.objects.visible_to(request.user).filter(indicator=indicator)
    related = visible.select_related("recorded_by", "recorded_for", "verified_for", "period", "replaces")
    observation: Observation = get_object_or_404(related, pk=pk)
    observation.indicator = indicator
    return observation


def observation_page(
    request: Any, observation: Observation, *, return_form: ReturnForm | None = None, refused: str = ""
) -> HttpResponse:
    """What is refused in the state in which it is, answers 409 and says so on the page."""
    user, indicator = request.user, observation.indicator
    partnership = indicator.partnership
    items = EvidenceItem.objects.filter(observation=observation)
    evidence = list(items.visible_to(user).select_related("piece", "document"))
    is_documented = bool(evidence) or items.exists()  # what is confidential counts for the word as well
    word = observation.evidence_word(is_documented=is_documented) if observation.is_approved else ""
    for item in evidence:
        item.observation = observation
        item.may_remove = permissions.can_remove_evidence(user, item, partnership)  # type: ignore[attr-defined]
    is_submitted, may_speak = observation.state == ObservationState.SUBMITTED, permissions.speaks_for(user, partnership)
    is_own = user.is_authenticated and observation.recorded_by_id == user.pk
    is_party = permissions.can_record(user, partnership)
    may_edit = permissions.can_edit_observation(user, observation)
    versions = Observation.objects.visible_to(user).filter(replaces=observation)
    context = {
        "observation": observation,
        "indicator": indicator,
        "partnership": partnership,
        "told": figure(indicator, observation.value) or observation.kind,
        "target": _target(observation),
        "facts": facts(observation, is_party=is_party),
        "parts": list(observation.parts.all()),
        "evidence": evidence,
        "unseen": said_of_unseen(word, sees_all=is_party),
        "word": word,
        "later": [each for each in versions if each.is_approved or is_party],
        "return_form": return_form or ReturnForm(),
        "refused": refused,
        "may_edit": may_edit,
        "may_submit": may_edit and not is_submitted and says_something(observation),
        "may_verify": is_submitted and may_speak and not is_own,
        "waits_for_another": is_submitted and is_own,
        "may_correct": permissions.can_correct(user, observation) and observation.replaced_at is None,
        "may_add_evidence": permissions.can_add_evidence(user, partnership),
    }
    return render(request, "results/observation.html", context, status=409 if refused else 200)


def facts(observation: Observation, *, is_party: bool) -> list[tuple[str, Any]]:
    """Who saw it, where and how. People are named to the parties; to others the institutions speak."""
    indicator = observation.indicator
    rows = [
        (indicator.numerator or _("Counted"), figure_alone(observation.numerator)),
        (indicator.denominator or _("Of how many"), figure_alone(observation.denominator)),
        (_("Counts for"), days_of(observation.period) if observation.period else ""),
        (_("Where"), observation.place),
        (_("How it was found out"), observation.method),
        (_("Recorded for"), observation.recorded_for),
        (_("Recorded by"), observation.recorded_by if is_party else ""),
        (_("Verified for"), observation.verified_for),
        (_("Verified by"), observation.verified_name if is_party else ""),
    ]
    return [(term, fact) for term, fact in rows if fact]


def figure_alone(value: Any) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _target(observation: Observation) -> str:
    period = observation.period
    return (figure(observation.indicator, period.target_value) or period.target_text) if period else ""
