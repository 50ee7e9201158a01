"""What a mail server's answer means: try again, give up, or mend the configuration."""

import enum
import re
import smtplib
from datetime import datetime, timedelta

from django.conf import settings

# With the minute until the next sweep, a mail goes out a quarter of an hour after its server is back, at the latest.
LONGEST_WAIT = timedelta(minutes=14)
GIVE_UP_AFTER = timedelta(hours=24)
TOO_LARGE = 552
# Said of us or of the text, not of the mailbox: wrong protocol, not allowed to relay, spam (RFC 3463).
NOT_THE_RECIPIENT = re.compile(r"\s*5\.[3567]\.\d")


class Answer(enum.Enum):
    """What becomes of a message that was not taken."""

    LATER = "later"  # 4xx, or the line broke: wait longer each time, for a day
    NEVER = "never"  # 5xx for this text: failed at once
    NO_SUCH_RECIPIENT = "no such recipient"  # 5xx for this address: failed at once, and counted
    NOBODY = "nobody"  # our sender is refused: a fault of the configuration, which waits for its repair


def answer_of(error: Exception) -> Answer:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _of_recipient(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPSenderRefused):
        return _of_sender(error.smtp_code)
    if isinstance(error, smtplib.SMTPDataError):
        return Answer.NEVER if error.smtp_code >= 500 else Answer.LATER
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Answer.NEVER
    if isinstance(error, smtplib.SMTPException | OSError):
        return Answer.LATER
    return Answer.NEVER  # it cannot be written as a mail at all: an address, a header


def breaks_the_line(error: Exception) -> bool:
    """Whether the line to the server is of no more use; a plain refusal leaves it as it was."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return any(code == 421 for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        return error.smtp_code == 421
    return True


def next_try(attempts: int, tried_since: datetime, now: datetime) -> datetime | None:
    """A minute after the first attempt, then twice as long each time, at most LONGEST_WAIT; None after a day."""
    scale = settings.MAIL_RETRY_SCALE
    if now - tried_since >= GIVE_UP_AFTER * scale:
        return None
    return now + min(timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_WAIT) * scale


def in_words(error: Exception) -> str:
    """For the admin: one line, and nothing the database could not store."""
    return f"{type(error).__name__}: {error}"[:2_000].replace("\x00", "")


def _of_recipient(code: int, text: bytes | str) -> Answer:
    if code < 500:
        return Answer.LATER
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return Answer.NEVER if code == 530 or NOT_THE_RECIPIENT.match(words) else Answer.NO_SUCH_RECIPIENT


def _of_sender(code: int) -> Answer:
    if code == TOO_LARGE:
        return Answer.NEVER
    return Answer.NOBODY if code >= 500 else Answer.LATER
