"""All that the portal holds about one person, for that person."""

from typing import Any

from community.models import ApiToken, AuditEntry, Invitation, Membership, ProblemReport, User
from core.registry import kept_of_people
from mail.models import MailPreference, Message


def personal_data(user: User) -> dict[str, Any]:
    """Plain data that a program can read; texts of mails stay in the person's own mailbox."""
    profile = getattr(user, "profile", None)
    return {
        "account": {
            "email": user.email,
            "name": user.name,
            "role": user.role,
            "joined": user.date_joined.isoformat(),
            "last_login": user.last_login.isoformat() if user.last_login else None,
        },
        "profile": _profile(profile) if profile else None,
        "memberships": [
            {
                "institution": membership.institution.name,
                "role": membership.role,
                "status": membership.status,
                "note": membership.note,
                "asked_at": membership.created_at.isoformat(),
                "ended_at": membership.ended_at.isoformat() if membership.ended_at else None,
            }
            for membership in Membership.objects.filter(user=user).select_related("institution")
        ],
        "invitations": [
            {
                "to": invitation.email,
                "institution": invitation.institution.name,
                "role": invitation.role,
                "status": invitation.state,
                "sent_at": invitation.sent_at.isoformat(),
            }
            for invitation in Invitation.objects.concerning(user).select_related("institution")
        ],
        "reports_of_problems": [
            {"page": report.path, "text": report.text, "answer": report.answer, "at": report.created_at.isoformat()}
            for report in ProblemReport.objects.filter(reporter=user)
        ],
        "api_tokens": [
            {
                "name": token.name,
                "begins_with": token.beginning,
                "may_read": token.scopes,
                "made_at": token.created_at.isoformat(),
                "ends_at": token.expires_at.isoformat(),
                "last_used_at": token.last_used_at.isoformat() if token.last_used_at else None,
                "withdrawn_at": token.revoked_at.isoformat() if token.revoked_at else None,
            }
            for token in ApiToken.objects.of(user)
        ],
        "mail": [
            {"subject": message.subject, "purpose": message.purpose, "status": message.status}
            for message in Message.objects.filter(recipient__iexact=user.email)
        ],
        "mail_choices": [
            {"kind": chosen.kind, "choice": chosen.choice}
            for chosen in MailPreference.objects.filter(address__iexact=user.email)
        ],
        "audit_log": [
            {"action": entry.action, "record": f"{entry.content_type} {entry.object_id}", "at": entry.at.isoformat()}
            for entry in AuditEntry.objects.filter(actor=user).select_related("content_type")
        ],
    } | {kept.name: kept.tell(user) for kept in kept_of_people()}


def _profile(profile: Any) -> dict[str, Any]:
    return {
        "job_title": profile.job_title,
        "expertise": list(profile.expertise.names()),
        "languages": profile.languages,
        "time_zone": profile.time_zone,
        "locale": profile.locale,
        "shown_to": {field: getattr(profile, f"{field}_shown_to") for field in profile.SHOWN_FIELDS},
    }
