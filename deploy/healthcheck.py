"""Whether the web server of this container answers; asks under the portal's own name, as the proxy does."""

import os
import sys
import urllib.request
from urllib.parse import urlsplit


def main() -> int:
    base = urlsplit(os.environ.get("BASE_URL", "http://127.0.0.1:8000"))
    question = urllib.request.Request(
        "http://127.0.0.1:8000/healthz/live", headers={"Host": base.netloc, "X-Forwarded-Proto": base.scheme}
    )
    try:
        with urllib.request.urlopen(question, timeout=4) as answer:  # noqa: S310 an address of our own
            return 0 if answer.status == 200 else 1
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
