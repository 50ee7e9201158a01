"""Logging a partnership: two answers make a draft, six steps a record; the same pages correct it later."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from core.permissions import require
from core.validators import clean_text
from core.versions import EditedMeanwhile, check_version
from partnerships import permissions, permissions_voices
from partnerships.answers import ALL, SIDES, stored_answers
from partnerships.forms.check import SubmitForm
from partnerships.forms.step_form import StepForm
from partnerships.forms.steps import STEPS, StartForm, Step
from partnerships.known import find_known, similar_to
from partnerships.models import Partnership, PartnershipFormerSlug
from partnerships.plain_words import LABELS, STEP_ANSWERS, fingerprint, lines
from partnerships.services import drafts, editing
from partnerships.services.revising import needs_revision, open_revision
from partnerships.views.asking import others_awaited

MOST_DRAFTS = 10
# What a new record takes over from a known one; its identifiers stay its own.
COPIED = [
    name
    for name in ALL
    if name not in ("iati_identifier", "source_url", "stage", "activities", "scaled_from", "scale_adaptation")
]


class LogStart(LoginRequiredMixin, View):
    """The two answers that make a draft."""

    request: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            require(permissions.can_create, request.user)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: Any) -> HttpResponse:
        source = self._source(request.GET.get("from", ""))
        initial = {"creation_key": uuid.uuid4(), "problem": source.problem if source else ""}
        form = StartForm(initial=initial, user=request.user, source=source)
        return self._page(form, source)

    def post(self, request: Any) -> HttpResponse:
        source = self._source(request.POST.get("from", ""))
        form = StartForm(request.POST, user=request.user, source=source)
        if not form.is_valid():
            return self._page(form, source)
        copied = stored_answers(source, COPIED, request.user) if source else {}
        values = {**copied, **form.values()}
        try:
            draft = drafts.create_draft(values=values, creation_key=form.cleaned_data["creation_key"], by=request.user)
        except editing.CannotSave as error:
            form.refuse(error.answer, str(error))
            return self._page(form, source)
        return redirect("partnerships:edit_step", draft.slug, "offered")

    def _source(self, slug: str) -> Partnership | None:
        """The record whose answers are taken over, if this person may see it."""
        slug = clean_text(slug)
        return Partnership.objects.visible_to(self.request.user).filter(slug=slug).first() if slug else None

    def _page(self, form: StartForm, source: Partnership | None) -> HttpResponse:
        user, pasted = self.request.user, self.request.GET.get("known", "")[:500]
        found = find_known(pasted, user)
        context = {
            "form": form,
            "source": source,
            "pasted": pasted,
            "found": found,
            "may_correct": found is not None and permissions.can_edit(user, found),
            "drafts": Partnership.objects.drafts_of(user)[:MOST_DRAFTS],
            "steps": [
                {"label": step.label, "note": step.note, "state": "now" if not n else ""}
                for n, step in enumerate(STEPS)
            ],
        }
        return render(self.request, "partnerships/log/start.html", context)


class RecordView(LoginRequiredMixin, View):
    """A page about one record that its reader may edit."""

    request: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.partnership = record_at(request, kwargs["slug"])
        require(permissions.can_edit, request.user, self.partnership)
        return super().dispatch(request, *args, **kwargs)


class Edit(RecordView):
    """Where a draft goes on, and a submitted record is corrected from."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        step = "offered" if self.partnership.is_draft else "problem"
        return redirect("partnerships:edit_step", self.partnership.slug, step)


class EditStep(RecordView):
    """One step: what is answered is saved, whatever button was pressed."""

    def get(self, request: Any, slug: str, step: str) -> HttpResponse:
        now = step_called(step)
        mine = self.partnership.revisions.filter(created_by=request.user).first()
        if mine:
            return redirect(step_url(mine, now))
        form = now.form(instance=self.partnership, user=request.user, add=request.GET.get("add", ""))
        return self._page(now, form)

    def post(self, request: Any, slug: str, step: str) -> HttpResponse:
        now = step_called(step)
        form = now.form(request.POST, instance=self.partnership, user=request.user)
        if not form.is_valid():
            return self._page(now, form)
        typed = {name: value for name, value in form.values().items() if request.POST.get(f"keep-{name}") != "stored"}
        try:
            self._save(typed, form.cleaned_data["version"])
        except EditedMeanwhile as meanwhile:
            return self._two_wordings(now, form, typed, meanwhile.stored)
        except editing.CannotSave as error:
            form.refuse(error.answer, str(error))
            return self._page(now, form)
        return self._onwards(now, request.POST.get("then", ""))

    def _save(self, typed: dict[str, Any], version: int) -> None:
        """Into the record; or, where readers see it, into the writer's own copy until the other side agrees."""
        user, record = self.request.user, self.partnership
        if needs_revision(user, record):
            check_version(record, version)
            self.partnership = open_revision(partnership=record, by=user)
            version = self.partnership.edit_version
        editing.save_step(partnership=self.partnership, values=typed, version=version, by=user)

    def _onwards(self, step: Step, then: str) -> HttpResponse:
        place = STEPS.index(step)
        side = then.removeprefix("add-")
        if then.startswith("add-") and side in (*SIDES, "activities"):
            return redirect(f"{step_url(self.partnership, step)}?add={side}#{side}-rows")
        if then == "later":
            messages.success(self.request, _("Saved. You can go on whenever you like."))
            return redirect("partnerships:create") if self.partnership.is_draft else redirect(self.partnership)
        if then == "back":
            return redirect(step_url(self.partnership, STEPS[max(0, place - 1)]))
        return redirect(step_url(self.partnership, STEPS[place + 1]))

    def _two_wordings(self, step: Step, form: StepForm, typed: dict[str, Any], stored: Partnership) -> HttpResponse:
        """Both texts, answer by answer; what was typed stays in the form, now as a change to the stored version.

        Where this person changed nothing, what is stored is proposed.
        """
        now = stored_answers(stored, typed, self.request.user)
        read = dict(mark.split(":", 1) for mark in self.request.POST.get("read", "").split() if ":" in mark)
        wordings = [
            {
                "name": name,
                "label": LABELS[name],
                "typed": lines(name, value),
                "stored": lines(name, now[name]),
                "is_mine": read.get(name) != fingerprint(name, value),
            }
            for name, value in typed.items()
            if value != now[name]
        ]
        form.at_version(stored.edit_version)
        self.partnership = Partnership.objects.get(pk=stored.pk)
        return self._page(step, form, status=409, wordings=wordings)

    def _page(self, step: Step, form: StepForm, status: int = 200, **more: Any) -> HttpResponse:
        # Validation writes into the form's own instance: the frame shows what is stored.
        self.partnership = Partnership.objects.get(pk=self.partnership.pk)
        context = frame(self.request, self.partnership, step) | {"form": form} | more
        context["read"] = self.request.POST.get("read") or context["read"]
        wrong = sum(len(each.errors) for each in form.forms) if form.is_bound else 0
        if wrong:
            mark_wrong(context["steps"], step, wrong)
        return render(self.request, f"partnerships/log/{step.slug}.html", context, status=status)


class Check(RecordView):
    """Everything in plain words; a draft is submitted from here."""

    def get(self, request: Any, slug: str) -> HttpResponse:
        return self._page(SubmitForm(partnership=self.partnership, user=request.user))

    def post(self, request: Any, slug: str) -> HttpResponse:
        was_draft = self.partnership.is_draft
        form = SubmitForm(request.POST, partnership=self.partnership, user=request.user)
        if was_draft and not form.is_valid():
            return self._page(form)
        try:
            submitted = drafts.submit_draft(partnership=self.partnership, by=request.user, **form.values())
        except EditedMeanwhile:
            self.partnership = record_at(request, self.partnership.slug)
            fresh = SubmitForm(partnership=self.partnership, user=request.user)
            return self._page(fresh, status=409, changed_meanwhile=True)
        except drafts.CannotSubmit as error:
            form.add_error(None, str(error))
            return self._page(form)
        if was_draft:
            messages.success(
                request, _("Submitted. The institutions concerned see it now, and are asked to confirm it.")
            )
        if permissions_voices.can_ask(request.user, submitted) and others_awaited(submitted, request.user):
            return redirect("partnerships:ask", submitted.slug)
        return redirect(submitted)

    def _page(self, form: SubmitForm, status: int = 200, **more: Any) -> HttpResponse:
        step = STEPS[-1]
        answers = stored_answers(self.partnership, LABELS, self.request.user)
        sections = [self._section(each, answers) for each in STEPS[:-1]]
        context = frame(self.request, self.partnership, step) | {"form": form, "sections": sections} | more
        return render(self.request, "partnerships/log/check.html", context, status=status)

    def _section(self, step: Step, answers: dict[str, Any]) -> dict[str, Any]:
        """What one step holds, and where to change it."""
        told = [(LABELS[name], lines(name, answers[name])) for name in STEP_ANSWERS[step.slug]]
        return {
            "step": step,
            "url": step_url(self.partnership, step),
            "answers": told,
            "is_empty": not any(text for _label, text in told),
        }


def record_at(request: HttpRequest, slug: str) -> Partnership:
    """The record at this address or one it bore as a draft; the same 404 whether it is missing or hidden."""
    visible = Partnership.objects.visible_to(request.user)
    found = visible.filter(slug=slug).first()
    if found is None:
        former = PartnershipFormerSlug.objects.filter(slug=slug).values("partnership")
        found = visible.filter(pk__in=former).first()
    if found is None:
        raise Http404
    return found


def step_called(slug: str) -> Any:
    step = next((step for step in STEPS if step.slug == slug and step.form), None)
    if step is None:
        raise Http404
    return step


def step_url(partnership: Partnership, step: Step) -> str:
    return reverse("partnerships:edit_step", args=[partnership.slug, step.slug])


def frame(request: Any, partnership: Partnership, now: Step) -> dict[str, Any]:
    """What stands around each step."""
    answers = stored_answers(partnership, LABELS, request.user)
    done = {slug: any(lines(name, answers[name]) for name in names) for slug, names in STEP_ANSWERS.items()} | {
        "check": not partnership.is_draft
    }
    left = sum(step.minutes for step in STEPS if not done[step.slug])
    steps = [
        {
            "label": step.label,
            "note": _note(step, done[step.slug]),
            "state": "now" if step is now else "done" if done[step.slug] else "",
            "url": step_url(partnership, step),
        }
        for step in STEPS
    ]
    if left and partnership.is_draft:
        steps[-1]["note"] = _("About %(minutes)d minutes left") % {"minutes": left}
    return {
        "partnership": partnership,
        "step": now,
        "waits_for_other_side": bool(partnership.revises) or needs_revision(request.user, partnership),
        "number": STEPS.index(now) + 1,
        "count": len(STEPS),
        "steps": steps,
        "read": " ".join(f"{name}:{fingerprint(name, answers[name])}" for name in STEP_ANSWERS.get(now.slug, ())),
        "similar": similar_to(partnership, request.user) if partnership.is_draft else [],
    }


def _note(step: Step, is_done: bool) -> str:
    return _("Done") if is_done else str(step.note)


def mark_wrong(steps: list[dict[str, Any]], now: Step, wrong: int) -> None:
    from_here = steps[STEPS.index(now)]
    from_here["note"] = _("%(count)d to fix") % {"count": wrong}
