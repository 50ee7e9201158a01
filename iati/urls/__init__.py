"""Addresses of what comes from IATI and goes to it, below /<language>/iati/."""

from iati.urls import bringing, publishing

app_name = "iati"
urlpatterns = [*bringing.patterns, *publishing.patterns]
