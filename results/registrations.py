"""What results add to the frame of the portal."""

from django.utils.translation import gettext_lazy as _

from core.registry import Panel, add_navigation, add_panel
from partnerships.recorded import add_openable
from results import panels
from results.models import Capability, HarvestedOutcome, ResultsFramework


def register() -> None:
    """Called once, when all models are loaded."""
    add_navigation(_("Results"), "results:portfolio", order=50)
    panel = Panel("partnerships:detail", "results", "results/_panel.html", order=20, data=panels.of_partnership)
    add_panel(panel)
    add_openable("framework", ResultsFramework)
    add_openable("outcome", HarvestedOutcome)
    add_openable("capability", Capability)
