from celery.signals import worker_ready

from mail.tasks import TASK_LIVES, send_due_mail
from p2pportal.celery import app


def test_a_worker_that_starts_sends_what_is_due(monkeypatch):
    """It may follow one that was killed; twenty kills in a mailing cost twenty of beat's minutes before."""
    sent = []
    monkeypatch.setattr(app, "send_task", lambda name, **options: sent.append((name, options)))

    worker_ready.send(sender=None)

    assert sent == [(send_due_mail.name, {"expires": TASK_LIVES})]


def test_a_sweep_whose_process_was_killed_goes_back_to_the_queue():
    assert send_due_mail.acks_late is True
    assert send_due_mail.reject_on_worker_lost is True


def test_a_worker_takes_no_more_than_it_runs():
    """With four in store for each process, a worker told to stop went on sending for more than 30 seconds."""
    assert app.conf.task_acks_late is True
    assert app.conf.worker_prefetch_multiplier == 1
