"""A mail server that takes everything at once and writes down only which message it was.

python -m bench.mail_sink PORT FILE
"""

import signal
import sys
from email.parser import BytesHeaderParser
from typing import Any, TextIO

from aiosmtpd.controller import Controller


class Ledger:
    def __init__(self, file: TextIO) -> None:
        self.file = file

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        head = envelope.content.partition(b"\r\n\r\n")[0]
        self.file.write(f"{BytesHeaderParser().parsebytes(head)['Message-ID'].strip()}\n")
        self.file.flush()
        return "250 OK"


def main() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    with open(sys.argv[2], "w") as file:
        sink = Controller(Ledger(file), hostname="127.0.0.1", port=int(sys.argv[1]))
        sink.start()
        signal.sigwait({signal.SIGTERM, signal.SIGINT})
        sink.stop()


if __name__ == "__main__":
    main()
