"""Which addresses look like those of an institution. A hint for the person who invites, never a proof."""

from urllib.parse import urlsplit

from community.address_lists import domain_of
from community.models import Institution, Membership

# Where anyone gets a mailbox: that colleagues have theirs there says nothing of the institution.
OPEN_TO_ALL = {
    "aol.com", "gmail.com", "googlemail.com", "gmx.com", "gmx.de", "gmx.net", "hotmail.com",
    "hotmail.fr", "icloud.com", "live.com", "mail.com", "mail.ru", "msn.com", "outlook.com",
    "proton.me", "protonmail.com", "qq.com", "rediffmail.com", "web.de", "yahoo.co.in", "yahoo.co.uk",
    "yahoo.com", "yahoo.es", "yahoo.fr", "yandex.com", "yandex.ru", "ymail.com", "163.com",
}  # fmt: skip


def domains_of(institution: Institution) -> set[str]:
    """Of its web site and of its verified members; empty where nothing is known."""
    members = Membership.objects.active().of(institution).values_list("user__email", flat=True)
    known = {domain_of(address) for address in members}
    site = (urlsplit(institution.website).hostname or "").removeprefix("www.")
    return {domain for domain in {*known, site} if domain and domain not in OPEN_TO_ALL}


def fits(address: str, domains: set[str]) -> bool:
    """Whether it is of one of these domains, of a part of one, or of what one is a part of."""
    own = domain_of(address)
    return any(_is_part(own, domain) or (own.count(".") and _is_part(domain, own)) for domain in domains)


def _is_part(domain: str, of: str) -> bool:
    return domain == of or domain.endswith(f".{of}")
