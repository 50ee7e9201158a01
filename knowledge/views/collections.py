"""Collections as they are read: the list, one collection, and both as files for other programs."""

from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.feeds import ENTRIES, atom, with_demo
from core.pagination import Page, paginate
from knowledge import collected, feeds, permissions, resource_exports
from knowledge.bibliography.formats import FORMATS
from knowledge.models import Collection

PAGE_SIZE = 20
LATEST = ("-updated_at", "-pk")


@require_safe
def collection_list(request: Any) -> HttpResponse:
    asked, visible = request.GET, Collection.objects.visible_to(request.user)
    found = collected.counted(visible.defer("introduction", "search"), request.user)
    page = paginate(found, keys=LATEST, size=PAGE_SIZE, after=asked.get("after"), page=asked.get("page"))
    context = {
        "page": page,
        "pager": _pager(page),
        "feed_url": reverse("knowledge:collections_feed"),
        "may_curate": permissions.can_curate_collections(request.user),
    }
    return render(request, "knowledge/collection_list.html", context)


@require_safe
def collection(request: Any, slug: str) -> HttpResponse:
    found = _found(request, slug)
    context = {
        "collection": found,
        "page": collected.CollectionPage(found, request.user),
        "formats": [{"name": name, "label": form.LABEL} for name, form in FORMATS.items()],
        "feed_url": reverse("knowledge:collection_feed", args=[slug]),
        "may_curate": permissions.can_curate_collections(request.user, found),
    }
    return render(request, "knowledge/collection.html", context)


@require_safe
def feed(request: Any) -> HttpResponse:
    """The collections, those that changed last first."""
    listed = Collection.objects.listed_for(request.user)
    newest = (listed if with_demo(request) else listed.filter(is_demo=False)).order_by(*LATEST)[:ENTRIES]
    entries = map(feeds.of_collection, newest)
    return atom(request, entries, title=_("Collections"), page_path=reverse("knowledge:collections"))


@require_safe
def collection_feed(request: Any, slug: str) -> HttpResponse:
    """The pieces of one collection, those that were put into it last first."""
    found = _found(request, slug)
    listed = collected.pieces(found, request.user)
    newest = (listed if with_demo(request) else listed.filter(is_demo=False))[:ENTRIES]
    return atom(request, map(feeds.of_piece, newest), title=found.title, page_path=found.get_absolute_url())


@require_safe
def works(request: Any, slug: str, form: str) -> StreamingHttpResponse:
    """The resources of a collection, for a reference manager."""
    if form not in FORMATS:
        raise Http404
    found = _found(request, slug)
    return resource_exports.file_of(resource_exports.in_rows(collected.works(found, request.user)), form, found.slug)


def _found(request: Any, slug: str) -> Collection:
    visible = Collection.objects.visible_to(request.user).select_related("theme", "maker").defer("search")
    return get_object_or_404(visible, slug=slug)


def _pager(page: Page) -> dict[str, str]:
    words = {"first": intcomma(page.first), "last": intcomma(page.last)}
    return {
        "text": _("%(first)s to %(last)s") % words if page.items else "",
        "previous_url": f"?after={page.previous}" if page.previous else "",
        "next_url": f"?after={page.next}" if page.next else "",
    }
