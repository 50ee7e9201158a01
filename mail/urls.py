"""The local inbox, in demo mode only."""

app_name = "mail"
urlpatterns = []
