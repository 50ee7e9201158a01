"""Parts of a partnership that carry their own visibility, never wider than the partnership's."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models import User
from core.models import TimestampedModel, Visibility
from partnerships.models.members import PartnershipMember
from partnerships.models.partnership import Partnership


class PartQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Parts one may see of partnerships one may see; those for the parties only, as a party."""
        visible = self.filter(partnership__in=Partnership.objects.visible_to(user).values("pk"))
        if not user.is_authenticated or not user.is_verified_member:
            return visible.filter(visibility=Visibility.PUBLIC)
        own = PartnershipMember.objects.of_institutions(user.institution_ids).values("partnership")
        return visible.filter(
            Q(visibility__in=[Visibility.PUBLIC, Visibility.COMMUNITY])
            | Q(visibility=Visibility.PARTIES, partnership__in=own)
            | Q(partnership__created_by=user, partnership__visibility=Visibility.PRIVATE)
        )

    def seen_of(self, partnership: Partnership, user: Any) -> Self:
        """The same of one record that this person was found to see; what the public reads of it is soon told."""
        if not user.is_authenticated or not user.is_verified_member:
            return self.filter(partnership=partnership, visibility=Visibility.PUBLIC)
        return self.visible_to(user).filter(partnership=partnership)


class PartOfPartnership(TimestampedModel):
    """Something recorded about a partnership; for the parties unless opened further."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="%(class)s_set", verbose_name=_("partnership")
    )
    visibility = models.CharField(_("visible to"), max_length=10, choices=Visibility, default=Visibility.PARTIES)
    recorded_by = models.ForeignKey(
        User, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("recorded by")
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True
