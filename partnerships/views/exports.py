"""The selection of the directory as a file or a feed."""

from django.http import Http404
from django.views.decorators.http import require_safe


@require_safe
def export(request, format):
    raise Http404
