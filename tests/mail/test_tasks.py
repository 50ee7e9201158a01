from datetime import timedelta

import pytest
from django.conf import settings as portal

from mail import delivery
from mail.tasks import send_due_mail

pytestmark = pytest.mark.django_db(transaction=True)
CLOCKS_DIFFER_BY = timedelta(seconds=90)


@pytest.fixture
def asked(monkeypatch):
    """The options of every sweep that is asked for."""
    asked = []
    monkeypatch.setattr(send_due_mail, "apply_async", lambda **options: asked.append(options))
    return asked


def test_a_sweep_that_is_asked_for_is_young_enough_for_a_worker_whose_clock_is_ahead(asked, queue, sink, monkeypatch):
    """With 60 seconds a worker 90 seconds ahead threw all away, and no mail went out at all."""
    queue(["ada@example.org", "bob@example.org"])  # asks
    monkeypatch.setattr(delivery, "send_due", lambda seconds: 1)
    send_due_mail()  # asks for the next one, since mail is left
    beat = portal.CELERY_BEAT_SCHEDULE["send-due-mail"]["options"]

    lives = [timedelta(seconds=options["expires"]) for options in [*asked, beat]]

    assert len(lives) == 3
    assert min(lives) > CLOCKS_DIFFER_BY
