"""All that a summary report prints, on its page and in its files: built from the data, or kept as it was made final."""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import translation
from django.utils.text import get_text_list
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from events.models import AgendaItem, EventHost, EventReport, LearningEvent, Presentation, Registration, Takeaway
from events.models.choices import HostRole
from events.report_counts import counts_of
from events.report_times import agenda_time, date_line, day
from partnerships.models import Partnership

SCHEMA = 1


def content_of(event: LearningEvent, report: EventReport) -> dict[str, Any]:
    """The final content as it was kept; before that, what the data says now. Text is in the report's language."""
    if report.is_final:
        return dict(report.content or {})
    with translation.override(report.language):
        return _built(event, report)


def report_address(event: LearningEvent, language: str) -> str:
    with translation.override(language):
        return settings.BASE_URL + reverse("events:report", args=[event.slug])


def _built(event: LearningEvent, report: EventReport) -> dict[str, Any]:
    hosts = [_host(each) for each in event.hosts.select_related("institution")]
    address = report_address(event, report.language)
    version = version_line(event, report)
    participants, participants_note = _participants(event)
    return {
        "schema": SCHEMA,
        "language": report.language,
        "title": event.title,
        "kind_line": _("Summary report"),
        "version_line": version,
        "date_line": date_line(event),
        "hosts": hosts,
        "host_line": _host_line(hosts),
        "counts": counts_of(event).as_dict(),
        "questions": [
            {"text": each.text, "said": each.said, "status": each.status, "is_key": each.is_key}
            for each in event.questions.all()
        ],
        "sections": [
            {"key": each.key, "title": each.title, "text": each.text}
            for each in (report.sections.all() if report.pk else [])
        ],
        "takeaways": [_takeaway(each) for each in _takeaways(event)],
        "agenda": [_agenda_item(each, event) for each in _agenda(event)],
        "participants": participants,
        "participants_note": participants_note,
        "citation": _citation(event, hosts, version, address) if report.finalised_on else "",
        "address": address,
        "is_chatham_house": event.is_chatham_house,
    }


def version_line(event: LearningEvent, report: EventReport) -> str:
    if report.finalised_on:
        return _("Final version %(day)s") % {"day": day(report.finalised_on)}
    if report.status == EventReport.Status.COMMENT_ROUND and report.comments_until:
        return _("For comment until %(day)s") % {
            "day": day(localdate(report.comments_until, ZoneInfo(event.time_zone)))
        }
    return _("Draft of %(day)s") % {"day": day(localdate())}


def _host(host: EventHost) -> dict[str, str]:
    return {
        "name": host.institution.name,
        "acronym": host.institution.acronym,
        "role": host.role,
        "role_label": host.get_role_display(),
    }


def _host_line(hosts: list[dict[str, str]]) -> str:
    """Hosted by …, co-hosted by …, with technical support from …; of a role that nobody has, nothing."""
    sentences = (
        (HostRole.HOST, _("Hosted by %(names)s.")),
        (HostRole.CO_HOST, _("Co-hosted by %(names)s.")),
        (HostRole.TECHNICAL_SUPPORT, _("Technical support: %(names)s.")),
    )
    by_role = [(words, [_named(each) for each in hosts if each["role"] == role]) for role, words in sentences]
    return " ".join(words % {"names": get_text_list(names, _("and"))} for words, names in by_role if names)


def _named(host: dict[str, str]) -> str:
    return f"{host['name']} ({host['acronym']})" if host["acronym"] else host["name"]


def _takeaways(event: LearningEvent) -> Any:
    """With the partnerships that everybody may know of: who reads the report is not known when it is made."""
    public = Partnership.objects.visible_to(AnonymousUser()).only("pk", "title", "slug").order_by("title")
    return event.takeaways.prefetch_related("questions", "sectors", Prefetch("partnerships", queryset=public))


def _takeaway(takeaway: Takeaway) -> dict[str, Any]:
    return {
        "number": takeaway.number,
        "title": takeaway.title,
        "text": takeaway.text,
        "stance": takeaway.stance,
        "stance_label": takeaway.get_stance_display(),
        "questions": [each.text for each in takeaway.questions.all()],
        "partnerships": [
            {"title": each.title, "url": settings.BASE_URL + each.get_absolute_url()}
            for each in takeaway.partnerships.all()
        ],
        "sectors": [str(each) for each in takeaway.sectors.all()],
    }


def _agenda(event: LearningEvent) -> Any:
    presentations = Presentation.objects.select_related("institution")
    return event.agenda_items.prefetch_related(Prefetch("presentations", queryset=presentations))


def _agenda_item(item: AgendaItem, event: LearningEvent) -> dict[str, Any]:
    """Under the Chatham House rule it is said what was presented, not by whom."""
    return {
        "time": agenda_time(item, event),
        "title": item.title,
        "kind_label": item.get_kind_display(),
        "lead": "" if event.is_chatham_house else item.lead,
        "track": item.track,
        "presentations": [
            {
                "number": each.number,
                "title": each.title,
                "presenter": "" if event.is_chatham_house else each.presenter,
                "institution": "" if event.is_chatham_house or not each.institution else each.institution.name,
            }
            for each in item.presentations.all()
        ],
    }


def _participants(event: LearningEvent) -> tuple[list[dict[str, Any]], str]:
    """Those with a place who agreed to stand in the list, as they agree at this moment; and a word on the others."""
    if event.is_chatham_house:
        return [], _("The event was held under the Chatham House rule: its participants are not named.")
    listed = Registration.objects.filter(event=event).listed().select_related("institution", "country")
    named = [_participant(each) for each in listed.order_by("name", "pk")]
    if not named and event.stated_source:
        return [], _("The names of those who took part are not in the source.")
    if not named:
        return [], _("No list of participants is given.")
    return named, _("Those who agreed to be named.")


def _participant(registration: Registration) -> dict[str, Any]:
    """With the registration's number, so that this line is found again whatever the person is called by then."""
    return {
        "registration": registration.pk,
        "name": registration.name,
        "job_title": registration.job_title,
        "organisation": registration.organisation_name,
        "country": str(registration.country or ""),
    }


def _citation(event: LearningEvent, hosts: list[dict[str, str]], version: str, address: str) -> str:
    held = [each["acronym"] or each["name"] for each in hosts if each["role"] != HostRole.TECHNICAL_SUPPORT]
    by = [", ".join(held)] if held else []
    title = _("%(title)s, %(day)s: summary report") % {"title": event.title, "day": day(event.starts_on)}
    return ", ".join([*by, title, version, _("P2P Portal"), address])
