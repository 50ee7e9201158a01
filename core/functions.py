"""SQL functions of ours, for queries and indexes."""

from django.db import models
from django.db.models import Func


class Fold(Func):
    """Lower case, without accents, spaces made single: how names are compared."""

    function = "core_fold"
    output_field = models.TextField()
