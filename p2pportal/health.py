"""Whether the parts are up, for the supervisor, the proxy and whoever is on duty."""

from django.core.cache import cache
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from kombu.exceptions import OperationalError as BrokerError

from mail.models import Message, OutboxState
from p2pportal.celery import app


@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """This process answers; asks nobody else."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Each part, and how the outbox stands; 503 when a part is down. Who paused the outbox stays inside."""
    database, mail = _database()
    broker = _broker()
    healthy = database == broker == "ok"
    return JsonResponse(
        {
            "status": "ok" if healthy else "down",
            "database": database,
            "broker": broker,
            "oldest_due_mail_s": mail and mail.oldest_due_s,
            "queued_mail": mail and mail.queued,
            "failed_mail_last_day": mail and mail.failed_last_day,
            "mail_paused": bool(mail and mail.pause),
            "mail_paused_because": mail.pause.reason if mail and mail.pause else "",
        },
        status=200 if healthy else 503,
    )


def _database() -> tuple[str, OutboxState | None]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        cache.get("healthz")
        return "ok", Message.objects.state()
    except (DatabaseError, InterfaceError):
        return "down", None


def _broker() -> str:
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=1)
    except (BrokerError, OSError):
        return "down"
    return "ok"
