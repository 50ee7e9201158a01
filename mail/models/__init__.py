"""The outbox, what readers chose about their mail, and which addresses take none. No one here has a name."""

from mail.models.message import Message, OutboxState
from mail.models.pause import OutboxPause
from mail.models.readers import MailPreference
from mail.models.suppression import Bounce, Suppression

__all__ = ["Bounce", "MailPreference", "Message", "OutboxPause", "OutboxState", "Suppression"]
