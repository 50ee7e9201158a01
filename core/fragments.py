"""Parts of a page that are drawn once and remembered by what they show.

A fragment is a pure function of plain data and of the language, so it can never be out of date and
never shows one reader what was meant for another: other data is another fragment.
"""

import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language


class Fragment:
    """A template that takes plain data (text, numbers, lists, dicts) and nothing of the request.

    `remembered` is how many drawings each process keeps: choose it by their size.
    """

    def __init__(self, template: str, *, remembered: int) -> None:
        self.template = template
        self._drawn = lru_cache(maxsize=remembered)(self._draw)

    def __call__(self, **data: Any) -> SafeString:
        text = json.dumps(data, cls=DjangoJSONEncoder)
        draw = self._draw if settings.DEBUG else self._drawn
        return draw(get_language() or "", text)

    def _draw(self, language: str, data: str) -> SafeString:
        return render_to_string(self.template, json.loads(data))
