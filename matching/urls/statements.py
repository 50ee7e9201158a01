"""Addresses of needs and offers: the same for both, but that offers are paused."""

from django.urls import URLPattern, path

from matching.statements.kinds import NEED, OFFER, StatementKind
from matching.views import statement_lists, statement_sheets, statement_steps, statements


def _patterns_of(kind: StatementKind) -> list[URLPattern]:
    base, one, given = f"{kind.plural}/", f"{kind.plural}/<int:pk>/", {"kind": kind}
    return [
        path(base, statement_lists.StatementList.as_view(kind=kind), name=kind.plural),
        path(f"{base}new/", statements.new, given, name=f"{kind.name}_new"),
        path(f"{base}export.atom", statement_lists.feed, given, name=f"{kind.name}_feed"),
        path(f"{base}export.<str:form>", statement_lists.export, given, name=f"{kind.name}_export"),
        path(f"{base}import/", statement_sheets.bring, given, name=f"{kind.name}_import"),
        path(f"{base}import/sheet.<str:form>", statement_sheets.template, given, name=f"{kind.name}_sheet"),
        path(one, statements.detail, given, name=kind.name),
        path(f"{one}edit/", statements.edit, given, name=f"{kind.name}_edit"),
        path(f"{one}open/", statement_steps.open_, given, name=f"{kind.name}_open"),
        path(f"{one}confirm/", statement_steps.confirm, given, name=f"{kind.name}_confirm"),
        path(f"{one}close/", statement_steps.close, given, name=f"{kind.name}_close"),
        path(f"{one}delete/", statement_steps.delete, given, name=f"{kind.name}_delete"),
    ]


patterns: list[URLPattern] = [
    *_patterns_of(NEED),
    *_patterns_of(OFFER),
    path("offers/<int:pk>/pause/", statement_steps.pause, name="offer_pause"),
    path("me/needs-and-offers/", statement_lists.own, name="own_statements"),
]
