"""Something is wrong with this page: anyone says so, who answers for it settles it."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community import permissions, services
from community.forms import AnswerForm, ReportForm
from community.landing import page_at
from community.models import ProblemReport
from community.reporting import reported_page
from core.pagination import paginate
from core.permissions import require

PAGE_SIZE = 30


@require_http_methods(["GET", "HEAD", "POST"])
def report(request):
    """The form, for everyone. A page one may not see is treated like one that is not there."""
    user = request.user if request.user.is_authenticated else None
    if request.method != "POST":
        page = reported_page(request.GET.get("page", ""), request.user)
        form = ReportForm(initial={"page": page.path, "reply_to": user.email if user else ""})
        return render(request, "community/report_form.html", {"form": form, "page": page})

    form = ReportForm(request.POST)
    if form.is_from_a_program:
        return _thanks(request, "")
    page = reported_page(request.POST.get("page", ""), request.user)
    status = 200
    if form.is_valid():
        if _is_within_limits(request, form.cleaned_data["reply_to"]):
            typed = {name: form.cleaned_data[name] for name in ("text", "reply_to")}
            services.report_problem(page=page, language=get_language(), by=user, **typed)
            return _thanks(request, page.path)
        form.add_error(None, _("Many reports came from here. Please wait an hour and send this one again."))
        status = 429
    return render(request, "community/report_form.html", {"form": form, "page": page}, status=status)


@require_safe
@login_required
def problems(request):
    """What was reported about one's own records, and is not settled yet; or, if asked for, what is."""
    if not permissions.can_read_reports(request.user):
        raise Http404
    visible = ProblemReport.objects.visible_to(request.user).for_listing()
    wants_handled = request.GET.get("state") == "handled"
    found = visible.handled() if wants_handled else visible.open()
    page = paginate(found, keys=["-pk"], size=PAGE_SIZE, after=request.GET.get("after"))
    return render(request, "community/report_list.html", {"page": page, "wants_handled": wants_handled})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def problem(request, pk):
    visible = ProblemReport.objects.visible_to(request.user).for_listing()
    found = get_object_or_404(visible, pk=pk)
    require(permissions.can_handle_report, request.user, found)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.handle_report(report=found, by=request.user, **form.cleaned_data)
        except services.CannotHandle as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Settled."))
            return redirect("community:problems")
    return render(request, "community/report_detail.html", {"report": found, "form": form})


def _is_within_limits(request, address: str) -> bool:
    """By network and by address, counted where log-ins are."""
    if not ratelimit.consume(request, action="report_problem"):
        return False
    return not address or ratelimit.consume(request, action="report_problem_from", key=address)


def _thanks(request, path: str):
    messages.success(request, _("Thank you. Those who answer for the page are told."))
    return redirect(path if path and page_at(path) else "home")
