"""Adding to a record over its life, correcting and removing what was added, and handing out its documents."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import uploads
from core.permissions import require
from core.versions import EditedMeanwhile
from partnerships import permissions_parts
from partnerships.forms.parts import EDIT_FORMS, PART_FORMS, PartForm, two_wordings
from partnerships.models import Document, Partnership
from partnerships.services.parts import PartIsThere, add_part, edit_part, remove_part, said_before
from partnerships.views.detail import visible_partnership


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: Any, slug: str, part: str) -> HttpResponse:
    if part not in PART_FORMS:
        raise Http404
    partnership = visible_partnership(request, slug)
    require(permissions_parts.can_add_part, request.user, partnership, part)

    form_class, title = PART_FORMS[part]
    form = form_class(request.POST or None, request.FILES or None, partnership=partnership, user=request.user)
    if request.method == "POST" and (form.is_valid() or _sent_twice(form)):
        try:
            add_part(part=form.instance, by=request.user)
        except PartIsThere as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Added."))
            return redirect(partnership)
    return _form_page(request, partnership, form, title)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: Any, slug: str, part: str, pk: int) -> HttpResponse:
    if part not in EDIT_FORMS:
        raise Http404
    partnership = visible_partnership(request, slug)
    found = visible_parts(request, partnership, part).filter(pk=pk).first()
    if found is None:
        return _gone(request, partnership, part)
    require(permissions_parts.can_edit_part, request.user, partnership, part, found)

    form_class, title = EDIT_FORMS[part]
    form = form_class(request.POST or None, instance=found, partnership=partnership, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, form)
        except EditedMeanwhile as meanwhile:
            wordings = two_wordings(form, meanwhile.stored)
            form.read = form_class(instance=meanwhile.stored, partnership=partnership, user=request.user).read
            return _form_page(request, partnership, form, title, wordings=wordings, status=409)
        except PartIsThere as error:
            form.add_error(None, str(error))
        else:
            return redirect(partnership)
    return _form_page(request, partnership, form, title)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: Any, slug: str, part: str, pk: int) -> HttpResponse:
    """Ask, and remove with the POST. A second click finds nothing left to do."""
    if part not in EDIT_FORMS:
        raise Http404
    partnership = visible_partnership(request, slug)
    found = visible_parts(request, partnership, part).filter(pk=pk).first()
    may_remove = permissions_parts.can_remove_part
    if found is None and not (request.method == "POST" and may_remove(request.user, partnership, part)):
        raise Http404
    require(may_remove, request.user, partnership, part, found)

    if request.method == "POST":
        try:
            if found and remove_part(part=found, by=request.user, seen_at=_moment(request.POST.get("read", ""))):
                messages.success(request, _("“%(title)s” is removed.") % {"title": found})
            else:
                messages.info(request, _("It had been removed already."))
            return redirect(partnership)
        except EditedMeanwhile as meanwhile:
            found = meanwhile.stored
            messages.warning(request, _("Someone changed it while you were here. Read it again before you remove it."))
    context = {
        "partnership": partnership,
        "title": _("Remove “%(title)s”?") % {"title": found},
        "text": _("It goes from this record for everyone, and cannot be brought back here."),
        "button": _("Remove it"),
        "read": found.updated_at.isoformat(),
    }
    return render(
        request, "partnerships/partnership_ask.html", context, status=409 if request.method == "POST" else 200
    )


def document(request: HttpRequest, slug: str, pk: int) -> FileResponse:
    visible = Document.objects.visible_to(request.user).filter(partnership__slug=slug).exclude(file="")
    return uploads.download(get_object_or_404(visible, pk=pk))


def visible_parts(request: HttpRequest, partnership: Partnership, part: str) -> Any:
    """What this person sees of one kind of part."""
    model = PART_FORMS[part][0]._meta.model
    return model.objects.visible_to(request.user).filter(partnership=partnership)


def _save(request: Any, form: PartForm) -> None:
    """Say what became of an edit; raises EditedMeanwhile."""
    if not form.has_changed() or edit_part(part=form.save(commit=False), by=request.user, seen_at=form.seen_at):
        messages.success(request, _("Saved."))
    else:
        messages.info(request, _("It had been removed already."))


def _gone(request: Any, partnership: Partnership, part: str) -> HttpResponse:
    """Nothing is here. Whoever was still writing gets their words back, to be added anew if they like."""
    if request.method != "POST" or not permissions_parts.can_add_part(request.user, partnership, part):
        raise Http404
    form_class, title = PART_FORMS[part]
    form = form_class(request.POST, partnership=partnership, user=request.user)
    form.add_error(None, _("Someone removed it while you were writing. Save to add it again in your words."))
    action = reverse("partnerships:add", args=[partnership.slug, part])
    return _form_page(request, partnership, form, title, action=action, status=409)


def _sent_twice(form: PartForm) -> bool:
    """Refused only because it is there already, word for word: the second click on a button."""
    return set(form.errors) == {"__all__"} and said_before(form.instance) is not None


def _form_page(
    request: HttpRequest, partnership: Partnership, form: PartForm, title: str, status: int = 200, **more: Any
) -> HttpResponse:
    is_shown_widely = getattr(form.instance, "visibility", "") in ("public", "community")
    context = {"form": form, "title": title, "partnership": partnership, "is_shown_widely": is_shown_widely} | more
    return render(request, "partnerships/part_form.html", context, status=status)


def _moment(text: str) -> Any:
    try:
        return parse_datetime(text)
    except ValueError:
        return None
