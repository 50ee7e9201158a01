"""Mail of the community; every message goes through the outbox."""

from community.emails.invitations import (
    invitations_still_open,
    may_be_invited,
    send_invitation,
    sender_name,
)
from community.emails.memberships import requests_still_open, tell_member, tell_verifiers
from community.emails.recipients import recipient, secretariat
from community.emails.reports import may_be_answered, reports_still_open, tell_owners, tell_reporter

__all__ = [
    "invitations_still_open",
    "may_be_answered",
    "may_be_invited",
    "recipient",
    "reports_still_open",
    "requests_still_open",
    "secretariat",
    "send_invitation",
    "sender_name",
    "tell_member",
    "tell_owners",
    "tell_reporter",
    "tell_verifiers",
]
