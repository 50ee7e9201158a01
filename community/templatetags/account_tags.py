"""Parts of the account pages."""

from typing import Any

from django import template

from community.demo_accounts import DEMO_ACCOUNTS, PASSWORD

register = template.Library()


@register.inclusion_tag("account/_demo_accounts.html")
def demo_accounts() -> dict[str, Any]:
    """Who one can be in a demonstration, and how."""
    return {"accounts": DEMO_ACCOUNTS, "password": PASSWORD}
