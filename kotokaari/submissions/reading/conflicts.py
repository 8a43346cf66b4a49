"""Who is recused from what: for those who run the call, and never of what they are recused from themselves."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import SignedInRequest

from ..models import Recusal, Submission
from ..recusing import lift_recusal, recuse
from ..registries import people_of_call
from .fetching import call_for, sent_for, title_of, trail
from .forms import ConflictForm, OwnConflictForm, ReasonForm
from .listing import barred
from .views import language_of, read_url


@require_safe
def conflicts(request: SignedInRequest, key: str) -> HttpResponse:
    """Every conflict of a call that this person may know of, standing and lifted."""
    call = call_for(request.user, key)
    visible = Submission.objects.run_by(request.user).filter(call=call)
    found = Recusal.objects.filter(submission__in=visible.values("pk")).select_related(
        "user", "lifted_by", "submission__current", "submission__organisation"
    )
    ordered = list(found.order_by("submission__number", "since"))
    context = {
        "call": call,
        "standing": [one for one in ordered if one.lifted_at is None],
        "lifted": [one for one in ordered if one.lifted_at is not None],
        "barred": barred(call, request.user, language_of(request)),
        "trail": trail(call, (_("Conflicts"), "")),
    }
    return render(request, "submissions/reading/conflicts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: SignedInRequest, key: str) -> HttpResponse:
    """Decide that somebody has a conflict with a submission."""
    submission = sent_for(request.user, key)
    people = people_of_call(submission.call)
    form = ConflictForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        is_own = data["user"] == request.user
        source = Recusal.Source.DECLARED if is_own else Recusal.Source.RULED
        recuse(submission, user=data["user"], kind=data["kind"], source=source, note=data["note"], by=request.user)
        messages.success(request, _("From now on this person learns nothing of the submission."))
        return redirect("submissions:conflicts", submission.call.key)
    context = {
        "submission": submission,
        "form": form,
        "title": title_of(submission),
        "heading": _("Somebody has a conflict"),
        "lead": _(
            "Beyond its number and organisation they then learn nothing of it: on no page, in no file, letter or meeting."
        ),
        "button": _("Record the conflict"),
        "cancel": read_url(submission),
        "trail": trail(submission.call, (title_of(submission), read_url(submission)), (_("A conflict"), "")),
    }
    return render(request, "submissions/reading/verdict.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def declare_own(request: SignedInRequest, key: str) -> HttpResponse:
    """Say that one has a conflict oneself."""
    submission = sent_for(request.user, key)
    form = OwnConflictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        source = Recusal.Source.DECLARED
        recuse(submission, user=request.user, kind=data["kind"], source=source, note=data["note"], by=request.user)
        messages.success(request, _("You are recused. Another who runs the call goes on with this submission."))
        return redirect("submissions:received", submission.call.key)
    context = {
        "title": _("Do you have a conflict with this submission?"),
        "text": _(
            "From now on you see only its number and organisation. You cannot lift your own conflict; another who runs the call can."
        ),
        "confirm": _("I have a conflict"),
        "cancel": read_url(submission),
        "form": form,
    }
    return render(request, "ui/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: SignedInRequest, pk: int) -> HttpResponse:
    """A conflict was a mistake, or is over: with a reason, and never one's own."""
    recusal = get_object_or_404(Recusal.objects.select_related("submission__call", "user"), pk=pk, lifted_at=None)
    submission = recusal.submission
    if not Submission.objects.run_by(request.user).filter(pk=submission.pk).exists():
        raise Http404
    form = ReasonForm(request.POST or None)
    back = reverse("submissions:conflicts", args=[submission.call.key])
    if request.method == "POST" and form.is_valid():
        try:
            lift_recusal(recusal, reason=form.cleaned_data["reason"], by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The conflict is lifted."))
        return redirect(back)
    context = {
        "title": _("Lift the conflict of %(name)s?") % {"name": recusal.user},
        "text": _("The person may then read the submission again, as far as their part in the call lets them."),
        "confirm": _("Lift the conflict"),
        "cancel": back,
        "form": form,
    }
    return render(request, "ui/confirm.html", context)
