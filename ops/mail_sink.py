"""The local mail server of `make run`: takes every message and delivers it to one Maildir.

MAIL_SINK_DIR=var/inbox python -m ops.mail_sink PORT
"""

import os
import signal
import sys
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox

MAX_MESSAGE_BYTES = 20_000_000


def main() -> int:
    inbox = Path(os.environ["MAIL_SINK_DIR"])
    inbox.parent.mkdir(parents=True, exist_ok=True)
    endings = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
    # Before the server's thread starts, so that it inherits the mask and the signal comes to us.
    signal.pthread_sigmask(signal.SIG_BLOCK, endings)
    sink = Controller(Mailbox(inbox), hostname="127.0.0.1", port=int(sys.argv[1]), data_size_limit=MAX_MESSAGE_BYTES)
    sink.start()
    signal.sigwait(endings)
    sink.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
