"""Addresses of digests, follows and saved searches, below /<language>/."""

app_name = "digests"
urlpatterns: list = []
