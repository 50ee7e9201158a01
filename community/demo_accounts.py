"""The accounts of a demonstration; they exist in demo mode only, and everyone knows their password."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PASSWORD = "demo"  # noqa: S105 printed on the log-in page of a demonstration


@dataclass(frozen=True)
class DemoAccount:
    email: str
    name: str
    what: str | Promise


DEMO_ACCOUNTS = (
    DemoAccount("donor@demo.example", "Dana Lind", _("staff of a donor that brokers")),
    DemoAccount("government@demo.example", "Grace Banda", _("focal point of a partner government’s institution")),
    DemoAccount("peer@demo.example", "Patrick Uwase", _("focal point of an institution that offers experience")),
    DemoAccount("member@demo.example", "Mina Duarte", _("verified member, party to nothing")),
    DemoAccount("secretariat@demo.example", "Sofia Marin", _("editor of the secretariat")),
    DemoAccount("admin@demo.example", "Amir Nasser", _("administrator")),
)
