from django.urls import URLPattern, path

from events.views import calendars, joining

patterns: list[URLPattern] = [
    path("calendar.ics", calendars.calendar, name="calendar"),
    path("<slug:slug>/event.ics", calendars.event_file, name="ics"),
    path("feed/<str:secret>.ics", calendars.feed, name="feed"),
    path("me/calendar/", calendars.my_calendar, name="my_calendar"),
    path("join/<str:token>/", joining.join, name="join"),
    path("join/<str:token>/event.ics", calendars.personal_file, name="personal_ics"),
]
