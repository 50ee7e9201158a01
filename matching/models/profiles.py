"""The flat rows that matching reads: one for each open offer, and one for each institution that might be asked.

An institution whose offers are for members alone has both: to everybody else it might be asked.
"""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from community.models import Institution
from core.models import Visibility
from matching.models.offers import Offer


def codes(max_length: int) -> Any:
    return ArrayField(models.CharField(max_length=max_length), default=list)


class ProfileQuerySet(models.QuerySet["PeerProfile"]):
    def visible_to(self, user: Any) -> Self:
        """Those made of what everybody sees; members also see offers that are for members."""
        if user.is_authenticated and user.is_verified_member:
            return self.all()
        return self.filter(visibility=Visibility.PUBLIC)

    def offered(self) -> Self:
        return self.exclude(offer=None)

    def of_keys(self, keys: Iterable[str]) -> list[int]:
        """Those that addresses name: an institution's slug, with its offer's number after a dot."""
        named = Q()
        for slug, _dot, number in (key.replace("\x00", "").partition(".") for key in keys):
            is_number = number.isascii() and number.isdigit() and len(number) < 10
            named |= Q(institution__slug=slug, offer=int(number) if is_number else None)
        return list(self.filter(named).values_list("pk", flat=True)) if named else []


class PeerProfile(models.Model):
    """What is known of a possible peer, gathered by `matching_refresh()` of `sql/profiles.sql`; never set by hand.

    Without an offer it rests on public records alone. `languages_from` says where the languages come from
    (`offer`, `institution` or `country`), `income` is 1 (low) to 4 (high) as the World Bank groups countries.
    `track` is 0 to 1: see `docs/matching.md`. `free` is how many more peers fit, null where nobody said.
    """

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="peer_profiles")
    offer = models.OneToOneField(Offer, models.CASCADE, related_name="profile", null=True)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    is_demo = models.BooleanField(default=False)
    country = models.CharField(max_length=2, default="")
    region = models.CharField(max_length=3, default="")
    income = models.FloatField(null=True)
    legal_tradition = models.CharField(max_length=12, default="")
    kind = models.CharField(max_length=30, default="")
    branch = models.CharField(max_length=20, default="")
    staff = models.FloatField(null=True)
    languages = codes(8)
    languages_from = models.CharField(max_length=12, default="")
    has_interpreter = models.BooleanField(default=False)
    sectors = codes(5)
    categories = codes(5)
    targets = codes(5)
    goals = codes(2)
    forms = codes(30)
    reform_stage = models.FloatField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    free = models.IntegerField(null=True)
    at_once = models.IntegerField(null=True)
    excluded = ArrayField(models.BigIntegerField(), default=list)
    partnerships = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)
    outcomes = models.PositiveIntegerField(default=0)
    corroborated = models.PositiveIntegerField(default=0)
    verified = models.PositiveIntegerField(default=0)
    track = models.FloatField(default=0)
    words = SearchVectorField(null=True)

    objects: ClassVar[Any] = ProfileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution"], condition=Q(offer=None), name="profile_once_without_offer"),
        ]
        indexes = [
            GinIndex(fields=["categories"], name="profile_by_category", fastupdate=False),
            GinIndex(fields=["targets"], name="profile_by_target", fastupdate=False),
            GinIndex(fields=["words"], name="profile_by_word", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.offer_id or ''}"


class TellingWord(models.Model):
    """In how many profiles a word stands: what is in all of them tells nothing. Counted by a job.

    `is_subject` marks words that name an institution or a sector somewhere ("audit", "statistics"): they tell what a
    question is about, where "want" and "every" do not.
    """

    word = models.CharField(max_length=120, primary_key=True)
    profiles = models.PositiveIntegerField()
    is_subject = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.word}: {self.profiles}"
