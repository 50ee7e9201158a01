"""Who is who, and where: the directory of institutions and the page of each."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from community import permissions
from community.directory import selected
from community.facts import country_facts, institution_facts
from community.forms import InstitutionFilter
from community.models import Country, Institution, Membership, Profile
from community.suggestions import close_spellings, suggestions
from core.pagination import Page, paginate
from core.registry import panels_for

PAGE_SIZE = 30


class InstitutionList(TemplateView):
    """Searchable by any of an institution's names; what upper apps know of each row stands beside it."""

    template_name = "community/institution_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        form = InstitutionFilter(asked)
        found = selected(form, self.request.user)
        page = paginate(
            found, keys=["sort_name", "pk"], size=PAGE_SIZE, after=asked.get("after"), page=asked.get("page")
        )
        add_facts(page.items, self.request.user)
        query = form.cleaned_data.get("q", "") if form.is_valid() else ""
        return super().get_context_data(**kwargs) | {
            "form": form,
            "filters": [form["country"], form["kind"]],
            "page": page,
            "total": (total := found.count()),
            "pager": self.pager(page, total),
            "query": query,
            "suggestions": close_spellings(query, self.request.user) if query and not page.items else [],
            "kept": [(name, asked[name]) for name in ("country", "kind") if asked.get(name)],
            "selection": self.address([]),
            "feed_url": reverse("community:institutions-feed") + self.address([]),
            "is_narrowed": any(asked.get(name) for name in form.fields),
            "may_create": permissions.can_create_institution(self.request.user),
        }

    def pager(self, page: Page, total: int) -> dict[str, str]:
        return {
            "text": _extent(page, total),
            "previous_url": self.address([("after", page.previous)]) if page.previous else "",
            "next_url": self.address([("after", page.next)]) if page.next else "",
        }

    def address(self, further: list[tuple[str, str]]) -> str:
        """The query of the same selection, with what is to be added."""
        kept = [(name, self.request.GET[name]) for name in ("q", "country", "kind") if self.request.GET.get(name)]
        return f"?{urlencode(kept + further)}" if kept or further else ""


class InstitutionDetail(TemplateView):
    """The page of one institution; an address it had before leads here."""

    template_name = "community/institution_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        visible = Institution.objects.visible_to(request.user).with_facts()
        institution = visible.filter(slug=kwargs["slug"]).first()
        if institution is None:
            renamed = get_object_or_404(visible, former_slugs__slug=kwargs["slug"])
            return redirect(renamed, permanent=True)
        return self.render_to_response(self.get_context_data(institution=institution))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        institution: Institution = kwargs["institution"]
        user = self.request.user
        return super().get_context_data(**kwargs) | {
            "facts": institution_facts(institution),
            "own_membership": _open_membership(user, institution),
            "members": self.members(institution),
            "may_join": permissions.can_ask_to_join(user, institution),
            "may_edit": permissions.can_edit_institution(user, institution),
            "may_manage_members": permissions.can_manage_members(user, institution),
            "may_approve": permissions.can_approve_institution(user, institution),
            "may_delete": permissions.can_delete_institution(user, institution),
            "panels": panels_for("community:institution", institution, user),
        }

    def members(self, institution: Institution) -> list[dict[str, Any]]:
        """The verified members that this reader may know of, each with the fields that they show."""
        user = self.request.user
        if not permissions.can_see_members(user, institution):
            return []
        return [
            {"membership": membership, "profile": profile, "shown": profile.shown_to(user)}
            for membership in Membership.objects.active().of(institution).for_listing()
            if (profile := getattr(membership.user, "profile", None) or Profile(user=membership.user))
            and profile.shows("institutions", user)
            and permissions.can_list_profile(user, profile)
        ]


class CountryDetail(TemplateView):
    """The facts of a country, each with its source and year, and the institutions in it."""

    template_name = "community/country_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        countries = Country.objects.select_related("subregion")
        country = get_object_or_404(countries, iso2=kwargs["iso2"].upper())
        user = self.request.user
        institutions = Institution.objects.visible_to(user).filter(country=country).for_listing()
        page = paginate(
            institutions,
            keys=["sort_name", "pk"],
            size=PAGE_SIZE,
            after=self.request.GET.get("after"),
            page=self.request.GET.get("page"),
        )
        add_facts(page.items, user)
        return super().get_context_data(**kwargs) | {
            "country": country,
            "facts": country_facts(country),
            "page": page,
            "total": (total := institutions.count()),
            "pager": {
                "text": _extent(page, total),
                "previous_url": f"?after={page.previous}" if page.previous else "",
                "next_url": f"?after={page.next}" if page.next else "",
            },
            "may_create": permissions.can_create_institution(user),
            "panels": panels_for("community:country", country, user),
        }


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """At most ten institutions for what was typed so far, in the shape of the combobox."""
    found = suggestions(request.GET.get("q", ""), request.user)
    return JsonResponse({"results": found})


def add_facts(institutions: list[Institution], user: Any) -> None:
    """What upper apps say of each row, such as its number of partnerships: texts by primary key."""
    panels = panels_for("community:institutions", institutions, user) if institutions else []
    for institution in institutions:
        institution.facts = [panel["data"].get(institution.pk, "") for panel in panels]  # type: ignore[attr-defined]


def _extent(page: Page, total: int) -> str:
    """`31 to 60 of 457`; on a page counted from a hand-made cursor the total is the better witness."""
    numbers = {"first": page.first, "last": min(page.last, total), "total": total}
    return _("%(first)d to %(last)d of %(total)d") % numbers if page.first <= total else ""


def _open_membership(user: Any, institution: Institution) -> Membership | None:
    if not user.is_authenticated:
        return None
    return Membership.objects.open().filter(user=user, institution=institution).first()
