"""Reading a summary report, and commenting on it: signed in, or by the link of a mail."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.permissions import require
from events import permissions
from events.forms.reports import CommentForm
from events.local_times import zone_called
from events.models import EventReport, LearningEvent, Registration, ReportComment
from events.models.choices import ReportStatus
from events.report_chapters import chapters
from events.report_content import content_of
from events.services.reports import CannotReport, comment_on_section
from events.views.after_events import not_now, readable_report, seated_by_token, visible_event
from events.views.link_pages import kept_private


@require_safe
def report(request: Any, slug: str) -> HttpResponse:
    event = visible_event(request, slug)
    found = readable_report(request, event)
    if event.slug != slug:
        return redirect("events:report", event.slug, permanent=True)
    mine = Registration.objects.of(request.user).filter(event=event).seated().first()
    return _page(request, event, found, mine)


@require_POST
@login_required
def comment(request: Any, slug: str) -> HttpResponse:
    event = visible_event(request, slug)
    found = readable_report(request, event)
    if found.is_final:
        return not_now(request, event, _("The report is final and stays as it is."))
    require(permissions.can_comment_report, request.user, event, found)
    mine = Registration.objects.of(request.user).filter(event=event).seated().get()
    return _take_comment(request, event, found, mine)


@kept_private
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: Any, token: str) -> HttpResponse:
    """The page for who has no account: opened by the own link, while the report is for participants to see."""
    registration = seated_by_token(token)
    event = registration.event
    found = get_object_or_404(EventReport.objects.exclude(status=ReportStatus.DRAFT), event=event)
    found.event = event
    if request.method == "POST":
        return _take_comment(request, event, found, registration, token)
    return _page(request, event, found, registration, token=token)


def _take_comment(
    request: Any, event: LearningEvent, report: EventReport, registration: Registration, token: str = ""
) -> HttpResponse:
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, event, report, registration, token=token, typed=form)
    section = report.sections.filter(key=form.cleaned_data["section"]).first()
    if section is None:
        raise Http404
    try:
        comment_on_section(section=section, registration=registration, text=form.cleaned_data["text"])
    except CannotReport as error:
        return not_now(request, event, str(error))
    messages.success(request, _("Thank you. The hosts read your comment and answer it."))
    return redirect("events:report_by_link", token) if token else redirect("events:report", event.slug)


def _page(
    request: Any,
    event: LearningEvent,
    report: EventReport,
    registration: Registration | None,
    *,
    token: str = "",
    typed: CommentForm | None = None,
) -> HttpResponse:
    content = content_of(event, report)
    may_comment = report.takes_comments and registration is not None
    said: dict[str, list[ReportComment]] = defaultdict(list)
    if registration and not report.is_final:
        own = ReportComment.objects.filter(section__report=report, registration=registration).select_related("section")
        for each in own:
            said[each.section.key].append(each)
    sections = [
        chapter | {"said": said[chapter["key"]], "form": _comment_form(chapter, typed) if may_comment else None}
        for chapter in chapters(content)
    ]
    context = {
        "event": event,
        "report": report,
        "content": content,
        "sections": sections,
        "token": token,
        "zone": zone_called(event.time_zone),
        "may_comment": may_comment,
        "may_write": permissions.can_write_report(request.user, event) and not report.is_final,
        "may_export": permissions.can_export_report(request.user, event, report),
    }
    return render(request, "events/report.html", context)


def _comment_form(section: dict[str, Any], typed: CommentForm | None) -> CommentForm:
    """Below each section its own form; what was refused is given back where it was typed."""
    if typed is not None and typed.data.get("section") == section["key"]:
        return typed
    return CommentForm(initial={"section": section["key"]}, auto_id=f"id_{section['key']}_%s")
