"""What stories, methods, challenges and evidence add to the frame of the portal."""

from core.registry import PersonalData, add_personal_data
from knowledge import personal_data
from knowledge.services.erasing import forget_writing


def register() -> None:
    """Called once, when all models are loaded."""
    _register_writing()


def _register_writing() -> None:
    add_personal_data(PersonalData("knowledge", personal_data.tell, forget_writing))
