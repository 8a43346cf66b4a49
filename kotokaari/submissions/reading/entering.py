"""The page on which those who run a call begin to enter a submission that came on paper or by e-mail."""

from __future__ import annotations

import datetime
import zoneinfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kotokaari.calls.public import Call
from kotokaari.foundation.errors import DomainError
from kotokaari.people.public import SignedInRequest

from ..actions.entering import enter_for
from ..models import Submission
from .fetching import call_for, trail
from .forms import EntryForm


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: SignedInRequest, key: str) -> HttpResponse:
    """Whose it is, in which language, when and how it came; then the same form as everybody's."""
    call = call_for(request.user, key)
    form = EntryForm(request.POST or None, call=call)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            submission = enter_for(
                call,
                organisation=data["organisation"],
                language=data["language"],
                arrived_at=_moment(call, data["arrived_on"]),
                note=data["note"],
                by=request.user,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect(submission)
    context = {
        "call": call,
        "form": form,
        "drafts": Submission.objects.entered_by(request.user)
        .filter(call=call, current=None)
        .select_related("organisation"),
        "cancel": reverse("submissions:received", args=[call.key]),
        "trail": trail(call, (_("Enter a submission"), "")),
    }
    return render(request, "submissions/reading/enter.html", context)


def _moment(call: Call, day: datetime.date) -> datetime.datetime:
    """The moment of a day that a call counts: the last before its closing, where it closed that day."""
    zone = zoneinfo.ZoneInfo(call.time_zone)
    end = datetime.datetime.combine(day, datetime.time(23, 59), zone)
    closings = [one.closes_at for one in call.rounds.all() if one.closes_at.astimezone(zone).date() == day]
    return min([end, *(closing - datetime.timedelta(minutes=1) for closing in closings)])
