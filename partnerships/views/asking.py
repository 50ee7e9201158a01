"""Who can confirm? One row for each institution whose word is missing; a POST sends signed links."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.permissions import require
from partnerships import permissions_voices
from partnerships.asking.links import CannotSend, renew_link
from partnerships.consents import awaits_confirmation_of
from partnerships.forms.asking import AskForm
from partnerships.models import Contact, Partnership, SideLink
from partnerships.sent import Sent, ShownAddresses, sent_links
from partnerships.services.asking_contacts import ask_contact
from partnerships.views.detail import visible_partnership


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: Any, slug: str) -> HttpResponse:
    """The good rows go, the others say what is wrong with them."""
    partnership = visible_partnership(request, slug)
    require(permissions_voices.can_ask, request.user, partnership)
    rows = ask_rows(partnership, request.user, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, partnership, rows)
    asked = [row for row in rows if row.is_valid() and not row.asks_nobody() and _send(partnership, row, request)]
    if asked:
        names = "; ".join(str(row.institution) for row in asked)
        messages.success(request, _("A link is on its way to: %(names)s") % {"names": names})
    wrong = [row for row in rows if row.errors]
    if not wrong:
        if not asked:
            messages.info(request, _("Nobody was asked: write an address first."))
        return redirect("partnerships:ask", partnership.slug)
    fresh = {row.institution.pk: row for row in ask_rows(partnership, request.user)}
    shown = [row if row.errors or row not in asked else fresh[row.institution.pk] for row in rows]
    return _page(request, partnership, shown)


@require_POST
@login_required
def ask_again(request: Any, slug: str, pk: int) -> HttpResponse:
    """Send a new link in the place of one that was sent from this record."""
    partnership = visible_partnership(request, slug)
    require(permissions_voices.can_ask, request.user, partnership)
    link = get_object_or_404(partnership.side_links, pk=pk)
    try:
        renew_link(link=link, by=request.user)
    except CannotSend as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("A new link is on its way to: %(names)s") % {"names": link.institution})
    return redirect("partnerships:terms" if link.kind == SideLink.Kind.TERMS else "partnerships:ask", partnership.slug)


def others_awaited(partnership: Partnership, user: Any) -> bool:
    """Whether the word of an institution is missing for which this person does not speak."""
    return any(m.institution_id not in user.focal_institution_ids for m in awaits_confirmation_of(partnership))


def ask_rows(partnership: Partnership, user: Any, data: Any = None) -> list[AskForm]:
    """One for each institution whose word is missing, with the people known for it and what was sent to them."""
    awaited = {m.institution_id: m.institution for m in awaits_confirmation_of(partnership) if m.institution}
    shown = ShownAddresses(user)
    contacts, links = known_contacts(partnership, shown), _links(partnership, shown)
    return [
        AskForm(
            data,
            institution=institution,
            contacts=contacts[institution.pk],
            links=links[institution.pk],
            own_address=user.email,
        )
        for institution in awaited.values()
    ]


def _send(partnership: Partnership, row: AskForm, request: Any) -> bool:
    try:
        ask_contact(partnership=partnership, institution=row.institution, by=request.user, **row.person())
    except CannotSend as error:
        row.add_error(None, str(error))
        return False
    return True


def known_contacts(partnership: Partnership, shown: ShownAddresses) -> dict[int, list[tuple[Contact, str]]]:
    known: dict[int, list[tuple[Contact, str]]] = defaultdict(list)
    for contact in Contact.objects.filter(partnership=partnership.revises_id or partnership.pk):
        address = shown(contact.email, contact.institution_id, contact.added_by_id)
        known[contact.institution_id].append((contact, address))
    return known


def _links(partnership: Partnership, shown: ShownAddresses) -> dict[int, list[Sent]]:
    sent: dict[int, list[Sent]] = defaultdict(list)
    for each in sent_links(partnership.side_links.filter(kind=SideLink.Kind.CONFIRM), shown):
        sent[each.link.institution_id].append(each)
    return sent


def _page(request: Any, partnership: Partnership, rows: list[AskForm]) -> HttpResponse:
    own = request.user.focal_institution_ids
    context = {
        "partnership": partnership,
        "rows": rows,
        "speaks_too": [row.institution for row in rows if row.institution.pk in own],
    }
    return render(request, "partnerships/link_ask.html", context)
