"""Addresses of digests, follows and saved searches, below /<language>/."""

from django.urls import path

from digests.views import editions, mine, own

app_name = "digests"
urlpatterns = [
    path("me/digest/", mine.mine, name="mine"),
    path("me/searches/keep/", mine.keep, name="keep"),
    path("me/searches/<int:pk>/", mine.search, name="search"),
    path("me/searches/<int:pk>/remove/", mine.remove, name="search_remove"),
    path("digests/", editions.editions, name="editions"),
    path("digests/<str:period>/", editions.edition, name="edition"),
    path("digests/<str:period>/text/", own.as_text, name="as_text"),
    path("digests/<str:period>/preview/", editions.preview, name="preview"),
    path("digests/<str:period>/preview/letter/", editions.preview_html, name="preview_html"),
    path("digests/<str:period>/approve/", editions.approve, name="approve"),
    path("digests/<str:period>/reopen/", editions.reopen, name="reopen"),
    path("digests/<str:period>/test/", editions.test, name="test"),
]
