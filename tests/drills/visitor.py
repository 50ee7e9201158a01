"""Somebody with a browser: pages are asked for and forms are sent, and each takes its time."""

import http.cookiejar
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    status: int
    url: str
    text: str
    seconds: float


class Visitor:
    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> Answer:
        return self._ask(urllib.request.Request(self.base_url + path))

    def post(self, path: str, **fields: str) -> Answer:
        """Send the form of a page, as a browser that has just shown it; the time is that of the sending alone."""
        self.get(path)
        token = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        data = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token or ""}).encode()
        return self._ask(urllib.request.Request(self.base_url + path, data, {"Referer": self.base_url + path}))

    def _ask(self, request: urllib.request.Request) -> Answer:
        began = time.monotonic()
        try:
            with self._opener.open(request, timeout=60) as response:
                status, url, text = response.status, response.url, response.read().decode()
        except urllib.error.HTTPError as error:
            status, url, text = error.code, error.url or "", error.read().decode(errors="replace")
        return Answer(status, url, text, time.monotonic() - began)
