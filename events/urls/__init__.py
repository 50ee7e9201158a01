"""Addresses of learning events, below /<language>/events/."""

from events.urls import afterwards, agenda, breakouts, calendars, organising, pages, registering, reports

app_name = "events"
# The pages come last: an event's slug would match the fixed words of the others.
urlpatterns = [
    *calendars.patterns,
    *organising.patterns,
    *agenda.patterns,
    *registering.patterns,
    *breakouts.patterns,
    *afterwards.patterns,
    *reports.patterns,
    *pages.patterns,
]
