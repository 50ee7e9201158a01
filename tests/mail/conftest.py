"""A registered purpose, letters to send, and a real SMTP server that remembers what reached it."""

import asyncio
import copy
import socket
from email import message_from_bytes, policy
from pathlib import Path
from threading import Thread

import pytest
from aiosmtpd.controller import Controller
from django.db import connection

from core import registry
from core.registry import MailKind, MailPurpose
from mail import services


@pytest.fixture(autouse=True)
def letters(settings):
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path(__file__).parent / "templates")
    settings.TEMPLATES = templates
    settings.BASE_URL = "https://portal.example"


@pytest.fixture
def register(monkeypatch):
    """Registers a purpose for the time of one test."""

    def add(name, **options):
        monkeypatch.setitem(registry._mail_purposes._entries, name, MailPurpose(name, name, **options))

    return add


@pytest.fixture
def news(register, monkeypatch):
    """A purpose of a kind that readers choose about; beside it there is only the digest."""
    kind = MailKind("news", "News of records", "What changes in records you follow.")
    kinds = {"news": kind, "digest": registry.mail_kind("digest")}
    monkeypatch.setattr(registry._mail_kinds, "_entries", kinds)
    register("record-news", kind="news")
    return "record-news"


@pytest.fixture(autouse=True)
def purpose(register):
    register("greeting")
    return "greeting"


@pytest.fixture
def queue(purpose):
    """`mail.queue` with everything filled in but what a test is about."""

    def call(to="ada@example.org", **changes):
        wanted = {"purpose": purpose, "period": "2026", "template": "letters/hello", "context": {"title": "Peers"}}
        return services.queue(**(wanted | changes), to=[to] if isinstance(to, str | services.Recipient) else to)

    return call


class Sink:
    """Takes every message, unless told otherwise: of a recipient, of our sender, of the text, or of a line's length.

    A recipient in `stalls` gets no answer to the text before the time is up.
    """

    def __init__(self):
        self.received = []
        self.refusals = {}
        self.text_refusals = {}
        self.sender_answer = ""
        self.stalls = set()
        self.longest_line = None
        self.connections = 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        session.carried = 0
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.sender_answer:
            return self.sender_answer
        if self.longest_line is not None and session.carried >= self.longest_line:
            return "421 enough for one line"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        (recipient,) = envelope.rcpt_tos
        if recipient in self.stalls:
            await asyncio.sleep(60)
        if recipient in self.text_refusals:
            return self.text_refusals[recipient]
        session.carried += 1
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    @property
    def recipients(self):
        return [message["To"] for message in self.received]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def sink(settings):
    handler = Sink()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, controller.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield handler
    controller.stop()


@pytest.fixture
def no_server(settings):
    """A port where nothing listens."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()


def in_threads(work, count):
    """What each of so many threads answered, each with a database session of its own."""
    results = []

    def run():
        try:
            results.append(work())
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
