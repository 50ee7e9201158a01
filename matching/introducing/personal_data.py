"""What a person did in introductions: told to that person, and left to the two sides without the name."""

from typing import Any

from community.models import User
from matching.models import AskedByMail, BrokerTime, ExitAnswer, Introduction, Match, MatchWeights, RelayMessage

# Columns that say who did something; what was done stays, for both sides rely on it.
DOERS = {
    Introduction: ("requested_by", "owner", "sent_by", "demand_accepted_by", "supply_accepted_by"),
    BrokerTime: ("by",),
    ExitAnswer: ("by",),
    Match: ("proposed_by",),
    MatchWeights: ("created_by",),
}


def tell(user: User) -> dict[str, Any]:
    introductions = Introduction.objects.filter(requested_by=user).select_related("supply_institution").order_by("pk")
    return {
        "introductions_asked_for": [
            {"problem": each.problem, "of": each.supply_institution.name, "at": each.asked_at.isoformat()}
            for each in introductions
        ],
        "messages": [
            {"text": each.text, "at": each.created_at.isoformat()}
            for each in RelayMessage.objects.filter(author=user).order_by("pk")
        ],
        "time_spent_brokering": [
            {"on": str(each.on), "minutes": each.minutes, "note": each.note}
            for each in BrokerTime.objects.filter(by=user).order_by("pk")
        ],
        "asked_by_mail": [
            {"problem": each.problem, "name": each.name, "at": each.created_at.isoformat()}
            for each in AskedByMail.objects.filter(address__iexact=user.email).order_by("pk")
        ],
    }


def forget(user: User) -> None:
    """Requests that nobody confirmed go with the address; of the rest only who did it."""
    for model, columns in DOERS.items():
        for column in columns:
            model._default_manager.filter(**{column: user}).update(**{column: None})
    RelayMessage.objects.filter(author=user).update(author=None, author_name="")
    AskedByMail.objects.filter(address__iexact=user.email).delete()
    Introduction.objects.filter(contact_address__iexact=user.email).update(contact_address="", contact_name="")
