"""Who asks: a token, a session, or anybody; within what it may read, and how often."""

import re
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security.base import AuthBase

from community.models import ApiToken
from community.models.api_tokens import PREFIX
from core.api.problems import Problem
from core.limits import Allowance, spend

BEARER = re.compile(rf"(?i:bearer) +({PREFIX}[A-Za-z0-9_-]{{20,80}})")
# Names under which tokens come in addresses elsewhere. An address is written to logs, so it is refused here.
IN_ADDRESS = frozenset({"token", "access_token", "api_token", "api_key", "apikey", "key", "auth", "bearer"})
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="P2P Portal API"'}


class Access(AuthBase):
    """Lets in whoever asks for a family of resources, as the person whose token or session it is.

    Which rows they see is then decided as on the pages, by the querysets. A token reads what its owner
    may read at this moment, and of that the families in its scopes.
    """

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, family: str) -> None:
        super().__init__()
        self.family = family

    def __call__(self, request: HttpRequest) -> Any:
        header = request.headers.get("Authorization")
        if header is None:
            self._let_in_without_token(request)
        else:
            self._let_in_with_token(request, token_of(request, header))
        return request.user

    def _let_in_without_token(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            within(request, spend("api-session", request.user.pk, settings.API_REQUESTS_A_MINUTE["session"]))
        else:
            within(request, spend("api-address", address_of(request), settings.API_REQUESTS_A_MINUTE["address"]))

    def _let_in_with_token(self, request: HttpRequest, token: ApiToken) -> None:
        within(request, spend("api-token", token.pk, settings.API_REQUESTS_A_MINUTE["token"]))
        if self.family and self.family not in token.scopes:
            scopes = ", ".join(token.scopes)
            raise Problem(403, _("This token may not read here. What it may read: %(scopes)s.") % {"scopes": scopes})
        token.note_use()
        request.user = token.user


def refuse_in_address(request: HttpRequest) -> None:
    """A token in an address ends up in logs and histories: it is never read from there."""
    values = (value for values in request.GET.lists() for value in values[1])
    if IN_ADDRESS.intersection(name.lower() for name in request.GET) or any(v.startswith(PREFIX) for v in values):
        raise Problem(
            401,
            _(
                "A token never stands in an address. Withdraw this one, make a new one, and send it in a header: %(header)s"
            )
            % {"header": "Authorization: Bearer <token>."},
            headers=CHALLENGE,
        )


def token_of(request: HttpRequest, header: str) -> ApiToken:
    """The valid token of a header, or 401 with the reason; who guesses is soon told to wait."""
    found = BEARER.fullmatch(header.strip())
    if not found:
        raise _refused(request, _("The header must be “Authorization: Bearer <token>”, with one token and once."))
    token = ApiToken.objects.of_secret(found[1])
    if token is None:
        raise _refused(request, _("There is no such token."))
    if not token.user.is_active:
        raise _refused(request, _("The account of this token is closed."))
    if token.revoked_at:
        raise _refused(request, _("This token was withdrawn."))
    if token.has_ended:
        raise _refused(request, _("This token has ended. Make a new one under your name, “API tokens”."))
    return token


def _refused(request: HttpRequest, reason: str) -> Problem:
    within(request, spend("api-refused", address_of(request), settings.API_REQUESTS_A_MINUTE["refused"]))
    return Problem(401, reason, headers=CHALLENGE)


def within(request: HttpRequest, allowance: Allowance) -> None:
    """Note what is left, for the answer's headers; 429 where nothing is."""
    request.allowance = allowance  # type: ignore[attr-defined]
    if allowance.is_spent:
        raise Problem(
            429,
            _("At most %(limit)d requests a minute. Go on in %(seconds)d seconds.")
            % {"limit": allowance.limit, "seconds": allowance.seconds_left},
            headers={"Retry-After": str(allowance.seconds_left)},
        )


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, behind as many proxies as the settings say."""
    return str(get_adapter().get_client_ip(request))
