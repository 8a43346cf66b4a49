"""Beginning: calls that are open, one's own submissions, and a new draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kotokaari.calls.public import Call
from kotokaari.foundation.access import require
from kotokaari.foundation.errors import DomainError
from kotokaari.foundation.fields import read

from .. import actions, permissions, queries
from ..forms import StartForm
from ..timing import clock, left_in_words
from .fetching import me, submission_of


def mine(request: HttpRequest) -> HttpResponse:
    """What one writes and has sent, and the calls one can answer."""
    context = {
        "lines": queries.own_lines(me(request)),
        "rounds": [round_words(round_) for round_ in queries.open_rounds()],
        "trail": [(_("My submissions"), "")],
    }
    return render(request, "submissions/mine.html", context)


def round_words(round_: Any) -> dict[str, Any]:
    """An open round with the time there is."""
    return {
        "call": round_.call,
        "closes": clock(round_.closes_at, round_.call),
        "left": left_in_words(round_.closes_at),
        "start": reverse("submissions:start", args=[round_.call.key]),
    }


@require_POST
def develop(request: HttpRequest, key: str) -> HttpResponse:
    """Come back in a later round with what was sent in an earlier one."""
    earlier = submission_of(request.user, key)
    try:
        draft = actions.develop_submission(earlier, by=me(request))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(earlier)
    messages.success(request, _("What was sent before is copied here. Develop it further; add its files anew."))
    return redirect(draft)


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, key: str) -> HttpResponse:
    """For whom, from what, in which language: then the form."""
    call = get_object_or_404(Call.objects.visible_to(request.user).select_related("organisation"), key=key)
    organisations = permissions.answering_organisations(request.user, call)
    form = StartForm(
        request.POST or None,
        call=call,
        organisations=organisations,
        versions=queries.versions_to_send(organisations),
        initial={"version": request.GET.get("version", "")},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        require(permissions.can_start_submission(request.user, data["organisation"]))
        try:
            submission = actions.start_submission(
                call,
                organisation=data["organisation"],
                by=me(request),
                source_language=data["language"],
                version=data.get("version"),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("submissions:part", submission.key, 1)
    round_ = next((one for one in queries.open_rounds() if one.call_id == call.pk), None)
    context = {
        "call": call,
        "round": round_words(round_) if round_ else None,
        "form": form,
        "may_answer": bool(organisations),
        "lines": [line for line in queries.own_lines(me(request)) if line.submission.call_id == call.pk],
        "trail": [(_("My submissions"), reverse("submissions:mine")), (read(call.name), "")],
    }
    return render(request, "submissions/start.html", context)
