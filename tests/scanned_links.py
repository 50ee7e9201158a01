"""What a scanner of mail does: it finds every address in a letter, and opens each of them, often."""

import re

from core.registry import mail_purpose
from mail.links import unsubscribe_url
from mail.models import Message

ADDRESS = re.compile(r"https?://[^\s\"'<>)]+")


def links_of(purpose, base_url):
    """Every address of ours in the letters of a purpose: in their text, their HTML and their headers."""
    found = set()
    for sent in Message.objects.filter(purpose=purpose):
        found.update(ADDRESS.findall(sent.text + " " + sent.html))
        if kind := mail_purpose(purpose).kind:
            found.add(unsubscribe_url(sent.recipient, kind))
    return sorted(url.removeprefix(base_url) or "/" for url in found if url.startswith(base_url))


def opened_often(client, links):
    """For each of them, what it answered to HEAD and GET, twice and three times."""
    return {link: [ask(link).status_code for ask in (*[client.head] * 2, *[client.get] * 3)] for link in links}
