"""The four kinds of pieces, each with the text of its own. Texts are HTML as `knowledge.rich_text` leaves it."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knowledge.models.choices import Effort, Kind, Level, ResourceType, ResponseState
from knowledge.models.figures import WithFigure
from knowledge.models.pieces import Piece

LONGEST = 200_000  # characters of one text, markup included


def rich(label: Any, help_text: Any = "") -> models.TextField:
    return models.TextField(label, max_length=LONGEST, blank=True, help_text=help_text)


class Story(WithFigure, Piece):
    """What somebody experienced, told so that others can judge what they would have to check at home."""

    KIND: ClassVar[str] = Kind.STORY
    SECTIONS: ClassVar[tuple[str, ...]] = (
        "context",
        "what_we_did",
        "what_happened",
        "what_was_hard",
        "what_to_check",
        "know_what",
        "know_how",
    )

    context = rich(_("The problem"), _("Where you stood, in the words of who had the problem."))
    what_we_did = rich(_("What we did"))
    what_happened = rich(_("What happened"))
    what_was_hard = rich(_("What was hard"), _("What went wrong is what others learn from."))
    what_to_check = rich(_("What you would have to check"), _("What was so with us, and may not be so with you."))
    know_what = rich(_("What we know now"), _("Knowledge: facts, rules, designs."))
    know_how = rich(_("How one does it"), _("Know-how: what one only learns by doing it."))

    class Meta(WithFigure.Meta):
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    @property
    def found_by(self) -> str:
        return self.figure_title


class Method(Piece):
    """A way of working that somebody has used, and when it is of use."""

    Effort = Effort
    KIND: ClassVar[str] = Kind.METHOD
    SECTIONS: ClassVar[tuple[str, ...]] = ("how_to", "when_to_use", "when_not_to_use", "cost")

    how_to = rich(_("How to do it"))
    when_to_use = rich(_("When to use it"))
    when_not_to_use = rich(_("When not to use it"))
    effort = models.CharField(_("effort"), max_length=8, choices=Effort, blank=True)
    people_needed = models.PositiveSmallIntegerField(_("people it takes"), null=True, blank=True)
    cost = rich(_("What it costs"))

    class Meta:
        verbose_name = _("method")
        verbose_name_plural = _("methods")


class Challenge(Piece):
    """What is hard, what was tried, and what failed."""

    KIND: ClassVar[str] = Kind.CHALLENGE
    SECTIONS: ClassVar[tuple[str, ...]] = ("problem", "what_was_tried", "what_failed", "still_open")

    problem = rich(_("What is hard"))
    what_was_tried = rich(_("What was tried"))
    what_failed = rich(_("What failed, and why"))
    still_open = rich(_("What nobody knows yet"))
    methods = models.ManyToManyField(Method, related_name="challenges", blank=True, verbose_name=_("methods tried"))

    class Meta:
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")


class Resource(Piece):
    """A publication: its bibliographic record, and what we say about it.

    `authors` and `publishers` as `Family, Given` or a name as it stands; `doi` without an address before it
    (`10.…/…`, ISO 26324), in lower case.
    """

    Type = ResourceType
    KIND: ClassVar[str] = Kind.RESOURCE
    SECTIONS: ClassVar[tuple[str, ...]] = ("annotation",)

    resource_type = models.CharField(_("type"), max_length=18, choices=ResourceType, default=ResourceType.REPORT)
    authors = ArrayField(models.CharField(max_length=250), default=list, blank=True, verbose_name=_("authors"))
    publishers = ArrayField(models.CharField(max_length=250), default=list, blank=True, verbose_name=_("publishers"))
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    published_on = models.DateField(_("date of publication"), null=True, blank=True)
    container = models.CharField(_("journal, series or book it is in"), max_length=250, blank=True)
    volume = models.CharField(_("volume"), max_length=40, blank=True)
    issue = models.CharField(_("issue or number"), max_length=40, blank=True)
    pages = models.CharField(_("pages"), max_length=40, blank=True)
    edition = models.CharField(_("edition"), max_length=40, blank=True)
    place = models.CharField(_("place of publication"), max_length=120, blank=True)
    doi = models.CharField(_("DOI"), max_length=250, blank=True)
    isbn = models.CharField(_("ISBN"), max_length=20, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    listed_on = models.DateField(_("listed on"), null=True, blank=True)
    annotation = rich(_("What it says, in our words"))
    study_method = models.CharField(_("method of the study"), max_length=300, blank=True)
    independence = models.CharField(_("independence"), max_length=300, blank=True)
    best_for = models.CharField(_("best for"), max_length=300, blank=True)
    levels = ArrayField(
        models.CharField(max_length=12, choices=Level), default=list, blank=True, verbose_name=_("levels")
    )
    directions = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, verbose_name=_("directions it looks at")
    )
    is_synthesis = models.BooleanField(_("brings other works together"), default=False)
    cites = models.ManyToManyField(
        "self", symmetrical=False, related_name="cited_by", blank=True, verbose_name=_("cites")
    )
    import_key = models.CharField(_("key in the file it came from"), max_length=250, blank=True, editable=False)

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        constraints = [
            models.CheckConstraint(
                condition=Q(year=None) | Q(year__gte=1400, year__lte=2200),
                name="resource_year_in_bounds",
                violation_error_message=_("A year has four figures, such as 2019."),
            ),
            models.CheckConstraint(
                condition=Q(doi="") | Q(doi__regex=r"^10\.[0-9]{4,9}/\S+$"),
                name="resource_doi_well_formed",
                violation_error_message=_("A DOI begins with 10. and a number, such as 10.1787/abc123."),
            ),
        ]
        indexes = [models.Index(fields=["doi"], condition=~Q(doi=""), name="resource_by_doi")]

    @property
    def found_by(self) -> str:
        told = [*self.authors, *self.publishers, self.container, self.doi, self.isbn]
        return " ".join(part for part in told if part)

    @property
    def byline(self) -> list[str]:
        """Who wrote and who published it, names as they are said: `Ama Mensah`."""
        said = [" ".join(reversed(name.split(", ", 1))) for name in self.authors]
        return list(dict.fromkeys([*said, *self.publishers]))


class Recommendation(models.Model):
    """What a resource recommends, and what whoever it speaks to did with it."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="recommendations", verbose_name=_("resource"))
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("recommendation"), max_length=2000)
    response_state = models.CharField(
        _("response"), max_length=12, choices=ResponseState, default=ResponseState.NONE_KNOWN
    )
    response = models.TextField(_("what was done"), max_length=2000, blank=True)
    responded_by = models.CharField(_("who responded"), max_length=250, blank=True)
    responded_on = models.DateField(_("when"), null=True, blank=True)

    class Meta:
        ordering = ["number", "pk"]
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        constraints = [models.UniqueConstraint(fields=["resource", "number"], name="recommendation_number_once")]

    def __str__(self) -> str:
        return self.text[:80]


KIND_MODELS: dict[str, type[Piece]] = {
    Kind.STORY: Story,
    Kind.METHOD: Method,
    Kind.CHALLENGE: Challenge,
    Kind.RESOURCE: Resource,
}
