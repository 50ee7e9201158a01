"""Published files on their way in: named or brought, looked at, chosen from, written."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.permissions import require
from iati import permissions, reporting, showing
from iati.forms.bringing import AddressForm, FileForm
from iati.models import Reading, Source
from iati.services import sources, writing

MOST_SOURCES, MOST_READINGS, MOST_GONE = 50, 20, 100


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def index(request: Any) -> HttpResponse:
    """What is known already, and two ways to bring more: an address, or a file."""
    require(permissions.can_bring, request.user)

    way = request.POST.get("way", "")
    address = AddressForm(request.POST if way == "address" else None, prefix="address")
    is_file = way == "file"
    file = FileForm(request.POST if is_file else None, request.FILES if is_file else None, prefix="file")
    if way == "address" and address.is_valid():
        reading = sources.add_source(url=address.cleaned_data["url"], by=request.user)
        if address.cleaned_data["is_followed"]:
            sources.follow_source(source=reading.source, is_followed=True, by=request.user)
        return redirect(reading)
    if way == "file" and file.is_valid():
        upload = file.cleaned_data["file"]
        return redirect(sources.add_source(content=upload.read(), file_name=upload.name, by=request.user))
    known = Source.objects.visible_to(request.user).select_related("owner", "institution")
    context = {"address_form": address, "file_form": file, "sources": known.order_by("-updated_at")[:MOST_SOURCES]}
    return render(request, "iati/index.html", context)


@require_safe
@login_required
def source(request: Any, pk: int) -> HttpResponse:
    found = _visible_source(request, pk)
    context = {
        "source": found,
        "readings": found.readings.without_content().select_related("owner")[:MOST_READINGS],
        "gone": found.activities.gone().for_listing().order_by("-gone_at", "position")[:MOST_GONE],
        "may_work": permissions.can_work_on(request.user, found),
        "may_remove": permissions.can_remove_source(request.user),
    }
    return render(request, "iati/source.html", context)


@require_POST
@login_required
def fetch(request: Any, pk: int) -> HttpResponse:
    found = _own_source(request, pk)
    return redirect(sources.fetch_again(source=found, by=request.user) if found.url else found)


@require_POST
@login_required
def follow(request: Any, pk: int) -> HttpResponse:
    found = _own_source(request, pk)
    sources.follow_source(source=found, is_followed=request.POST.get("follow") == "yes", by=request.user)
    return redirect(found)


@require_POST
@login_required
def remove(request: Any, pk: int) -> HttpResponse:
    found = _visible_source(request, pk)
    require(permissions.can_remove_source, request.user)

    sources.remove_source(source=found, by=request.user)
    messages.success(request, _("The source is forgotten. The partnerships that came of it stay."))
    return redirect("iati:index")


@require_safe
@login_required
def reading(request: Any, pk: int) -> HttpResponse:
    """How far it is; then what is in it, part by part, with a tick box for each activity."""
    found = _visible_reading(request, pk)
    counted = showing.tabs(found, "")
    asked = request.GET.get("part", "")
    first = next((tab.name for tab in counted if tab.count), "all")
    name = asked if asked in showing.PARTS else first
    after = request.GET.get("after", "0")
    rows = showing.part_of(found, name).filter(position__gt=int(after) if after.isdecimal() and len(after) < 10 else 0)
    listed = list(rows[: showing.ON_A_PAGE + 1])
    has_more = len(listed) > showing.ON_A_PAGE
    listed = listed[: showing.ON_A_PAGE]
    context = {
        "reading": found,
        "source": found.source,
        "part": name,
        "tabs": [showing.Tab(tab.name, tab.label, tab.count, tab.name == name) for tab in counted],
        "rows": [{"activity": each, "reasons": showing.reasons(each)} for each in listed],
        "next_after": listed[-1].position if has_more else None,
        "is_first": not after.isdecimal() or int(after[:9]) == 0,
        "chosen": found.activities.filter(is_chosen=True).count(),
        "verdict": showing.verdict(found.report) if found.report else "",
        "remarks": showing.remarks(found.report),
        "percent": min(99, found.bytes_read * 100 // found.size) if found.size else None,
        "may_work": permissions.can_work_on(request.user, found),
    }
    return render(request, "iati/reading.html", context)


@require_safe
@login_required
def report(request: Any, pk: int) -> JsonResponse:
    """The whole report, in the shape that the command writes."""
    found = _visible_reading(request, pk)
    answer = JsonResponse(reporting.report_of(found), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="iati-{found.pk}.json"'
    return answer


@require_POST
@login_required
def choose(request: Any, pk: int) -> HttpResponse:
    """Keep the ticks of one page of the list: those that were shown and not ticked are chosen no longer."""
    found = _own_reading(request, pk)
    shown, ticked = (_numbers(request.POST.getlist(name)) for name in ("shown", "ticked"))
    try:
        writing.choose(reading=found, shown=shown, ticked=ticked, by=request.user)
    except writing.CannotWrite as error:
        messages.error(request, str(error))
        return redirect(found)
    if request.POST.get("then") == "sides":
        return redirect("iati:sides", found.pk)
    count = found.activities.filter(is_chosen=True).count()
    messages.success(request, ngettext("%(n)d is chosen.", "%(n)d are chosen.", count) % {"n": count})
    return redirect(f"{found.get_absolute_url()}?part={request.POST.get('part', '')[:20]}")


@require_POST
@login_required
def write(request: Any, pk: int) -> HttpResponse:
    found = _own_reading(request, pk)
    try:
        writing.write_chosen(reading=found, by=request.user)
    except writing.CannotWrite as error:
        messages.error(request, str(error))
        return redirect("iati:sides", found.pk)
    return redirect(f"{found.get_absolute_url()}?part=here")


def _numbers(values: list[str]) -> list[int]:
    return [int(value) for value in values if value.isdecimal() and len(value) < 19]


def _visible_source(request: Any, pk: int) -> Source:
    found = get_object_or_404(Source.objects.visible_to(request.user), pk=pk)
    require(permissions.can_bring, request.user)
    return found


def _own_source(request: Any, pk: int) -> Source:
    found = _visible_source(request, pk)
    require(permissions.can_work_on, request.user, found)
    return found


def _visible_reading(request: Any, pk: int) -> Reading:
    visible = Reading.objects.visible_to(request.user).without_content().select_related("source", "owner")
    found = get_object_or_404(visible, pk=pk)
    require(permissions.can_bring, request.user)
    return found


def _own_reading(request: Any, pk: int) -> Reading:
    found = _visible_reading(request, pk)
    require(permissions.can_work_on, request.user, found)
    return found
