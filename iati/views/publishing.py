"""The register as a publication: the codes that it adds to the standard's."""

from itertools import groupby
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from iati import vocabulary

GROUPS = {
    "side": _("Who stands where"),
    "kind": _("Form of the partnership"),
    "direction": _("Who learns from whom"),
    "stage": _("Where it stands"),
    "mode": _("How the visiting side works"),
    "scale": _("How far it reaches"),
    "standing": _("What the record rests on"),
}


@require_safe
def words(request: Any) -> HttpResponse:
    """The code list to which the tags of our files point; each code has an address of its own on the page."""
    grouped = [
        {"label": GROUPS[name], "words": list(some)} for name, some in groupby(vocabulary.words(), lambda w: w.group)
    ]
    context = {
        "groups": grouped,
        "vocabulary": vocabulary.VOCABULARY,
        "uri": vocabulary.uri(),
        "namespace": vocabulary.NAMESPACE,
    }
    return render(request, "iati/vocabulary.html", context)


@require_safe
def words_json(request: Any) -> JsonResponse:
    """The same for programs, with the names in English."""
    with translation.override("en"):
        data = [{"code": word.code, "name": str(word.name), "group": word.group} for word in vocabulary.words()]
    return JsonResponse({"vocabulary-uri": vocabulary.uri(), "data": data}, json_dumps_params={"indent": 1})
