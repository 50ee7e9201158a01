"""The page of one partnership."""

from django.views.generic import DetailView

from partnerships.models import Partnership


class PartnershipDetail(DetailView):
    template_name = "partnerships/partnership_detail.html"

    def get_queryset(self):
        return Partnership.objects.visible_to(self.request.user)
