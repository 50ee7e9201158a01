"""A published piece in other languages: which there are, writing one and deleting one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community import languages
from core.permissions import require
from core.versions import EditedMeanwhile
from knowledge import permissions
from knowledge.forms.translations import TranslationForm
from knowledge.models import Piece, Translation
from knowledge.services.translations import save_translation
from knowledge.shown_text import versions, with_translations
from knowledge.views.asking import ask_for, sent
from knowledge.views.finding import visible_piece

CONFLICT = 409


@require_safe
@login_required
def translations(request: Any, slug: str) -> HttpResponse:
    piece = _translated(request, slug)
    there = {each.language: each for each in versions(piece)}
    offered = [(code, name, there.get(code)) for code, name in languages.choices(list(there))]
    context = {"piece": piece, "offered": [row for row in offered if row[0] != piece.language]}
    return render(request, "knowledge/translations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: Any, slug: str, language: str) -> HttpResponse:
    piece = _translated(request, slug)
    if language == piece.language or languages.name(language) is None:
        raise Http404
    stored = Translation.objects.filter(piece=piece.pk, language=language).first()
    read: dict[str, Any] = {
        "piece": piece,
        "language": language,
        "translation": stored,
        "sha256": piece.published_sha256,
    }
    form = TranslationForm(request.POST or None, **read)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            save_translation(
                piece=piece,
                language=language,
                content=form.content,
                state=form.cleaned_data["state"],
                of_sha256=form.cleaned_data["of_sha256"],
                seen_at=form.cleaned_data["seen_at"],
                by=request.user,
            )
        except EditedMeanwhile as meanwhile:
            text = _("Somebody else saved this language while you were writing. Yours is still here: save to keep it.")
            form.add_error(None, text)
            form.read_again(meanwhile.stored)
            status = CONFLICT
        else:
            messages.success(request, _("The translation is saved."))
            return redirect(f"{piece.get_absolute_url()}?text={language}")
    name = languages.name(language)
    context = {"piece": piece, "form": form, "language": language, "language_name": name, "stored": stored}
    return render(request, "knowledge/translation_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: Any, slug: str, language: str) -> HttpResponse:
    """Ask, and delete with the POST: a poor translation is worse than none."""
    piece = _translated(request, slug)
    found = get_object_or_404(Translation, piece=piece.pk, language=language)
    overview = reverse("knowledge:translations", args=[slug])
    return ask_for(
        request,
        piece,
        Form(sent(request)),
        found.delete,
        done=_("The translation is deleted."),
        title=_("Delete the translation: %(language)s") % {"language": languages.name(language) or language},
        text=_("Readers get the original in its place. This cannot be undone."),
        button=_("Delete it"),
        danger=True,
        back=overview,
        leads_to=overview,
    )


def _translated(request: Any, slug: str) -> Any:
    """The published piece at this address, which this person may translate."""
    piece = visible_piece(request, slug)
    require(permissions.can_translate, request.user, piece)
    facts = with_translations(Piece.objects.filter(pk=piece.pk)).values_list("translation_list", "published_sha256")
    piece.translation_list, piece.published_sha256 = facts.get()
    return piece
