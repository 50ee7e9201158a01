from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "p2pportal"
    verbose_name = "P2P Portal"

    def ready(self) -> None:
        from p2pportal import registrations  # noqa: PLC0415 models must be loaded first

        registrations.register()
