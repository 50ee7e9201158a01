"""Who was erased: enough to erase them again in a restored copy, and nothing that names them."""

from django.contrib.auth.hashers import check_password, make_password
from django.db import models
from django.utils import timezone

from community.models.people import User


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def remember(self, user: User) -> "Erasure":
        """Call before the address goes; its hash has a salt of its own."""
        return self.create(account=user.pk, address_hash=make_password(user.email.lower()))


class Erasure(models.Model):
    """One person's erasure. Backups keep these rows apart, so that no restore brings anybody back."""

    account = models.BigIntegerField()
    address_hash = models.CharField(max_length=200, unique=True)
    erased_at = models.DateTimeField(default=timezone.now)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"account {self.account}"

    def person(self) -> User | None:
        """The account, if it is there again: the same number with the same address."""
        user = User.objects.filter(pk=self.account).first()
        return user if user and check_password(user.email.lower(), self.address_hash) else None
