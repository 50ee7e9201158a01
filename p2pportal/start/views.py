"""The start page of people who are signed in."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import TemplateView

from core.registry import account_entries, panels_for
from events.times import zone_of
from p2pportal.start.news import events_of, latest_texts, texts_near
from p2pportal.start.waiting import tasks_of


class Start(LoginRequiredMixin, TemplateView):
    template_name = "start/start.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        near = texts_near(user)
        return super().get_context_data(**kwargs) | {
            "tasks": tasks_of(user),
            "events": events_of(user),
            "zone": zone_of(self.request),
            "is_near": bool(near),
            "texts": near or latest_texts(user),
            "is_member": user.is_verified_member,
            "places": [entry for entry in account_entries(user) if entry.url_name != "start"],
            "panels": panels_for("start", user, user),
        }
