"""What an account already knows of a person who registers, so that one click is enough."""

from community.models import Institution, Profile, User
from events.models.choices import Represents
from events.services.registering import Details

Kind = Institution.Kind
GOVERNMENT = {
    *(Kind.MINISTRY, Kind.AGENCY, Kind.SUPREME_AUDIT_INSTITUTION, Kind.STATISTICS_OFFICE, Kind.REVENUE_AUTHORITY),
    *(Kind.PARLIAMENT, Kind.COURT, Kind.POLICE, Kind.SUBNATIONAL_GOVERNMENT),
}
BETWEEN = {Kind.NETWORK, Kind.MULTILATERAL}


def details_of(user: User) -> Details:
    """From the profile and the first institution; whether to stand in the list is asked, never assumed."""
    profile = Profile.objects.filter(user=user).first()
    institution = (
        Institution.objects.filter(pk__in=user.institution_ids).select_related("country").order_by("pk").first()
    )
    return Details(
        name=user.name,
        job_title=profile.job_title if profile else "",
        institution=institution,
        country=institution.country if institution else None,
        represents=comes_for(institution),
        language=profile.locale if profile else "en",
        time_zone=profile.time_zone if profile else "UTC",
    )


def comes_for(institution: Institution | None) -> str:
    if institution is None:
        return Represents.OTHER
    if institution.kind == Kind.DONOR:
        return Represents.DONOR
    if institution.kind in GOVERNMENT:
        return Represents.GOVERNMENT
    return Represents.NETWORK if institution.kind in BETWEEN else Represents.OTHER
