"""Editions of the digest on the desk: write, look at, approve."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.pagination import Page, paginate
from core.permissions import require
from core.versions import EditedMeanwhile
from digests import previewing
from digests.candidates import candidates_for
from digests.editions import next_ones, overview
from digests.forms.editions import EditionForm, PreviewForm
from digests.making import edition_of, shown
from digests.models import Edition
from digests.periods import next_periods
from digests.permissions import can_edit_editions, can_preview_for_person
from digests.services import editions as services
from mail.letters import Letter

SHOWN = 20
NEWEST = ("-ends_at", "-pk")


@require_safe
@login_required
def editions(request: Any) -> HttpResponse:
    """Those that go out next, and those before them."""
    require(can_edit_editions, request.user)
    coming = next_ones()
    before = Edition.objects.exclude(period__in=next_periods().values())
    asked = request.GET
    page = paginate(before, keys=NEWEST, size=SHOWN, after=asked.get("after"), page=asked.get("page"))
    return render(request, "digests/edition_list.html", {"coming": coming, "page": page, "pager": _pager(page)})


def _pager(page: Page) -> dict[str, str]:
    is_whole = not page.previous and not page.next
    return {
        "text": "" if is_whole else _("%(first)s to %(last)s") % {"first": page.first, "last": page.last},
        "previous_url": f"?after={page.previous}" if page.previous else "",
        "next_url": f"?after={page.next}" if page.next else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edition(request: Any, period: str) -> HttpResponse:
    found = _find(request, period)
    candidates = candidates_for(found)
    form = EditionForm(request.POST or None, edition=found, candidates=candidates)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.change_edition(
                edition=found,
                notes=form.said,
                chosen=form.chosen,
                seen_version=form.cleaned_data["version"],
                by=request.user,
            )
        except (EditedMeanwhile, services.CannotChangeEdition) as error:
            form.add_error(None, str(error))
            status = 409
        else:
            messages.success(request, _("Saved. Look at it before you approve it."))
            return redirect(found)
    context = {"edition": found, "overview": overview(found), "form": form}
    return render(request, "digests/edition_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # typed for views without arguments
def preview(request: Any, period: str) -> HttpResponse:
    """The letter as an example of a reader gets it. To look at it is said by a button, for GET changes nothing."""
    found = _find(request, period)
    if request.method == "POST":
        if services.note_preview(edition=found, by=request.user).is_writable:
            messages.success(request, _("Noted. You can approve it now."))
        return redirect(found)
    form, letter = _previewed(request, found)
    context = {
        "edition": found,
        "form": form,
        "letter": letter,
        "overview": overview(found),
        "query": request.GET.urlencode(),
    }
    return render(request, "digests/edition_preview.html", context)


@require_safe
@login_required
@never_cache
@xframe_options_sameorigin
@csp_replace(  # type: ignore[arg-type]  # typed for views without arguments
    {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "frame-ancestors": [SELF],
        "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
    }
)
def preview_html(request: Any, period: str) -> HttpResponse:
    """The letter's HTML by itself, with nothing allowed in it but its own styles."""
    _form, letter = _previewed(request, _find(request, period))
    if letter is None:
        raise Http404
    return HttpResponse(letter.html)


@require_POST
@login_required
def approve(request: Any, period: str) -> HttpResponse:
    return _step(request, period, "approve", _("Approved. It goes out when its time has come."))


@require_POST
@login_required
def reopen(request: Any, period: str) -> HttpResponse:
    return _step(request, period, "reopen", _("You can change it again."))


@require_POST
@login_required
def test(request: Any, period: str) -> HttpResponse:
    """The letter as one gets it oneself, to the own address."""
    found = _find(request, period)
    if previewing.send_test(found, to=request.user):
        messages.success(request, _("A test is on its way to you."))
    else:
        messages.info(request, _("There is nothing in it for you yet, so there is nothing to send."))
    return redirect(found)


def _step(request: Any, period: str, step: str, done: str) -> HttpResponse:
    found = _find(request, period)
    try:
        if step == "approve":
            services.approve_edition(edition=found, seen_version=_seen_version(request), by=request.user)
        else:
            services.reopen_edition(edition=found, by=request.user)
    except (EditedMeanwhile, services.CannotChangeEdition) as error:
        form = EditionForm(edition=found, candidates=candidates_for(found))
        context = {"edition": found, "overview": overview(found), "form": form, "refused": str(error)}
        return render(request, "digests/edition_form.html", context, status=409)
    messages.success(request, done)
    return redirect(found)


def _seen_version(request: Any) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0


def _find(request: Any, period: str) -> Edition:
    """One that is there, or of a period that comes next; for the secretariat."""
    require(can_edit_editions, request.user)
    if period in next_periods().values():
        return edition_of(period) if request.method == "POST" else shown(period)
    found = Edition.objects.filter(period=period).first()
    if found is None:
        raise Http404
    return found


def _previewed(request: Any, found: Edition) -> tuple[PreviewForm, Letter | None]:
    form = PreviewForm(request.GET or None, may_choose_person=can_preview_for_person(request.user))
    asked: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    if asked.get("person"):
        return form, previewing.letter_for_person(found, asked["person"])
    follows = [each for each in (asked.get("sector"), asked.get("country")) if each]
    given = {name: asked[name] for name in ("language", "audience") if asked.get(name)}
    return form, previewing.letter_for_example(found, previewing.Example(follows=follows, **given))
