"""What advice adds to the frame of the portal."""

from advice.lineage import panels
from core.registry import Panel, add_panel


def register() -> None:
    """Called once, when all models are loaded."""
    _register_ladder()


def _register_ladder() -> None:
    shown = Panel("partnerships:detail", "family", "advice/_panel_family.html", order=40, data=panels.of_partnership)
    add_panel(shown)
