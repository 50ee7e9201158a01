"""What an administrator does with many records at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community import auditing
from community.models import AuditEntry
from core.exports import csv_lines
from core.models import Visibility
from partnerships import exports
from partnerships.filters import Selection
from partnerships.imports.columns import EXPORTED
from partnerships.merging import CannotMerge, differences, merge_partnerships, what_moves
from partnerships.models import Partnership
from partnerships.permissions import can_edit
from partnerships.services.visibility import CannotShow, change_visibility
from partnerships.services.words import WIDER_FIRST

MOST_MERGED = 5
MOST_NAMED = 10  # refusals told one by one


@admin.action(description=gettext_lazy("Change who may see them…"), permissions=["change"])
def show_to(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Partnership]) -> HttpResponse | None:
    """First a page with the choice; then fewer people at once, more where both sides agreed."""
    to = request.POST.get("to")
    if to not in WIDER_FIRST:
        choices = [(each.value, each.label) for each in WIDER_FIRST]
        return _ask(modeladmin, request, queryset, "visibility", _("Change who may see them"), {"choices": choices})
    done, refused = 0, []
    for partnership in queryset:
        try:
            change_visibility(partnership=partnership, to=to, by=request.user)  # type: ignore[arg-type]
        except CannotShow as error:
            refused.append(f"{modeladmin.name(request, partnership)}: {error}")
        else:
            done += 1
            modeladmin.log_change(request, partnership, f"visibility: {to}")
    _tell(modeladmin, request, done, refused)
    return None


@admin.action(description=gettext_lazy("Mark as demonstration records"), permissions=["change"])
def mark_demo(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Partnership]) -> None:
    _set_demo(modeladmin, request, queryset, True)


@admin.action(description=gettext_lazy("Mark as real records"), permissions=["change"])
def mark_real(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Partnership]) -> None:
    _set_demo(modeladmin, request, queryset, False)


@admin.action(description=gettext_lazy("Merge into one record…"), permissions=["change"])
def merge(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Partnership]) -> HttpResponse | None:
    """First a page that shows what moves and what contradicts; then, for the one that is kept, the merge."""
    chosen = [each for each in queryset.order_by("pk")[: MOST_MERGED + 1] if can_edit(request.user, each)]
    if not 2 <= len(chosen) <= MOST_MERGED:
        text = _("Choose between two and %(most)d records, no private drafts of others.") % {"most": MOST_MERGED}
        modeladmin.message_user(request, text, messages.WARNING)
        return None
    keep = next((each for each in chosen if str(each.pk) == request.POST.get("keep")), None)
    if keep is None:
        _note_reading(modeladmin, request, chosen)
        facts = {"rows": [(each, what_moves(each)) for each in chosen], "differences": differences(chosen)}
        return _ask(modeladmin, request, chosen, "merge", _("Merge records"), facts)
    for drop in chosen:
        if drop != keep:
            _merge_one(modeladmin, request, keep, drop)
    return None


@admin.action(description=gettext_lazy("Export as CSV"), permissions=["view"])
def export_csv(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Partnership]) -> HttpResponseBase:
    """The columns of the directory's export, and the rows that this person also sees there."""
    chosen = Chosen(pks=frozenset(queryset.values_list("pk", flat=True)))
    _note_reading(modeladmin, request, queryset.visible_to(request.user))  # type: ignore[attr-defined]
    rows = exports.rows(chosen, request.user, with_demo=True)
    lines = csv_lines(EXPORTED, (exports.cells(row) for row in rows))
    headers = {"Content-Disposition": 'attachment; filename="partnerships.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


ACTIONS = [show_to, mark_demo, mark_real, merge, export_csv]


@dataclass(frozen=True)
class Chosen(Selection):
    """Records ticked one by one instead of found by a search."""

    pks: frozenset[int] = frozenset()

    def apply(self, partnerships: QuerySet[Partnership], *, leave_out: str = "") -> Any:
        return partnerships.filter(pk__in=self.pks)


def _ask(
    modeladmin: Any, request: HttpRequest, chosen: Iterable[Partnership], page: str, title: str, facts: dict[str, Any]
) -> HttpResponse:
    context = {
        **modeladmin.admin_site.each_context(request),
        "title": title,
        "opts": modeladmin.model._meta,
        "chosen": [(each.pk, modeladmin.name(request, each)) for each in chosen],
        "action": request.POST["action"],
        "action_checkbox_name": ACTION_CHECKBOX_NAME,
        **facts,
    }
    return render(request, f"admin/partnerships/partnership/{page}.html", context)


def _set_demo(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Partnership], is_demo: bool) -> None:
    changed = list(queryset.exclude(is_demo=is_demo).exclude(visibility=Visibility.PRIVATE))
    Partnership.objects.filter(pk__in=[each.pk for each in changed]).update(is_demo=is_demo)
    for partnership in changed:
        modeladmin.log_change(request, partnership, f"is_demo: {is_demo}")
    _tell(modeladmin, request, len(changed), [])


def _merge_one(modeladmin: Any, request: HttpRequest, keep: Partnership, drop: Partnership) -> None:
    try:
        merge_partnerships(keep=keep, drop=drop, by=request.user)  # type: ignore[arg-type]
    except CannotMerge as error:
        modeladmin.message_user(request, f"{drop}: {error}", messages.ERROR)
        return
    modeladmin.log_change(request, keep, f"merged: {drop} ({drop.slug})")
    text = _("“%(drop)s” is now part of “%(keep)s”.") % {"drop": drop, "keep": keep}
    modeladmin.message_user(request, text, messages.SUCCESS)


def _note_reading(modeladmin: Any, request: HttpRequest, partnerships: Iterable[Partnership]) -> None:
    for partnership in partnerships:
        if partnership.visibility != Visibility.PUBLIC:
            detail = request.POST["action"]
            auditing.record(actor=request.user, action=AuditEntry.Action.READ, target=partnership, detail=detail)  # type: ignore[arg-type]


def _tell(modeladmin: Any, request: HttpRequest, done: int, refused: list[str]) -> None:
    if done or not refused:
        text = ngettext("%(n)d record changed.", "%(n)d records changed.", done) % {"n": done}
        modeladmin.message_user(request, text, messages.SUCCESS if done else messages.WARNING)
    for line in refused[:MOST_NAMED]:
        modeladmin.message_user(request, line, messages.ERROR)
    if len(refused) > MOST_NAMED:
        text = _("… and %(n)d more were left as they are.") % {"n": len(refused) - MOST_NAMED}
        modeladmin.message_user(request, text, messages.ERROR)
