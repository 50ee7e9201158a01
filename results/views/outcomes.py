"""Outcomes: told, read, put in other words, taken back."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.permissions import require
from core.versions import EditedMeanwhile
from partnerships.permissions import is_party
from partnerships.permissions_parts import can_open_part
from partnerships.views.detail import visible_partnership
from results import permissions
from results.acts_read import acts_of
from results.follow_ups.showing import heard_of
from results.forms.outcomes import OutcomeForm
from results.models import EvidenceItem, HarvestedOutcome
from results.outcome_history import history_of
from results.papers import said_of_unseen
from results.services.outcomes import CannotRemove, harvest_outcome, remove_outcome, reword_outcome
from results.wordings import earlier_of

CONFLICT = 409


@require_safe
def detail(request: Any, slug: str, number: int) -> HttpResponse:
    """What changed, and how we know."""
    outcome = visible_outcome(request, slug, number)
    user, partnership = request.user, outcome.partnership
    items = list(
        EvidenceItem.objects.visible_to(user)
        .of_outcome(outcome)
        .select_related("document", "piece", "step")
        .order_by("created_at", "pk")
    )
    claim, acts = getattr(outcome, "claim", None), acts_of(outcome, user)
    for item in items:
        item.may_remove = permissions.can_remove_evidence(user, item, partnership)  # type: ignore[attr-defined]
    context = {
        "outcome": outcome,
        "partnership": partnership,
        "claim": claim,
        "steps": _steps(claim, items),
        "rivals": list(claim.rivals.all()) if claim else [],
        "evidence_items": [item for item in items if item.step_id is None],
        "has_papers": bool(items),
        "unseen": said_of_unseen(outcome.evidence, sees_all=is_party(user, partnership)),
        "facts": facts(outcome),
        "acts": acts,
        "heard": heard_of(outcome),
        "history": history_of(outcome, items, acts),
        "was_reworded": earlier_of(outcome, user).exists(),
        "may_edit": permissions.can_edit_outcome(user, outcome),
        "may_remove": acts.is_silent and permissions.can_remove_outcome(user, outcome),
        "may_add_evidence": permissions.can_add_evidence(user, partnership),
        "may_open": user.is_authenticated and can_open_part(user, partnership, outcome),
    }
    return render(request, "results/outcome.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: Any, slug: str) -> HttpResponse:
    """Tell a change. The form works on a phone; only the first five answers are asked for."""
    partnership = visible_partnership(request, slug)
    require(permissions.can_record, request.user, partnership)

    form = OutcomeForm(request.POST or None, partnership=partnership)
    if request.method == "POST" and form.is_valid():
        form.instance.creation_key = _key(request.POST.get("key", ""))
        outcome = harvest_outcome(outcome=form.instance, by=request.user)
        messages.success(request, _("Told. What shows it, and what else may explain it, can be added now or later."))
        return redirect(outcome)
    context = {"form": form, "partnership": partnership, "key": request.POST.get("key") or uuid4()}
    return render(request, "results/outcome_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: Any, slug: str, number: int) -> HttpResponse:
    outcome = visible_outcome(request, slug, number)
    require(permissions.can_edit_outcome, request.user, outcome)

    partnership, was_shown = outcome.partnership, outcome.is_shown
    form = OutcomeForm(request.POST or None, instance=outcome, partnership=partnership)
    seen = _number(request.POST.get("version", ""), outcome.version)
    context = {"form": form, "partnership": partnership, "outcome": outcome, "version": seen}
    if request.method == "POST" and form.is_valid():
        try:
            reworded = reword_outcome(outcome=form.instance, by=request.user, seen_version=seen)
        except EditedMeanwhile as meanwhile:
            stored = meanwhile.stored
            form.add_error(None, _("Somebody else saved it while you were writing. Compare, and save again."))
            stored.partnership = partnership
            context |= {"stored": told(stored), "version": stored.version}
            return render(request, "results/outcome_form.html", context, status=CONFLICT)
        if reworded and was_shown:
            messages.info(request, _("It says something else now: only the parties see it until both agree again."))
        return redirect(form.instance)
    return render(request, "results/outcome_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: Any, slug: str, number: int) -> HttpResponse:
    """Ask, and take it back with the POST."""
    outcome = visible_outcome(request, slug, number)
    require(permissions.can_remove_outcome, request.user, outcome)

    context = {"outcome": outcome, "partnership": outcome.partnership}
    if request.method == "POST":
        try:
            remove_outcome(outcome=outcome, by=request.user)
        except CannotRemove as refusal:
            return render(request, "results/outcome_remove.html", context | {"refusal": refusal}, status=CONFLICT)
        messages.success(request, _("“%(title)s” is removed.") % {"title": outcome})
        return redirect("results:partnership", outcome.partnership.slug)
    return render(request, "results/outcome_remove.html", context)


def visible_outcome(request: Any, slug: str, number: int) -> HarvestedOutcome:
    """The outcome of this number, or 404 where there is none that this person may see."""
    partnership = visible_partnership(request, slug)
    visible = HarvestedOutcome.objects.visible_to(request.user).filter(partnership=partnership)
    related = visible.select_related("country", "reported_by", "indicator", "claim").prefetch_related(
        "claim__steps", "claim__rivals"
    )
    outcome: HarvestedOutcome = get_object_or_404(related, number=number)
    outcome.partnership = partnership
    if outcome.indicator:
        outcome.indicator.partnership = partnership
    return outcome


def facts(outcome: HarvestedOutcome) -> list[tuple[str, Any]]:
    """Who, when, where and for whose good, as terms and facts."""
    where = ", ".join(str(part) for part in (outcome.place, outcome.country) if part)
    found = [
        (_("Who changed"), outcome.who_changed),
        (_("When"), outcome.when),
        (_("Where"), where),
        (_("Level"), outcome.get_level_display()),
        (_("Family"), outcome.get_family_display()),
        (_("Which side gained"), outcome.get_benefits_display()),
        (_("Reported for"), outcome.reported_by),
    ]
    return [(term, fact) for term, fact in found if fact]


def told(outcome: HarvestedOutcome) -> list[tuple[str, Any]]:
    """What is stored, in full, for who writes at the same thing to read beside the own words."""
    words = [(_("What changed"), outcome.what_changed), *facts(outcome)]
    words += [(_("Our contribution"), outcome.contribution), (_("Why it matters"), outcome.significance)]
    return [(term, fact) for term, fact in words if fact]


def _steps(claim: Any, items: list[EvidenceItem]) -> list[tuple[Any, list[EvidenceItem]]]:
    if claim is None:
        return []
    return [(step, [item for item in items if item.step_id == step.pk]) for step in claim.steps.all()]


def _key(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _number(typed: str, otherwise: int) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else otherwise
