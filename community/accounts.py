"""How allauth works here: its mail goes through the outbox, and its addresses are our own."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request: Any, user: Any, form: Any, commit: bool = True) -> Any:
        return super().save_user(request, user, form, commit)
