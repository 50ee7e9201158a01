"""A partnership in the admin: found, corrected, merged, taken back."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import IntegrityError
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from community.admin_audit import AuditedAdmin
from community.models import AuditEntry
from core.admin_lists import TICK_ALL, RegisterAdmin, tick
from core.models import Visibility
from core.slugs import unique_slug
from partnerships.admin import inlines
from partnerships.admin.actions import ACTIONS
from partnerships.admin.confirmed import WORDING, is_confirmed, saying_why
from partnerships.admin.finding import DRAFT, SEARCH_HELP, CountryFilter, InstitutionFilter, found, name_for
from partnerships.admin.forms import PartnershipForm
from partnerships.admin.inlines import LOW_TEXTS
from partnerships.awaited import note_awaited
from partnerships.models import Partnership, PartnershipFormerSlug, PartnershipMember
from partnerships.models.choices import Standing
from partnerships.permissions import can_delete, can_edit
from partnerships.services.confirmations import delete_partnership
from partnerships.services.editing import record_stage

Side = PartnershipMember.Side


@admin.register(Partnership)
class PartnershipAdmin(AuditedAdmin, RegisterAdmin):
    form = PartnershipForm
    list_display = ["title_of", "asks", "offers", "standing", "seen_by", "stage", "changed_on"]
    list_filter = [
        CountryFilter,
        InstitutionFilter,
        "standing",
        "visibility",
        "is_demo",
        "stage",
        "kind",
        "direction",
    ]
    ordering = ["-changed_at", "-pk"]
    sortable_by = ["title_of", "changed_on"]
    search_fields = ["title"]  # what is searched is decided in get_search_results
    search_help_text = SEARCH_HELP
    autocomplete_fields = ["sectors", "sdg_targets", "scaled_from", "reported_by", "created_by"]
    readonly_fields = [
        "portal_page",
        "confirmed_on",
        "problem_in_own_words",
        "direction",
        "start",
        "end",
        "country_codes",
        "region_codes",
        "sector_codes",
        "version",
        "changed_at",
        "created_at",
        "updated_at",
    ]
    fieldsets = [
        (None, {"fields": ["title", "slug", "portal_page", ("kind", "stage", "working_mode"), "summary"]}),
        (
            _("Standing"),
            {"fields": [("standing", "confirmed_on"), "visibility", "source_url", "reported_by", "is_demo"]},
        ),
        (
            _("What it is about"),
            {
                "fields": [
                    "problem",
                    ("problem_reported_by", "problem_in_own_words"),
                    "reform",
                    "expertise_wanted",
                    "why_this_peer",
                    "what_changed",
                ]
            },
        ),
        (
            _("When, and in which field"),
            {
                "fields": [
                    ("planned_start", "planned_end"),
                    ("actual_start", "actual_end"),
                    "sectors",
                    ("sector_words", "modality_words"),
                    "sdg_targets",
                    "themes",
                    "languages",
                ]
            },
        ),
        (
            _("Scale, and codes of IATI"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("scale_stage", "scaled_from"),
                    "scale_adaptation",
                    "iati_identifier",
                    ("collaboration_type", "aid_type"),
                ],
            },
        ),
        (
            _("Worked out by the register"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("direction", "start", "end"),
                    ("country_codes", "region_codes", "sector_codes"),
                    ("version", "changed_at"),
                    ("created_by", "created_at", "updated_at"),
                    "seen_version",
                ],
            },
        ),
    ]
    inlines = [
        inlines.Members,
        inlines.References,
        inlines.Junctures,
        inlines.Documents,
        inlines.Confirmations,
        inlines.StageChanges,
        inlines.FormerSlugs,
    ]
    actions = ACTIONS
    formfield_overrides = LOW_TEXTS

    # --- The list ---------------------------------------------------------------------------------

    @property
    def media(self) -> forms.Media:
        """The list needs the scripts of the field that offers while one types, for its filters."""
        widget = AutocompleteSelect(PartnershipMember._meta.get_field("country"), self.admin_site)
        return super().media + widget.media

    def get_queryset(self, request: HttpRequest) -> QuerySet[Partnership]:
        """With its members; and whether it is a draft that only its author may name."""
        hidden = Q(visibility=Visibility.PRIVATE) & ~Q(created_by=request.user.pk)
        partnerships = super().get_queryset(request).annotate(is_draft_of_other=hidden)
        return partnerships.defer("search").prefetch_related("members")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Partnership], search_term: str
    ) -> tuple[QuerySet[Partnership], bool]:
        if "field_name" in request.GET:  # a field that offers while one types names no draft of others
            queryset = queryset.visible_to(request.user)  # type: ignore[attr-defined]
        return found(queryset, search_term), False

    @admin.display(description=TICK_ALL)
    def action_checkbox(self, partnership: Any) -> SafeString:
        """None beside the draft of another: its label would name it, and no action takes it."""
        return SafeString() if partnership.is_draft_of_other else tick(partnership, partnership.title)

    @admin.display(description=_("title"), ordering="title")
    def title_of(self, partnership: Any) -> str:
        return str(DRAFT if partnership.is_draft_of_other else partnership.title)

    @admin.display(description=_("asks"))
    def asks(self, partnership: Partnership) -> str:
        return _members(partnership, Side.DEMAND, Side.PEER)

    @admin.display(description=_("offers"))
    def offers(self, partnership: Partnership) -> str:
        return _members(partnership, Side.SUPPLY)

    @admin.display(description=_("visible to"))
    def seen_by(self, partnership: Partnership) -> str:
        return partnership.get_visibility_display().partition(":")[0]

    @admin.display(description=_("changed"), ordering="changed_at")
    def changed_on(self, partnership: Partnership) -> str:
        return date_format(timezone.localtime(partnership.changed_at), "SHORT_DATE_FORMAT")

    def name(self, request: HttpRequest, partnership: Partnership) -> str:
        return name_for(partnership, request.user)

    # --- Who may do what, as in the portal --------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Partnership | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or can_edit(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Partnership | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or can_delete(request.user, obj))

    def is_public(self, obj: Partnership) -> bool:
        """The page also shows what the parties said, and documents that may be theirs alone."""
        documents = obj.document_set.exclude(visibility=Visibility.PUBLIC)
        return super().is_public(obj) and not obj.confirmations.exists() and not documents.exists()

    # --- The page of one record -------------------------------------------------------------------

    def get_readonly_fields(self, request: HttpRequest, obj: Partnership | None = None) -> list[str]:
        """Once a record is there, its standing is the parties' act and its readers are chosen by an action."""
        settled = ["standing", "visibility", "created_by"] if obj else []
        return [*self.readonly_fields, *settled, *(WORDING if is_confirmed(obj) else ())]

    def get_fieldsets(self, request: HttpRequest, obj: Partnership | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return saying_why(fieldsets) if is_confirmed(obj) else fieldsets

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        usual = {"standing": Standing.PUBLIC_SOURCE, "visibility": Visibility.PUBLIC, "created_by": request.user.pk}
        return {**usual, **super().get_changeform_initial_data(request)}

    @admin.display(description=_("in the portal"))
    def portal_page(self, partnership: Partnership) -> str:
        if not partnership.pk:
            return ""
        log = reverse("partnerships:audit", args=[partnership.slug])
        links = '<a href="{}">{}</a> · <a href="{}">{}</a>'
        return format_html(links, partnership.get_absolute_url(), _t("Page"), log, _t("Who read and changed it"))

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Two people who save at the same moment meet in the database: the second is told, and nothing is half saved."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            text = _t("Someone saved the same at this moment, so nothing of yours was. Look, and try again.")
            self.message_user(request, text, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Partnership, form: Any, change: bool) -> None:
        obj.slug = obj.slug or unique_slug(Partnership, obj.title, PartnershipFormerSlug, fallback="partnership")
        if change and "problem" in form.changed_data:
            obj.problem_in_own_words = False  # the asking side makes it its own by confirming it
        super().save_model(request, obj, form, change)
        if change and "slug" in form.changed_data:
            PartnershipFormerSlug.objects.filter(slug=obj.slug, partnership=obj).delete()
            PartnershipFormerSlug.objects.create(slug=form.initial["slug"], partnership=obj)
        if change and "stage" in form.changed_data:
            record_stage(obj, obj.stage, request.user)  # type: ignore[arg-type]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        parts = [str(formset.model._meta.verbose_name_plural) for formset in formsets if formset.has_changed()]
        if change and (parts or form.changed_data):
            Partnership.objects.filter(pk=form.instance.pk).update(version=F("version") + 1, changed_at=timezone.now())
        if change and parts and not self.is_public(form.instance):
            self.audit(request, AuditEntry.Action.CHANGE, form.instance, ", ".join(parts))
        note_awaited(Partnership.objects.get(pk=form.instance.pk))

    # --- Taking records away ----------------------------------------------------------------------

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The logs of a record go with it; what nobody may delete alone does not stand in the way."""
        listed, counts, _needed, protected = super().get_deleted_objects(objs, request)
        kept = {str(self.opts.verbose_name) for each in objs if not can_delete(request.user, each)}
        return listed, counts, kept, protected

    def delete_model(self, request: HttpRequest, obj: Partnership) -> None:
        """The service writes it into the log."""
        delete_partnership(partnership=obj, by=request.user)  # type: ignore[arg-type]

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Partnership]) -> None:
        for partnership in queryset:
            self.delete_model(request, partnership)


def _members(partnership: Partnership, *sides: str) -> str:
    names = [member.name for member in partnership.members.all() if member.side in sides]
    return "; ".join(names[:2]) + (" …" if len(names) > 2 else "")
