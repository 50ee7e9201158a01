"""Many people who send the same form at the same moment."""

import http.client
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

CSRF = "d" * 32


@dataclass(frozen=True)
class Sent:
    status: int
    seconds: float


def send_together(port: int, forms: list[tuple[str, str]], **fields: str) -> list[Sent]:
    """POST to each (path, session key), all let go at once; what each was answered, in the order given."""
    barrier = threading.Barrier(len(forms))

    def send(path: str, session: str) -> Sent:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {
            "Cookie": f"sessionid={session}; csrftoken={CSRF}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": f"http://127.0.0.1:{port}{path}",
        }
        barrier.wait()
        began = time.monotonic()
        connection.request("POST", path, urlencode({"csrfmiddlewaretoken": CSRF, **fields}), headers)
        response = connection.getresponse()
        response.read()
        connection.close()
        return Sent(response.status, time.monotonic() - began)

    with ThreadPoolExecutor(len(forms)) as people:
        return list(people.map(lambda form: send(*form), forms))


def sessions(file: Path) -> list[str]:
    return file.read_text().split()
