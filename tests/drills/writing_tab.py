"""A writing page in a tab of a browser: its form is read, typed into, kept and saved."""

import http.client
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urlsplit

CSRF = "d" * 32
_WORD = re.compile(r"word-\d+")


class Page(HTMLParser):
    """The fields of the form in which a piece is written, and all words that the page shows outside of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self.action = ""
        self.shown = ""
        self._in_form = False
        self._area = self._select = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "form":
            self._in_form, self.action = "data-writing" in given, given.get("action", "") or self.action
        if not self._in_form:
            return
        kind, name = given.get("type", ""), given.get("name", "")
        if tag == "input" and name and (kind not in ("checkbox", "radio") or "checked" in given):
            self.fields.append((name, given.get("value", "")))
        elif tag == "textarea":
            self._area = name
            self.fields.append((name, ""))
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given:
            self.fields.append((self._select, given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._in_form = False
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            name, text = self.fields[-1]
            self.fields[-1] = (name, text + data)
        else:
            self.shown += data


class Tab:
    """One tab of somebody who is signed in; `fields` are as they stand on its page."""

    def __init__(self, port: int, session: str) -> None:
        self.port, self.session = port, session
        self.path, self.fields = "", list[tuple[str, str]]()
        self.statuses: list[int] = []

    @property
    def text(self) -> str:
        return dict(self.fields)["context"].removeprefix("\n")

    @property
    def words(self) -> set[str]:
        return words(self.text)

    def open(self, slug: str) -> None:
        self.path = f"/en/pieces/{slug}/edit/"
        status, text, leads_to = self._ask("GET", self.path)
        if status == 302:  # its new wording has been begun
            self.path = urlsplit(leads_to).path
            status, text, _leads_to = self._ask("GET", self.path)
        assert status == 200, status
        self.fields = Page(text).fields

    def type(self, word: str) -> None:
        self.put(f"{self.text}\n\n{word}")

    def put(self, text: str) -> None:
        self.fields = [(name, text if name == "context" else value) for name, value in self.fields]

    def take_over(self, stands: set[str]) -> None:
        """What somebody else wrote and this text lacks, as the comparison on the page shows it."""
        self.put("\n\n".join([self.text, *sorted(stands - self.words)]))

    def keep(self) -> int:
        """What the script of the page does every few seconds."""
        address = self.path.replace("/edit/", "/unsaved/")
        return self._ask("POST", address, {"Accept": "application/json"})[0]

    def save(self) -> tuple[int, str]:
        """After it the tab shows the page that was answered, and in its form what was sent or what is stored."""
        status, text, leads_to = self._ask("POST", self.path)
        if status == 302:
            self.open(leads_to.split("/")[-3])
        elif status == 409:
            page = Page(text)
            self.path, self.fields = page.action, page.fields
            return status, page.shown
        return status, ""

    def _ask(self, method: str, path: str, headers: dict[str, str] | None = None) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {
            "Cookie": f"sessionid={self.session}; csrftoken={CSRF}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": f"http://127.0.0.1:{self.port}{path}",
        } | (headers or {})
        fields = [*(pair for pair in self.fields if pair[0] != "csrfmiddlewaretoken"), ("csrfmiddlewaretoken", CSRF)]
        connection.request(method, path, urlencode(fields) if method == "POST" else None, sent)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        self.statuses.append(response.status)
        return response.status, text, response.headers.get("Location", "")


def words(text: str) -> set[str]:
    return set(_WORD.findall(text))
