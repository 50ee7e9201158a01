"""Events as plain data, as far as their pages tell it."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from core.api.answers import page_url
from events.event_page import EventPage
from events.models import EventReport, LearningEvent
from events.report_content import content_of, report_address


def row_told(event: Any) -> dict[str, Any]:
    """What a line of the list tells: `event` comes with its series, its report and the names of its hosts."""
    report = getattr(event, "report", None)
    return {
        "title": event.title,
        "slug": event.slug,
        "url": page_url(event),
        "summary": event.summary,
        "status": event.status,
        "series": event.series.slug if event.series else None,
        "format": event.format,
        "starts_on": event.starts_on,
        "ends_on": event.ends_on,
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "time_zone": event.time_zone,
        "venue": event.venue,
        "visibility": event.visibility,
        "capacity": event.capacity,
        "seats_left": event.seats_left,
        "languages": event.languages,
        "hosts": event.host_names,
        "stated_participants": event.stated_participants,
        "stated_organisations": event.stated_organisations,
        "report_final_on": report.finalised_on if report else None,
        "is_demo": event.is_demo,
    }


def whole_told(page: EventPage, *, may_read_report: bool) -> dict[str, Any]:
    """What the page tells. Once an event under the Chatham House rule is over, nobody is named with what was said."""
    event: Any = page.event
    previous, following = page.previous, page.following
    report = settings.BASE_URL + reverse("events:report", args=[event.slug]) if may_read_report else None
    return row_told(event) | {
        "objective": event.objective,
        "premise": event.premise,
        "audience": event.audience,
        "languages_note": event.languages_note,
        "is_chatham_house": event.is_chatham_house,
        "institutions": [{"name": host.name, "slug": host.slug, "role": host.role} for host in page.hosts],
        "agenda": [_item(item, names_speakers=page.names_speakers) for item in page.agenda],
        "questions": [_question(each, is_over=page.is_over) for each in page.questions],
        "groups": [] if page.is_over else [_group(each) for each in page.groups()],
        "takeaways": [_takeaway(each) for each in page.takeaways()] if page.is_over else [],
        "follows": previous.slug if previous else None,
        "followed_by": [each.slug for each in following],
        "report": report,
    }


def report_told(event: LearningEvent, report: EventReport) -> dict[str, Any]:
    content = content_of(event, report)
    return {
        "title": content["title"],
        "event": event.slug,
        "url": report_address(event, report.language),
        "language": content["language"],
        "status": report.status,
        "version_line": content["version_line"],
        "date_line": content["date_line"],
        "host_line": content["host_line"],
        "counts": content["counts"],
        "questions": [_question(each, is_over=True) for each in content["questions"]],
        "sections": content["sections"],
        "takeaways": [
            {name: each[name] for name in ("number", "title", "text", "stance")} for each in content["takeaways"]
        ],
        "citation": content["citation"],
    }


def _item(item: dict[str, Any], *, names_speakers: bool) -> dict[str, Any]:
    told = {name: item[name] for name in ("kind", "title", "description", "track", "starts_at")}
    lead = item["lead"] if names_speakers else ""
    return told | {"lead": lead, "talks": [_talk(talk, names_speakers) for talk in item["talks"]]}


def _talk(talk: dict[str, Any], names_speakers: bool) -> dict[str, Any]:
    said_by = {"presenter": talk["presenter"], "institution": talk["institution"], "country": talk["country"]}
    nobody = {"presenter": "", "institution": None, "country": None}
    return {"number": talk["number"], "title": talk["title"]} | (said_by if names_speakers else nobody)


def _question(question: dict[str, Any], *, is_over: bool) -> dict[str, Any]:
    told = {name: question[name] for name in ("text", "status", "is_key")}
    return told | {"said": question["said"] if is_over else ""}


def _group(group: dict[str, Any]) -> dict[str, Any]:
    return {name: group[name] for name in ("topic", "languages", "places")}


def _takeaway(takeaway: Any) -> dict[str, Any]:
    return {name: getattr(takeaway, name) for name in ("number", "title", "text", "stance")}
