"""Fetching a published file from an address that somebody typed: from public machines only, and never for long.

What an address leads to is looked up once, and the connection goes to the very address that was looked at: a name
that answers differently the second time gains nothing. Every redirect is looked at like a first address.
"""

import ssl
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Any
from urllib.parse import urljoin, urlsplit

import certifi
import requests
from django.conf import settings
from django.utils.translation import gettext as _
from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.exceptions import HTTPError

MOST_BYTES = 50_000_000
MOST_SECONDS_OF_SILENCE = 10.0
MOST_REDIRECTS = 3
PORT = 443
AGENT = "P2P-Portal (IATI import)"
REDIRECTS = (301, 302, 303, 307, 308)


class CannotFetch(Exception):
    """Nothing was fetched; the message tells in plain words why."""


@dataclass(frozen=True)
class Fetched:
    """The bytes as the publisher has them, unpacked if they were packed for the way only."""

    content: bytes
    url: str
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class NotModified:
    """The publisher says that the file is the one that was fetched last."""


def fetch(url: str, *, etag: str = "", last_modified: str = "") -> Fetched | NotModified:
    """The file at an https address, at most 50 MB within 30 seconds over at most three redirects."""
    headers = {"User-Agent": AGENT, "Accept": "application/xml, text/xml;q=0.9, */*;q=0.1", "Accept-Encoding": "gzip"}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    deadline = monotonic() + settings.IATI_FETCH_SECONDS
    try:
        return _follow(url.strip(), headers, deadline)
    except InvalidIPAddress as error:
        raise CannotFetch(_("This address leads into a private network. Give one that everybody can open.")) from error
    except (TimeoutError, requests.Timeout) as error:
        raise CannotFetch(_too_slow()) from error
    except requests.exceptions.SSLError as error:
        raise CannotFetch(
            _("The connection is not safe: the certificate of the site does not hold. Tell its webmaster.")
        ) from error
    except (requests.RequestException, HTTPError, OSError, ValueError) as error:
        if monotonic() > deadline:
            raise CannotFetch(_too_slow()) from error
        raise CannotFetch(_("The site could not be reached, or broke off. Try again later.")) from error


def _follow(url: str, headers: dict[str, str], deadline: float) -> Fetched | NotModified:
    for _hop in range(MOST_REDIRECTS + 1):
        _check(url)
        with (
            _session(url, deadline) as session,
            session.get(url, headers=headers, stream=True, allow_redirects=False) as answer,
        ):
            if answer.status_code in REDIRECTS and answer.headers.get("Location"):
                url = urljoin(url, answer.headers["Location"])
                continue
            return _taken(answer, url)
    raise CannotFetch(_("This address passes on to others without an end. Give the address of the file itself."))


def _check(url: str) -> None:
    """What can be said of an address before anybody is asked for it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise CannotFetch(_("This is no address of a file. It should begin with https://.")) from error
    if parts.scheme != "https" or not parts.hostname:
        raise CannotFetch(_("Only addresses that begin with https:// are fetched."))
    if parts.username is not None or parts.password is not None:
        raise CannotFetch(_("An address with a name or password in it is not fetched."))
    if port not in (None, PORT) and not _is_trusted(parts):
        raise CannotFetch(_("Only the usual port of https is asked. Leave the number after the colon out."))


def _is_trusted(parts: Any) -> bool:
    return f"{parts.hostname}:{parts.port or PORT}" in settings.IATI_FETCH_TRUSTS


def _session(url: str, deadline: float) -> HTTPSession:
    """One request's session: it looks at where a name leads, takes no proxy or password from around, and ends in time."""
    session = HTTPSession(
        Config(
            default_timeout=(MOST_SECONDS_OF_SILENCE, MOST_SECONDS_OF_SILENCE),
            never_redirect=True,
            ip_filter_enable=True,
            ip_filter_allow_loopback_ips=False,
            user_agent_override=AGENT,
        )
    )
    session.trust_env = False
    session.mount("https://", _Adapter(deadline, allow_loopback=_is_trusted(urlsplit(url))))
    return session


def _taken(answer: requests.Response, url: str) -> Fetched | NotModified:
    if answer.status_code == requests.codes.not_modified:
        return NotModified()
    if answer.status_code in (401, 403):
        raise CannotFetch(_("The site does not give this file to everybody."))
    if answer.status_code in (404, 410):
        raise CannotFetch(_("There is no file at this address."))
    if answer.status_code != requests.codes.ok:
        raise CannotFetch(
            _("The site answers with an error (%(code)s). Try again later.") % {"code": answer.status_code}
        )
    encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", ""):
        raise CannotFetch(_("The site sends the file in a packing that it was not asked for."))
    content = b"".join(_bounded(answer.raw.stream(1 << 16, decode_content=False), unpacks=encoding == "gzip"))
    if content[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<!doctype html", b"<html")):
        raise CannotFetch(
            _("There is a web page at this address, not a file. Look for the link to the XML file on it.")
        )
    return Fetched(content, url, answer.headers.get("ETag", "")[:250], answer.headers.get("Last-Modified", "")[:100])


def _bounded(chunks: Iterator[bytes], *, unpacks: bool) -> Iterator[bytes]:
    """The content, until it gets too much; what is packed is never unpacked beyond that."""
    packing = zlib.decompressobj(wbits=31) if unpacks else None
    packed = total = 0
    for chunk in chunks:
        packed += len(chunk)
        piece = packing.decompress(chunk, MOST_BYTES + 1 - total) if packing else chunk
        total += len(piece)
        if total > MOST_BYTES or packed > MOST_BYTES:
            raise CannotFetch(_("The file is larger than 50 MB. Ask for it in parts."))
        yield piece
    if packing and not packing.eof:
        raise CannotFetch(_("The file ends before it is complete. Try again later."))


class _Adapter(IPFilterAdapter):
    """Connections whose every reading ends at the deadline, however little the other side sends at a time."""

    def __init__(self, deadline: float, *, allow_loopback: bool) -> None:
        self._deadline = deadline
        super().__init__(is_https_proto=True, allow_loopback=allow_loopback)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        context = ssl.create_default_context(cafile=settings.IATI_FETCH_CA or certifi.where())
        context.sslsocket_class = _until(self._deadline)
        super().init_poolmanager(*args, ssl_context=context, **kwargs)


def _until(deadline: float) -> type[ssl.SSLSocket]:
    class Until(ssl.SSLSocket):
        def recv_into(self, *args: Any, **kwargs: Any) -> int:
            left = deadline - monotonic()
            if left <= 0:
                raise TimeoutError
            self.settimeout(min(left, MOST_SECONDS_OF_SILENCE))
            return super().recv_into(*args, **kwargs)

    return Until


def _too_slow() -> str:
    return _("The site is too slow: the file was not there within %(seconds)d seconds. Try again later.") % {
        "seconds": settings.IATI_FETCH_SECONDS
    }
