"""Telling who answered by a signed link, and has no account to be told by, that both sides stand by the record."""

from collections.abc import Iterable

from community.models import User
from mail.services import Recipient, queue
from partnerships.asking.links import address_of
from partnerships.models import Confirmation, Partnership


def tell_who_answered_by_link(partnership: Partnership, words: Iterable[Confirmation]) -> int:
    """One letter for each link by which somebody stands by the record, with the way back to its page."""
    links = {word.link_id: word.link for word in words if word.link and word.link.is_reachable}
    addresses = [link.address for link in links.values()]
    known = set(User.objects.active().filter(email__in=addresses).values_list("email", flat=True))
    return sum(
        queue(
            purpose="side-link-settled",
            period=f"{link.pk}-{partnership.version}",
            to=[Recipient(link.address, link.language)],
            template="partnerships/emails/link_settled",
            context={"link": link, "url": address_of(link), "is_public": partnership.visibility == "public"},
        )
        for link in links.values()
        if link.address not in known
    )
