"""The partner says whether an outcome is so, and either side asks somebody outside both."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.permissions import require
from results import permissions
from results.acts_read import acts_of
from results.forms.acts import AskForm, VerdictForm
from results.services.acts import CannotAnswer, say_as_partner
from results.services.asking import Asked, CannotAsk, ask_outsider
from results.views.outcomes import facts, visible_outcome

CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def say(request: Any, slug: str, number: int) -> HttpResponse:
    """The other side agrees, agrees in part, or disagrees: with the words that its page showed."""
    outcome = visible_outcome(request, slug, number)
    require(permissions.can_answer_outcome, request.user, outcome)

    form, status = VerdictForm(request.POST or None, outcome=outcome), 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            say_as_partner(
                outcome=outcome,
                verdict=given["verdict"],
                comment=given["comment"],
                revision=given["wording"],
                by=request.user,
            )
        except CannotAnswer as refusal:
            outcome = visible_outcome(request, slug, number)
            form, status = form.about_present_words(outcome), CONFLICT
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you. Your word stands beside the outcome."))
            return redirect(outcome)
    members = permissions.answering_members(request.user, outcome)
    context = _about(outcome) | {"form": form, "speaks_for": [member.institution for member in members]}
    return render(request, "results/say.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: Any, slug: str, number: int) -> HttpResponse:
    """Send a link to somebody who belongs to neither side."""
    outcome = visible_outcome(request, slug, number)
    require(permissions.can_ask_outsider, request.user, outcome)

    form = AskForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        try:
            link = ask_outsider(outcome=outcome, asked=Asked(**form.cleaned_data), by=request.user)
        except CannotAsk as refusal:
            form.add_error("address", str(refusal))
        else:
            messages.success(request, _("A link is on its way to %(name)s.") % {"name": link.name})
            return redirect(outcome)
    context = _about(outcome) | {"form": form, "acts": acts_of(outcome, request.user)}
    return render(request, "results/ask_outsider.html", context)


def _about(outcome: Any) -> dict[str, Any]:
    return {"outcome": outcome, "partnership": outcome.partnership, "facts": facts(outcome)}
