"""Writing a summary report: the desk of hosts and editors, from the first draft to the final version."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.permissions import require
from core.versions import EditedMeanwhile
from events import permissions
from events.forms.reports import CommentRoundForm, SectionForm, SettleForm
from events.local_times import zone_called
from events.models import EventReport, LearningEvent, ReportComment
from events.report_sections import changes_of
from events.services import reports as services
from events.views.after_events import not_now, readable_report, visible_event


def _desk(event: LearningEvent) -> str:
    return reverse("events:report_edit", args=[event.slug])


def _final(request: Any, event: LearningEvent) -> HttpResponse:
    back = reverse("events:report", args=[event.slug])
    return not_now(request, event, _("The report is final and stays as it is."), back)


@require_safe
@login_required
def edit(request: Any, slug: str) -> HttpResponse:
    """The desk: sections, comments, and what can be done next. Without a report, the button that begins one."""
    event = visible_event(request, slug)
    if not EventReport.objects.filter(event=event).exists():
        require(permissions.can_write_report, request.user, event)
        return render(request, "events/report_begin.html", {"event": event})
    report = readable_report(request, event)
    require(permissions.can_edit_report, request.user, event, report)
    if report.is_final:
        return _final(request, event)
    comments = ReportComment.objects.filter(section__report=report).select_related("section", "registration")
    is_over = report.comments_until is not None and report.comments_until <= timezone.now()
    context = {
        "event": event,
        "report": report,
        "sections": report.sections.all(),
        "comments": [(each, SettleForm(auto_id=f"id_{each.pk}_%s")) for each in comments],
        "changes": changes_of(report),
        "is_over": is_over,
        "is_draft": report.status == EventReport.Status.DRAFT,
        "zone": zone_called(event.time_zone),
        "may_finalise": permissions.can_finalise_report(request.user, event),
        "may_delete": permissions.can_delete_report(request.user, event, report),
    }
    return render(request, "events/report_edit.html", context)


@require_POST
@login_required
def draft(request: Any, slug: str) -> HttpResponse:
    event = visible_event(request, slug)
    require(permissions.can_write_report, request.user, event)
    try:
        services.draft_report(event=event, by=request.user)
    except services.CannotReport as error:
        return not_now(request, event, str(error))
    return redirect("events:report_edit", event.slug)


@require_POST
@login_required
def refresh(request: Any, slug: str) -> HttpResponse:
    event, _report = _report_for(request, slug, permissions.can_edit_report)
    try:
        changes = services.refresh_sections(event=event, by=request.user)
    except services.CannotReport as error:
        return not_now(request, event, str(error), reverse("events:report", args=[event.slug]))
    said = ngettext(
        "%(count)d section was made anew from the data.",
        "%(count)d sections were made anew from the data.",
        len(changes),
    )
    messages.success(request, said % {"count": len(changes)})
    return redirect("events:report_edit", event.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def section(request: Any, slug: str, key: str) -> HttpResponse:
    event, report = _report_for(request, slug, permissions.can_edit_report)
    if report.is_final:
        return _final(request, event)
    found = get_object_or_404(report.sections, key=key)
    found.report = report
    form = SectionForm(request.POST or None, section=found)
    context = {"event": event, "section": found, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_section(section=found, **form.cleaned_data, by=request.user)
        except EditedMeanwhile as meanwhile:
            context |= {"stored": meanwhile.stored, "form": _read_again(request, meanwhile.stored)}
            return render(request, "events/report_section.html", context, status=409)
        except services.CannotReport as error:
            return not_now(request, event, str(error))
        messages.success(request, _("Saved."))
        return redirect("events:report_edit", event.slug)
    return render(request, "events/report_section.html", context)


@require_POST
@login_required
def restore(request: Any, slug: str, key: str) -> HttpResponse:
    """Give up the words written by hand for those from the data."""
    event, report = _report_for(request, slug, permissions.can_edit_report)
    if report.is_final:
        return _final(request, event)
    found = get_object_or_404(report.sections, key=key)
    try:
        services.restore_section(section=found, by=request.user)
    except services.CannotReport as error:
        return not_now(request, event, str(error))
    messages.success(request, _("The section is made from the data again."))
    return redirect("events:report_edit", event.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def open_comments(request: Any, slug: str) -> HttpResponse:
    event, report = _report_for(request, slug, permissions.can_edit_report)
    if report.status != EventReport.Status.DRAFT:
        return not_now(request, event, _("Participants have been asked for comments already."), _desk(event))
    form = CommentRoundForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        try:
            services.open_comment_round(event=event, until=form.until, by=request.user)
        except services.CannotReport as error:
            return not_now(request, event, str(error), _desk(event))
        messages.success(request, _("The participants are asked for their comments by mail."))
        return redirect("events:report_edit", event.slug)
    readers = event.registrations.seated().count()
    return render(request, "events/report_open_comments.html", {"event": event, "form": form, "readers": readers})


@require_POST
@login_required
def settle(request: Any, slug: str, pk: int) -> HttpResponse:
    event, report = _report_for(request, slug, permissions.can_edit_report)
    if report.is_final:
        return _final(request, event)
    comment = get_object_or_404(ReportComment.objects.select_related("section"), pk=pk, section__report=report)
    comment.section.report = report
    form = SettleForm(request.POST)
    if not form.is_valid():
        context = {"event": event, "comment": comment, "form": form}
        return render(request, "events/report_settle.html", context)
    try:
        services.settle_comment(comment=comment, answer=form.cleaned_data["answer"], by=request.user)
    except services.CannotReport as error:
        return not_now(request, event, str(error), _desk(event))
    messages.success(request, _("Answered. The participant reads it beside the comment."))
    return redirect("events:report_edit", event.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def finalise(request: Any, slug: str) -> HttpResponse:
    event, report = _report_for(request, slug, permissions.can_make_report_final)
    if report.is_final:
        return _final(request, event)
    if request.method == "POST":
        try:
            services.finalise_report(event=event, by=request.user)
        except services.CannotReport as error:
            return not_now(request, event, str(error), _desk(event))
        messages.success(request, _("The report is final. The participants hear of it by mail."))
        return redirect("events:report", event.slug)
    context = {
        "event": event,
        "report": report,
        "open_comments": ReportComment.objects.filter(section__report=report).open().count(),
        "readers": event.registrations.seated().count(),
        "listed": 0 if event.is_chatham_house else event.registrations.listed().count(),
    }
    return render(request, "events/report_finalise.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: Any, slug: str) -> HttpResponse:
    event, report = _report_for(request, slug, permissions.can_delete_report)
    if report.is_final:
        return _final(request, event)
    if request.method == "POST":
        try:
            services.delete_report(event=event, by=request.user)
        except services.CannotReport as error:
            return not_now(request, event, str(error))
        messages.success(request, _("The draft is taken back."))
        return redirect(event)
    return render(request, "events/report_delete.html", {"event": event, "report": report})


def _report_for(request: Any, slug: str, can: Callable[..., bool]) -> tuple[LearningEvent, EventReport]:
    """The event and its report: 404 for who may not read it, 403 for who may not do this to it."""
    event = visible_event(request, slug)
    report = readable_report(request, event)
    require(can, request.user, event, report)
    return event, report


def _read_again(request: Any, stored: Any) -> SectionForm:
    """What was typed, with the version that its writer is shown beside it now."""
    data = request.POST.copy()
    data["version"] = str(stored.version)
    return SectionForm(data, section=stored)
