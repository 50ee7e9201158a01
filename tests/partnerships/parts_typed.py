"""What people type for each kind of part, and parts as they are stored."""

from typing import Any

from django.urls import reverse

from core.models import Visibility
from partnerships.models import (
    Activity,
    Adaptation,
    Agreement,
    Commitment,
    ComplementaryModality,
    Contact,
    ContextNote,
    CostLine,
    Document,
    LearningEntry,
    Repurposing,
)

VISIT = {
    "title": "Six analysts see the register",
    "kind": "visit",
    "starts_on": "2026-03-02",
    "mode": "in_person",
    "travels": "demand",
}
TYPED: dict[str, tuple[Any, dict[str, str]]] = {
    "exchange": (Activity, VISIT),
    "lesson": (LearningEntry, {"noted_on": "2026-03-02", "side": "both", "title": "Calls beat visits."}),
    "adaptation": (Adaptation, {"decided_on": "2026-03-02", "trigger": "A new act", "decision": "We waited."}),
    "repurposing": (
        Repurposing,
        {"changed_on": "2026-03-02", "from_work": "A visit", "to_work": "Calls", "why": "Borders closed."},
    ),
    "agreement": (Agreement, {"title": "Second agreement", "starts_on": "2026-01-01", "ends_on": "2027-12-31"}),
    "commitment": (
        Commitment,
        {"made_on": "2026-03-02", "leader": "The director", "shared_values": "Candour", "commitment": "Time for it"},
    ),
    "support": (ComplementaryModality, {"kind": "training", "description": "A course", "provider_name": "A school"}),
    "note": (ContextNote, {"noted_on": "2026-03-02", "kind": "blocker", "text": "The ministry waits."}),
    "document": (Document, {"title": "Guide", "category": "A12", "url": "https://example.org/guide"}),
    "cost": (CostLine, {"kind": "cash", "amount": "10", "currency": "EUR"}),
    "contact": (
        Contact,
        {
            "name": "Ama Mensah",
            "role": "officer",
            "job_title": "Head of registers",
            "email": "ama@example.org",
            "language": "en",
            "consent": "none",
        },
    ),
}
# Which field names the institution that a part belongs to.
OWNER = {"cost": "payer", "commitment": "institution", "contact": "institution"}
EDITABLE = sorted(set(TYPED) - {"adaptation"})


def typed(part: str, institution: Any, **changes: str) -> dict[str, str]:
    """What somebody of `institution` types for a part."""
    owner = {OWNER[part]: str(institution.pk)} if part in OWNER else {}
    return TYPED[part][1] | owner | changes


def part_of(record: Any, part: str, visibility: str = Visibility.PARTIES, institution: Any = None) -> Any:
    """A stored part, read anew from the database."""
    model, words = TYPED[part]
    fields: dict[str, Any] = dict(words)
    if part in OWNER:
        owner = institution or record.members.exclude(institution=None).first().institution
        fields[OWNER[part]] = owner
    if part not in ("note", "contact"):
        fields["visibility"] = visibility
    return model.objects.get(pk=model.objects.create(partnership=record, **fields).pk)


def add(client: Any, record: Any, part: str, data: Any) -> Any:
    return client.post(reverse("partnerships:add", args=[record.slug, part]), data)


def address(act: str, part: str, item: Any) -> str:
    return reverse(f"partnerships:{act}_part", args=[item.partnership.slug, part, item.pk])


def read_of(client: Any, act: str, part: str, item: Any) -> str:
    """The hidden mark of what the page shows, which goes back with the answer."""
    page = client.get(address(act, part, item))
    form = page.context.get("form")
    return str(form.read if form else page.context["read"])


def send(client: Any, act: str, part: str, item: Any, data: Any = (), **more: str) -> Any:
    """Open the page, and send its form."""
    read = read_of(client, act, part, item)
    return client.post(address(act, part, item), {**dict(data), **more, "read": read})


def errors(answer: Any) -> dict[str, list[str]]:
    """The messages beside each field of the form on a page."""
    return {
        name: [line["message"] for line in lines]
        for name, lines in answer.context["form"].errors.get_json_data().items()
    }
