from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "p2pportal"
    verbose_name = "P2P Portal"
