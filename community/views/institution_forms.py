"""Adding, correcting and removing institutions."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community import permissions, services
from community.forms import InstitutionForm
from community.models import Institution
from community.suggestions import likely_doubles
from core.permissions import require
from core.versions import EditedMeanwhile


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def create(request):
    """Find or add: what looks like a double is offered first, and whoever knows better insists."""
    require(permissions.can_create_institution, request.user)
    form = InstitutionForm(
        request.POST or None, initial={name: request.GET.get(name, "")[:250] for name in ("name", "country")}
    )
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        name, country = form.cleaned_data["name"], form.cleaned_data["country"]
        if "insist" not in request.POST:
            context["likely"] = likely_doubles(name, country, request.user)
        if not context.get("likely"):
            try:
                institution = services.add_institution(
                    **form.facts, other_names=tuple(form.cleaned_data["other_names"]), by=request.user
                )
            except services.InstitutionExists as error:
                form.add_error("name", str(error))
                form.namesake = error.institution
            else:
                messages.success(request, _("%(name)s was added.") % {"name": institution.name})
                return redirect(institution)
    return render(request, "community/institution_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request, slug):
    """Correct the facts. Who saves second sees both texts, and nothing is lost."""
    institution = _visible(request, slug)
    require(permissions.can_edit_institution, request.user, institution)
    form = InstitutionForm(request.POST or None, instance=institution)
    context: dict[str, Any] = {"form": form, "institution": _visible(request, slug)}
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.change_institution(
                institution=institution,
                seen=form.cleaned_data["seen"],
                values=form.facts,
                other_names=form.cleaned_data["other_names"],
                by=request.user,
            )
        except EditedMeanwhile as meanwhile:
            context |= {
                "form": _with_new_token(form, request.POST, meanwhile.stored),
                "differences": _differences(form, meanwhile.stored),
            }
        except services.InstitutionExists as error:
            form.add_error("name", str(error))
            form.namesake = error.institution
        else:
            messages.success(request, _("Saved."))
            return redirect(changed)
    return render(request, "community/institution_form.html", context)


@require_POST
@login_required
def resource_centre(request, slug):
    institution = _visible(request, slug)
    require(permissions.can_approve_institution, request.user, institution)
    services.mark_resource_centre(
        institution=institution, is_resource_centre=request.POST.get("mark") == "yes", by=request.user
    )
    messages.success(request, _("Saved."))
    return redirect(institution)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request, slug):
    institution = _visible(request, slug)
    require(permissions.can_delete_institution, request.user, institution)
    if request.method == "POST":
        try:
            services.delete_institution(institution=institution, by=request.user)
        except services.StillNeeded as error:
            context = {"institution": institution, "refusal": str(error)}
            return render(request, "community/institution_delete.html", context, status=409)
        messages.success(request, _("%(name)s was deleted.") % {"name": institution.name})
        return redirect("community:institutions")
    return render(request, "community/institution_delete.html", {"institution": institution})


def _visible(request, slug: str) -> Institution:
    return get_object_or_404(Institution.objects.visible_to(request.user).with_facts(), slug=slug)


def _with_new_token(form: InstitutionForm, typed: Any, current: Institution) -> InstitutionForm:
    """The same typed text, now knowing what the other person saved."""
    data = typed.copy()
    data["seen"] = current.updated_at.isoformat()
    form.data = data
    return form


def _differences(form: InstitutionForm, current: Institution) -> list[tuple[Any, Any]]:
    """The fields in which the text on the portal differs from what was typed: label, text on the portal."""
    theirs = InstitutionForm(instance=current)
    rows = []
    for bound in theirs.visible_fields():
        was, typed = bound.value(), form[bound.name].value()
        if bound.name == "sectors":
            was = [sector.pk for sector in was]
        if isinstance(was, list | tuple) or isinstance(typed, list | tuple):
            if sorted(map(str, was or [])) == sorted(map(str, typed or [])):
                continue
            labels = {str(value): label for value, label in bound.field.choices}  # type: ignore[attr-defined]
            rows.append((bound.label, ", ".join(str(labels.get(str(value), value)) for value in was)))
        elif str(was or "").splitlines() != str(typed or "").splitlines():
            choices = {str(value): label for value, label in getattr(bound.field, "choices", [])}
            rows.append((bound.label, choices.get(str(was), was) or _("empty")))
    return rows
