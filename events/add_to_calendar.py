"""Ways to put an event into one's calendar; never with the way into the call."""

from datetime import UTC, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"


def google_url(event: Any) -> str:
    if event.starts_at:
        dates = "/".join(each.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") for each in (event.starts_at, event.ends_at))
    else:
        dates = f"{event.starts_on:%Y%m%d}/{event.ends_on + timedelta(days=1):%Y%m%d}"
    query = {"action": "TEMPLATE", "text": event.title, "dates": dates, "details": _details(event)}
    return f"{GOOGLE}?{urlencode(query | {'location': event.venue})}"


def outlook_url(event: Any) -> str:
    if event.starts_at:
        times = {
            "startdt": event.starts_at.astimezone(UTC).isoformat(),
            "enddt": event.ends_at.astimezone(UTC).isoformat(),
        }
    else:
        times = {
            "startdt": event.starts_on.isoformat(),
            "enddt": (event.ends_on + timedelta(days=1)).isoformat(),
            "allday": "true",
        }
    query = {"path": "/calendar/action/compose", "rru": "addevent", "subject": event.title, "body": _details(event)}
    return f"{OUTLOOK}?{urlencode(query | times | {'location': event.venue})}"


def _details(event: Any) -> str:
    address = settings.BASE_URL + event.get_absolute_url()
    return f"{event.summary}\n\n{address}" if event.summary else address
