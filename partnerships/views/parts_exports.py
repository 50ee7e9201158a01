"""What is recorded of one partnership, as files for a spreadsheet."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.exports import csv_lines
from core.permissions import require
from partnerships import part_tables, permissions_parts
from partnerships.views.detail import visible_partnership


@require_safe
def export(request: HttpRequest, slug: str, table: str) -> HttpResponse:
    """The rows that this person sees; where there are none, no such file."""
    if table not in part_tables.TABLES:
        raise Http404
    partnership = visible_partnership(request, slug)
    rows = part_tables.rows(table, partnership, request.user)
    if not rows:
        raise Http404
    if table == "contacts":
        require(permissions_parts.can_export_contacts, request.user, partnership)
    name = f"{partnership.slug}-{table}.csv"
    return HttpResponse(
        "".join(csv_lines(part_tables.header(table), rows)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
