"""The directory of partnerships."""

from django.views.generic import ListView

from partnerships.models import Partnership


class PartnershipList(ListView):
    template_name = "partnerships/partnership_list.html"
    paginate_by = 20

    def get_queryset(self):
        return Partnership.objects.visible_to(self.request.user).for_listing()
