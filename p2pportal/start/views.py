"""The start page of people who are signed in."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import TemplateView

from core.registry import panels_for
from events.times import zone_of
from knowledge.permissions import can_create_piece as may_write
from p2pportal.start.news import events_of, texts_of
from p2pportal.start.waiting import tasks_of
from partnerships.permissions import can_create as may_log


class Start(LoginRequiredMixin, TemplateView):
    template_name = "start/start.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        texts, is_near = texts_of(user)
        return super().get_context_data(**kwargs) | {
            "tasks": tasks_of(user),
            "events": events_of(user),
            "zone": zone_of(self.request),
            "is_near": is_near,
            "texts": texts,
            "is_member": user.is_verified_member,
            "may_log": may_log(user),
            "may_write": may_write(user),
            "panels": panels_for("start", user, user),
        }
