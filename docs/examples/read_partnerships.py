"""Reads every partnership of a country, page after page, and prints a line for each.

    python read_partnerships.py https://portal.example KE

With a token in the environment (P2P_TOKEN) it reads what you see, else what is public.
"""

import json
import os
import sys
from urllib.parse import urlencode
from urllib.request import Request, urlopen


def rows(portal, **filters):
    """All rows of the register under these filters."""
    address = f"{portal}/api/v1/partnerships/?{urlencode(filters)}"
    while address:
        request = Request(address)
        if token := os.environ.get("P2P_TOKEN"):
            request.add_header("Authorization", f"Bearer {token}")
        with urlopen(request) as answer:
            page = json.load(answer)
        yield from page["results"]
        address = page["next"]


if __name__ == "__main__":
    portal, country = sys.argv[1:]
    for row in rows(portal, country=country):
        who = ", ".join(member["institution"] for member in row["members"])
        print(f"{row['title']} ({row['stage']}): {who}")
