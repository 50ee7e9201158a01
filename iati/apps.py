from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IatiConfig(AppConfig):
    name = "iati"
    verbose_name = _("IATI")

    def ready(self) -> None:
        from iati import checks, registrations  # noqa: F401, PLC0415 models must be loaded first; checks register themselves

        registrations.register()
