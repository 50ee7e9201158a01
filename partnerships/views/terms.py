"""The terms of a partnership, for its parties: read, written anew, signed, sent to be signed, taken along."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.permissions import require
from partnerships import permissions, permissions_voices
from partnerships.asking.links import CannotSend
from partnerships.consents import principals
from partnerships.forms.asking import AskForm
from partnerships.forms.terms import SignForm, TermsForm
from partnerships.models import Partnership, SideLink, Terms
from partnerships.sent import Sent, ShownAddresses, sent_links
from partnerships.services import terms as services
from partnerships.services.asking_contacts import ask_contact
from partnerships.terms_wording import as_text, differences
from partnerships.views.asking import known_contacts
from partnerships.views.detail import visible_partnership


@require_safe
@login_required
def versions(request: Any, slug: str) -> HttpResponse:
    return _page(request, _readable(request, slug))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def write(request: Any, slug: str) -> HttpResponse:
    """A new version; what is signed already stays as it was signed."""
    partnership = _readable(request, slug)
    require(permissions.can_write_terms, request.user, partnership)
    last = services.latest(partnership)
    form = TermsForm(request.POST or None, initial={"text": last.text if last else ""})
    if request.method == "POST" and form.is_valid():
        try:
            written = services.write_terms(partnership=partnership, text=form.cleaned_data["text"], by=request.user)
        except services.CannotSign as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("Version %(number)s is written. The side that asks signs first.") % _of(written)
            )
            return redirect("partnerships:terms", partnership.slug)
    return render(request, "partnerships/terms_form.html", {"partnership": partnership, "form": form, "last": last})


@require_POST
@login_required
def sign(request: Any, slug: str, number: int) -> HttpResponse:
    partnership = _readable(request, slug)
    version = get_object_or_404(partnership.terms_set, number=number)
    require(permissions.can_sign_terms, request.user, partnership)
    form = SignForm(request.POST)
    if form.is_valid():
        try:
            services.sign_terms(terms=version, by=request.user)
        except services.CannotSign as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Version %(number)s is signed for your side.") % _of(version))
            return redirect("partnerships:terms", partnership.slug)
    return _page(request, partnership, sign_form=form)


@require_POST
@login_required
def send(request: Any, slug: str, number: int) -> HttpResponse:
    """A link to somebody without an account, who signs for the side that comes next."""
    partnership = _readable(request, slug)
    version = get_object_or_404(partnership.terms_set, number=number)
    require(permissions_voices.can_ask, request.user, partnership)
    rows = _send_rows(partnership, version, request.user, request.POST)
    asked = [
        row for row in rows if row.is_valid() and not row.asks_nobody() and _send(partnership, version, row, request)
    ]
    if asked:
        names = "; ".join(str(row.institution) for row in asked)
        messages.success(request, _("A link is on its way to: %(names)s") % {"names": names})
    if any(row.errors for row in rows):
        return _page(request, partnership, rows=rows)
    return redirect("partnerships:terms", partnership.slug)


@require_safe
@login_required
def take_along(request: Any, slug: str, number: int, format: str) -> HttpResponse:
    """One version as plain text, or as a page that prints well."""
    partnership = _readable(request, slug)
    version = get_object_or_404(partnership.terms_set, number=number)
    context = {"partnership": partnership, "terms": version, "members": principals(partnership)}
    if format == "html":
        return render(request, "partnerships/terms_print.html", context)
    if format != "txt":
        raise Http404
    response = HttpResponse(as_text(version, partnership), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="terms-{partnership.slug}-{version.number}.txt"'
    return response


def _readable(request: HttpRequest, slug: str) -> Partnership:
    """For the parties alone; to others it is as if there were none."""
    partnership = visible_partnership(request, slug)
    if not permissions.can_read_terms(request.user, partnership):
        raise Http404
    return partnership.revises or partnership


def _send(partnership: Partnership, version: Terms, row: AskForm, request: Any) -> bool:
    try:
        ask_contact(
            partnership=partnership, institution=row.institution, terms=version, by=request.user, **row.person()
        )
    except CannotSend as error:
        row.add_error(None, str(error))
        return False
    return True


def _send_rows(partnership: Partnership, version: Terms, user: Any, data: Any = None) -> list[AskForm]:
    """One for each institution of the sides whose signature is missing."""
    missing = [*services.ASKING, *services.OFFERING] if not version.demand_signed_at else list(services.OFFERING)
    if version.supply_signed_at:
        return []
    shown = ShownAddresses(user)
    contacts = known_contacts(partnership, shown)
    links: dict[int, list[Sent]] = {}
    for each in sent_links(partnership.side_links.filter(kind=SideLink.Kind.TERMS, terms=version), shown):
        links.setdefault(each.link.institution_id, []).append(each)
    institutions = {
        m.institution.pk: m.institution for m in principals(partnership) if m.institution and m.side in missing
    }
    return [
        AskForm(
            data,
            institution=institution,
            contacts=contacts.get(pk, []),
            links=links.get(pk, []),
            own_address=user.email,
        )
        for pk, institution in institutions.items()
    ]


def _page(
    request: Any, partnership: Partnership, *, sign_form: SignForm | None = None, rows: list[AskForm] | None = None
) -> HttpResponse:
    user = request.user
    found = list(partnership.terms_set.order_by("-number"))
    newest = found[0] if found else None
    spoken_for = {member.side for member in permissions.members_spoken_for(user, partnership)}
    awaited = services.awaits_signature_of(newest) if newest else ()
    may_ask = permissions_voices.can_ask(user, partnership)
    if rows is None:
        rows = _send_rows(partnership, newest, user) if newest and may_ask else []
    context = {
        "partnership": partnership,
        "newest": newest,
        "earlier": found[1:],
        "changes": differences(found[1].text, found[0].text) if len(found) > 1 else [],
        "may_write": permissions.can_write_terms(user, partnership),
        "may_sign": permissions.can_sign_terms(user, partnership) and bool(spoken_for & set(awaited)),
        "has_to_wait": bool(awaited) and "supply" in spoken_for and not spoken_for & set(awaited),
        "sign_form": sign_form or SignForm(),
        "rows": rows,
    }
    return render(request, "partnerships/terms.html", context)


def _of(version: Terms) -> dict[str, int]:
    return {"number": version.number}
