"""One page for each step of a piece: it says what will happen before it does."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from knowledge.consent_links import CannotAsk
from knowledge.publication import CannotPublish
from knowledge.services.consents import CannotAnswer
from knowledge.services.states import NothingWritten
from knowledge.states import WrongState

CONFLICT = 409
REFUSALS = (CannotAnswer, CannotAsk, CannotPublish, NothingWritten)


def ask_for(
    request: Any, piece: Any, form: Any, act: Callable[[], Any], *, done: str, states: Any = None, **words: Any
) -> HttpResponse:
    """GET asks, POST acts and leads on. From a state that does not allow the step both answer 409.

    `words`: `title`, `text`, `button`; `danger` for what cannot be undone; `template` and `leads_to`, if others.
    """
    try:
        if states is not None and piece.state not in states:
            raise WrongState(piece)
        if request.method == "POST" and form.is_valid():
            act()
            messages.success(request, done)
            return redirect(words.get("leads_to") or way_of(piece))
    except WrongState as refusal:
        return refused(request, piece, words["title"], str(refusal))
    except REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return _page(request, piece, form, words, CONFLICT)
    return _page(request, piece, form, words, 200)


def sent(request: Any) -> Any:
    """What a form is made with: also a form that is one button is sent, and then holds nothing."""
    return request.POST if request.method == "POST" else None


def refused(request: Any, piece: Any, title: str, text: str) -> HttpResponse:
    context = {"piece": piece, "title": title, "text": text}
    return render(request, "knowledge/step_refused.html", context, status=CONFLICT)


def way_of(piece: Any) -> str:
    """The page that says where the piece stands."""
    return reverse("knowledge:way", args=[piece.slug])


def _page(request: Any, piece: Any, form: Any, words: dict[str, Any], status: int) -> HttpResponse:
    context = {"piece": piece, "form": form, "back": way_of(piece), **words}
    return render(request, words.get("template", "knowledge/step.html"), context, status=status)
