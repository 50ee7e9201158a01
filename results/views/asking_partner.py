"""Asking a party for its word by a signed link, where nobody can speak for it in the portal."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.permissions import require
from partnerships.sent import ShownAddresses
from partnerships.views.asking import known_contacts
from results import permissions
from results.awaiting import parties_without_account
from results.forms.acts import AskPartyForm
from results.models import HarvestedOutcome
from results.services.asking import CannotAsk, ask_partner
from results.views.outcomes import facts, visible_outcome


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: Any, slug: str, number: int) -> HttpResponse:
    """A row for each such party; the good rows go, the others say what is wrong with them."""
    outcome = visible_outcome(request, slug, number)
    require(permissions.can_ask_partner, request.user, outcome)

    rows = _rows(outcome, request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        asked = [row for row in rows if row.is_valid() and not row.asks_nobody() and _send(outcome, row, request.user)]
        if asked:
            names = "; ".join(str(row.institution) for row in asked)
            messages.success(request, _("A link is on its way to: %(names)s") % {"names": names})
        elif not any(row.errors for row in rows):
            messages.info(request, _("Nobody was asked: write an address first."))
        if not any(row.errors for row in rows):
            return redirect(outcome if asked else request.path)
        rows = [row for row in rows if row not in asked]
    links = outcome.substantiation_links.exclude(institution=None).filter(answered_at=None, replaced_at=None)
    context = {
        "outcome": outcome,
        "partnership": outcome.partnership,
        "facts": facts(outcome),
        "rows": rows,
        "links": list(links.select_related("institution")),
    }
    return render(request, "results/ask_partner.html", context)


def _rows(outcome: HarvestedOutcome, user: Any, data: Any) -> list[AskPartyForm]:
    parties = parties_without_account(outcome)
    contacts = known_contacts(outcome.partnership, ShownAddresses(user)) if parties else {}
    return [
        AskPartyForm(data, institution=party, contacts=contacts.get(party.pk, ()), own_address=user.email)
        for party in parties
    ]


def _send(outcome: HarvestedOutcome, row: AskPartyForm, user: Any) -> bool:
    try:
        ask_partner(outcome=outcome, institution=row.institution, by=user, **row.person())
    except CannotAsk as refusal:
        row.add_error(None, str(refusal))
        return False
    return True
