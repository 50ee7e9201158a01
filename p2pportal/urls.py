"""Every address of the portal; those with a language come under `/en/`, `/fr/`, `/es/` or `/ar/`."""

from allauth.account.decorators import secure_admin_login
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import include, path

from mail.views.choices import unsubscribe
from p2pportal import health
from p2pportal.home import Home, to_icon, to_language
from p2pportal.pages import page_urls
from p2pportal.search.feed import search_feed
from p2pportal.search.views import SearchPage
from p2pportal.start.views import Start
from partnerships.views.links import side_link
from partnerships.views.pulse import pulse

admin.autodiscover()
admin.site.unregister(Authenticator)  # its page shows the secret of a person's second step
admin.site.unregister(Group)  # what people may do follows from roles and memberships
# The admin has no log-in of its own: limits and the second factor hold there too (allauth documents this line).
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", to_language, name="root"),
    path("favicon.ico", to_icon),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("p2pportal.api.urls")),
    path("healthz/", health.healthz, name="healthz"),
    path("healthz/live", health.live, name="healthz-live"),
    path("mail/unsubscribe/<str:token>/", unsubscribe, name="mail-unsubscribe"),
    *i18n_patterns(
        path("", Home.as_view(), name="home"),
        path("start/", Start.as_view(), name="start"),
        path("search/", SearchPage.as_view(), name="search"),
        path("search/export.atom", search_feed, name="search_feed"),
        path("mail/", include("mail.urls")),
        path("partnerships/", include("partnerships.urls")),
        path("events/", include("events.urls")),
        *page_urls,  # methods/evidence/ is a page, and no method's
        path("", include("knowledge.urls")),
        path("", include("results.urls")),
        path("", include("matching.urls")),
        path("advice/", include("advice.urls")),
        path("iati/", include("iati.urls")),
        path("", include("digests.urls")),
        path("portfolio/", include("partnerships.portfolio_urls")),
        path("c/<str:token>/", side_link, name="side-link"),
        path("pulse/<str:token>/", pulse, name="pulse"),
        path("", include("community.urls")),
    ),
]
if settings.DEMO_MODE:
    urlpatterns.append(path("inbox/", include("mail.inbox_urls")))

handler400 = "p2pportal.errors.bad_request"
handler403 = "p2pportal.errors.permission_denied"
handler404 = "p2pportal.errors.not_found"
handler500 = "p2pportal.errors.server_error"
