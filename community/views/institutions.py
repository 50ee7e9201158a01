"""Who is who, and where."""

from django.views.generic import DetailView, ListView

from community.models import Country, Institution


class InstitutionList(ListView):
    template_name = "community/institution_list.html"
    paginate_by = 50

    def get_queryset(self):
        return Institution.objects.visible_to(self.request.user).for_listing()


class InstitutionDetail(DetailView):
    template_name = "community/institution_detail.html"

    def get_queryset(self):
        return Institution.objects.visible_to(self.request.user)


class CountryDetail(DetailView):
    template_name = "community/country_detail.html"
    queryset = Country.objects.all()
    slug_field = "iso2__iexact"
    slug_url_kwarg = "iso2"
