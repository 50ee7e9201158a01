"""The yardstick: a view that reads one row by its primary key and says one field of it."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import path


class Row(models.Model):
    """An institution, as far as the yardstick needs it."""

    name = models.CharField(max_length=250)
    slug = models.SlugField()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "community_institution"

    def __str__(self) -> str:
        return self.name


def one_row(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(Row.objects.get(pk=pk).name)


urlpatterns = [path("<int:pk>", one_row)]
