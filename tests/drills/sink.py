"""The mail server of a drill: takes mail, writes down what it took, and misbehaves when told to.

    python -m tests.drills.sink PORT LOG ORDERS [CERTIFICATE KEY]

ORDERS is a file of JSON, read again whenever it changes:

    pace            seconds until a message is answered
    greylist        seconds for which a recipient is put off, 450 and 421 in turn
    refuse_every    550 for recipients whose number is a multiple of this
    refuse          recipients refused with 550
    stall           recipients whose message is never answered after DATA; ["*"] is everybody
    kill            {recipient: "before" or "after"}: SIGKILL to the process at the other end, before the
                    message is stored or right after; once for each recipient
    kill_always     recipients whose message always kills its sender, before it is stored
"""

import asyncio
import json
import os
import re
import signal
import ssl
import sys
import time
from email import message_from_bytes
from pathlib import Path
from typing import Any

import psutil
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

NUMBER = re.compile(r"(\d+)@")


class Sink:
    def __init__(self, log: Path, orders: Path) -> None:
        self.log = log.open("a", buffering=1)
        self.file = orders
        self.read_at = 0
        self.given: dict[str, Any] = {}
        self.first_asked: dict[str, float] = {}
        self.killed: set[str] = set()

    @property
    def orders(self) -> dict[str, Any]:
        changed = self.file.stat().st_mtime_ns
        if changed != self.read_at:
            self.given, self.read_at = json.loads(self.file.read_text()), changed
        return self.given

    def note(self, event: str, to: str, **more: Any) -> None:
        self.log.write(json.dumps({"event": event, "at": time.time(), "to": to, **more}) + "\n")

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        refusal = self._refusal(address)
        if refusal:
            self.note("refused", address, answer=refusal)
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def _refusal(self, address: str) -> str:
        orders, found = self.orders, NUMBER.search(address)
        number, every = int(found[1]) if found else 1, orders.get("refuse_every", 0)
        if address in orders.get("refuse", ()) or (every and number % every == 0):
            return "550 5.1.1 No such user here"
        since = self.first_asked.setdefault(address, time.monotonic())
        if time.monotonic() - since < orders.get("greylist", 0):
            return "421 4.7.0 Try again later" if number % 10 == 0 else "450 4.2.0 Greylisted"
        return ""

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        orders, to = self.orders, envelope.rcpt_tos[0]
        message = message_from_bytes(envelope.content)
        await asyncio.sleep(orders.get("pace", 0))
        if {"*", to} & set(orders.get("stall", ())):
            self.note("stalled", to, id=message["Message-ID"])
            await asyncio.sleep(3600)
        when = "before" if to in orders.get("kill_always", ()) else orders.get("kill", {}).get(to)
        if to in self.killed and to not in orders.get("kill_always", ()):
            when = None
        if when != "before":
            self.note("stored", to, id=message["Message-ID"], date=message["Date"])
        if when:
            self.killed.add(to)
            self.note("killed", to, id=message["Message-ID"], when=when)
            os.kill(sender_of(session.peer[1]), signal.SIGKILL)
            await asyncio.sleep(1)
        return "250 OK"


def sender_of(port: int) -> int:
    """The process at the other end of a line to this port."""
    lines = psutil.net_connections(kind="tcp4")
    return next(line.pid for line in lines if line.laddr.port == port and line.pid not in (None, os.getpid()))


def main() -> int:
    port, log, orders, *certificate = sys.argv[1:]
    tls = None
    if certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(*certificate)
    endings = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, endings)
    server = Controller(
        Sink(Path(log), Path(orders)),
        hostname="127.0.0.1",
        port=int(port),
        server_kwargs={"tls_context": tls, "require_starttls": tls is not None, "timeout": 7200},
    )
    server.start()
    signal.sigwait(endings)
    os._exit(0)  # a server that stalls would wait for its lines


if __name__ == "__main__":
    sys.exit(main())
