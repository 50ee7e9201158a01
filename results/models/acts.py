"""The acts by which the word of evidence rises: what the partner says, and what somebody outside both sides says.

What was said is never rewritten; who changes their mind says it again.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Institution, User
from partnerships.models import MailedLink
from partnerships.models.choices import Side
from partnerships.models.links import in_sixty_days as in_sixty_days  # the first migration names it here
from results.models.choices import Verdict
from results.models.outcomes import HarvestedOutcome


class PartnerWord(models.Model):
    """What a party other than the one that recorded an outcome says to its words. Append-only.

    Said by somebody who signed in (`by`), or by a signed link where nobody can speak for the party in the portal.
    """

    outcome = models.ForeignKey(
        HarvestedOutcome, models.CASCADE, related_name="partner_words", verbose_name=_("outcome")
    )
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name=_("institution"))
    side = models.CharField(_("side"), max_length=12, choices=Side)
    revision = models.CharField(_("wording"), max_length=64)
    verdict = models.CharField(_("what they say"), max_length=8, choices=Verdict)
    comment = models.TextField(_("comment"), max_length=3000, blank=True)
    by = models.ForeignKey(User, models.DO_NOTHING, related_name="+", null=True, blank=True, verbose_name=_("by"))
    by_name = models.CharField(_("name at the time"), max_length=200)
    by_title = models.CharField(_("job title at the time"), max_length=150, blank=True)
    link = models.OneToOneField(
        "results.SubstantiationLink",
        models.CASCADE,
        related_name="partner_word",
        null=True,
        blank=True,
        verbose_name=_("link"),
    )
    said_at = models.DateTimeField(_("said at"), default=timezone.now)

    class Meta:
        ordering = ["said_at", "pk"]
        verbose_name = _("word of the partner")
        verbose_name_plural = _("words of the partner")
        indexes = [models.Index(fields=["outcome", "institution", "-said_at"], name="partner_word_latest")]

    def __str__(self) -> str:
        return f"{self.institution}: {self.get_verdict_display()}"


class SubstantiationLink(MailedLink):
    """One link for one person, to say once what they know of an outcome. No account needed.

    Of somebody outside both sides; or, where `institution` is named, of a party for which nobody can speak in the
    portal: then the answer is the word of that party.
    """

    outcome = models.ForeignKey(
        HarvestedOutcome, models.CASCADE, related_name="substantiation_links", verbose_name=_("outcome")
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("answers for")
    )
    office = models.CharField(_("office and organisation"), max_length=200, blank=True)
    how_they_know = models.CharField(_("how they know"), max_length=300, blank=True)
    revision = models.CharField(_("wording"), max_length=64)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("link to substantiate")
        verbose_name_plural = _("links to substantiate")
        indexes = [models.Index(fields=["outcome", "-created_at"], name="substantiation_link_latest")]

    def __str__(self) -> str:
        return f"{self.name} · {self.outcome}"

    @property
    def said(self) -> "PartnerWord | Substantiation | None":
        """What was answered by it."""
        return getattr(self, "partner_word", None) or getattr(self, "substantiation", None)


class Substantiation(models.Model):
    """What somebody outside both sides said to the words of an outcome, by their link. Append-only."""

    outcome = models.ForeignKey(
        HarvestedOutcome, models.CASCADE, related_name="substantiations", verbose_name=_("outcome")
    )
    link = models.OneToOneField(
        SubstantiationLink, models.CASCADE, related_name="substantiation", verbose_name=_("link")
    )
    revision = models.CharField(_("wording"), max_length=64)
    verdict = models.CharField(_("what they say"), max_length=8, choices=Verdict)
    comment = models.TextField(_("comment"), max_length=5000, blank=True)
    name = models.CharField(_("name"), max_length=150)
    office = models.CharField(_("office and organisation"), max_length=200)
    may_be_named = models.BooleanField(_("may be named in public"), default=False)
    said_at = models.DateTimeField(_("said at"), default=timezone.now)

    class Meta:
        ordering = ["said_at", "pk"]
        verbose_name = _("substantiation")
        verbose_name_plural = _("substantiations")
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="agree") | ~Q(comment=""),
                name="substantiation_says_why",
                violation_error_message=_("Say in a few words where you see it differently."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_verdict_display()}"
