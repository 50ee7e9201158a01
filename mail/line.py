"""The line to the mail server: one for all messages of a sweep, opened again where it broke."""

import logging
import smtplib
from types import TracebackType
from typing import Any, Self

from django.core import mail
from django.core.mail import EmailMessage

from mail.answers import breaks_the_line

logger = logging.getLogger(__name__)


class ServerDown(Exception):
    """The mail server takes nothing at all, or nothing from us; no message is to blame."""


class Line:
    def __init__(self) -> None:
        self._connection: Any = mail.get_connection()
        self._carried = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def open(self) -> None:
        try:
            if self._connection.open():
                self._carried = 0
        except (smtplib.SMTPException, OSError) as error:
            raise ServerDown(f"{type(error).__name__}: {error}") from error

    def send(self, email: EmailMessage) -> None:
        """Raises what smtplib raises. Some servers close a line after so many messages: that costs a new line only."""
        self.open()
        try:
            self._send(email)
        except smtplib.SMTPSenderRefused as refused:
            if refused.smtp_code != 421 or not self._carried:
                raise
            self.open()
            self._send(email)

    def _send(self, email: EmailMessage) -> None:
        try:
            self._connection.send_messages([email])
        except Exception as error:
            if breaks_the_line(error):
                self.close()
            raise
        self._carried += 1

    def close(self) -> None:
        try:
            self._connection.close()
        except (smtplib.SMTPException, OSError) as error:
            logger.debug("The line to the mail server was broken: %s", error)
