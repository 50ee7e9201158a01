"""Change lists over 100,000 rows: nothing is counted to the end, and a filter is typed into."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.paginator import Paginator
from django.db.models import Field, Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

MOST_COUNTED = 5_000
MOST_AT_ONCE = 1_000
TICK_ALL = mark_safe('<input type="checkbox" id="action-toggle">')


def tick(row: Model, name: str) -> SafeString:
    """The box that chooses a row for an action, labelled by what this list calls it."""
    label = _("Select this object for an action - {}").format(name)
    return forms.CheckboxInput({"class": "action-select", "aria-label": label}, lambda value: False).render(
        ACTION_CHECKBOX_NAME, str(row.pk)
    )


class BoundedPaginator(Paginator):
    """Counts as far as people turn pages; `is_cut` says that there is more."""

    @cached_property
    def _found(self) -> int:
        found: Any = self.object_list
        return int(found.order_by()[: MOST_COUNTED + 1].count())

    @cached_property
    def count(self) -> int:
        return min(self._found, MOST_COUNTED)

    @property
    def is_cut(self) -> bool:
        return self._found > MOST_COUNTED


class RegisterAdmin(admin.ModelAdmin):
    """What the lists of the register share."""

    paginator = BoundedPaginator
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def response_action(  # type: ignore[override]  # the stubs describe Django 6
        self, request: HttpRequest, queryset: QuerySet[Any]
    ) -> HttpResponse | None:
        """An action on all that a filter finds is bounded, so that no click touches the whole register."""
        if request.POST.get("select_across") == "1" and queryset.order_by()[: MOST_AT_ONCE + 1].count() > MOST_AT_ONCE:
            text = _("More than %(most)d are too many at once. Filter further.") % {"most": MOST_AT_ONCE}
            self.message_user(request, text, messages.WARNING)
            return HttpResponseRedirect(request.get_full_path())
        return super().response_action(request, queryset)


class ReadOnly(RegisterAdmin):
    """Rows that the portal writes by itself."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class TypedFilter(ABC, admin.ListFilter):
    """A filter with more values than anyone scrolls through: one types, the list offers.

    `source` is a foreign key whose autocompletion serves the choice.
    """

    template = "admin/typed_filter.html"
    parameter_name: str
    source: Field

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: type[Model], model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        self.site = model_admin.admin_site
        if self.parameter_name in params:
            self.used_parameters[self.parameter_name] = params.pop(self.parameter_name)[-1]

    @abstractmethod
    def narrow(self, queryset: QuerySet[Any], chosen: Any) -> QuerySet[Any]:
        """The rows that belong to what was typed."""

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return [self.parameter_name]

    @cached_property
    def field(self) -> forms.ModelChoiceField:
        related: Any = self.source.related_model
        widget = AutocompleteSelect(self.source, self.site, attrs={"data-width": "100%"})
        return forms.ModelChoiceField(related._default_manager.all(), widget=widget, required=False, label=self.title)

    @cached_property
    def chosen(self) -> Any:
        try:
            return self.field.clean(self.used_parameters.get(self.parameter_name))
        except forms.ValidationError as error:
            raise IncorrectLookupParameters from error

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return self.narrow(queryset, self.chosen) if self.chosen else queryset

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        form = forms.Form(initial={self.parameter_name: self.chosen}, auto_id="filter_%s")
        form.fields[self.parameter_name] = self.field
        others = {name: values for name, values in changelist.filter_params.items() if name != self.parameter_name}
        yield {
            "field": form[self.parameter_name],
            "others": [(name, value) for name, values in others.items() for value in values],
            "without": changelist.get_query_string(remove=[self.parameter_name]),
            "selected": self.chosen is not None,
        }
