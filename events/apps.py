from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Learning events")

    def ready(self) -> None:
        from events import registrations  # noqa: PLC0415 models must be loaded first

        registrations.register()
