"""Which wording of a record someone read: the hash that a confirmation is bound to."""

import hashlib
import json

from partnerships.models import Partnership, PartnershipMember

# What a party answers for. The stage, what it grew out of and what is added later (exchanges, log, documents)
# are not in it.
FIELDS = (
    "title",
    "kind",
    "summary",
    "problem",
    "reform",
    "expertise_wanted",
    "why_this_peer",
    "what_changed",
    "scale_stage",
    "planned_start",
    "planned_end",
    "actual_start",
    "actual_end",
    "languages",
    "source_url",
)


# Asked for since records were first confirmed: a wording that says nothing of it is the wording that it was.
WHERE_SAID = ("scale_adaptation",)


def _identity(member: PartnershipMember) -> tuple[str, ...]:
    """Who a member is; how a source spells the name of an institution is nothing that anyone confirms."""
    if member.institution_id:
        return (member.side, str(member.institution_id), member.brings, member.learns)
    return (member.side, member.country_id or "", member.stated_name, member.brings, member.learns)


def revision_of(partnership: Partnership) -> str:
    """SHA-256, in hexadecimal, over the record's words, members, sectors and targets."""
    members = sorted(_identity(member) for member in partnership.members.all())
    content = {
        "fields": {name: getattr(partnership, name) for name in FIELDS}
        | {name: getattr(partnership, name) for name in WHERE_SAID if getattr(partnership, name)},
        "members": members,
        "sectors": sorted(sector.pk for sector in partnership.sectors.all()),
        "targets": sorted(target.pk for target in partnership.sdg_targets.all()),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
