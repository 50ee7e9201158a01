"""Whether the parts are up, for the supervisor, the proxy and whoever is on duty."""

from django.core.cache import cache
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from kombu.exceptions import OperationalError as BrokerError

from mail.models import Message
from p2pportal.celery import app


@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """This process answers; asks nobody else."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Each part, and for how many seconds the oldest due mail has waited; 503 when a part is down."""
    database, waiting = _database()
    broker = _broker()
    healthy = database == broker == "ok"
    return JsonResponse(
        {
            "status": "ok" if healthy else "down",
            "database": database,
            "broker": broker,
            "oldest_due_mail_s": waiting,
        },
        status=200 if healthy else 503,
    )


def _database() -> tuple[str, int | None]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        cache.get("healthz")
        return "ok", Message.objects.seconds_waiting()
    except (DatabaseError, InterfaceError):
        return "down", None


def _broker() -> str:
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=1)
    except (BrokerError, OSError):
        return "down"
    return "ok"
