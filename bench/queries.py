"""How many queries a page takes, counted in this process."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.operations import Operation


def most_queries(operation: Operation) -> int:
    """The most that one of its pages takes once the process has served a page."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies.load(operation.cookies)
    counts = []
    told = {"If-None-Match": client.get(operation.paths[0])["ETag"]} if operation.unchanged else {}
    for path in [operation.paths[0], *operation.paths]:
        with CaptureQueriesContext(connection) as captured:
            client.get(path, headers=told)
        counts.append(len(captured))
    return max(counts[1:])
