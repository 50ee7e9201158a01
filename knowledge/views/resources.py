"""The library of resources: the list, one resource, and both as files for other programs."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from core.feeds import ENTRIES, atom, with_demo
from core.pagination import paginate
from core.permissions import require
from knowledge import feeds, permissions, resource_exports, resource_list, resource_page
from knowledge.bibliography.formats import FORMATS
from knowledge.bibliography.works import work_of
from knowledge.citing import citation_html, meta_tags
from knowledge.models import Resource, Uptake
from knowledge.models.choices import Kind
from knowledge.resource_filters import Selection
from knowledge.shown_text import ShownText
from knowledge.views.listing import pager
from knowledge.views.reading import elsewhere, rights

PAGE_SIZE = 20
MOST_WAITING = 50


class ResourceList(TemplateView):
    template_name = "knowledge/resource_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, asked = self.request.user, self.request.GET
        selection = Selection.read(asked)
        listed = Resource.objects.listed_for(user)
        tally = resource_list.Tally(listed, selection)
        found = resource_list.rows(selection.ordered(selection.apply(listed)))
        page = paginate(found, keys=selection.keys, size=PAGE_SIZE, after=asked.get("after"), page=asked.get("page"))
        return super().get_context_data(**kwargs) | {
            "selection": selection,
            "found": tally.found,
            "facets": tally.facets(),
            "chips": tally.chips(),
            "kept": [pair for pair in selection.pairs() if pair[0] != "q"],
            "clear_url": "?",
            "page": page,
            "pager": pager(page, selection, tally.found),
            "feed_url": reverse("knowledge:resources_feed") + selection.address(),
            "downloads": [
                {"label": form.LABEL, "url": reverse("knowledge:resource_export", args=[name]) + selection.address()}
                for name, form in FORMATS.items()
            ],
            "waiting": list(resource_list.waiting(user)[:MOST_WAITING]),
            "may_propose": permissions.can_propose_resource(user),
            "may_import": permissions.can_import_resources(user),
        }


@require_safe
def export(request: Any, form: str) -> StreamingHttpResponse:
    """What the list shows under the same filters, all pages of it."""
    _known(form)
    found = Selection.read(request.GET).apply(Resource.objects.listed_for(request.user))
    return resource_exports.file_of(resource_exports.in_rows(found), form, "resources")


@require_safe
def feed(request: Any) -> HttpResponse:
    """The latest under the same filters."""
    listed, selection = Resource.objects.listed_for(request.user), Selection.read(request.GET)
    newest = selection.apply(listed if with_demo(request) else listed.real())[:ENTRIES]
    page_path = reverse("knowledge:resources") + selection.address()
    return atom(request, map(feeds.of_piece, newest), title=_("Resources"), page_path=page_path)


@require_safe
def resource(request: Any, slug: str) -> HttpResponse:
    found = resource_page.for_page(request.user).filter(slug=slug).first()
    if found is None:
        return elsewhere(request, slug, Kind.RESOURCE)
    context = context_of(found, request.user, text=request.GET.get("text", ""))
    return render(request, "knowledge/resource.html", context)


def context_of(found: Any, user: Any, *, text: str = "") -> dict[str, Any]:
    """All that the page of a resource prints, for one reader."""
    work = work_of(found)
    notes: Any = resource_page.findings(found)
    return {
        "resource": found,
        "piece": found,
        "text": ShownText(found, text),
        "uptakes": list(Uptake.objects.on_page_of(found)),
        "findings": [(each, [(note, resource_page.signed(note)) for note in each.shown_notes]) for each in notes],
        "facts": resource_page.facts(found),
        "uses": resource_page.uses(found, user),
        "next": resource_page.read_next(found, user),
        "recommendations": list(found.recommendations.all()),
        "files": list(found.files.all()),
        "citation": citation_html(work),
        "meta": meta_tags(found, work, settings.BASE_URL + found.get_absolute_url()) if found.is_published else [],
        "formats": [{"name": name, "label": form.LABEL, "type": form.MEDIA_TYPE} for name, form in FORMATS.items()],
        "may_note": permissions.can_note(user),
        "has_notes": any(each.shown_notes for each in notes),
        "may_export": permissions.can_export_piece(user, found),
        "is_secretariat": permissions.can_import_resources(user),
        **rights(user, found),
    }


@require_safe
def cite(request: Any, slug: str, form: str) -> StreamingHttpResponse:
    """One resource, for a reference manager."""
    _known(form)
    found = get_object_or_404(Resource.objects.visible_to(request.user), slug=slug)
    require(permissions.can_export_piece, request.user, found)
    return resource_exports.file_of([found], form, found.slug)


def _known(form: str) -> None:
    if form not in FORMATS:
        raise Http404
