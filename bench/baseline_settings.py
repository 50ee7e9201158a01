"""The portal's own database and server, and nothing else: no apps, no middleware, one address."""

from p2pportal.settings import *  # noqa: F403 - what is common stays common

INSTALLED_APPS: list[str] = []
MIDDLEWARE: list[str] = []
TEMPLATES: list[dict[str, object]] = []
ROOT_URLCONF = "bench.baseline"
