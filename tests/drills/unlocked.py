"""The portal with the lock of an event taken away: what a drill compares with."""

import sys
from typing import Any

from p2pportal.wsgi import application


def unlocked(event: Any) -> Any:
    """The event as it stands, and nobody kept from anything."""
    return type(event).objects.get(pk=event.pk)


import events.urls  # noqa: E402, F401 - once the apps are there, everything that takes the lock

for module in [module for name, module in sys.modules.items() if name.startswith("events.")]:
    if hasattr(module, "locked"):
        module.locked = unlocked  # type: ignore[attr-defined]

__all__ = ["application"]
