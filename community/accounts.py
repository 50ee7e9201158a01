"""How allauth works here: its mail goes through the outbox, and nobody's mailbox is filled by strangers."""

import uuid
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language

from community.emails import recipient
from community.models import User
from mail import services as mail
from mail.models import Message

# Mail that anyone can cause who knows an address, by kind, and how many of a kind it gets in a day.
SIGNUP, CODE = "signup", "code"
KINDS = {
    "account/email/email_confirmation_signup": SIGNUP,
    "account/email/account_already_exists": SIGNUP,
    "account/email/unknown_account": SIGNUP,
    "account/email/email_confirmation": CODE,
    "account/email/login_code": CODE,
    "account/email/password_reset_code": CODE,
}
MOST_A_DAY = {SIGNUP: 3, CODE: 15}


class AccountAdapter(DefaultAccountAdapter):
    """allauth asks this class whatever a site may want to do its own way."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue a code or a notice in the language of the page that caused it.

        Beyond the day's ration nothing is queued, and the page does not tell.
        """
        kind = KINDS.get(template_prefix, "notice")
        if _ration_is_used_up(email, kind):
            return
        mail.queue(
            purpose="account",
            period=f"{kind}:{uuid.uuid4()}",
            to=[mail.Recipient(email, get_language() or "en", _time_zone(email))],
            template=template_prefix,
            context={name: value for name, value in context.items() if name != "request"},
        )

    def send_account_already_exists_mail(self, email: str) -> None:
        """Takes the time that a new account's password takes, else the clock would tell who has one."""
        make_password(self.request.POST.get("password1", ""))
        super().send_account_already_exists_mail(email)

    def is_safe_url(self, url: str) -> bool:
        """After signing in one is led on within the portal only, by a path."""
        return bool(url) and url.startswith("/") and super().is_safe_url(url)

    def pre_login(self, request: HttpRequest, user: User, **hook: Any) -> HttpResponse | None:
        """Somebody else may have signed up with this address and waits for its owner to confirm it.

        Who comes in for the first time by a mailed code leaves that stranger's password behind.
        """
        records = get_authentication_records(request, user)
        if user.last_login is None and records and records[-1]["method"] == "code" and user.has_usable_password():
            user.set_unusable_password()
            user.save(update_fields=["password"])
        answer: HttpResponse | None = super().pre_login(request, user, **hook)
        return answer

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Of two sign-ups at the same moment the second is answered like one with a known address."""
        try:
            with transaction.atomic():
                saved: User = super().save_user(request, user, form, commit)
        except IntegrityError:
            raise ImmediateHttpResponse(redirect("account_email_verification_sent")) from None
        return saved


def _ration_is_used_up(email: str, kind: str) -> bool:
    if kind not in MOST_A_DAY:
        return False
    today = Message.objects.filter(recipient=email.lower(), created_at__gt=timezone.now() - timedelta(days=1))
    return today.filter(purpose="account", period__startswith=f"{kind}:").count() >= MOST_A_DAY[kind]


def _time_zone(email: str) -> str:
    user = User.objects.select_related("profile").filter(email=email.lower()).first()
    return recipient(user).time_zone if user else "UTC"
