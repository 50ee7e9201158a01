"""One person's address, however it is written."""

from mail.addresses import clean_address

# Mailboxes of these do not tell dots apart.
DOTLESS = {"gmail.com", "googlemail.com"}


def email_key(address: str) -> str:
    """`A+news@Example.org` and `a@example.org` are one person; so are dots where the provider ignores them.

    Raises ValidationError for what is no address.
    """
    local, _, domain = clean_address(address).rpartition("@")
    local, domain = local.partition("+")[0].casefold() or local.casefold(), domain.casefold()
    if domain in DOTLESS:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"
