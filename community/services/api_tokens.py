"""Tokens of the API: made, and withdrawn."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community import auditing
from community.models import ApiToken, AuditEntry, User
from community.permissions import can_revoke_token, can_use_api_tokens
from core.permissions import require

MOST = 20  # tokens that one person has at a time


class CannotIssue(Exception):
    """No further token; the message says why."""


@transaction.atomic
def issue_token(*, name: str, scopes: Sequence[str], lives_for: timedelta, by: User) -> tuple[ApiToken, str]:
    """A token of one's own, and its secret, which is told here and never again."""
    require(can_use_api_tokens, by)
    if ApiToken.objects.of(by).not_revoked().count() >= MOST:
        raise CannotIssue(_("You have %(count)d tokens. Withdraw one that you no longer need.") % {"count": MOST})
    try:
        with transaction.atomic():
            token, secret = ApiToken.objects.issue(
                user=by, name=name, scopes=list(scopes), expires_at=timezone.now() + lives_for
            )
    except IntegrityError as error:
        raise CannotIssue(_("You have a token of this name already.")) from error
    _note(token, by, "made")
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User) -> ApiToken:
    """From now on nobody reads anything with it; once more changes nothing."""
    require(can_revoke_token, by, token)
    token = ApiToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at", "updated_at"])
        _note(token, by, "withdrawn")
    return token


def _note(token: ApiToken, by: User, what: str) -> None:
    auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=token, detail=f"API token {token} {what}")
