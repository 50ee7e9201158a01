from django.urls import path

from events.views import detail, exports, listing, zones

patterns = [
    path("", listing.EventList.as_view(), name="list"),
    path("export.csv", exports.export, name="export"),
    path("export.atom", listing.feed, name="list_feed"),
    path("month/", listing.this_month, name="this_month"),
    path("month/<int:year>/<int:month>/", listing.EventMonth.as_view(), name="month"),
    path("time-zone/", zones.time_zone, name="time_zone"),
    path("<slug:slug>/", detail.EventDetail.as_view(), name="detail"),
]
