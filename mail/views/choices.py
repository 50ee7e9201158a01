"""What a reader gets, changed through the link in a mail. GET and HEAD change nothing, whoever follows the link.

The link proves whose choices these are and nothing else does, so no cookie is asked for: a mail program's
one-click post has none, and neither have some of the browsers inside mail programs.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.registry import mail_kinds
from core.signed_links import BadLink
from mail import links, services
from mail.forms import ChoicesForm
from mail.links import ReaderLink
from mail.models import MailPreference


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest, token: str) -> HttpResponse:
    """Each kind of notice, and how this address gets it."""
    try:
        reader = links.read(token)
    except BadLink:
        return _bad_link(request)

    is_post = request.method == "POST"
    form = ChoicesForm(request.POST if is_post else None, address=reader.address)
    if is_post and form.is_valid():
        form.save()
        return redirect(f"{request.path}?saved=1")
    return _page(request, token, reader, form)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """One-click unsubscribe (RFC 8058) of the kind of mail that bore the link; read, it shows all choices."""
    try:
        reader = links.read(token)
    except BadLink:
        return _bad_link(request)

    if request.method != "POST":
        return _page(request, token, reader, ChoicesForm(address=reader.address))
    if not reader.kind or request.POST.get("List-Unsubscribe", "").strip().lower() != "one-click":
        return _bad_link(request)
    services.choose(address=reader.address, choices={reader.kind: MailPreference.Choice.NEVER})
    return render(request, "mail/unsubscribed.html", {"token": token, "kind": _kind(reader)})


def _page(request: HttpRequest, token: str, reader: ReaderLink, form: ChoicesForm) -> HttpResponse:
    context = {
        "address": reader.address,
        "form": form,
        "token": token,
        "kind": _kind(reader),
        "saved": "saved" in request.GET and not form.is_bound,
    }
    return render(request, "mail/choices.html", context)


def _kind(reader: ReaderLink) -> object:
    """The kind of the mail that bore the link; none from the profile, or if there is no such kind any more."""
    return next((kind for kind in mail_kinds() if kind.name == reader.kind), None)


def _bad_link(request: HttpRequest) -> HttpResponse:
    """The same for every link that is not ours, so that it tells nothing about anybody."""
    return render(request, "mail/bad_link.html", status=400)
