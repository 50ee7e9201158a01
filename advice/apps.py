from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdviceConfig(AppConfig):
    name = "advice"
    verbose_name = _("Advice")

    def ready(self) -> None:
        from advice import registrations  # noqa: PLC0415 models must be loaded first

        registrations.register()
