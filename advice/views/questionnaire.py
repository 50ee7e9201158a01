"""Is a peer partnership right here? Questions, advice with reasons and cases, and what came of it later."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from advice import comparing, permissions
from advice.asking.cases import all_cases
from advice.asking.questions import QUESTIONS
from advice.asking.rules import RULES, VERSION, advise
from advice.forms.questionnaire import CameForm, KeepForm, QuestionnaireForm
from advice.models import ModalityAdvice
from advice.services.keeping import keep_advice, say_what_was_done
from community.models import Institution
from core.exports import csv_lines
from core.pagination import paginate
from core.permissions import require
from matching.finder import Findings, find_peers, peer_address
from matching.finder_who import who_is
from partnerships.models import Partnership

PAGE_SIZE = 20


@require_safe
def questionnaire(request: Any) -> HttpResponse:
    """The questions; with all of them answered the advice. Nothing is stored by looking."""
    typed = request.GET.dict()
    if not any(name in typed for name in QUESTIONS) or "change" in typed:
        form = QuestionnaireForm(initial=_own(request.user) | typed)
        return render(request, "advice/questionnaire.html", {"form": form})
    form = _read(request, request.GET)
    if not form.is_valid():
        return render(request, "advice/questionnaire.html", {"form": form})
    return _advice(request, form)


@require_POST
@login_required
def keep(request: Any) -> HttpResponse:
    """Keep the advice for an institution; the answers are worked out anew from what was sent."""
    require(permissions.can_keep, request.user)
    form = _read(request, request.POST)
    if not form.is_valid():
        return render(request, "advice/questionnaire.html", {"form": form})
    keeping = KeepForm(request.POST, institutions=_institutions(request.user))
    if not keeping.is_valid():
        return _advice(request, form, keeping)
    answers, found = _answered(form, request.user)
    kept = keep_advice(
        institution=keeping.cleaned_data["institution"],
        answers=answers,
        advised=advise(answers),
        problem=form.cleaned_data["text"],
        sector=form.cleaned_data["sector"],
        peers_found={"offers": len(found.offers), "others": len(found.others)} if found else {},
        key=keeping.cleaned_data["key"],
        by=request.user,
    )
    messages.success(request, _("The advice is kept. In a year we ask you what came of it."))
    return redirect(kept)


@require_safe
@login_required
def listing(request: Any) -> HttpResponse:
    """Advice kept for one's institutions; the secretariat sees all."""
    found = ModalityAdvice.objects.visible_to(request.user).select_related("institution")
    page = paginate(found, keys=["-asked_at", "-pk"], size=PAGE_SIZE, after=request.GET.get("after"))
    return render(request, "advice/kept_list.html", {"page": page})


@require_safe
@login_required
def kept(request: Any, pk: int) -> HttpResponse:
    """As it was given: the reasons of the rules that held then, where they still hold."""
    advice = _visible(request, pk)
    advised = advise(advice.answers) if advice.rules == VERSION else None
    context = {
        "advice": advice,
        "weighed": advised.weighed if advised else [],
        "answers": _said(advice.answers),
        "may_say": permissions.can_say(request.user, advice),
    }
    return render(request, "advice/kept.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def came(request: Any, pk: int) -> HttpResponse:
    """What was done, and what came of it; can be said at any time, and again."""
    advice = _visible(request, pk)
    require(permissions.can_say, request.user, advice)
    own = Partnership.objects.visible_to(request.user).of_institutions([advice.institution_id]).order_by("title")
    said = {name: getattr(advice, name) for name in ("chosen", "came_of_it", "came_note", "partnership")}
    form = CameForm(request.POST or None, initial=said, partnerships=own)
    if request.method == "POST" and form.is_valid():
        say_what_was_done(advice=advice, **form.cleaned_data)
        messages.success(request, _("Thank you. It is compared with what was advised."))
        return redirect(advice)
    return render(request, "advice/came.html", {"advice": advice, "form": form})


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """The rules, and how advice fared: both open to everybody."""
    whole = permissions.reads_small_numbers(request.user)
    lines = [
        {
            "advised": line.advised,
            "given": comparing.shown(line.given, whole=whole),
            "rows": [
                (label, *(comparing.shown(number, whole=whole) for number in numbers))
                for label, *numbers in line.lines
                if any(numbers)
            ],
        }
        for line in comparing.compared()
    ]
    rules = [
        (question.text, [(words, [r for r in RULES if (r.question, r.answer) == (name, answer)])
                         for answer, words in question.answers.items()])
        for name, question in QUESTIONS.items()
    ]  # fmt: skip
    context = {"lines": lines, "is_empty": all(line["given"] == "0" for line in lines), "rules": rules}
    return render(request, "advice/comparison.html", context | {"version": VERSION, "small": comparing.SMALL})


@require_safe
def comparison_csv(request: HttpRequest) -> HttpResponse:
    rows = comparing.as_rows(whole=permissions.reads_small_numbers(request.user))
    header = ["advice", "given", "what_came_of_it", "followed", "not_followed"]
    headers = {"Content-Disposition": 'attachment; filename="advice-compared.csv"'}
    return HttpResponse("".join(csv_lines(header, rows)), content_type="text/csv; charset=utf-8", headers=headers)


def _advice(request: Any, form: QuestionnaireForm, keeping: KeepForm | None = None) -> HttpResponse:
    answers, found = _answered(form, request.user)
    advised = advise(answers)
    asked = form.asked()
    cases = all_cases(form.cleaned_data["sector"], request.user)
    context = {
        "form": form,
        "advised": advised,
        "advised_forms": [each.label for each in advised.forms],
        "supports": [(each, cases[each.form]) for each in advised.weighed],
        "answers": _said(answers),
        "found": found,
        "peers_url": peer_address(asked) if asked else "",
        "change_url": f"?{request.GET.urlencode()}&change=1" if request.GET else "",
        "sent": [(name, value) for name, value in form.cleaned_data.items() if value],
        "asker_unknown": form.asks.is_unknown,
    }
    if permissions.can_keep(request.user):
        own = _institutions(request.user)
        context["keeping"] = keeping or KeepForm(
            institutions=own, initial={"key": uuid.uuid4(), "institution": own.first()}
        )
    return render(request, "advice/advised.html", context)


def _answered(form: QuestionnaireForm, user: Any) -> tuple[dict[str, str], Findings | None]:
    """The answers; the one about peers from the finder's own list, where a problem was told."""
    answers, asked = form.answers(), form.asked()
    if asked is None:
        return answers, None
    found = find_peers(asked, user)
    return answers | {"peers": "offers" if found.offers else "might" if found.others else "none"}, found


def _read(request: Any, typed: Any) -> QuestionnaireForm:
    who = who_is(typed.get("who", ""), typed.get("institution", ""), typed.get("country", ""), "", request.user)
    return QuestionnaireForm(typed, who=who)


def _said(answers: dict[str, str]) -> list[tuple[Any, Any]]:
    """In the order in which it was asked; what is stored has none."""
    return [
        (question.text, question.answers.get(answers[name], answers[name]))
        for name, question in QUESTIONS.items()
        if name in answers
    ]


def _own(user: Any) -> dict[str, str]:
    own = _institutions(user).first() if user.is_authenticated else None
    return {"who": own.name, "institution": own.slug} if own else {}


def _institutions(user: Any) -> Any:
    return Institution.objects.filter(pk__in=user.institution_ids).order_by("name")


def _visible(request: Any, pk: int) -> ModalityAdvice:
    found: ModalityAdvice = get_object_or_404(
        ModalityAdvice.objects.visible_to(request.user).select_related("institution", "partnership"), pk=pk
    )
    return found
