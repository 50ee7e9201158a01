"""The form to sign in, with the address that the link to it names."""

from typing import Any

from allauth.account.forms import LoginForm


class PrefilledLoginForm(LoginForm):
    """As signing up does it: `?email=…` saves typing, and tells nothing about who has an account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None:
            self.fields["login"].initial = self.request.GET.get("email", "")[:254]
